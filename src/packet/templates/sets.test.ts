import { describe, expect, it } from 'vitest';
import { DNSRR } from '../../protocols/application/dns/dns.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { packet } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import type { Template } from './template.ts';
import { hosts, net, oneOf, range } from './sets.ts';

const code = (what: () => unknown): string | undefined => {
  try {
    what();
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe('sets', () => {
  it('a template stands last among the parts of another, and is no options', () => {
    const t = packet(IP(), packet(TCP({ dport: [1, 2] })) as never) as unknown as Template<'IP' | 'TCP'>;
    expect([...t].map((p) => p.layers().map((layer) => layer.layerName))).toEqual([
      ['IP', 'TCP'],
      ['IP', 'TCP'],
    ]);
  });

  it('net() has all addresses of a prefix', () => {
    expect([...net('10.0.0.0/30')]).toEqual(['10.0.0.0', '10.0.0.1', '10.0.0.2', '10.0.0.3']);
    expect([...net('10.0.0.7/30')][0]).toBe('10.0.0.4');
    expect([...net('192.0.2.1')]).toEqual(['192.0.2.1']);
    expect([...net('2001:db8::/127')]).toEqual(['2001:db8::', '2001:db8::1']);
    expect(net('10/8').count).toBe(2 ** 24);
    expect(net('0.0.0.0/0').at(2 ** 32 - 1)).toBe('255.255.255.255');
    expect(net('2001:db8::/64').count).toBe(2 ** 64);
    expect(net('2001:db8::/64').at(2 ** 40)).toBe('2001:db8::100:0:0');
    expect(code(() => net('10.0.0.0/33'))).toBe('ERR_RANGE');
    expect(code(() => net('example.org/24'))).toBe('ERR_ADDRESS');
  });

  it('range() includes both ends', () => {
    expect([...range(1, 5)]).toEqual([1, 2, 3, 4, 5]);
    expect([...range(0, 10, 4)]).toEqual([0, 4, 8]);
    expect([...range(3, 1, -1)]).toEqual([3, 2, 1]);
    expect(range(0, 2 ** 32 - 1).count).toBe(2 ** 32);
    expect(code(() => range(5, 1))).toBe('ERR_RANGE');
    expect(code(() => range(1, 5, 0))).toBe('ERR_RANGE');
  });

  it('hosts() takes ranges of octets', () => {
    expect([...hosts('10.0.0.1-3,9')]).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.9']);
    expect([...hosts('10.0.1-2.0,255')]).toEqual(['10.0.1.0', '10.0.1.255', '10.0.2.0', '10.0.2.255']);
    expect(hosts('10.*.*.1').count).toBe(65_536);
    expect(hosts('10.0.0.0/24').count).toBe(256);
    expect(hosts('10.0.0.1').count).toBe(1);
    for (const bad of ['10.0.0.5-1', '10.0.0.256-257', '10.0.1-2', '10.0.0.1-', 'a.b.c.*'])
      expect(
        code(() => hosts(bad)),
        bad,
      ).toBe('ERR_ADDRESS');
  });

  it('oneOf() gives a list-valued field one list after the other', () => {
    const t = packet(IP({ dst: '192.0.2.1' }), TCP({ options: oneOf([[], [['MSS', 1460]], ['NOP', 'NOP']]) }));
    expect(t.count).toBe(3);
    expect([...t].map((p) => p.get(TCP).dataofs)).toEqual([5, 6, 6]);
    expect(code(() => oneOf([]))).toBe('ERR_RANGE');
  });

  it('makes the product, the last set varying fastest', () => {
    const t = packet(IP({ dst: net('10.0.0.0/31'), ttl: range(1, 2) }), TCP({ dport: [80, range(8000, 8001)] }));
    expect(t.count).toBe(12);
    expect([...t].map((p) => `${p.get(IP).dst} ${p.get(IP).ttl} ${p.get(TCP).dport}`)).toEqual(
      ['10.0.0.0', '10.0.0.1'].flatMap((dst) => [1, 2].flatMap((ttl) => [80, 8000, 8001].map((dport) => `${dst} ${ttl} ${dport}`))),
    );
    expect(packet(IPv6({ dst: net('2001:db8::/64') }), TCP({ dport: range(0, 65_535) })).count).toBe(2 ** 80);
    expect(t.command()).toBe("packet(IP({ dst: net('10.0.0.0/31'), ttl: range(1, 2) }), TCP({ dport: [80, range(8000, 8001)] }))");
  });

  it('net() keeps a zone, which is no octet of the packet', () => {
    const t = packet(IPv6({ dst: net('fe80::4%eth0/127') }), UDP());
    const one = packet(IPv6({ dst: 'fe80::4' }), UDP());
    expect([...t].map((p) => p.get(IPv6).dst)).toEqual(['fe80::4', 'fe80::5']);
    expect([...t][0]?.bytes).toEqual(one.bytes);
    expect([...net('fe80::4%eth0/127')]).toEqual(['fe80::4%eth0', 'fe80::5%eth0']);
    expect(t.command()).toBe("packet(IPv6({ dst: net('fe80::4%eth0/127') }), UDP())");
    // Where no packet is sent to, a zone would be lost without a word.
    expect(code(() => packet(DNSRR({ type: 'AAAA', rdata: 'fe80::4%eth0' })).bytes)).toBe('ERR_ADDRESS');
    expect(code(() => net('192.0.2.0%eth0/24'))).toBe('ERR_ADDRESS');
  });
});
