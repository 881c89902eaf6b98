import { layerSuite } from '../../../test/support/layer-suite.ts';
import { CHDLC } from '../link/chdlc.ts';
import { PPP } from '../link/ppp/ppp.ts';
import { Dot11 } from './dot11.ts';
import { PPI, PrismHeader } from './card-heads.ts';

const ack = `d4000000${'02'.repeat(6)}`;

layerSuite('older heads', [
  {
    what: 'PPI',
    origin: 'LINKTYPE_PPI, by hand',
    first: PPI,
    chain: 'PPI/Dot11',
    octets: `00000e0069000000030002000102${ack}`,
    read: { PPI: { len: 14, dlt: 105, headers: [['802.11n-MAC', '0102']] } },
    build: () => [PPI({ headers: [['802.11n-MAC', Uint8Array.of(1, 2)]] }), Dot11({ type: 1, subtype: 13, addr1: '02:02:02:02:02:02' })],
  },
  {
    what: 'Prism, one value',
    origin: 'LINKTYPE_IEEE802_11_PRISM, by hand',
    first: PrismHeader,
    chain: 'PrismHeader/Dot11',
    octets: `4400000024000000${'776c616e30'.padEnd(32, '0')}444001000000040007000000${ack}`,
    read: { PrismHeader: { len: 36, dev: 'wlan0', values: [{ did: 0x14044, status: 0, len: 4, value: 7 }] } },
  },
  {
    what: "Cisco's HDLC where PPP was announced",
    origin: 'RFC 1547 §4.3.1, by hand',
    first: PPP,
    chain: 'CHDLC/IP',
    octets: '0f00080045000014000100004000f6e5c0000201c0000202',
    read: { CHDLC: { address: 0x0f, proto: 0x0800 } },
  },
]);

layerSuite('Cisco HDLC', [
  {
    what: 'a keepalive',
    origin: 'RFC 1547 §4.3.1, by hand',
    first: CHDLC,
    chain: 'CHDLC/Raw',
    octets: '8f00803500000002',
    read: { CHDLC: { proto: 0x8035 } },
  },
]);
