/** Remote Desktop Protocol: how a connection is to be secured, which is settled before all else. @see MS-RDPBCGR §2.2.1.1, §2.2.1.2 */
import { mayEnd } from '../../packet/fields/conditional.ts';
import { u16le, u32le, u8 } from '../../packet/fields/integers.ts';
import { marked } from '../../packet/fields/marked.ts';
import { terminatedText } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';

/** MS-RDPBCGR §2.2.1.1.1, §2.2.1.2.1, §2.2.1.2.2. */
const TYPES = { request: 1, response: 2, failure: 3 } as const;
/** Octets of what is settled. */
const NEGOTIATION = 8;
/** `Cookie: `. */
const COOKIE = Uint8Array.of(0x43, 0x6f, 0x6f, 0x6b, 0x69, 0x65, 0x3a, 0x20);

/** Whether a cookie stands there (`Cookie: …`), or what is settled, which has its length in it. */
export function beginsRDP(b: Uint8Array, start: number, end: number): boolean {
  if (end - start < NEGOTIATION) return false;
  const first = b[start] as number;
  if (COOKIE.every((x, i) => b[start + i] === x)) return true;
  return first >= TYPES.request && first <= TYPES.failure && b[start + 2] === NEGOTIATION && b[start + 3] === 0;
}

/** What a client can do, or what its server has chosen. @see MS-RDPBCGR §2.2.1.1 */
export const RDP = layer('RDP', () => ({
  about: 'Remote Desktop Protocol: how a connection is to be secured.',
  source: 'MS-RDPBCGR §2.2.1.1, §2.2.1.2',
  wireshark: 'rdp',
  begins: beginsRDP,
  fields: {
    cookie: marked(COOKIE, terminatedText({ terminator: Uint8Array.of(0x0d, 0x0a), about: 'for a balancer of load' })),
    neg_type: mayEnd(u8({ names: TYPES, hex: true, wireshark: 'rdp.neg_type' })),
    neg_flags: mayEnd(u8({ hex: true })),
    neg_length: mayEnd(u16le({ default: NEGOTIATION, wireshark: 'rdp.neg_length' })),
    protocols: mayEnd(u32le({ hex: true, about: '0: its own; 1: TLS, 2: CredSSP, 8: with early authorization; or why it failed' })),
  },
  columns: {
    'rdp.rt_cookie': ({ cookie }) => (cookie === undefined ? undefined : `Cookie: ${String(cookie)}`),
    'rdp.negReq.flags': { hex: 8, of: ({ neg_type, neg_flags }) => (neg_type === 1 ? neg_flags : undefined) },
    'rdp.negRsp.flags': { hex: 8, of: ({ neg_type, neg_flags }) => (neg_type === 2 ? neg_flags : undefined) },
  },
}));
