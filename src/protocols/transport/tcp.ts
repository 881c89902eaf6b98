/** Transmission Control Protocol. */
import { bits, flags, u16, u32 } from '../../packet/fields/integers.ts';
import { layer } from '../../packet/layer.ts';
import { tcpServices } from '../registries/services.ts';
import { tcpOptions } from './tcp-options.ts';

/** Transmission Control Protocol. @see RFC 9293 §3.1; RFC 3168 (ECE, CWR); RFC 3540 (N) */
export const TCP = layer('TCP', {
  about: 'Transmission Control Protocol.',
  source: 'RFC 9293 §3.1',
  wireshark: 'tcp',
  fields: {
    sport: u16({ default: 20, hints: 'tcp.port', names: tcpServices, wireshark: ['tcp.srcport', 'tcp.port'] }),
    dport: u16({ default: 80, hints: 'tcp.port', names: tcpServices, wireshark: ['tcp.dstport', 'tcp.port'] }),
    seq: u32({ wireshark: 'tcp.seq_raw', about: 'sequence number of the first octet' }),
    ack: u32({ wireshark: 'tcp.ack_raw', about: 'next octet expected' }),
    dataofs: bits(4, { measures: 'header', unit: 4, about: 'header length in words of 4 octets' }),
    reserved: bits(3),
    flags: flags(9, 'FSRPAUECN', { default: 'S', wireshark: 'tcp.flags' }),
    window: u16({ default: 8192, wireshark: 'tcp.window_size_value' }),
    chksum: u16({ checksums: 'layer', pseudoHeader: 6, hex: true, wireshark: 'tcp.checksum' }),
    urgptr: u16({ wireshark: 'tcp.urgent_pointer' }),
    options: tcpOptions,
  },
  columns: {
    'tcp.hdr_len': (tcp) => tcp.dataofs * 4,
    'tcp.len': (_tcp, at) => at.payloadSize,
  },
  match: {
    hash: (tcp, role) => (role === 'request' ? tcp.dport * 65536 + tcp.sport : tcp.sport * 65536 + tcp.dport),
    // A segment that acknowledges what was sent, or a reset that answers it (RFC 9293 §3.5.2).
    answers: (reply, request) => reply.sport === request.dport && reply.dport === request.sport,
  },
  summary: (tcp) => `TCP ${tcp.sport} > ${tcp.dport} ${tcp.flags.text}`,
});
