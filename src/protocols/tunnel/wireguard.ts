/** WireGuard: four messages, of which all but the heads are encrypted. */
import { u32le, u64le, u8 } from '../../packet/fields/integers.ts';
import { fixedOctets, octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import { names } from '../../packet/spec/names.ts';

const SOURCE = 'WireGuard: Next Generation Kernel Network Tunnel §5.4';
const TYPES = /* @__PURE__ */ names({ initiation: 1, response: 2, cookie: 3, data: 4 });
/** Octets of the first three, and the fewest of the fourth: a counter and the tag of a packet of no octets. */
const SIZES: readonly number[] = [0, 148, 92, 64];
const LEAST = 32;

/** Whether a message begins: its type, three octets of zeros, and the size that it has (data is filled up to 16 octets, §5.4.6). */
function beginsMessage(b: Uint8Array, start: number, end: number): boolean {
  const size = end - start;
  if (size < LEAST || b[start + 1] !== 0 || b[start + 2] !== 0 || b[start + 3] !== 0) return false;
  const type = b[start] as number;
  return type === 4 ? size % 16 === 0 : type > 0 && type < 4 && size === SIZES[type];
}

const head = (type: number) => ({
  type: u8({ default: type, names: TYPES, wireshark: 'wg.type' }),
  reserved: fixedOctets(3, { wireshark: 'wg.reserved', about: 'zero' }),
});
const sender = () => u32le({ hex: true, wireshark: 'wg.sender', about: "the sender's number of the session" });
const receiver = () => u32le({ hex: true, wireshark: 'wg.receiver', about: "the receiver's number of the session" });
const ephemeral = () => fixedOctets(32, { wireshark: 'wg.ephemeral', about: 'a key for this session' });
const macs = () => ({
  mac1: fixedOctets(16, { wireshark: 'wg.mac1', about: "keyed with the receiver's public key" }),
  mac2: fixedOctets(16, { wireshark: 'wg.mac2', about: 'keyed with a cookie of the receiver, or zeros' }),
});

/** A message of any type; those of known types stand in its place. @see https://www.wireguard.com/papers/wireguard.pdf §5.4 */
export const WireGuard = layer('WireGuard', () => ({
  about: 'WireGuard: a message of unknown type.',
  source: SOURCE,
  wireshark: 'wg',
  fields: { ...head(0), data: octets() },
  begins: beginsMessage,
}));

/** Begins a session. @see https://www.wireguard.com/papers/wireguard.pdf §5.4.2 */
export const WireGuardInitiation = layer('WireGuardInitiation', () => ({
  title: 'WireGuard handshake initiation',
  about: 'Begins a session.',
  source: SOURCE,
  wireshark: 'wg',
  fields: {
    ...head(1),
    sender: sender(),
    ephemeral: ephemeral(),
    static: fixedOctets(48, { wireshark: 'wg.encrypted_static', about: 'key of the sender, encrypted' }),
    timestamp: fixedOctets(28, { wireshark: 'wg.encrypted_timestamp', about: 'encrypted' }),
    ...macs(),
  },
  summary: ({ sender: s }) => `WireGuard initiation ${s.toString(16)}`,
}));

/** Answers an initiation. @see https://www.wireguard.com/papers/wireguard.pdf §5.4.3 */
export const WireGuardResponse = layer('WireGuardResponse', () => ({
  title: 'WireGuard handshake response',
  about: 'Answers an initiation.',
  source: SOURCE,
  wireshark: 'wg',
  fields: {
    ...head(2),
    sender: sender(),
    receiver: receiver(),
    ephemeral: ephemeral(),
    empty: fixedOctets(16, { wireshark: 'wg.encrypted_empty', about: 'nothing, encrypted: proves that the sender has its key' }),
    ...macs(),
  },
  summary: ({ receiver: r }) => `WireGuard response ${r.toString(16)}`,
}));

/** Asks for a proof of the sender's address, while there is much to do. @see https://www.wireguard.com/papers/wireguard.pdf §5.4.7 */
export const WireGuardCookie = layer('WireGuardCookie', () => ({
  title: 'WireGuard cookie reply',
  about: 'A cookie that the sender has to prove its address with, while the receiver is under load.',
  source: SOURCE,
  wireshark: 'wg',
  fields: {
    ...head(3),
    receiver: receiver(),
    nonce: fixedOctets(24, { wireshark: 'wg.nonce' }),
    cookie: fixedOctets(32, { wireshark: 'wg.encrypted_cookie', about: 'encrypted' }),
  },
  summary: ({ receiver: r }) => `WireGuard cookie ${r.toString(16)}`,
}));

/** Carries a packet. @see https://www.wireguard.com/papers/wireguard.pdf §5.4.6 */
export const WireGuardData = layer('WireGuardData', () => ({
  title: 'WireGuard transport data',
  about: 'Carries a packet, encrypted.',
  source: SOURCE,
  wireshark: 'wg',
  fields: {
    ...head(4),
    receiver: receiver(),
    counter: u64le({ wireshark: 'wg.counter' }),
    packet: octets({ wireshark: 'wg.encrypted_packet', about: 'encrypted; no more than a tag where it only keeps the session alive' }),
  },
  summary: ({ receiver: r }) => `WireGuard data ${r.toString(16)}`,
}));
