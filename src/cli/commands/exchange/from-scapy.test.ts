import { describe, expect, it } from 'vitest';
import { fromScapy } from './from-scapy.ts';
import { sendableOf } from './expression.ts';

// The left side is what scapy's own documentation writes.
const PAIRS = [
  ['IP(dst="192.0.2.1")/ICMP()', 'packet(IP({ dst: "192.0.2.1" }), ICMP())'],
  [
    "Ether() / IP(dst='192.0.2.1', ttl=9) / TCP(dport=[80, 443], flags='S')",
    "packet(Ether(), IP({ dst: '192.0.2.1', ttl: 9 }), TCP({ dport: [80, 443], flags: 'S' }))",
  ],
  ['IP(dst="192.0.2.1")/UDP(dport=0x35)/"a/b"', 'packet(IP({ dst: "192.0.2.1" }), UDP({ dport: 0x35 }), "a/b")'],
  ['IP(dst="192.0.2.1")', 'packet(IP({ dst: "192.0.2.1" }))'],
  ['IP()/ICMP()', 'packet(IP(), ICMP())'],
] as const;

describe("scapy's notation", () => {
  it.each(PAIRS)('%s is named, with ours, which is a packet', async (theirs, ours) => {
    expect(fromScapy(theirs)).toBe(ours);
    await expect(sendableOf(ours)).resolves.toBeDefined();
    await expect(sendableOf(theirs)).rejects.toMatchObject({ code: 'ERR_EXPRESSION', remedy: `in TypeScript: ${ours}` });
  });

  it('with values that mean something else here gets an example', async () => {
    expect(fromScapy('IP(dst="192.0.2.1")/TCP(dport=(1,1024))')).toBe('packet(IP({ dst: "192.0.2.1" }), ICMP())');
  });

  it.each([
    'packet(IP({ dst: "192.0.2.1" }), ICMP())',
    'packet(IP(), ICPM())',
    '17',
    '10 / 2',
    'IP({ dst: net("192.0.2.0/30") })',
    'host("a/b")',
  ])('is not: %s', (text) => {
    expect(fromScapy(text)).toBeUndefined();
  });
});
