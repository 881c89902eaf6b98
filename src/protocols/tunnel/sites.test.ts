import { layerSuite } from '../../../test/support/layer-suite.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPComp } from '../network/ipsec.ts';
import { AYIYA } from './ayiya.ts';
import { LISP, LISPData } from './lisp.ts';

const IP_20 = '45000014000100004000f6e5c0000201c0000202';

layerSuite('tunnels between sites', [
  {
    what: 'LISP: in front of a packet',
    origin: 'RFC 6830 §5.3: octets by hand; tshark 4.0 reads the same values',
    first: LISPData,
    chain: 'LISPData/IP',
    octets: `8800abcd00000501${IP_20}`,
    read: { LISPData: { N: true, L: false, I: true, nonce: 0xabcd, locators: 0x501 } },
    build: () => [LISPData({ N: true, I: true, nonce: 0xabcd, locators: 0x501 }), IP({ src: '192.0.2.1', dst: '192.0.2.2', proto: 0 })],
    summary: 'LISPData / 192.0.2.1 > 192.0.2.2 hopopt',
  },
  {
    what: 'LISP: asks where a site is',
    origin: 'PcapPlusPlus, Tests/ExamplesTest/pcap_examples/ipv6.dmp, packet 23; tshark 4.0 reads the same values',
    first: LISP,
    chain: 'LISP',
    octets: '15000001d27efb572ec27442000199101f5000022607f2c0f00fb00100000000faceb00c001c000199101f50',
    read: { LISP: { type: 1, flags: 0x50000, count: 1, nonce: 0xd27efb572ec27442n } },
    summary: 'LISP Map-Request',
  },
  {
    what: 'LISP: a message in a message',
    origin: 'RFC 6830 §6.1.8: octets by hand',
    first: LISP,
    chain: 'LISP/IP',
    octets: `80000000${IP_20}`,
    build: () => [LISP({ type: 8 }), IP({ src: '192.0.2.1', dst: '192.0.2.2', proto: 0 })],
  },
  {
    what: 'AYIYA: a packet without a next header',
    origin: 'draft-massar-v6ops-ayiya-02 §3: octets by hand, as those of zeek, testing/btest/Traces/tunnels/ayiya3.pcap',
    first: AYIYA,
    chain: 'AYIYA',
    octets: '4152113b 4af64bfd 20014978000f004c0000000000000001 e1cbc30d88bd052ad921d321f0c397ee8492acf5'.replaceAll(' ', ''),
    read: {
      AYIYA: { idlen: 4, idtype: 1, siglen: 5, hash: 2, auth: 1, opcode: 1, nh: 59, identity: '20014978000f004c0000000000000001' },
    },
  },
  {
    what: 'IPComp: what follows is compressed',
    origin: 'RFC 3173 §3: octets by hand; tshark 4.0 reads the same values',
    first: IPComp,
    chain: 'IPComp/Raw',
    octets: '06000002 4b4c4a06'.replaceAll(' ', ''),
    read: { IPComp: { nh: 6, flags: 0, cpi: 2 } },
  },
]);
