/** Link Control Protocol: how a PPP link is to be, and whether it is up. */
import { ipv4, mac } from '../../../packet/fields/addresses.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { u16, u24, u32, u8 } from '../../../packet/fields/integers.ts';
import { record } from '../../../packet/fields/lists.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { pppProtocols } from '../../registries/ppp-protocols.ts';
import { answersBy, controlHead, controlSummary } from './control.ts';

/** The protocol to authenticate with. @see RFC 1661 §6.2 */
export const LCPAuthentication = layer('LCPAuthentication', () => ({
  about: 'The protocol to authenticate with.',
  source: 'RFC 1661 §6.2',
  fields: {
    auth_protocol: u16({ default: 0xc023, names: pppProtocols, hex: true, wireshark: 'lcp.opt.auth_protocol' }),
    algorithm: choose(
      'auth_protocol',
      {
        0xc223: u8({
          default: 5,
          names: { MD5: 5, SHA1: 6, 'SHA-256': 7, 'SHA3-256': 8, 'MS-CHAP': 128, 'MS-CHAP-v2': 129 },
          wireshark: 'lcp.opt.algorithm',
        }),
      },
      octets({ wireshark: 'lcp.opt.data' }),
    ),
  },
}));

/** The protocol that reports the quality of the link. @see RFC 1661 §6.3 */
export const LCPQuality = layer('LCPQuality', () => ({
  about: 'The protocol that reports the quality of the link.',
  source: 'RFC 1661 §6.3',
  fields: {
    quality_protocol: u16({ default: 0xc025, names: pppProtocols, hex: true, wireshark: 'lcp.opt.quality_protocol' }),
    data: choose('quality_protocol', { 0xc025: u32({ wireshark: 'lcp.opt.reporting_period' }) }, octets({ wireshark: 'lcp.opt.data' })),
  },
}));

/** How to call back. @see RFC 1570 §2.3 */
export const LCPCallback = layer('LCPCallback', () => ({
  about: 'How to call back.',
  source: 'RFC 1570 §2.3',
  fields: {
    operation: u8({
      names: {
        'user authentication': 0,
        'dialing string': 1,
        'location identifier': 2,
        'E.164 number': 3,
        'distinguished name': 4,
        CBCP: 6,
      },
      wireshark: 'lcp.opt.operation',
    }),
    message: octets({ wireshark: 'lcp.opt.message' }),
  },
}));

/** Identifies the sender on all its links. @see RFC 1990 §5.1.3 */
export const LCPEndpoint = layer('LCPEndpoint', () => ({
  about: 'Identifies the sender on all its links.',
  source: 'RFC 1990 §5.1.3',
  fields: {
    class: u8({
      names: { null: 0, local: 1, IP: 2, 'IEEE 802.1': 3, 'magic-number block': 4, 'directory number': 5 },
      wireshark: 'lcp.opt.ep_disc_class',
    }),
    address: choose(
      'class',
      {
        2: ipv4({ wireshark: 'lcp.opt.ip_address' }),
        3: mac({ wireshark: 'lcp.opt.802_1_address' }),
        4: octets({ wireshark: 'lcp.opt.magic_block' }),
        5: octets({ wireshark: 'lcp.opt.psndn' }),
      },
      octets({ wireshark: 'lcp.opt.data' }),
    ),
  },
}));

/** An organisation's own option. @see RFC 2153 §3 */
export const LCPVendor = layer('LCPVendor', () => ({
  about: "An organisation's own option.",
  source: 'RFC 2153 §3',
  fields: {
    oui: u24({ hex: true, wireshark: 'lcp.opt.oui' }),
    kind: u8({ wireshark: 'lcp.opt.kind' }),
    data: octets({ wireshark: 'lcp.opt.data' }),
  },
}));

/** Reliable transmission by HDLC. @see RFC 1663 §5 */
export const LCPNumberedMode = layer('LCPNumberedMode', () => ({
  about: 'Reliable transmission by HDLC.',
  source: 'RFC 1663 §5',
  fields: { window: u8({ default: 1, wireshark: 'lcp.opt.window' }), address: octets({ wireshark: 'lcp.opt.hdlc_address' }) },
}));

/** Form of the multilink header. @see RFC 2686 §4.2 */
export const LCPMultilinkHeader = layer('LCPMultilinkHeader', () => ({
  about: 'Form of the multilink header.',
  source: 'RFC 2686 §4.2',
  fields: { code: u8({ default: 2, wireshark: 'lcp.opt.code' }), classes: u8({ wireshark: 'lcp.opt.max_susp_classes' }) },
}));

/** Character set and language. @see RFC 2484 §2 */
export const LCPLanguage = layer('LCPLanguage', () => ({
  about: 'Character set and language.',
  source: 'RFC 2484 §2',
  fields: {
    charset: u32({ wireshark: 'lcp.opt.MIBenum', about: "IANA's MIBenum" }),
    language: text({ wireshark: 'lcp.opt.language_tag' }),
  },
}));

/** IANA's registry "PPP LCP Configuration Option Types". */
const lcpOptions = optionList(
  {
    lengthCovers: 'option',
    packets: true,
    wireshark: { type: 'lcp.opt.type', length: 'lcp.opt.length' },
    kinds: {
      0: option(
        'Vendor-Specific',
        record(() => LCPVendor),
      ),
      1: option('Maximum-Receive-Unit', u16({ wireshark: 'lcp.opt.mru' })),
      2: option('Async-Control-Character-Map', u32({ hex: true, wireshark: 'lcp.opt.asyncmap' })),
      3: option(
        'Authentication-protocol',
        record(() => LCPAuthentication),
      ),
      4: option(
        'Quality-protocol',
        record(() => LCPQuality),
      ),
      5: option('Magic-number', u32({ hex: true, wireshark: 'lcp.opt.magic_number' })),
      7: option('Protocol-Field-Compression'),
      8: option('Address-and-Control-Field-Compression'),
      9: option('FCS-Alternatives', u8({ hex: true, wireshark: 'lcp.opt.fcs_alternatives' })),
      10: option('Self-Describing-Pad', u8({ wireshark: 'lcp.opt.maximum' })),
      11: option(
        'Numbered-Mode',
        record(() => LCPNumberedMode),
      ),
      13: option(
        'Callback',
        record(() => LCPCallback),
      ),
      15: option('Compound-Frames'),
      17: option('Multilink-MRRU', u16({ wireshark: 'lcp.opt.mrru' })),
      18: option('Multilink-Short-Sequence-Number'),
      19: option(
        'Multilink-Endpoint-Discriminator',
        record(() => LCPEndpoint),
      ),
      23: option('Link-Discriminator', u16({ wireshark: 'lcp.opt.link_discrim' })),
      26: option('Prefix-Elision', octets()),
      27: option(
        'Multilink-Header-Format',
        record(() => LCPMultilinkHeader),
      ),
      28: option(
        'Internationalization',
        record(() => LCPLanguage),
      ),
      29: option('Simple-Data-Link-on-SONET'),
    },
  },
  { about: 'RFC 1661 §6' },
);

/** A reply has its request's identifier (RFC 1661 §5). */
const match = answersBy({ 1: [2, 3, 4, 7], 5: [6, 7], 9: [10, 7] });
const summary = controlSummary('LCP');
const title = 'PPP Link Control Protocol';

/** Link Control Protocol: a message that is none of the others. @see RFC 1661 §5 */
export const PPP_LCP = layer('PPP_LCP', () => ({
  title,
  about: 'Link Control Protocol: messages without a layer of their own.',
  source: 'RFC 1661 §5',
  wireshark: 'lcp',
  fields: { ...controlHead(5), data: octets() },
  match,
  summary,
}));

/** Asks for options, and accepts or refuses them. @see RFC 1661 §5.1 to 5.4 */
export const PPP_LCP_Configure = layer('PPP_LCP_Configure', () => ({
  title,
  about: 'Options of the link: requested, accepted or rejected.',
  source: 'RFC 1661 §5.1 to 5.4',
  wireshark: 'lcp',
  fields: { ...controlHead(1), options: lcpOptions },
  match,
  summary,
}));

/** Ends the link. @see RFC 1661 §5.5 */
export const PPP_LCP_Terminate = layer('PPP_LCP_Terminate', () => ({
  title,
  about: 'The end of the link.',
  source: 'RFC 1661 §5.5',
  wireshark: 'lcp',
  fields: { ...controlHead(5), data: octets({ wireshark: 'lcp.data' }) },
  match,
  summary,
}));

/** A message whose code is not known. @see RFC 1661 §5.6 */
export const PPP_LCP_Code_Reject = layer('PPP_LCP_Code_Reject', () => ({
  title,
  about: 'Rejects a message with an unknown code.',
  source: 'RFC 1661 §5.6',
  wireshark: 'lcp',
  fields: { ...controlHead(7), rejected_packet: octets({ about: 'the message, cut to what fits' }) },
  match,
  summary,
}));

/** A packet whose protocol is not known. @see RFC 1661 §5.7 */
export const PPP_LCP_Protocol_Reject = layer('PPP_LCP_Protocol_Reject', () => ({
  title,
  about: 'Rejects a packet of an unknown protocol.',
  source: 'RFC 1661 §5.7',
  wireshark: 'lcp',
  fields: {
    ...controlHead(8),
    rejected_protocol: u16({ names: pppProtocols, hex: true, wireshark: 'lcp.rej_proto' }),
    rejected_information: octets(),
  },
  match,
  summary,
}));

const magic = { magic_number: u32({ hex: true, wireshark: 'lcp.magic_number', about: 'detects a looped-back link' }) };

/** Asks whether the other end is there. @see RFC 1661 §5.8 */
export const PPP_LCP_Echo = layer('PPP_LCP_Echo', () => ({
  title,
  about: 'Whether the other end is there.',
  source: 'RFC 1661 §5.8',
  wireshark: 'lcp',
  fields: { ...controlHead(9), ...magic, data: octets({ wireshark: 'lcp.data' }) },
  match,
  summary,
}));

/** Is thrown away. @see RFC 1661 §5.9 */
export const PPP_LCP_Discard_Request = layer('PPP_LCP_Discard_Request', () => ({
  title,
  about: 'Octets to discard, for tests.',
  source: 'RFC 1661 §5.9',
  wireshark: 'lcp',
  fields: { ...controlHead(11), ...magic, data: octets({ wireshark: 'lcp.data' }) },
  match,
  summary,
}));

/** Who the sender is, in words. @see RFC 1570 §1.1 */
export const PPP_LCP_Identification = layer('PPP_LCP_Identification', () => ({
  title,
  about: 'Identifies the sender, as text.',
  source: 'RFC 1570 §1.1',
  wireshark: 'lcp',
  fields: { ...controlHead(12), ...magic, message: text({ wireshark: 'lcp.message' }) },
  match,
  summary,
}));

/** How long the link may stand. @see RFC 1570 §1.2 */
export const PPP_LCP_Time_Remaining = layer('PPP_LCP_Time_Remaining', () => ({
  title,
  about: 'How long the link may stay up.',
  source: 'RFC 1570 §1.2',
  wireshark: 'lcp',
  fields: {
    ...controlHead(13),
    ...magic,
    seconds: u32({ wireshark: 'lcp.secs_remaining', about: '4294967295: no limit' }),
    message: text({ wireshark: 'lcp.message' }),
  },
  match,
  summary,
}));
