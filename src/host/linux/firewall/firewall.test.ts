import { describe, expect, it } from 'vitest';
import type { NativeBinding } from '../../../../native/binding.ts';
import type { FirewallRule } from '../../host.ts';
import { checkRule } from './checked-rule.ts';
import { Firewall } from './firewall.ts';
import { guardRules } from './guard.ts';
import { iptablesLine } from './iptables-line.ts';

const refusing = (errno: number): Firewall =>
  new Firewall(
    () => ({ open: () => -errno }) as unknown as NativeBinding,
    () => -1,
  );

describe('a kernel without nftables', () => {
  it('is told in one line, with what to type instead', () => {
    const EPROTONOSUPPORT = 93;
    expect(() => refusing(EPROTONOSUPPORT).guard({ protocol: 'tcp', localPort: 4444 })).toThrow(
      expect.objectContaining({
        code: 'ERR_PLATFORM',
        line: expect.stringMatching(
          /^this kernel has no nftables.*; or type: iptables -A OUTPUT -p tcp --sport 4444 --tcp-flags RST RST -j DROP$/,
        ) as unknown,
      }),
    );
    expect(() => refusing(EPROTONOSUPPORT).list()).toThrow(expect.objectContaining({ code: 'ERR_PLATFORM' }));
  });

  it('and a rule that is wrong is refused before it is asked', () => {
    expect(() => refusing(1).add({ direction: 'in', action: 'drop', source: 'x' })).toThrow(
      expect.objectContaining({ code: 'ERR_ADDRESS' }),
    );
  });
});

describe('the line for iptables', () => {
  it.each<[FirewallRule, string]>([
    [{ direction: 'in', action: 'drop', iface: 'va', source: '10.1.0.0/16' }, 'iptables -A INPUT -i va -s 10.1.0.0/16 -j DROP'],
    [
      { direction: 'forward', action: 'reject', protocol: 'udp', destination: '2001:db8::1', destinationPort: [1, 9] },
      'ip6tables -A FORWARD -p udp -d 2001:db8::1 --dport 1:9 -j REJECT',
    ],
    [
      { direction: 'out', action: 'count', protocol: 'tcp', tcpFlags: { set: 'S', clear: 'A' } },
      'iptables -A OUTPUT -p tcp --tcp-flags SYN,ACK SYN',
    ],
    [
      { direction: 'out', action: 'accept', protocol: 'icmp', icmpType: 3, icmpCode: 3 },
      'iptables -A OUTPUT -p icmp --icmp-type 3/3 -j ACCEPT',
    ],
  ])('says %j', (rule, line) => {
    expect(iptablesLine({ checked: checkRule(rule), further: [] })).toBe(line);
  });

  it('looks at what a port unreachable quotes', () => {
    expect(guardRules({ protocol: 'udp', localPort: 53, localAddress: '192.0.2.1', remotePort: 99 }).map(iptablesLine)).toEqual([
      'iptables -A OUTPUT -p icmp -s 192.0.2.1 --icmp-type 3/3 -m u32 --u32 "0>>22&0x3C@14&0xFF=17&&0>>22&0x3C@28>>16=99&&0>>22&0x3C@28&0xFFFF=53" -j DROP',
    ]);
  });
});
