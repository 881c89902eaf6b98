import { describe, expect, it } from 'vitest';
import { DNS } from '../protocols/application/dns/dns.ts';
import { ICMP } from '../protocols/network/icmp/icmp.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { dissect, packet, protocols } from '../protocols/protocols.ts';
import { TCP } from '../protocols/transport/tcp/tcp.ts';
import { bits, flag } from './fields/integers.ts';
import { layer } from './layer/layer.ts';
import { lsFunction } from './ls.ts';

const ls = lsFunction(protocols);

describe('ls', () => {
  it('ls(TCP) has a line for each field: kind, default, Wireshark name', () => {
    const lines = ls(TCP).split('\n');
    expect(lines).toHaveLength(Object.keys(TCP.spec.fields).length);
    expect(lines[0]).toMatch(/^sport {6}: u16 \(16 bits\) +=\s+\(20\) +tcp\.srcport tcp\.port/);
    expect(lines.find((l) => l.startsWith('dataofs'))).toMatch(/^dataofs {4}: 4 bits += +\(computed\)/);
    expect(lines.find((l) => l.startsWith('flags'))).toMatch(/flags \(9 bits\) += +\(S\) +tcp\.flags/);
    // Names stand where scapy's stand.
    expect(lines.every((l) => l[11] === ':' && l.includes(' = '))).toBe(true);
  });

  it('has the names of fields inside fields, some of many', () => {
    expect(ls(TCP)).toMatch(
      /^options .* tcp\.option_len tcp\.options\.mss_val tcp\.options\.wscale\.shift( tcp\.options\.ao\.\w+){3} and \d+ more {2}RFC/m,
    );
    expect(ls(DNS)).toMatch(/^an .* dns\.resp\.len dns\.a( dns\.soa\.\w+){4} and \d+ more {2}answers$/m);
  });

  it('counts one bit as one', () => {
    const One = layer('One', { fields: { rest: bits(7), last: flag() } });
    expect(ls(One)).toMatch(/^last +: flag \(1 bit\) /m);
  });

  it('says when a field is there, as the spec declares it', () => {
    const lines = ls(ICMP).split('\n');
    const of = (name: string): string | undefined => /\[(.*)\]$/.exec(lines.find((l) => l.startsWith(`${name} `)) ?? '')?.[1];
    expect(of('ts_rx')).toBe('when type is timestamp-request or timestamp-reply');
    expect(of('length')).toBe('when type is parameter-problem, dest-unreach or time-exceeded');
    expect(of('unused')).toBe('when type is something else, or type is parameter-problem or time-exceeded');
    expect(of('type')).toBeUndefined();
  });

  it('ls() has every layer once, sorted', () => {
    const names = ls()
      .split('\n')
      .map((l) => l.split(' ')[0] as string);
    expect(names).toEqual([...names].sort());
    for (const name of ['Ether', 'IP', 'TCP', 'UDP', 'Raw', 'Padding']) expect(names).toContain(name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('ls(text) finds layers by a part of their names, the nearest first', () => {
    expect(ls('ipv6').split('\n')[0]).toMatch(/^IPv6 {6} : /);
    expect(ls('TCP').split('\n')[0]).toMatch(/^TCP/);
    expect(
      ls(/^Dot1/)
        .split('\n')
        .map((l) => l.split(' ')[0])
        .slice(0, 4),
    ).toEqual(['Dot11', 'Dot1Q', 'Dot1AD', 'Dot1AH']);
    expect(ls('no such layer')).toBe('');
    expect(ls('((')).toBe('');
  });

  it('ls(packet) has the values beside the defaults', () => {
    const q = dissect(packet(IP({ dst: '192.0.2.7' }), TCP({ dport: 443 })).bytes, IP);
    const text = ls(q);
    expect(text).toMatch(/^dst +: ipv4 \(32 bits\) += 192\.0\.2\.7 +\(127\.0\.0\.1\) +ip\.dst ip\.addr$/m);
    expect(text).toMatch(/^dport +: u16 \(16 bits\) += https +\(80\)/m);
    expect(text.split('\n--\n')).toHaveLength(2);
    expect(ls(TCP({ dport: 443 }))).toMatch(/^dport .* = 443 +\(80\)/m);
  });
});
