import { describe, expect, it } from 'vitest';
import type { NativeBinding } from '../../../../native/binding.ts';
import type { FirewallRule } from '../../host.ts';
import { checkRule } from './checked-rule.ts';
import { Firewall } from './firewall.ts';
import { guardRules } from './guard.ts';
import { guardLineFor } from './guard-line.ts';
import { iptablesLines } from './iptables-line.ts';

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
          /^this kernel has no nftables.*; or type: iptables -A OUTPUT -p tcp --sport 4444 --tcp-flags RST RST -j DROP ; ip6tables /,
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

/** What the kernel answers to a batch, by a socket that is there. */
const answering = (errno: number): Firewall => {
  let sent: Uint8Array | undefined;
  const native = {
    open: () => ({}),
    setsockopt: () => 0,
    sendto: (_: unknown, data: Uint8Array) => {
      sent = data.slice();
      return data.length;
    },
    pollWait: () => 1,
    close: () => 0,
    // struct nlmsghdr with NLMSG_ERROR (2) for the first message, then struct nlmsgerr.
    recvmsg: (_: unknown, out: Uint8Array) => {
      if (sent === undefined) return -11;
      const view = new DataView(out.buffer, out.byteOffset);
      view.setUint32(0, 36, true);
      view.setUint16(4, 2, true);
      view.setUint32(8, new DataView(sent.buffer).getUint32(8, true), true);
      view.setInt32(16, -errno, true);
      sent = undefined;
      return 36;
    },
  };
  return new Firewall(
    () => native as unknown as NativeBinding,
    () => -1,
  );
};

describe.each([
  ['EINVAL', 22],
  ['ENOTSUP', 95],
  ['EPROTONOSUPPORT', 93],
])('nf_tables that answer %s', (name, errno) => {
  it('are none, or too old', () => {
    const error = expect.objectContaining({
      code: 'ERR_PLATFORM',
      message: expect.stringMatching(new RegExp(`^this kernel has no nftables.*${name}`)) as unknown,
    });
    expect(() => answering(errno).guard({ protocol: 'tcp', localPort: 4444 })).toThrow(error);
    expect(() => answering(errno).check()).toThrow(error);
  });
});

describe('what to type instead of a guard', () => {
  const tuple = { localPort: 4444, localAddress: '192.0.2.1', remoteAddress: '192.0.2.2', remotePort: 80 } as const;

  it('is two commands on Linux where both families are meant, and one where one is', () => {
    const rule = '-A OUTPUT -p tcp --sport 4444 --tcp-flags RST RST -j DROP';
    expect(guardLineFor('linux', { protocol: 'tcp', localPort: 4444 })).toBe(`iptables ${rule} ; ip6tables ${rule}`);
    expect(guardLineFor('linux', { protocol: 'tcp', ...tuple })).toBe(
      'iptables -A OUTPUT -p tcp -s 192.0.2.1 -d 192.0.2.2 --sport 4444 --dport 80 --tcp-flags RST RST -j DROP',
    );
  });

  it("is pf's line on macOS and the BSDs", () => {
    const how = ' (in /etc/pf.conf, then: pfctl -f /etc/pf.conf -e)';
    for (const platform of ['darwin', 'freebsd', 'openbsd'])
      expect(guardLineFor(platform, { protocol: 'tcp', localPort: 4444 })).toBe(
        `block drop out quick proto tcp from any port 4444 to any flags R/R${how}`,
      );
    expect(guardLineFor('darwin', { protocol: 'tcp', ...tuple })).toBe(
      `block drop out quick proto tcp from 192.0.2.1 port 4444 to 192.0.2.2 port 80 flags R/R${how}`,
    );
    expect(guardLineFor('darwin', { protocol: 'udp', localPort: 53, localAddress: '2001:db8::1' })).toBe(
      `block drop out quick inet6 proto icmp6 from 2001:db8::1 to any icmp6-type unreach code port-unr${how}`,
    );
    expect(guardLineFor('darwin', { protocol: 'udp', localPort: 53 })).toMatch(/ inet proto icmp .* ; .* inet6 proto icmp6 /);
  });

  it("is netsh's on Windows, with what it does besides", () => {
    expect(guardLineFor('win32', { protocol: 'tcp', localPort: 4444 })).toMatch(
      /^netsh advfirewall set allprofiles state on \(.*all ports/,
    );
  });

  it('is nothing where nothing is known, and never for what is no guard', () => {
    expect(guardLineFor('aix', { protocol: 'tcp', localPort: 4444 })).toBeUndefined();
    expect(() => guardLineFor('win32', { protocol: 'tcp', localPort: 0 })).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }));
  });
});

describe('the line for iptables', () => {
  it.each<[FirewallRule, string]>([
    [{ direction: 'in', action: 'drop', iface: 'va', source: '10.1.0.0/16', family: 4 }, 'iptables -A INPUT -i va -s 10.1.0.0/16 -j DROP'],
    [
      { direction: 'forward', action: 'reject', protocol: 'udp', destination: '2001:db8::1', destinationPort: [1, 9] },
      'ip6tables -A FORWARD -p udp -d 2001:db8::1 --dport 1:9 -j REJECT',
    ],
    [
      { direction: 'out', action: 'count', protocol: 'tcp', family: 4, tcpFlags: { set: 'S', clear: 'A' } },
      'iptables -A OUTPUT -p tcp --tcp-flags SYN,ACK SYN',
    ],
    [
      { direction: 'out', action: 'accept', protocol: 'icmp', icmpType: 3, icmpCode: 3 },
      'iptables -A OUTPUT -p icmp --icmp-type 3/3 -j ACCEPT',
    ],
  ])('says %j', (rule, line) => {
    expect(iptablesLines({ checked: checkRule(rule), further: [] })).toEqual([line]);
  });

  it('looks at what a port unreachable quotes', () => {
    expect(guardRules({ protocol: 'udp', localPort: 53, localAddress: '192.0.2.1', remotePort: 99 }).flatMap(iptablesLines)).toEqual([
      'iptables -A OUTPUT -p icmp -s 192.0.2.1 --icmp-type 3/3 -m u32 --u32 "0>>22&0x3C@14&0xFF=17&&0>>22&0x3C@28>>16=99&&0>>22&0x3C@28&0xFFFF=53" -j DROP',
    ]);
  });
});
