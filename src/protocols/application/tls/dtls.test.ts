import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { UDP } from '../../transport/udp.ts';
import { DTLS, DTLSHandshake } from './dtls.ts';

const RANDOM = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
const below = () => UDP({ sport: 49153, dport: 49154, chksum: 0 });

layerSuite(
  'DTLS',
  [
    {
      what: "a client's hello with a cookie",
      origin: 'by hand: RFC 6347 §4.2.1, §4.2.2',
      first: UDP,
      chain: 'UDP/DTLS/DTLSHandshake',
      octets:
        'c001c002005b000016feff000000000000000100460100003a000100000000003afefd000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f0004aabbccdd0004c02bc02f01000008000a00040002001d',
      read: {
        DTLS: { type: 22, version: 0xfeff, epoch: 0, sequence: 1n },
        DTLSHandshake: {
          msgtype: 1,
          msgseq: 1,
          fragoff: 0,
          data: {
            version: 0xfefd,
            random: RANDOM,
            cookie: 'aabbccdd',
            ciphers: [0xc02b, 0xc02f],
            comp: [0],
            ext: [['supported_groups', [29]]],
          },
        },
      },
      build: () => [
        below(),
        DTLS({ version: 0xfeff, sequence: 1n }),
        DTLSHandshake({
          msgseq: 1,
          data: {
            version: 0xfefd,
            random: fromHex(RANDOM),
            cookie: fromHex('aabbccdd'),
            ciphers: [0xc02b, 0xc02f],
            ext: [['supported_groups', [29]]],
          },
        }),
      ],
      summary: 'UDP / DTLS / DTLS Handshake client_hello',
    },
    {
      what: 'a request to verify the hello',
      origin: 'by hand: RFC 6347 §4.2.1',
      first: UDP,
      chain: 'UDP/DTLS/DTLSHandshake',
      octets: 'c001c0020028000016feff00000000000000000013030000070000000000000007feff04aabbccdd',
      read: { DTLSHandshake: { msgtype: 3, msglen: 7, data: { version: 0xfeff, cookie: 'aabbccdd' } } },
    },
    {
      what: 'records of all kinds in a datagram, with a part of a certificate',
      origin: 'by hand: RFC 6347 §4.1, §4.2.3',
      first: UDP,
      chain: 'UDP/DTLS/DTLSHandshake/DTLS/DTLSHandshake/DTLS/TLSChangeCipherSpec/DTLS/TLSOpaque/DTLS/DTLSAlert/DTLS/DTLSApplicationData',
      octets:
        'c001c00200ce000016fefd000000000000000200380200002c000100000000002cfefd000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f00c02b0000040017000016fefd000000000000000300100b0003e800010000000000040001020314fefd000000000000000400010116fefd000100000000000000288f1d8f1d8f1d8f1d8f1d8f1d8f1d8f1d8f1d8f1d8f1d8f1d8f1d8f1d8f1d8f1d8f1d8f1d8f1d8f1d15fefd00000000000000050002022817fefd000100000000000100050102030405',
      read: {
        DTLSHandshake: { msgtype: 2, data: { cipher: 0xc02b, ext: [['extended_master_secret']] } },
        DTLSAlert: { level: 2, descr: 40 },
      },
    },
  ],
  { mutations: 300 },
);
