import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { UDP } from '../../transport/udp.ts';
import { TCP } from '../../transport/tcp/tcp.ts';
import { STUN, TURNChannelData } from './stun.ts';

const ID = 'b7e7a701bc34d686fa87dfae';
const REQUEST = `000100582112a442${ID}802200105354554e207465737420636c69656e74002400046e0001ff80290008932ff9b151263b36000600096576746a3a68367659202020000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf`;
const RESPONSE = `0101003c2112a442${ID}8022000b7465737420766563746f7220002000080001a147e112a643000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96`;

layerSuite(
  'STUN',
  [
    {
      what: 'a request',
      origin: 'by hand: RFC 5769 §2.1',
      first: STUN,
      chain: 'STUN',
      octets: REQUEST,
      read: {
        STUN: {
          stun_message_type: 1,
          length: 88,
          magic_cookie: 0x2112a442,
          transaction_id: ID,
          attributes: [
            ['SOFTWARE', 'STUN test client'],
            ['PRIORITY', 0x6e0001ff],
            ['ICE-CONTROLLED', 0x932ff9b151263b36n],
            ['USERNAME', 'evtj:h6vY'],
            ['padding', '202020'],
            ['MESSAGE-INTEGRITY', '9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2'],
            ['FINGERPRINT', 0xe57a3bcf],
          ],
        },
      },
      summary: 'STUN Binding Request',
    },
    {
      what: 'an answer on any port',
      origin: 'by hand: RFC 5769 §2.2',
      first: UDP,
      chain: 'UDP/STUN',
      octets: `c001c00200580000${RESPONSE}`,
      read: {
        STUN: {
          stun_message_type: 0x101,
          attributes: [
            ['SOFTWARE', 'test vector'],
            ['padding', '20'],
            ['XOR-MAPPED-ADDRESS', { address_family: 1, xport: 32_853, xip: '192.0.2.1' }],
            ['MESSAGE-INTEGRITY', '2b91f599fd9e90c38c7489f92af9ba53f06be7d7'],
            ['FINGERPRINT', 0xc07d4c96],
          ],
        },
      },
    },
    {
      what: 'an error and an address, built',
      origin: 'by hand: RFC 8489 §14.1, §14.8',
      first: STUN,
      chain: 'STUN',
      octets: `011100202112a442${ID}0009000f000004265374616c65204e6f6e6365000001000800010d96c0000201`,
      read: {
        STUN: {
          attributes: [
            ['ERROR-CODE', { class: 4, number: 38, reason: 'Stale Nonce' }],
            ['MAPPED-ADDRESS', { address_family: 1, port: 3478, ip: '192.0.2.1' }],
          ],
        },
      },
      build: () => [
        STUN({
          stun_message_type: 'Binding Error Response',
          transaction_id: fromHex(ID),
          attributes: [
            ['ERROR-CODE', { class: 4, number: 38, reason: 'Stale Nonce' }],
            ['MAPPED-ADDRESS', { port: 3478, ip: '192.0.2.1' }],
          ],
        }),
      ],
    },
    {
      what: 'an answer, built',
      origin: 'by hand: RFC 8489 §14.2',
      first: STUN,
      chain: 'STUN',
      octets: `0101000c2112a442${ID}002000080001a147e112a643`,
      build: () => [
        STUN({
          stun_message_type: 'Binding Success Response',
          transaction_id: fromHex(ID),
          attributes: [['XOR-MAPPED-ADDRESS', { xport: 32_853, xip: '192.0.2.1' }]],
        }),
      ],
    },
    {
      what: 'a message in a frame',
      origin: 'by hand: RFC 4571 §2; RFC 5769 §2.1',
      first: TCP,
      chain: 'TCP/STUNFrame/STUN',
      octets: `c001c002000000000000000050180000 00000000006c${REQUEST}`.replace(' ', ''),
      read: { STUNFrame: { length: 108 } },
    },
    {
      what: 'data in a channel',
      origin: 'by hand: RFC 8656 §12.4',
      first: UDP,
      chain: 'UDP/TURNChannelData',
      octets: 'c0010d96000f000040010003616263',
      read: { TURNChannelData: { channel: 0x4001, length: 3, data: '616263' } },
    },
    {
      what: 'data in a channel, filled up',
      origin: 'by hand: RFC 8656 §12.5',
      first: TCP,
      chain: 'TCP/TURNChannelData',
      octets: 'c0010d96000000000000000050180000000000004001000361626300',
      build: () => [
        TCP({ sport: 49153, dport: 3478, seq: 0, flags: 'PA', window: 0, chksum: 0 }),
        TURNChannelData({ channel: 0x4001, data: Uint8Array.of(97, 98, 99) }),
      ],
    },
  ],
  { mutations: 300 },
);
