import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { UDP } from '../../transport/udp.ts';
import { Raw } from '../../../packet/layer/raw.ts';
import { RTCP } from './rtcp.ts';
import { RTP, RTPExtension } from './rtp.ts';

const origin = 'scapy 2.5';
const below = (port: number) => [IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP({ sport: port, dport: port })];
const BLOCK = { sourcesync: 1, fraction_lost: 2, cumulative_lost: 3, highest_seqnum_recv: 4 };
const REST = { interarrival_jitter: 5, last_SR_timestamp: 6, delay_since_last_SR: 7 };

layerSuite(
  'RTP and RTCP',
  [
    {
      what: 'a packet with sources and an extension',
      origin,
      first: IP,
      chain: 'IP/UDP/RTP/RTPExtension/Raw',
      octets: '4500003c000100004011f6acc0000201c0000202138c138c00282d7692000007000000a0000000110000000100000002bede000110aa000061626364',
      read: {
        RTP: { version: 2, extension: true, numsync: 2, payload_type: 0, sequence: 7, timestamp: 160, sourcesync: 0x11, sync: [1, 2] },
        RTPExtension: { header_id: 0xbede, header_len: 1, header: [0x10aa0000] },
      },
      build: () => [
        ...below(5004),
        RTP({ extension: true, payload_type: 'PCMU', sequence: 7, timestamp: 160, sourcesync: 0x11, sync: [1, 2] }),
        RTPExtension({ header_id: 0xbede, header: [0x10aa0000] }),
        Raw({ load: Uint8Array.of(97, 98, 99, 100) }),
      ],
    },
    {
      what: "a sender's report",
      origin,
      first: IP,
      chain: 'IP/UDP/RTCP',
      octets:
        '45000050000100004011f698c0000201c0000202138d138d003cd03e81c8000c000000110000000000000005000000060000000700000008000000010200000300000004000000050000000600000007',
      read: {
        RTCP: {
          count: 1,
          packet_type: 200,
          length: 12,
          sourcesync: 0x11,
          sender_info: { ntp_timestamp: 5n, rtp_timestamp: 6, sender_packet_count: 7, sender_octet_count: 8 },
          report_blocks: [{ ...BLOCK, ...REST }],
        },
      },
      build: () => [
        ...below(5005),
        RTCP({
          count: 1,
          sourcesync: 0x11,
          sender_info: { ntp_timestamp: 5n, rtp_timestamp: 6, sender_packet_count: 7, sender_octet_count: 8 },
          report_blocks: [{ ...BLOCK, ...REST }],
        }),
      ],
      summary: 'IP / UDP / RTCP Sender report',
    },
    {
      what: 'several packets in a datagram',
      origin: 'by hand: RFC 3550 §6.1, §6.5, §6.6',
      first: UDP,
      chain: 'UDP/RTCP/RTCP/RTCP/RTCP',
      octets: 'c001c001003c000080c900010000001181ca0003000000110103612e6200000081cb0001000000118fce0004000000110000002252454d4201020304',
      read: { RTCP: { packet_type: 201, count: 0 } },
    },
  ],
  { mutations: 300 },
);
