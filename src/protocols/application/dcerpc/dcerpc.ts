/** DCE/RPC over connections: what each fragment is. What is called, and with what, stays octets. @see C706 §12.6 */
import { mix } from '../../../bytes/hash.ts';
import { when } from '../../../packet/fields/conditional.ts';
import { bits, flags, u16, u16le, u32, u32le, u8 } from '../../../packet/fields/integers.ts';
import { fixedOctets, octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { insideSpnego } from '../security-tokens.ts';

/** C706 §12.6.4; those of connections. */
const TYPES = /* @__PURE__ */ names({
  request: 0,
  response: 2,
  fault: 3,
  bind: 11,
  bind_ack: 12,
  bind_nak: 13,
  alter_context: 14,
  alter_context_resp: 15,
  auth3: 16,
  shutdown: 17,
  co_cancel: 18,
  orphaned: 19,
});
const FLAGS = ['FIRST_FRAG', 'LAST_FRAG', 'PENDING_CANCEL', 'bit_3', 'CONC_MPX', 'DID_NOT_EXECUTE', 'MAYBE', 'OBJECT_UUID'] as const;
/** Octets of the head that all fragments have. */
const HEADER = 16;
const LITTLE = 1;

/**
 * Whether a fragment begins: version 5.0 or 5.1, a type that connections have, a form of data that there is (C706 §14.1), and lengths that go together.
 */
export function beginsFragment(b: Uint8Array, start: number, end: number): boolean {
  if (end - start < HEADER || b[start] !== 5 || (b[start + 1] as number) > 1) return false;
  const drep = b[start + 4] as number;
  if (TYPES.name(b[start + 2] as number) === undefined || (drep & 0xee) !== 0 || (b[start + 5] as number) > 3) return false;
  if (b[start + 6] !== 0 || b[start + 7] !== 0) return false;
  const low = drep >> 4 === LITTLE ? 0 : 1;
  const lengthAt = (at: number): number => (b[start + at + low] as number) | ((b[start + at + 1 - low] as number) << 8);
  // Behind the stub stands the trailer's head of 8 octets, where there is a trailer (C706 §13.2.6).
  const trailer = lengthAt(10);
  return lengthAt(8) >= HEADER + (trailer === 0 ? 0 : trailer + 8);
}

/** Octets of the head of the authentication. @see MS-RPCE §2.2.2.11 */
const AUTH_HEAD = 8;
const AUTH = { SPNEGO: 9, NTLM: 10 } as const;

/** A signature of NTLM, which SPNEGO has no head for once both sides agree. @see MS-NLMP §2.2.2.9 */
const isSignature = (token: Uint8Array): boolean =>
  token.length === 16 && token[0] === 1 && token[1] === 0 && token[2] === 0 && token[3] === 0;

/** What the authentication at a fragment's end is. */
function authentication({ auth_len: length, data }: { readonly auth_len: number; readonly data: Uint8Array }): readonly string[] {
  const head = data.length - length - AUTH_HEAD;
  if (length === 0 || head < 0) return [];
  const type = data[head],
    token = data.subarray(head + AUTH_HEAD);
  if (type === AUTH.NTLM || (type === AUTH.SPNEGO && isSignature(token))) return ['ntlmssp'];
  return type === AUTH.SPNEGO ? ['spnego', ...insideSpnego(token)] : [];
}

/** The same fields in either order of octets. */
const fields = (endian: 0 | 1, short: typeof u16, long: typeof u32) => ({
  rpc_vers: u8({ default: 5, wireshark: 'dcerpc.ver' }),
  rpc_vers_minor: u8({ wireshark: 'dcerpc.ver_minor' }),
  ptype: u8({ names: TYPES, wireshark: 'dcerpc.pkt_type' }),
  pfc_flags: flags(8, FLAGS, { default: 'FIRST_FRAG+LAST_FRAG', wireshark: 'dcerpc.cn_flags' }),
  endian: bits(4, { default: endian, names: { big: 0, little: LITTLE }, wireshark: 'dcerpc.drep.byteorder', about: 'of all numbers' }),
  encoding: bits(4, { names: { ASCII: 0, EBCDIC: 1 }, wireshark: 'dcerpc.drep.character' }),
  float: u8({ names: { IEEE: 0, VAX: 1, Cray: 2, IBM: 3 }, wireshark: 'dcerpc.drep.fp' }),
  reserved1: u8(),
  reserved2: u8(),
  frag_len: short({ measures: 'header', wireshark: 'dcerpc.cn_frag_len', about: 'octets of the fragment' }),
  auth_len: short({ wireshark: 'dcerpc.cn_auth_len', about: 'octets of the authentication at the end; 8 of its head do not count' }),
  call_id: long({ default: 1, wireshark: 'dcerpc.cn_call_id', about: 'the same in a call and its answer' }),
  alloc_hint: when({ ptype: [0, 2, 3] }, long({ wireshark: 'dcerpc.cn_alloc_hint', about: 'octets of all fragments' })),
  cont_id: when({ ptype: [0, 2, 3] }, short({ wireshark: 'dcerpc.cn_ctx_id', about: 'which of the interfaces that the bind named' })),
  opnum: when({ ptype: 0 }, short({ wireshark: 'dcerpc.opnum', about: 'which operation of the interface' })),
  object: when({ ptype: 0, pfc_flags: 'OBJECT_UUID' }, fixedOctets(16, { about: 'UUID of the object' })),
  cancel_count: when({ ptype: [2, 3] }, u8({ wireshark: 'dcerpc.cn_cancel_count' })),
  reserved3: when({ ptype: [2, 3] }, u8()),
  status: when({ ptype: 3 }, long({ hex: true, wireshark: 'dcerpc.cn_status' })),
  max_xmit_frag: when({ ptype: [11, 12, 14, 15] }, short({ default: 5840, wireshark: 'dcerpc.cn_max_xmit' })),
  max_recv_frag: when({ ptype: [11, 12, 14, 15] }, short({ default: 5840, wireshark: 'dcerpc.cn_max_recv' })),
  assoc_group_id: when({ ptype: [11, 12, 14, 15] }, long({ hex: true, wireshark: 'dcerpc.cn_assoc_group' })),
  data: octets({ about: "the rest: what is called with, or a bind's interfaces; and the authentication" }),
});

type Fragment = { readonly ptype: number; readonly call_id: number };
/** Which types answer which. */
const ANSWERS: Readonly<Record<number, readonly number[]>> = { 0: [2, 3], 11: [12, 13], 14: [15, 3] };

const common = {
  wireshark: 'dcerpc',
  // Fragments stand one behind another in a segment.
  repeats: (): AnyLayer => DceRpc5 as unknown as AnyLayer,
  begins: beginsFragment,
  match: {
    about: 'the call’s number',
    hash: ({ call_id }: Fragment, _role: unknown, seed: number) => mix(seed, call_id | 0),
    answers: (reply: Fragment, request: Fragment) =>
      (ANSWERS[request.ptype] ?? []).includes(reply.ptype) && reply.call_id === request.call_id,
  },
  protocols: authentication,
  summary: ({ ptype }: Fragment) => `DCE/RPC ${TYPES.name(ptype) ?? ptype}`,
} as const;

/** A fragment whose numbers have the low octet first, as nearly all have. @see C706 §12.6.3 */
export const DceRpc5 = layer('DceRpc5', () => ({
  title: 'DCE/RPC v5',
  about: 'DCE/RPC over connections: one fragment.',
  source: 'C706 §12.6.3; MS-RPCE §2.2.2',
  ...common,
  fields: fields(LITTLE, u16le, u32le),
}));

/** The same with the high octet first. @see C706 §14.1 */
export const DceRpc5BE = layer('DceRpc5BE', () => ({
  title: 'DCE/RPC v5, big endian',
  about: 'DCE/RPC over connections: one fragment with the high octet first in its numbers.',
  source: 'C706 §14.1',
  ...common,
  fields: fields(0, u16, u32),
}));
