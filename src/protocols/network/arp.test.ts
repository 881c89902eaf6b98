import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { Ether } from '../link/ethernet.ts';
import { dissect, packet } from '../protocols.ts';
import { ARP } from './arp.ts';

const m1 = '02:00:00:00:00:01',
  m2 = '02:00:00:00:00:02';

layerSuite('ARP', [
  {
    what: 'request',
    origin: 'scapy 2.5: ARP(hwsrc="02:00:00:00:00:01",psrc="192.0.2.1",pdst="192.0.2.2")',
    first: ARP,
    chain: 'ARP',
    octets: '0001080006040001020000000001c0000201000000000000c0000202',
    read: {
      ARP: {
        hwtype: 1,
        ptype: 0x800,
        hwlen: 6,
        plen: 4,
        op: 1,
        hwsrc: m1,
        psrc: '192.0.2.1',
        hwdst: '00:00:00:00:00:00',
        pdst: '192.0.2.2',
      },
    },
    build: () => [ARP({ hwsrc: m1, psrc: '192.0.2.1', pdst: '192.0.2.2' })],
    summary: 'ARP who has 192.0.2.2 says 192.0.2.1',
  },
  {
    what: 'reply with the padding of a short frame',
    origin: 'the ARP RFC 826 gives, in a frame of 60 octets (IEEE 802.3 §4.2.3.3)',
    first: Ether,
    chain: 'Ether/ARP/Padding',
    octets: `020000000002020000000001080600010800060400020200000000 01c0000201020000000002c0000202${'00'.repeat(18)}`.replaceAll(' ', ''),
    read: { ARP: { op: 2, hwdst: m2 }, Padding: { load: '00'.repeat(18) } },
    summary: 'Ether / ARP is at 02:00:00:00:00:01 says 192.0.2.1 / Padding',
  },
]);

describe('ARP', () => {
  it('takes its lengths from the addresses given', () => {
    const p = packet(
      ARP({ ptype: 0x86dd, hwsrc: '00:11:22:33:44:55:66:77', psrc: '2001:db8::1', hwdst: '00:11:22:33:44:55:66:78', pdst: '2001:db8::2' }),
    );
    expect(p.get(ARP)).toMatchObject({ hwlen: 8, plen: 16, pdst: '2001:db8::2' });
    expect(p.length).toBe(8 + 2 * (8 + 16));
  });

  it('keeps what is there of addresses cut short, and says so', () => {
    const p = dissect(packet(ARP({ psrc: '192.0.2.1' })).bytes.subarray(0, 16), ARP);
    expect(p.layers().map((l) => l.layerName)).toEqual(['ARP']);
    expect(p.get(ARP)).toMatchObject({ op: 1, hwsrc: '00:00:00:00:00:00', psrc: 'c000', hwdst: '', pdst: '' });
    expect(p.issues).toMatchObject([{ kind: 'truncated', layer: 'ARP', field: 'plen', needed: 4, had: 2 }]);
  });

  it('is answered by the one who was asked for', () => {
    const match = ARP.spec.match!;
    const request = packet(ARP({ psrc: '192.0.2.1', pdst: '192.0.2.2' })).get(ARP);
    const reply = packet(ARP({ op: 'is-at', hwsrc: m2, psrc: '192.0.2.2', hwdst: m1, pdst: '192.0.2.1' })).get(ARP);
    const other = packet(ARP({ op: 'is-at', psrc: '192.0.2.3', pdst: '192.0.2.1' })).get(ARP);
    expect(match.answers(reply, request)).toBe(true);
    expect(match.answers(request, reply)).toBe(false);
    expect(match.answers(other, request)).toBe(false);
    expect(match.hash(reply, 'reply', 7)).toBe(match.hash(request, 'request', 7));
  });
});
