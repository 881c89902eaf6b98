import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { fromHex } from '../../bytes/hex.ts';
import { protocolChain } from '../../filter/protocol-chain.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import { CHDLC } from '../link/chdlc.ts';
import { PPP } from '../link/ppp/ppp.ts';
import { dissect } from '../protocols.ts';
import { Dot11 } from './dot11.ts';
import { Dot11FCS } from './fcs.ts';
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
    what: 'PPI with the flag of a check sequence',
    origin: "libpcap's http_PPI.pcap #2",
    first: PPI,
    chain: 'PPI/Dot11/Dot11FCS',
    octets: '000020006900000002001400967ecdf300000000010030007609c0000000bfa0d40000000014a5cb6e1ac25943c1',
    read: {
      PPI: { headers: [['802.11-common', { flags: 'FCS', rate: 48, freq: 2422, dbm_antsignal: -65, dbm_antnoise: -96 }]] },
      Dot11: { type: 1, subtype: 13, addr1: '00:14:a5:cb:6e:1a' },
      // tshark 4.0 reads the same number; it is the CRC-32 of the ten octets.
      Dot11FCS: { fcs: 0xc14359c2 },
    },
    build: () => [
      PPI({
        headers: [
          [
            '802.11-common',
            { tsft: 4_090_330_774n, flags: 'FCS', rate: 48, freq: 2422, channel_flags: 0xc0, dbm_antsignal: -65, dbm_antnoise: -96 },
          ],
        ],
      }),
      Dot11({ type: 1, subtype: 13, addr1: '00:14:a5:cb:6e:1a' }),
      Dot11FCS(),
    ],
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
    chain: 'CHDLC/SLARP',
    octets: '8f008035000000020000000500000004ffff',
    read: { CHDLC: { proto: 0x8035 }, SLARP: { code: 2, mysequence: 5, yoursequence: 4, reliability: 0xffff } },
  },
]);

describe('Per-Packet Information', () => {
  it('has in frame.protocols what Wireshark puts between it and the frame', () => {
    const chain = (octets: string): string => protocolChain(objectOf(dissect(fromHex(octets), PPI)).built().shape, 192);
    expect(chain(`0000080069000000${ack}`)).toBe('ppi:wlan_radio:wlan');
    expect(chain(`0000080001000000${'02'.repeat(12)}0806`)).toBe('ppi:pcap_pktdata:eth:ethertype');
  });
});
