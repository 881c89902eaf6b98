import { describe, expect, it } from 'vitest';
import { ARP } from '../protocols/network/arp.ts';
import { Ether } from '../protocols/link/ethernet.ts';
import { ICMP } from '../protocols/network/icmp/icmp.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../protocols/network/ipv6/ipv6.ts';
import { packet } from '../protocols/protocols.ts';
import { TCP } from '../protocols/transport/tcp/tcp.ts';
import { UDP } from '../protocols/transport/udp.ts';
import type { Packet } from './laid/packet.ts';
import { fullDuplex, PacketList } from './packet-list.ts';
import { Padding } from './layer/raw.ts';

const A = '192.0.2.1',
  B = '192.0.2.2';
const at = <P extends Packet<any>>(p: P, sec: number, nsec = 0): P => {
  p.meta.sec = sec;
  p.meta.nsec = nsec;
  return p;
};
const list = (): PacketList =>
  new PacketList(
    [
      at(packet(Ether(), IP({ src: A, dst: B }), TCP({ sport: 1025, dport: 80 })), 30),
      at(
        packet(Ether(), IP({ src: B, dst: A }), TCP({ sport: 80, dport: 1025, flags: 'SA' }), Padding({ load: new Uint8Array(6) })),
        20,
        5,
      ),
      at(packet(Ether(), IP({ src: A, dst: B }), UDP({ sport: 9, dport: 60_001 }), 'hello'), 20),
      at(packet(Ether(), ARP({ psrc: A, pdst: B }), Padding({ load: new Uint8Array([1, 2, 3]) })), 10),
      at(packet(Ether(), IPv6({ src: '2001:db8::1', dst: '2001:db8::2' }), UDP({ sport: 9, dport: 60_001 })), 50),
      at(packet(Ether(), IP({ src: A, dst: B }), ICMP({ id: 3 })), 60),
      at(packet(Ether({ type: 0x1234 }), 'zz'), 70),
    ] as Packet[],
    'f.pcap',
  );

describe('PacketList', () => {
  it('is an array', () => {
    const l = list();
    expect(l).toHaveLength(7);
    expect(l[3]?.has(ARP)).toBe(true);
    expect(l.at(-1)?.has(Ether)).toBe(true);
    expect([...l].length).toBe(7);
    expect(Array.isArray(l)).toBe(true);
    const lengths = l.map((p) => p.length);
    expect(lengths).not.toBeInstanceOf(PacketList);
    expect(lengths[3]).toBe(45);
  });

  it('filter, slice, concat and only give lists with the same name', () => {
    const l = list();
    for (const m of [l.filter((p) => p.has(IP)), l.slice(0, 4), l.concat(l), l.only(IP)]) {
      expect(m).toBeInstanceOf(PacketList);
      expect(m.listName).toBe('f.pcap');
    }
    expect(l.filter((p) => p.has(IP))).toHaveLength(4);
    expect(l.slice(-2)).toHaveLength(2);
    expect(l.concat(l, l[0] as Packet)).toHaveLength(15);
    expect(l.only(TCP)).toHaveLength(2);
    expect([l.count(TCP), l.count(UDP), l.count(ARP)]).toEqual([2, 2, 1]);
    expect(l.views(TCP).map((v) => v.dport)).toEqual([80, 1025]);
  });

  it('sorts by time of capture', () => {
    expect(
      list()
        .sort()
        .map((p) => p.meta.sec),
    ).toEqual([10, 20, 20, 30, 50, 60, 70]);
    expect(list().sort()[1]?.has(UDP)).toBe(true);
    expect(list().sort((a, b) => b.length - a.length)[0]?.length).toBeGreaterThan(60);
  });

  it('says what it holds', () => {
    expect(list().text).toBe('<f.pcap: TCP:2 UDP:2 ICMP:1 Other:2>');
    expect(String(new PacketList())).toBe('<PacketList: TCP:0 UDP:0 ICMP:0 Other:0>');
  });

  it('shows a line each', () => {
    const lines = list().nsummary().split('\n');
    expect(lines[0]).toBe('0000 Ether / IP / TCP 192.0.2.1:1025 > 192.0.2.2:http S');
    expect(lines).toHaveLength(7);
    expect(list().show()).toBe(list().nsummary());
    expect(
      list()
        .summary((p) => String(p.length))
        .split('\n')[3],
    ).toBe('45');
  });

  it('dumps octets, payloads and padding', () => {
    expect(
      list()
        .hexdump()
        .match(/^\d{4} \d\d:\d\d:\d\d\.\d{6} \S/gm),
    ).toHaveLength(7);
    expect(
      list()
        .hexraw()
        .split('\n')
        .filter((l) => l.startsWith('0000  ')),
    ).toEqual([expect.stringContaining('hello'), expect.stringContaining('zz')]);
    expect(
      list()
        .padding()
        .match(/^\d{4} .*Ether/gm),
    ).toHaveLength(2);
    expect(
      list()
        .nzpadding()
        .match(/^\d{4} .*Ether/gm),
    ).toHaveLength(1);
    expect(list().rawhexdump()).not.toContain('Ether');
  });

  it('groups by session', () => {
    expect([...list().sessions().keys()]).toEqual([
      'TCP 192.0.2.1:1025 > 192.0.2.2:80',
      'TCP 192.0.2.2:80 > 192.0.2.1:1025',
      'UDP 192.0.2.1:9 > 192.0.2.2:60001',
      'ARP 192.0.2.1 > 192.0.2.2',
      'UDP 2001:db8::1:9 > 2001:db8::2:60001',
      'ICMP 192.0.2.1 > 192.0.2.2 type=8 code=0 id=0x3',
      'Ethernet type=1234',
    ]);
    const both = list().sessions(fullDuplex);
    expect(both.get('TCP 192.0.2.1:1025 <> 192.0.2.2:80')).toHaveLength(2);
    expect(both.get('TCP 192.0.2.1:1025 <> 192.0.2.2:80')).toBeInstanceOf(PacketList);
  });

  it('counts conversations', () => {
    const [first, second] = list().conversations();
    expect(first).toEqual({ src: A, dst: B, packets: 4, octets: 54 + 47 + 45 + 42 });
    expect(second).toMatchObject({ src: B, dst: A, packets: 1 });
    expect(list().conversations()).toHaveLength(3);
  });

  it('replaces values in copies', () => {
    const l = list();
    const r = l.replace(IP, 'src', A, '10.9.9.9');
    expect(
      r
        .only(IP)
        .views(IP)
        .map((v) => v.src),
    ).toEqual(['10.9.9.9', B, '10.9.9.9', '10.9.9.9']);
    expect(l.views(IP)[0]?.src).toBe(A);
    expect(r).toHaveLength(7);
  });
});
