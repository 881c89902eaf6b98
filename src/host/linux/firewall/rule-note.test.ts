import { describe, expect, it } from 'vitest';
import type { FirewallRule } from '../../host.ts';
import { decodeNote, encodeNote, type RuleNote } from './rule-note.ts';

const LONG = '2001:db8:1111:2222:3333:4444:5555:6666';

describe('the note of a rule', () => {
  it.each<RuleNote>([
    { rule: { direction: 'in', action: 'drop' } },
    { rule: { direction: 'out', action: 'count', iface: 'null', protocol: 89, family: 4, tcpFlags: { clear: 'A' } } },
    { rule: { direction: 'out', action: 'drop', protocol: 'icmp', icmpType: 0, icmpCode: 0 } },
    {
      rule: { direction: 'out', action: 'drop', iface: 'i'.repeat(15), protocol: 'icmpv6', family: 6, icmpType: 1, icmpCode: 4 },
      guard: { protocol: 'udp', localPort: 65535, localAddress: LONG, remoteAddress: LONG, remotePort: 65535 },
    },
  ])('%j is what it was', (note) => {
    expect(decodeNote(encodeNote(note))).toEqual(note);
  });

  it('of the longest rule fits the kernel’s 256 octets', () => {
    const rule: FirewallRule = {
      direction: 'forward',
      action: 'reject',
      // Each of these takes two octets in JSON.
      iface: '"'.repeat(15),
      protocol: 'tcp',
      family: 6,
      source: `${LONG}/127`,
      destination: `${LONG}/127`,
      sourcePort: [10000, 65535],
      destinationPort: [10000, 65535],
      tcpFlags: { set: 'FSRP', clear: 'AUEC' },
    };
    const octets = encodeNote({ rule });
    expect(octets.length).toBeLessThanOrEqual(256);
    expect(octets[1]).toBe(octets.length - 2);
    expect(decodeNote(octets)).toEqual({ rule });
  });

  it('of somebody else is none of ours', () => {
    // nft's comment: type 0.
    expect(decodeNote(Uint8Array.of(0, 3, 0x68, 0x69, 0))).toBeUndefined();
    expect(decodeNote(new Uint8Array(0))).toBeUndefined();
    expect(decodeNote(encodeNote({ rule: { direction: 'in', action: 'drop' } }).subarray(0, 9))).toBeUndefined();
    expect(decodeNote(Uint8Array.of(0x70, 1, 0x7b))).toBeUndefined();
    expect(decodeNote(Uint8Array.of(0x70, 2, 0x7b, 0x7d))).toBeUndefined();
  });
});
