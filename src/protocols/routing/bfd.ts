/** Bidirectional Forwarding Detection: two routers find out fast whether the way between them works. */
import { choose, when } from '../../packet/fields/conditional.ts';
import { bits, flags, u32, u8 } from '../../packet/fields/integers.ts';
import { record } from '../../packet/fields/lists.ts';
import { octets, text } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import { names } from '../../packet/spec/names.ts';

const SIMPLE = 1;
/** RFC 5880 §4.1. */
const AUTHENTICATION = { simple: SIMPLE, 'keyed MD5': 2, 'meticulous keyed MD5': 3, 'keyed SHA1': 4, 'meticulous keyed SHA1': 5 } as const;

/** RFC 5880 §4.1, RFC 7130 §… in scapy's words. */
const diagnostics = names({
  'No Diagnostic': 0,
  'Control Detection Time Expired': 1,
  'Echo Function Failed': 2,
  'Neighbor Signaled Session Down': 3,
  'Forwarding Plane Reset': 4,
  'Path Down': 5,
  'Concatenated Path Down': 6,
  'Administratively Down': 7,
  'Reverse Concatenated Path Down': 8,
});
const states = names({ AdminDown: 0, Down: 1, Init: 2, Up: 3 });
/** Octets without authentication. */
const LEAST = 24;

/** A digest, and what it is made with. @see RFC 5880 §4.3, §4.4 */
export const BFDDigest = layer('BFDDigest', () => ({
  about: 'A number that counts up, and a digest of the packet.',
  source: 'RFC 5880 §4.3, §4.4',
  fields: {
    reserved: u8(),
    // RFC 5880 §6.7.3: compared in circular arithmetic.
    sequence_number: u32({ modular: true, hex: true, wireshark: 'bfd.auth.seq_num' }),
    digest: octets({ default: new Uint8Array(16), wireshark: 'bfd.checksum' }),
  },
}));

/** Authenticates a control packet. @see RFC 5880 §4.2 */
export const BFDAuth = layer('BFDAuth', () => ({
  title: 'BFD authentication',
  about: 'Authenticates a control packet: a password, or a digest.',
  source: 'RFC 5880 §4.2',
  fields: {
    auth_type: u8({ default: SIMPLE, names: AUTHENTICATION, wireshark: 'bfd.auth.type' }),
    auth_len: u8({ measures: 'header', wireshark: 'bfd.auth.len' }),
    keyid: u8({ default: 1, wireshark: 'bfd.auth.key' }),
    data: choose(
      'auth_type',
      {
        simple: text({ wireshark: 'bfd.auth.password' }),
        2: record(() => BFDDigest),
        3: record(() => BFDDigest),
        4: record(() => BFDDigest),
        5: record(() => BFDDigest),
      },
      octets(),
    ),
  },
}));

/** A control packet. @see RFC 5880 §4.1 */
export const BFD = layer('BFD', () => ({
  title: 'BFD',
  about: 'Bidirectional Forwarding Detection: says that the sender lives, and how often it will say so.',
  source: 'RFC 5880 §4.1',
  wireshark: 'bfd',
  // RFC 5881 §5: one from farther away is not taken.
  below: { IP: { ttl: 255 }, IPv6: { hlim: 255 } },
  begins: (b, start, end) => {
    const size = b[start + 3] as number;
    return (b[start] as number) >> 6 === 0 && size >= LEAST && size <= end - start;
  },
  fields: {
    version: bits(3, { default: 1, wireshark: 'bfd.version' }),
    diag: bits(5, { names: diagnostics, hex: true, wireshark: 'bfd.diag' }),
    sta: bits(2, { default: 3, names: states, hex: true }),
    flags: flags(6, 'MDACFP'),
    detect_mult: u8({ default: 3, wireshark: 'bfd.detect_time_multiplier' }),
    len: u8({ measures: 'header', wireshark: 'bfd.message_length' }),
    my_discriminator: u32({ default: 0x1111_1111, hex: true, wireshark: 'bfd.my_discriminator' }),
    your_discriminator: u32({ default: 0x2222_2222, hex: true, wireshark: 'bfd.your_discriminator' }),
    min_tx_interval: u32({ default: 1_000_000_000, wireshark: 'bfd.desired_min_tx_interval', about: 'microseconds' }),
    min_rx_interval: u32({ default: 1_000_000_000, wireshark: 'bfd.required_min_rx_interval', about: 'microseconds' }),
    echo_rx_interval: u32({ default: 1_000_000_000, wireshark: 'bfd.required_min_echo_interval', about: 'microseconds' }),
    auth: when(
      { flags: 'A' },
      record(() => BFDAuth),
    ),
  },
  columns: {
    // Wireshark has the state with the digits of an octet, and the flags with the state before them.
    'bfd.sta': { hex: 8, of: ({ sta }) => sta },
    'bfd.flags': { hex: 8, of: (_, { b, start }) => b[start + 1] },
  },
  summary: ({ my_discriminator, your_discriminator }) =>
    `BFD (my_disc=0x${my_discriminator.toString(16)},your_disc=0x${your_discriminator.toString(16)})`,
}));

/** What the other side sends back as it is: its sender alone knows what it says. @see RFC 5880 §5 */
export const BFDEcho = layer('BFDEcho', () => ({
  title: 'BFD Echo',
  about: 'A packet that the other router sends back. Only its sender knows what it says.',
  source: 'RFC 5880 §5; RFC 5881 §4',
  wireshark: 'bfd_echo',
  fields: { packet: octets({ wireshark: 'bfd_echo.packet' }) },
}));
