/** TACACS+: the header of every message; what follows is obscured with a key. Names as scapy has them. */
import { u32, u8 } from '../../packet/fields/integers.ts';
import { octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import { names } from '../../packet/spec/names.ts';
import { mix } from '../../bytes/hash.ts';

const TYPES = /* @__PURE__ */ names({ Authentication: 1, Authorization: 2, Accounting: 3 });

/** One message. @see RFC 8907 §4.1 */
export const TacacsHeader = layer('TacacsHeader', () => ({
  title: 'Tacacs Header',
  about: 'TACACS+: a message between a device and the server that decides who may do what.',
  source: 'RFC 8907 §4.1',
  wireshark: 'tacplus',
  repeats: true,
  begins: (b, start, end) =>
    end - start >= 12 &&
    (b[start] as number) >> 4 === 12 &&
    (b[start + 1] as number) >= 1 &&
    (b[start + 1] as number) <= 3 &&
    (b[start + 8] as number) === 0 &&
    (b[start + 9] as number) === 0,
  fields: {
    version: u8({ default: 192, hex: true, names: { 'Tacacs+ Version 1': 0xc0, 'Tacacs+ Version 2': 0xc1 } }),
    type: u8({ default: 1, names: TYPES, wireshark: 'tacplus.type' }),
    seq: u8({ default: 1, wireshark: 'tacplus.seqno' }),
    flags: u8({ hex: true, wireshark: 'tacplus.flags', about: '1: the body is not obscured; 4: several sessions on a connection' }),
    session_id: u32({ wireshark: 'tacplus.session_id' }),
    length: u32({ measures: 'body', wireshark: 'tacplus.packet_len', about: 'octets of the body' }),
    body: octets({ about: 'obscured with MD5 of a key, the session and the number of the message (RFC 8907 §4.5)' }),
  },
  columns: {
    // Wireshark leaves it where it stands: 192, not 12.
    'tacplus.majvers': ({ version }) => version & 0xf0,
    'tacplus.minvers': ({ version }) => version & 15,
    'tacplus.flags.unencrypted': (self) => (self.flags & 1) !== 0,
    'tacplus.flags.singleconn': (self) => (self.flags & 4) !== 0,
  },
  // A client's messages have odd numbers, the server's even ones (RFC 8907 §4.1).
  match: {
    about: 'the session, and the next number in it',
    hash: ({ session_id }, _role, seed) => mix(seed, session_id),
    answers: (reply, request) => reply.session_id === request.session_id && reply.seq === request.seq + 1 && (request.seq & 1) === 1,
  },
  summary: ({ type }) => `Tacacs ${TYPES.name(type) ?? type}`,
}));
