/** QUIC's headers: what stands before what is encrypted. @see RFC 9000 §17; RFC 8999; RFC 9369 (version 2) */
import { toHex } from '../../../bytes/hex.ts';
import { bits, flag, u32, u8 } from '../../../packet/fields/integers.ts';
import { knownOf } from '../../../packet/fields/known.ts';
import { list } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { quicInt } from '../../../packet/fields/variable-integers.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';
import { type Conversation, endsKey, type Knowledge } from '../../../packet/spec/knowledge.ts';
import { names } from '../../../packet/spec/names.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { conversationOf } from '../conversation.ts';
import { initialColumns, sealedHandshake } from './handshake.ts';

const VERSION_2 = 0x6b3343cf;
/** Version 2 while it was a draft. */
const DRAFT_2 = 0x709a50c4;
const VERSIONS = /* @__PURE__ */ names({ negotiation: 0, 'version 1': 1, 'version 2': VERSION_2 });
/** Longest connection id of these versions (RFC 9000 §17.2), and octets that encryption adds. */
const LONGEST_ID = 20;
const TAG = 16;
const NOTHING = /* @__PURE__ */ new Uint8Array(0);

/** Packets stand one behind another in a datagram (RFC 9000 §12.2). */
const message = { wireshark: 'quic', repeats: (): AnyLayer => QUIC as unknown as AnyLayer } as const;

const form = (long: 0 | 1) => bits(1, { default: long, wireshark: 'quic.header_form', about: '1: long header' });
const fixed = () => bits(1, { default: 1, wireshark: 'quic.fixed_bit' });

/** What all long headers begin with. The four low bits are protected. */
const long = (type: number) => ({
  HeaderForm: form(1),
  FixedBit: fixed(),
  LongPacketType: bits(2, { default: type, about: 'version 2 has other numbers (RFC 9369 §3.2)' }),
  protected: bits(4, { hex: true, about: 'reserved bits and length of the packet number, protected' }),
  Version: u32({ default: 1, names: VERSIONS, hex: true, wireshark: 'quic.version' }),
  dcil: u8({ measures: 'DstConnID', wireshark: 'quic.dcil' }),
  DstConnID: octets({ about: "destination's connection id" }),
  scil: u8({ measures: 'SrcConnID', wireshark: 'quic.scil' }),
  SrcConnID: octets({ about: "source's connection id" }),
});

type Ids = { readonly DstConnID: Uint8Array; readonly SrcConnID: Uint8Array };
type Long = Ids & { readonly Version: number; readonly LongPacketType: number };
const isVersion2 = ({ Version }: Long): boolean => Version === VERSION_2 || Version === DRAFT_2;
const some = (id: Uint8Array): Uint8Array | undefined => (id.length === 0 ? undefined : id);

/** Ids, where there are any: one of no octets is none. */
const ids = {
  'quic.dcid': ({ DstConnID }: Ids) => some(DstConnID),
  'quic.scid': ({ SrcConnID }: Ids) => some(SrcConnID),
};
/** The type has another name in version 2, where its numbers mean something else. */
const longColumns = {
  ...ids,
  'quic.long.packet_type': (long: Long) => (isVersion2(long) ? undefined : long.LongPacketType),
  'quic.long.packet_type_v2': (long: Long) => (isVersion2(long) ? long.LongPacketType : undefined),
};
const payload = (of: typeof sealedHandshake = (f) => f) => ({
  Length: quicInt({ measures: 'data', wireshark: 'quic.length', about: 'octets of packet number and payload' }),
  data: of(octets({ wireshark: 'quic.remaining_payload', about: 'packet number and frames, encrypted' })),
});

/** Connection ids that a conversation remembers: those of its first packets, one after a Retry, and those that both ends chose. */
const MOST_IDS = 4;

/** An Initial's keys are of the id that the client sent its first to, which later ones do not have (RFC 9001 §5.2). */
function learnInitial(initial: Ids, at: LayerContext, session: Knowledge): void {
  learnIds(initial, at, session);
  const between = conversationOf(at, 'UDP');
  if (between === undefined) return;
  const known = idsOf(session, between),
    id = toHex(initial.DstConnID);
  if (!known.includes(id)) session.remember('quic.initial', endsKey(between), { ids: [...known, id].slice(-MOST_IDS) });
}

const idsOf = (session: Knowledge, between: Conversation): readonly string[] =>
  (session.recall('quic.initial', endsKey(between)) as { readonly ids: readonly string[] } | undefined)?.ids ?? [];

/** Whether a version's long header is as RFC 9000 has it: 1, 2, drafts from 22 on, Facebook's, Google's last, and those kept for greasing. */
const isVersion = (version: number): boolean =>
  version === 1 ||
  version === VERSION_2 ||
  version === DRAFT_2 ||
  (version >= 0xff000016 && version <= 0xff000022) ||
  (version >= 0xfaceb001 && version <= 0xfaceb00f) ||
  version === 0x51303530 ||
  version === 0x54303530 ||
  version === 0x54303531 ||
  (version & 0x0f0f0f0f) === 0x0a0a0a0a;

/** Whether a long header begins at `start`: a version that is known, and connection ids that are all there. */
function beginsLong(b: Uint8Array, start: number, end: number): boolean {
  if (end - start < 7 || (b[start] as number) < 0x80) return false;
  const version =
    (((b[start + 1] as number) << 24) | ((b[start + 2] as number) << 16) | ((b[start + 3] as number) << 8) | (b[start + 4] as number)) >>>
    0;
  const dcil = b[start + 5] as number,
    scil = b[start + 6 + dcil];
  if (dcil > LONGEST_ID || scil === undefined || scil > LONGEST_ID) return false;
  const rest = end - (start + 7 + dcil + scil);
  if (version === 0) return rest >= 4 && rest % 4 === 0;
  // The second bit need not be set (RFC 9287).
  return isVersion(version) && rest >= 1;
}

/** A short header is two bits, and as much behind it as protection needs (RFC 9001 §5.4.2). */
const SHORTEST = 1 + 4 + TAG;
const beginsShort = (b: Uint8Array, start: number, end: number): boolean => (b[start] as number) >> 6 === 1 && end - start >= SHORTEST;

/** Whoever chose a connection id gets packets with one of that length, whose header does not say so; nor that it is QUIC (RFC 9000 §5.2). */
function learnIds({ SrcConnID }: Ids, at: LayerContext, session: Knowledge): void {
  const between = conversationOf(at, 'UDP');
  if (between === undefined) return;
  session.remember('quic.cid', `${between.src} ${between.sport}`, { length: SrcConnID.length });
  session.goesOn(between, QUIC_1RTT);
}

/** The octets behind the form bits of a short header: its connection id, as long as a session knows it to be, and what follows. */
function parted(quic: { readonly data: Uint8Array }): readonly [id: Uint8Array, rest: Uint8Array] | undefined {
  const id = knownOf(quic) as { readonly length: number } | undefined;
  return id === undefined ? undefined : [quic.data.subarray(0, id.length), quic.data.subarray(id.length)];
}

/** One packet; the others stand in its place. @see RFC 8999 §5 */
export const QUIC = layer('QUIC', () => ({
  about: 'QUIC: a packet; its first bit says whether the header is long or short.',
  source: 'RFC 8999 §5; RFC 9000 §17',
  ...message,
  fields: { HeaderForm: form(1), FixedBit: fixed(), rest: bits(6, { hex: true }) },
  begins: (b, start, end) => beginsShort(b, start, end) || beginsLong(b, start, end),
}));

/** A packet with a long header, of a version that is not known. @see RFC 8999 §5.1 */
export const QUIC_Long = layer('QUIC_Long', () => ({
  title: 'QUIC long header',
  about: 'A packet with a long header of an unknown version; known versions have layers of their own.',
  source: 'RFC 8999 §5.1',
  ...message,
  fields: { ...long(0), data: octets() },
  columns: longColumns,
  begins: beginsLong,
}));

/** A packet of version 2, told by its type. @see RFC 9369 §3.2 */
export const QUIC_LongV2 = layer('QUIC_LongV2', () => ({
  title: 'QUIC version 2 long header',
  about: 'A packet of version 2 with an unknown type; known types have layers of their own.',
  source: 'RFC 9369 §3.2',
  ...message,
  fields: { ...long(0), data: octets() },
  columns: longColumns,
}));

/** A packet of version 1 and its drafts, told by its type. @see RFC 9000 §17.2 */
export const QUIC_LongV1 = layer('QUIC_LongV1', () => ({
  title: 'QUIC version 1 long header',
  about: 'A packet of version 1 with an unknown type; known types have layers of their own.',
  source: 'RFC 9000 §17.2',
  ...message,
  fields: { ...long(0), data: octets() },
  columns: longColumns,
}));

/** Says which versions the server has. @see RFC 9000 §17.2.1 */
export const QUIC_Version = layer('QUIC_Version', () => ({
  title: 'QUIC Version Negotiation',
  about: 'Says which versions the server supports.',
  source: 'RFC 9000 §17.2.1; RFC 8999 §6',
  ...message,
  fields: {
    HeaderForm: form(1),
    unused: bits(7, { hex: true, wireshark: 'quic.vn.unused' }),
    Version: u32({ default: 0, names: VERSIONS, hex: true, wireshark: 'quic.version' }),
    dcil: u8({ measures: 'DstConnID', wireshark: 'quic.dcil' }),
    DstConnID: octets(),
    scil: u8({ measures: 'SrcConnID', wireshark: 'quic.scil' }),
    SrcConnID: octets(),
    versions: list(u32({ names: VERSIONS, hex: true, wireshark: 'quic.supported_version' })),
  },
  columns: ids,
}));

/** Begins a connection. @see RFC 9000 §17.2.2 */
export const QUIC_Initial = layer('QUIC_Initial', () => ({
  title: 'QUIC Initial',
  about: 'Begins a connection.',
  source: 'RFC 9000 §17.2.2',
  ...message,
  fields: {
    ...long(0),
    TokenLength: quicInt({ measures: 'Token', wireshark: 'quic.token_length' }),
    Token: octets({ wireshark: 'quic.token' }),
    ...payload(sealedHandshake),
  },
  columns: { ...longColumns, ...initialColumns },
  learns: learnInitial,
  needs: (_initial, at, session) => {
    const between = conversationOf(at, 'UDP');
    return between === undefined ? undefined : { ids: idsOf(session, between) };
  },
  summary: () => 'QUIC Initial',
}));

/** What a client sends before the handshake is done. @see RFC 9000 §17.2.3 */
export const QUIC_0RTT = layer('QUIC_0RTT', () => ({
  title: 'QUIC 0-RTT',
  about: 'What a client sends before the handshake is done.',
  source: 'RFC 9000 §17.2.3',
  ...message,
  fields: { ...long(1), ...payload() },
  columns: longColumns,
  learns: learnIds,
  summary: () => 'QUIC 0-RTT',
}));

/** Goes on with the handshake. @see RFC 9000 §17.2.4 */
export const QUIC_Handshake = layer('QUIC_Handshake', () => ({
  title: 'QUIC Handshake',
  about: 'Continues the handshake.',
  source: 'RFC 9000 §17.2.4',
  ...message,
  fields: { ...long(2), ...payload() },
  columns: longColumns,
  learns: learnIds,
  summary: () => 'QUIC Handshake',
}));

/** Asks the client to begin again with a token. It takes the whole datagram. @see RFC 9000 §17.2.5 */
export const QUIC_Retry = layer('QUIC_Retry', () => ({
  title: 'QUIC Retry',
  about: 'Asks the client to begin again with a token.',
  source: 'RFC 9000 §17.2.5',
  ...message,
  fields: { ...long(3), Token: octets({ about: 'the token, and 16 octets that authenticate it' }) },
  columns: {
    ...longColumns,
    'quic.retry_token': ({ Token }) => Token.subarray(0, Math.max(Token.length - TAG, 0)),
    'quic.retry_integrity_tag': ({ Token }) => Token.subarray(Math.max(Token.length - TAG, 0)),
  },
  summary: () => 'QUIC Retry',
}));

/**
 * A packet of an established connection. How long its connection id is the header does not say: a session knows it from the handshake.
 * @see RFC 9000 §17.3
 */
export const QUIC_1RTT = layer('QUIC_1RTT', () => ({
  title: 'QUIC 1-RTT',
  about: 'A packet of an established connection.',
  source: 'RFC 9000 §17.3',
  ...message,
  fields: {
    HeaderForm: form(0),
    FixedBit: fixed(),
    SpinBit: flag({ wireshark: 'quic.spin_bit' }),
    protected: bits(5, { hex: true, about: 'reserved bits, key phase and length of the packet number, protected' }),
    data: octets({ about: "destination's connection id, packet number and frames" }),
  },
  columns: {
    'quic.dcid': (quic) => some(parted(quic)?.[0] ?? NOTHING),
    'quic.remaining_payload': (quic) => parted(quic)?.[1],
  },
  // In a conversation that is known the second bit need not be set (RFC 9287 §3).
  begins: (b, start, end) => (b[start] as number) < 0x80 && end - start >= SHORTEST,
  needs: (_quic, at, session) => {
    const between = conversationOf(at, 'UDP');
    return between === undefined ? undefined : session.recall('quic.cid', `${between.dst} ${between.dport}`);
  },
  summary: () => 'QUIC 1-RTT',
}));
