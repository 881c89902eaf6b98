/** Messages of Mobile IPv6, in the mobility header. @see RFC 6275 §6.1 */
import { ipv6, mac } from '../../../packet/fields/addresses.ts';
import { flags, u16, u32, u64, u8 } from '../../../packet/fields/integers.ts';
import { record } from '../../../packet/fields/lists.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { mark, option, optionList } from '../../../packet/fields/options.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { ipProtocols } from '../../registries/ip-protocols.ts';

/** @see RFC 6275 §6.2.5 */
export const MIP6OptNonceIndices = layer('MIP6OptNonceIndices', () => ({
  about: 'Which numbers the keys of a binding were made with.',
  source: 'RFC 6275 §6.2.5',
  fields: { hni: u16({ wireshark: 'mip6.ni.hni', about: 'home' }), coni: u16({ wireshark: 'mip6.ni.cni', about: 'care-of' }) },
}));

/** @see RFC 3963 §4.3 */
export const MIP6OptMobNetPrefix = layer('MIP6OptMobNetPrefix', () => ({
  about: 'A network that moves.',
  source: 'RFC 3963 §4.3',
  fields: {
    reserved: u8(),
    plen: u8({ default: 64, wireshark: 'mip6.nemo.mnp.pfl' }),
    prefix: ipv6({ wireshark: 'mip6.nemo.mnp.mnp' }),
  },
}));

/** @see RFC 5568 §6.4.4 */
export const MIP6OptLLAddr = layer('MIP6OptLLAddr', () => ({
  about: "A host's address on the link.",
  source: 'RFC 5568 §6.4.4',
  fields: { ocode: u8({ default: 2, wireshark: 'mip6.lla.optcode' }), pad: u8(), lla: mac({ wireshark: 'mip6.lla' }) },
}));

/** @see RFC 4283 §3 */
export const MIP6OptMNID = layer('MIP6OptMNID', () => ({
  about: 'Who the host is.',
  source: 'RFC 4283 §3',
  fields: {
    subtype: u8({ default: 1, wireshark: 'mip6.mnid.subtype' }),
    id: text({ encoding: 'utf8', wireshark: 'mip6.mnid.identifier' }),
  },
}));

/** @see RFC 4285 §5 */
export const MIP6OptMsgAuth = layer('MIP6OptMsgAuth', () => ({
  about: 'Authenticates a message.',
  source: 'RFC 4285 §5',
  fields: {
    subtype: u8({ default: 1, wireshark: 'mip6.auth.subtype' }),
    mspi: u32({ wireshark: 'mip6.auth.mobility_spi' }),
    authdata: octets({ wireshark: 'mip6.auth.auth_data' }),
  },
}));

/** What may stand behind a message. @see RFC 6275 §6.2 */
const options = () =>
  optionList({
    packets: true,
    align: 8,
    fill: (n) => (n === 0 ? new Uint8Array() : n === 1 ? Uint8Array.of(0) : Uint8Array.of(1, n - 2, ...new Uint8Array(n - 2))),
    kinds: {
      0: mark('Pad1'),
      1: option('PadN', octets()),
      2: option('BRAdvice', u16({ wireshark: 'mip6.bra.interval', about: 'units of 4 seconds' })),
      3: option('AltCoA', ipv6({ wireshark: 'mip6.acoa.acoa' })),
      4: option(
        'NonceIndices',
        record(() => MIP6OptNonceIndices),
      ),
      5: option('BindingAuthData', octets({ wireshark: 'mip6.bad.auth' })),
      6: option(
        'MobNetPrefix',
        record(() => MIP6OptMobNetPrefix),
      ),
      7: option(
        'LLAddr',
        record(() => MIP6OptLLAddr),
      ),
      8: option(
        'MNID',
        record(() => MIP6OptMNID),
      ),
      9: option(
        'MsgAuth',
        record(() => MIP6OptMsgAuth),
      ),
      10: option('ReplayProtection', u64()),
      11: option('CGAParamsReq'),
      12: option('CGAParams', octets({ wireshark: 'mip6.cgar.cga_par' })),
      13: option('Signature', octets({ wireshark: 'mip6.sign.sign' })),
      14: option('HomeKeygenToken', octets({ wireshark: 'mip6.phkt.phkt' })),
      15: option('CareOfTestInit'),
      16: option('CareOfTest', octets({ wireshark: 'mip6.mocot.co_keygen_tok' })),
    },
  });

/** @internal What every message begins with. */
export const mobilityHead = (type: number | undefined) => ({
  nh: u8({
    selects: 'ipv6.nh',
    names: ipProtocols,
    default: 59,
    wireshark: 'mip6.proto',
    about: 'next header: none, because there is no payload yet',
  }),
  len: u8({ measures: 'header', unit: 8, bias: 1, wireshark: 'mip6.hlen', about: 'length in units of 8 octets, without the first 8' }),
  mhtype: u8({
    ...(type !== undefined && { default: type }),
    wireshark: 'mip6.mhtype',
    names: { BRR: 0, HoTI: 1, CoTI: 2, HoT: 3, CoT: 4, BU: 5, BA: 6, BE: 7, 'Fast BU': 8, 'Fast BA': 9, 'Fast NA': 10 },
  }),
  res: u8({ hex: true, wireshark: 'mip6.reserved' }),
  cksum: u16({ checksums: 'layer', pseudoHeader: 135, hex: true, wireshark: 'mip6.csum' }),
});

/** @see RFC 6275 §6.1.2 */
export const MIP6MH_BRR = layer('MIP6MH_BRR', () => ({
  title: 'IPv6 Mobility Header - Binding Refresh Request',
  about: 'Asks a host for a new binding.',
  source: 'RFC 6275 §6.1.2',
  wireshark: 'mipv6',
  fields: { ...mobilityHead(0), res2: u16(), options: options() },
}));

/** A cookie, which the answer has again. */
const cookie = (message: string) => u64({ hex: true, wireshark: `mip6.${message}.cookie` });
const token = (message: string) => u64({ hex: true, wireshark: `mip6.${message}.token` });

/** @see RFC 6275 §6.1.3 */
export const MIP6MH_HoTI = layer('MIP6MH_HoTI', () => ({
  title: 'IPv6 Mobility Header - Home Test Init',
  about: 'Begins to test that a host has its home address.',
  source: 'RFC 6275 §6.1.3',
  wireshark: 'mipv6',
  fields: { ...mobilityHead(1), reserved: u16(), cookie: cookie('hoti'), options: options() },
}));

/** @see RFC 6275 §6.1.4 */
export const MIP6MH_CoTI = layer('MIP6MH_CoTI', () => ({
  title: 'IPv6 Mobility Header - Care-of Test Init',
  about: 'Begins to test that a host has its address of now.',
  source: 'RFC 6275 §6.1.4',
  wireshark: 'mipv6',
  fields: { ...mobilityHead(2), reserved: u16(), cookie: cookie('coti'), options: options() },
}));

/** @see RFC 6275 §6.1.5 */
export const MIP6MH_HoT = layer('MIP6MH_HoT', () => ({
  title: 'IPv6 Mobility Header - Home Test',
  about: 'Answers a Home Test Init.',
  source: 'RFC 6275 §6.1.5',
  wireshark: 'mipv6',
  fields: {
    ...mobilityHead(3),
    index: u16({ wireshark: 'mip6.hot.nindex' }),
    cookie: cookie('hot'),
    token: token('hot'),
    options: options(),
  },
}));

/** @see RFC 6275 §6.1.6 */
export const MIP6MH_CoT = layer('MIP6MH_CoT', () => ({
  title: 'IPv6 Mobility Header - Care-of Test',
  about: 'Answers a Care-of Test Init.',
  source: 'RFC 6275 §6.1.6',
  wireshark: 'mipv6',
  fields: {
    ...mobilityHead(4),
    index: u16({ wireshark: 'mip6.cot.nindex' }),
    cookie: cookie('cot'),
    token: token('hot'),
    options: options(),
  },
}));

/** @see RFC 6275 §6.1.7; RFC 3963; RFC 5213 */
export const MIP6MH_BU = layer('MIP6MH_BU', () => ({
  title: 'IPv6 Mobility Header - Binding Update',
  about: 'Tells where a host is now.',
  source: 'RFC 6275 §6.1.7',
  wireshark: 'mipv6',
  fields: {
    ...mobilityHead(5),
    // RFC 6275 §9.5.1: compared modulo 2^16.
    seq: u16({ modular: true, wireshark: 'mip6.bu.seqnr' }),
    // From the last bit on: acknowledge (A) is the first of the octets.
    flags: flags(16, ['r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'B', 'T', 'F', 'P', 'R', 'M', 'K', 'L', 'H', 'A'], { default: 'K+H+A' }),
    mhtime: u16({ default: 3, wireshark: 'mip6.bu.lifetime', about: 'units of 4 seconds' }),
    options: options(),
  },
}));

/** @see RFC 6275 §6.1.8 */
export const MIP6MH_BA = layer('MIP6MH_BA', () => ({
  title: 'IPv6 Mobility Header - Binding ACK',
  about: 'Answers a Binding Update.',
  source: 'RFC 6275 §6.1.8',
  wireshark: 'mipv6',
  fields: {
    ...mobilityHead(6),
    status: u8({ wireshark: 'mip6.ba.status', about: '128 and more: refused' }),
    flags: flags(8, ['r0', 'r1', 'r2', 'B', 'T', 'P', 'R', 'K'], { default: 'K' }),
    seq: u16({ modular: true, wireshark: 'mip6.ba.seqnr' }),
    mhtime: u16({ wireshark: 'mip6.ba.lifetime', about: 'units of 4 seconds' }),
    options: options(),
  },
}));

/** @see RFC 6275 §6.1.9 */
export const MIP6MH_BE = layer('MIP6MH_BE', () => ({
  title: 'IPv6 Mobility Header - Binding Error',
  about: 'Says that there is no binding.',
  source: 'RFC 6275 §6.1.9',
  wireshark: 'mipv6',
  fields: {
    ...mobilityHead(7),
    status: u8({ names: { 'unknown binding': 1, 'unrecognized type': 2 }, wireshark: 'mip6.be.status' }),
    reserved: u8(),
    ha: ipv6({ wireshark: 'mip6.be.haddr' }),
    options: options(),
  },
}));
