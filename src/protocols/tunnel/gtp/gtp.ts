/** GPRS Tunnelling Protocol: tunnels of mobile networks, and the messages that make them. */
import { mix } from '../../../bytes/hash.ts';
import { when } from '../../../packet/fields/conditional.ts';
import { bits, flag, u16, u24, u32, u8 } from '../../../packet/fields/integers.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { Self } from '../../../packet/spec/field.ts';
import type { AnyLayer, LayerOctets } from '../../../packet/spec/spec.ts';
import { gtp2Elements, gtpElements } from './elements.ts';
import { extensionOf, extensions, extensionTypes, tunnelled, typeBehind } from './extensions.ts';
import { gtp2Messages, gtpMessages } from './names.ts';

const G_PDU = 255;
/** Octets of a header, and of one that has the fields that any of the flags bring. */
const SHORT = 8,
  LONG = 12;

/** Any of the three flags brings all three fields (TS 29.281 §5.1). */
const isLong = ({ E, S, PN }: Self): boolean => E || S || PN;
const headerSize = (b: Uint8Array, start: number): number => ((b[start] as number) & 7 ? LONG : SHORT);

/** What both planes have. */
const fields = (type: number) => ({
  version: bits(3, { default: 1, wireshark: 'gtp.flags.version' }),
  PT: bits(1, { default: 1, wireshark: 'gtp.flags.payload', about: "1: GTP, 0: GTP' (charging)" }),
  reserved: bits(1, { wireshark: 'gtp.flags.reserved' }),
  E: flag({ wireshark: 'gtp.flags.e', about: 'an extension header follows' }),
  S: flag({ wireshark: 'gtp.flags.s', about: 'the sequence number counts' }),
  PN: flag({ wireshark: 'gtp.flags.pn', about: 'the N-PDU number counts' }),
  gtp_type: u8({ default: type, names: gtpMessages, hex: true, wireshark: 'gtp.message' }),
  length: u16({ measures: 'layer', bias: SHORT, wireshark: 'gtp.length', about: 'octets behind the first eight' }),
  teid: u32({ hex: true, wireshark: 'gtp.teid', about: "the receiver's number of the tunnel" }),
  seq: when(isLong, u16({ hex: true })),
  npdu: when(isLong, u8()),
  next_ex: when('E', u8({ compute: typeBehind, names: extensionTypes, hex: true, about: 'which extension header follows' })),
  // Without flag E its octet is there as well, and says nothing (TS 29.281 §5.1).
  no_ex: when((self) => !self['E'] && isLong(self), u8({ about: 'in place of next_ex, where no extension header follows' })),
});

type Head = {
  readonly E: boolean;
  readonly S: boolean;
  readonly PN: boolean;
  readonly gtp_type: number;
  readonly seq: number | undefined;
  readonly npdu: number | undefined;
  readonly next_ex: number | undefined;
};

const columns = {
  'gtp.flags': { hex: 8, of: (_self: unknown, { b, start }: LayerOctets) => b[start] as number },
  'gtp.seq_number': { hex: 16, of: ({ S, seq }: Head) => (S ? seq : undefined) },
  'gtp.npdu_number': { hex: 8, of: ({ PN, npdu }: Head) => (PN ? npdu : undefined) },
} as const;

/** What is behind a header: extension headers, a packet of the user, or the elements of a message. */
function behind(self: Head, { b, start, end }: LayerOctets): AnyLayer | undefined {
  const at = { b, start: start + headerSize(b, start), end };
  const extension = self.E ? extensionOf(self.next_ex ?? 0, at) : undefined;
  if (extension !== undefined) return extension;
  return self.gtp_type === G_PDU ? tunnelled(at) : at.start < end ? GTPElements : undefined;
}
const next = { to: (): AnyLayer[] => [...extensions(), GTPElements], choose: behind };

/** An answer has the number behind that of its request (TS 29.060 §7.1). */
const match = {
  about: 'the sequence number, and the next type of message',
  hash: ({ seq }: Head, _role: unknown, seed: number) => mix(seed, seq ?? 0),
  answers: (reply: Head, request: Head) => reply.gtp_type === request.gtp_type + 1 && reply.seq === request.seq,
};
const summary = (name: string) => (self: Head) => `${name} ${gtpMessages.name(self.gtp_type) ?? self.gtp_type}`;

/** Version 1 of the control plane: makes, changes and ends tunnels. @see 3GPP TS 29.060 §6 */
export const GTPHeader = layer('GTPHeader', () => ({
  title: 'GTP-C Header',
  about: 'GPRS Tunnelling Protocol, version 1: a message about tunnels.',
  source: '3GPP TS 29.060 §6',
  wireshark: 'gtp',
  fields: fields(1),
  columns,
  headerSize,
  // Version 1 or 2, and GTP rather than charging.
  begins: (b, start, end) => end - start >= SHORT && ((b[start] as number) >> 4 === 3 || (b[start] as number) >> 5 === 2),
  next,
  match,
  summary: summary('GTP-C'),
}));

/** Version 1 of the user plane: a packet in a tunnel. @see 3GPP TS 29.281 §5.1 */
export const GTP_U_Header = layer('GTP_U_Header', () => ({
  title: 'GTP-U Header',
  about: 'GPRS Tunnelling Protocol, user plane: a packet in a tunnel, or a message about the path.',
  source: '3GPP TS 29.281 §5.1',
  wireshark: 'gtp',
  fields: fields(G_PDU),
  columns,
  headerSize,
  // Version 1, and GTP rather than charging.
  begins: (b, start, end) => end - start >= SHORT && (b[start] as number) >> 4 === 3,
  next,
  match,
  summary: summary('GTP-U'),
}));

const MEASURED: ReadonlySet<unknown> = /* @__PURE__ */ new Set(['EndUserAddress', 'ProtocolConfigurationOptions', 'MSInternationalNumber']);

/** The elements of a message of version 1. @see 3GPP TS 29.060 §7.7 */
export const GTPElements = layer('GTPElements', () => ({
  title: 'GTP information elements',
  about: 'What a message of GTP consists of.',
  source: '3GPP TS 29.060 §7.7',
  wireshark: '',
  fields: { IE_list: gtpElements() },
  columns: {
    // Wireshark has others' lengths under other names, or not.
    'gtp.length': ({ IE_list }) =>
      IE_list.flatMap(([name, value]) => (MEASURED.has(name) && value instanceof Uint8Array ? [value.length] : [])),
  },
}));

/** Version 2: the control plane of LTE. @see 3GPP TS 29.274 §5.1 */
export const GTPv2 = layer('GTPv2', () => ({
  title: 'GTPv2-C Header',
  about: 'GPRS Tunnelling Protocol, version 2: a message about tunnels.',
  source: '3GPP TS 29.274 §5.1',
  wireshark: 'gtp:gtpv2',
  // With flag P another message follows, in the same datagram (TS 29.274 §5.5.1).
  repeats: true,
  fields: {
    version: bits(3, { default: 2, wireshark: 'gtpv2.version' }),
    P: flag({ wireshark: 'gtpv2.p', about: 'another message follows' }),
    T: flag({ default: true, wireshark: 'gtpv2.t', about: 'there is a tunnel number' }),
    MP: flag({ wireshark: 'gtpv2.mp', about: 'there is a priority' }),
    SPARE: bits(2),
    gtp_type: u8({ default: 1, names: gtp2Messages, wireshark: 'gtpv2.message_type' }),
    length: u16({ measures: 'header', bias: 4, wireshark: 'gtpv2.msg_length', about: 'octets behind the first four' }),
    teid: when('T', u32({ hex: true, wireshark: 'gtpv2.teid', about: "the receiver's number of the tunnel" })),
    seq: u24({ hex: true, wireshark: 'gtpv2.seq' }),
    msg_priority: bits(4),
    SPARE3: bits(4),
    IE_list: gtp2Elements(),
  },
  columns: {
    'gtpv2.flags': { hex: 8, of: (_self, { b, start }) => b[start] as number },
    'gtpv2.instance': ({ IE_list }) => IE_list.flatMap((e) => (typeof e[2] === 'number' ? [e[2] & 15] : [])),
    'gtpv2.cr': ({ IE_list }) => IE_list.flatMap((e) => (typeof e[2] === 'number' ? [e[2] >> 4] : [])),
  },
  match: {
    about: 'the sequence number, and the next type of message',
    hash: ({ seq }, _role, seed) => mix(seed, seq),
    answers: (reply, request) => reply.gtp_type === request.gtp_type + 1 && reply.seq === request.seq,
  },
  summary: ({ gtp_type }) => `GTPv2 ${gtp2Messages.name(gtp_type) ?? gtp_type}`,
}));
