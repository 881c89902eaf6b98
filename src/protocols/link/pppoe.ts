/** PPP over Ethernet: discovery of an access concentrator, and the session with it. */
import { choose } from '../../packet/fields/conditional.ts';
import { bits, u16, u32, u8 } from '../../packet/fields/integers.ts';
import { record } from '../../packet/fields/lists.ts';
import { octets, text } from '../../packet/fields/octets.ts';
import { option, optionList } from '../../packet/fields/options.ts';
import { layer } from '../../packet/layer/layer.ts';

/** @see RFC 2516 §5; RFC 5578 §3; IANA "PPPoE Active Discovery Code fields" */
const CODES = {
  Session: 0,
  PADO: 0x07,
  PADI: 0x09,
  PADG: 0x0a,
  PADC: 0x0b,
  PADQ: 0x0c,
  PADR: 0x19,
  PADS: 0x65,
  PADT: 0xa7,
  PADM: 0xd3,
  PADN: 0xd4,
} as const;

const head = (code: number) => ({
  version: bits(4, { default: 1, wireshark: 'pppoe.version' }),
  type: bits(4, { default: 1, wireshark: 'pppoe.type' }),
  code: u8({ default: code, names: CODES, hex: true, wireshark: 'pppoe.code' }),
  sessionid: u16({ hex: true, wireshark: 'pppoe.session_id' }),
  len: u16({ measures: 'payload', wireshark: 'pppoe.payload_length' }),
});

/** A session's packet: PPP. @see RFC 2516 §6 */
export const PPPoE = layer('PPPoE', () => ({
  title: 'PPP over Ethernet',
  about: 'PPP over Ethernet: a packet of a session.',
  source: 'RFC 2516 §6',
  wireshark: 'pppoes',
  fields: head(0),
}));

/** PADI asks, and so on: the code as scapy has it in summaries. */
const WORDS: Readonly<Record<number, string>> = {
  0x00: 'PPP Session Stage',
  0x07: 'PPPoE Active Discovery Offer (PADO)',
  0x09: 'PPPoE Active Discovery Initiation (PADI)',
  0x0a: 'PPPoE Active Discovery Session-Grant (PADG)',
  0x0b: 'PPPoE Active Discovery Session-Credit Response (PADC)',
  0x0c: 'PPPoE Active Discovery Quality (PADQ)',
  0x19: 'PPPoE Active Discovery Request (PADR)',
  0x65: 'PPPoE Active Discovery Session-confirmation (PADS)',
  0xa7: 'PPPoE Active Discovery Terminate (PADT)',
};

/** Finds an access concentrator, and begins and ends a session. @see RFC 2516 §5; RFC 5578 §3 */
export const PPPoED = layer('PPPoED', () => ({
  title: 'PPP over Ethernet Discovery',
  about: 'PPP over Ethernet: discovery of an access concentrator.',
  source: 'RFC 2516 §5',
  wireshark: 'pppoed',
  fields: head(0x09),
  match: {
    about: 'an offer to an initiation, a session to a request',
    hash: (_pppoe, _role, seed) => seed,
    // PADI, PADO; PADR, PADS.
    answers: (reply, request) => (request.code === 0x09 && reply.code === 0x07) || (request.code === 0x19 && reply.code === 0x65),
  },
  summary: ({ code }) => WORDS[code] ?? `PPPoED ${code}`,
}));

/** Tags of the Broadband Forum. @see TR-101 appendix A */
const broadband = /* @__PURE__ */ optionList({
  wireshark: { type: 'pppoed.tags.vendorspecific.tag', length: 'pppoed.tag_length_8' },
  kinds: {
    1: option('circuit-id', text({ wireshark: 'pppoed.tags.circuit_id' })),
    2: option('remote-id', text({ wireshark: 'pppoed.tags.remote_id' })),
    0x81: option('actual-rate-up', u32({ wireshark: 'pppoed.tags.act_data_rate_up', about: 'kbit/s' })),
    0x82: option('actual-rate-down', u32({ wireshark: 'pppoed.tags.act_data_rate_down', about: 'kbit/s' })),
    0x83: option('minimum-rate-up', u32({ wireshark: 'pppoed.tags.min_data_rate_up' })),
    0x84: option('minimum-rate-down', u32({ wireshark: 'pppoed.tags.min_data_rate_down' })),
    0x85: option('attainable-rate-up', u32({ wireshark: 'pppoed.tags.attainable_data_rate_up' })),
    0x86: option('attainable-rate-down', u32({ wireshark: 'pppoed.tags.attainable_data_rate_down' })),
    0x87: option('maximum-rate-up', u32({ wireshark: 'pppoed.tags.max_data_rate_up' })),
    0x88: option('maximum-rate-down', u32({ wireshark: 'pppoed.tags.max_data_rate_down' })),
    0x89: option('minimum-rate-up-low-power', u32({ wireshark: 'pppoed.tags.min_data_rate_up_lp' })),
    0x8a: option('minimum-rate-down-low-power', u32({ wireshark: 'pppoed.tags.min_data_rate_down_lp' })),
    0x8b: option('maximum-delay-up', u32({ wireshark: 'pppoed.tags.max_int_delay_up', about: 'milliseconds' })),
    0x8c: option('actual-delay-up', u32({ wireshark: 'pppoed.tags.act_int_delay_up' })),
    0x8d: option('maximum-delay-down', u32({ wireshark: 'pppoed.tags.max_int_delay_down' })),
    0x8e: option('actual-delay-down', u32({ wireshark: 'pppoed.tags.act_int_delay_down' })),
    0x90: option('access-loop-encapsulation', octets({ about: 'data link, encapsulation 1, encapsulation 2' })),
  },
});

/** An organisation's own tag. @see RFC 2516 appendix A */
export const PPPoETagVendor = layer('PPPoETagVendor', () => ({
  about: 'A vendor-specific tag; those of the Broadband Forum identify the subscriber line.',
  source: 'RFC 2516 appendix A; TR-101 §3.9.2',
  fields: {
    vendor_id: u32({ wireshark: 'pppoed.tags.vendor_id' }),
    data: choose('vendor_id', { 3561: broadband }, octets({ wireshark: 'pppoed.tags.vendor_unspecified' })),
  },
}));

/** How much the sender may send. @see RFC 5578 §4.1 */
export const PPPoETagCredits = layer('PPPoETagCredits', () => ({
  about: 'How much the sender may send.',
  source: 'RFC 5578 §4.1',
  fields: { fcn: u16({ wireshark: 'pppoed.tags.credits.fcn' }), bcn: u16({ wireshark: 'pppoed.tags.credits.bcn' }) },
}));

/** How good the link is. @see RFC 5578 §4.2 */
export const PPPoETagMetrics = layer('PPPoETagMetrics', () => ({
  about: 'How good the link is.',
  source: 'RFC 5578 §4.2',
  fields: {
    reserved: bits(11),
    max_units: bits(2, { wireshark: 'pppoed.tags.metrics.mdr_units', hex: true, about: 'kbit/s, Mbit/s, Gbit/s, Tbit/s' }),
    current_units: bits(2, { wireshark: 'pppoed.tags.metrics.cdr_units', hex: true }),
    receive_only: bits(1, { wireshark: 'pppoed.tags.metrics.r' }),
    rlq: u8({ wireshark: 'pppoed.tags.metrics.rlq', about: 'quality, percent' }),
    resource: u8({ wireshark: 'pppoed.tags.metrics.resource', about: 'percent' }),
    latency: u16({ wireshark: 'pppoed.tags.metrics.latency', about: 'milliseconds' }),
    current_rate: u16({ wireshark: 'pppoed.tags.metrics.curr_drate' }),
    max_rate: u16({ wireshark: 'pppoed.tags.metrics.max_drate' }),
  },
}));

/** IANA's registry "PPPoE TAG Values". */
const tags = /* @__PURE__ */ optionList(
  {
    typeOctets: 2,
    lengthOctets: 2,
    packets: true,
    wireshark: { type: 'pppoed.tag', length: 'pppoed.tag_length' },
    kinds: {
      0x0000: option('End-Of-List'),
      0x0101: option('Service-Name', text({ wireshark: 'pppoed.tags.service_name', about: 'empty: any' })),
      0x0102: option('AC-Name', text({ wireshark: 'pppoed.tags.ac_name' })),
      0x0103: option('Host-Uniq', octets({ wireshark: 'pppoed.tags.host_uniq' })),
      0x0104: option('AC-Cookie', octets({ wireshark: 'pppoed.tags.ac_cookie' })),
      0x0105: option(
        'Vendor-Specific',
        record(() => PPPoETagVendor),
      ),
      0x0106: option(
        'Credits',
        record(() => PPPoETagCredits),
      ),
      0x0107: option(
        'Metrics',
        record(() => PPPoETagMetrics),
      ),
      0x0108: option('Sequence-Number', u16({ hex: true, wireshark: 'pppoed.tags.seq_num' })),
      0x0109: option('Credit-Scale-Factor', u16({ wireshark: 'pppoed.tags.credit_scale' })),
      0x0110: option('Relay-Session-Id', octets({ wireshark: 'pppoed.tags.relay_session_id' })),
      0x0111: option('HURL', octets({ wireshark: 'pppoed.tags.hurl' })),
      0x0112: option('MOTM', octets({ wireshark: 'pppoed.tags.motm' })),
      0x0120: option('PPP-Max-Payload', octets({ wireshark: 'pppoed.tags.max_payload', about: '2 octets (RFC 4638)' })),
      0x0121: option('IP-Route-Add', octets({ wireshark: 'pppoed.tags.ip_route_add' })),
      0x0201: option('Service-Name-Error', text({ wireshark: 'pppoed.tags.service_name_error' })),
      0x0202: option('AC-System-Error', text({ wireshark: 'pppoed.tags.ac_system_error' })),
      0x0203: option('Generic-Error', text({ wireshark: 'pppoed.tags.generic_error' })),
    },
  },
  { about: 'RFC 2516 appendix A' },
);

/** What is offered, asked for, or wrong. @see RFC 2516 appendix A */
export const PPPoED_Tags = layer('PPPoED_Tags', () => ({
  title: 'PPPoE Tag List',
  about: 'Tags of a discovery packet.',
  source: 'RFC 2516 appendix A',
  wireshark: '',
  fields: { tag_list: tags },
}));
