/** Transmission Control Protocol. */
import type { LayerContext } from '../../../packet/spec/context.ts';
import { bits, flags, u16, u32 } from '../../../packet/fields/integers.ts';
import { walkOptions } from '../../../packet/fields/options.ts';
import type { ColumnFunction } from '../../../packet/spec/spec.ts';
import { mix } from '../../../bytes/hash.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { tcpServices } from '../../registries/services.ts';
import { endsText } from '../ends-text.ts';
import { tcpOptionForm, tcpOptions } from './tcp-options.ts';

const SYN = 2,
  RST = 4,
  ACK = 16;

/** Kinds as Wireshark lists them: each zero of the padding behind the end of the list is one more end. */
function kinds(at: LayerContext): number[] {
  const { found, rest, ended } = walkOptions(tcpOptionForm, at.b, at.start + 20, at.headerEnd);
  const list = found.map((o) => o.type);
  if (ended) for (let q = rest; q < at.headerEnd && at.b[q] === 0; q++) list.push(0);
  return list;
}

type Options = { readonly options: readonly (readonly [name: string | number, value?: unknown])[] };

/** Those of the numbers in options of that name whose place in them leaves `rest` when it is divided by 2. */
const numbers =
  (option: 'SAck' | 'Timestamp', rest: 0 | 1): ColumnFunction<Options> =>
  ({ options }) =>
    options.flatMap(([name, value]) =>
      name === option && Array.isArray(value) ? (value as number[]).filter((_, i) => i % 2 === rest) : [],
    );

/** What the numbers of the option for the user timeout say: its highest bit is the unit. @see RFC 5482 §3 */
const userTimeout =
  <V extends number | boolean>(of: (option: number) => V): ColumnFunction<Options> =>
  ({ options }) =>
    options.flatMap(([name, value]) => (name === 'UTO' && typeof value === 'number' ? [of(value)] : []));

/** Transmission Control Protocol. @see RFC 9293 §3.1; RFC 3168 (E, C); RFC 3540 (N, now AccECN's) */
export const TCP = layer('TCP', () => ({
  about: 'Transmission Control Protocol.',
  source: 'RFC 9293 §3.1',
  wireshark: 'tcp',
  fields: {
    sport: u16({ default: 20, hints: 'tcp.port', names: tcpServices, wireshark: ['tcp.srcport', 'tcp.port'], about: 'source port' }),
    dport: u16({ default: 80, hints: 'tcp.port', names: tcpServices, wireshark: ['tcp.dstport', 'tcp.port'], about: 'destination port' }),
    // RFC 9293 §3.4: all arithmetic with sequence numbers is modulo 2^32.
    seq: u32({ modular: true, wireshark: 'tcp.seq_raw', about: 'sequence number of the first octet' }),
    ack: u32({ modular: true, wireshark: 'tcp.ack_raw', about: 'next octet expected' }),
    dataofs: bits(4, { measures: 'header', unit: 4, about: 'header length in words of 4 octets' }),
    reserved: bits(3, { wireshark: 'tcp.flags.res' }),
    flags: flags(9, 'FSRPAUECN', { default: 'S', wireshark: 'tcp.flags' }),
    window: u16({ default: 8192, wireshark: 'tcp.window_size_value', about: 'octets, before scaling (RFC 7323 §2)' }),
    chksum: u16({ checksums: 'layer', pseudoHeader: 6, hex: true, wireshark: 'tcp.checksum' }),
    urgptr: u16({ wireshark: 'tcp.urgent_pointer', about: 'octets up to the end of urgent data, with flag U' }),
    options: tcpOptions,
  },
  columns: {
    'tcp.hdr_len': (tcp) => tcp.dataofs * 4,
    // Not known where the header is not all there.
    'tcp.len': (tcp, at) => (at.headerSize >= tcp.dataofs * 4 ? at.wirePayloadSize : undefined),
    'tcp.flags.fin': (tcp) => tcp.flags.has('F'),
    'tcp.flags.syn': (tcp) => tcp.flags.has('S'),
    'tcp.flags.reset': (tcp) => tcp.flags.has('R'),
    'tcp.flags.push': (tcp) => tcp.flags.has('P'),
    'tcp.flags.ack': (tcp) => tcp.flags.has('A'),
    'tcp.flags.urg': (tcp) => tcp.flags.has('U'),
    'tcp.flags.ece': (tcp) => tcp.flags.has('E'),
    'tcp.flags.cwr': (tcp) => tcp.flags.has('C'),
    'tcp.flags.ns': (tcp) => tcp.flags.has('N'),
    'tcp.options': (_tcp, at) => (at.headerSize > 20 ? at.b.subarray(at.start + 20, at.headerEnd) : undefined),
    'tcp.option_kind': (_tcp, at) => kinds(at),
    'tcp.options.timestamp.tsval': numbers('Timestamp', 0),
    'tcp.options.timestamp.tsecr': numbers('Timestamp', 1),
    'tcp.options.sack_le': numbers('SAck', 0),
    'tcp.options.sack_re': numbers('SAck', 1),
    'tcp.options.user_to_granularity': userTimeout((n) => n >> 15 === 1),
    'tcp.options.user_to_val': userTimeout((n) => n & 0x7fff),
    'tcp.payload': (_tcp, at) => (at.payloadSize > 0 ? at.b.subarray(at.headerEnd, at.end) : undefined),
  },
  // Each of its options is a layer to Wireshark.
  protocols: ({ dataofs, options }) => (dataofs > 5 ? options.filter(([name]) => name === 'MPTCP').map(() => 'mptcp') : []),
  match: {
    about: 'the ports the other way round, and numbers that fit: it acknowledges what was sent, counted around',
    hash: ({ sport, dport }, role, seed) => mix(seed, role === 'request' ? dport * 65_536 + sport : sport * 65_536 + dport),
    answers: (reply, request) => {
      if (reply.sport !== request.dport || reply.dport !== request.sport) return false;
      const asked = request.flags.value,
        said = reply.flags.value;
      // A reset is not answered, nor is anything answered by a bare SYN; SYN and ACK answer a SYN (RFC 9293 §3.5).
      if (asked & RST) return false;
      if (said & SYN && (!(said & ACK) || !(asked & SYN))) return false;
      // Where the request acknowledged something, the reply goes on from there, give or take a SYN or FIN.
      if (asked & ACK && !near(request.ack, reply.seq, 2)) return false;
      // A reset without ACK takes its sequence number from the request, and acknowledges nothing (§3.5.2).
      if (said & RST && !(said & ACK)) return true;
      // It acknowledges at least the request's beginning, at most the most that one packet carries.
      return near(request.seq, reply.ack, 2) || (reply.ack - request.seq) >>> 0 <= 65_537;
    },
  },
  summary: (tcp, at, nameOf) => endsText('TCP', tcp, at, tcpServices, nameOf, tcp.flags.text),
}));

/** Whether two sequence numbers differ by at most `n`, counted around the circle. */
const near = (a: number, b: number, n: number): boolean => (a - b + n) >>> 0 <= 2 * n;
