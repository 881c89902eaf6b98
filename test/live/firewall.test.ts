/** The firewall and the guard beside nft, in two network namespaces that are made and removed here. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { FirewallRule, GuardRequest, Host, HostAdmin, Link } from '../../src/host/host.ts';
import { linuxHost } from '../../src/host/linux/linux-host.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { Ether } from '../../src/protocols/link/ethernet.ts';
import { ICMP } from '../../src/protocols/network/icmp/icmp.ts';
import { ICMPv6DestUnreach } from '../../src/protocols/network/icmpv6/errors.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../src/protocols/network/ipv6/ipv6.ts';
import { packet } from '../../src/protocols/protocols.ts';
import { TCP } from '../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../src/protocols/transport/udp.ts';
import { type BuiltCli, buildCli } from '../support/built-cli.ts';
import { packed, requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { withAddon } from '../support/with-addon.ts';

const start = promisify(execFile);
const MAC_A = '02:00:00:00:00:0a';
const MAC_B = '02:00:00:00:00:0b';
const A = '10.77.0.1';
const B = '10.77.0.2';
const A6 = 'fd00:77::1';
const B6 = 'fd00:77::2';
const LISTENER = 8080;

describeIf(requireLive('nft', 'setpriv', 'nsenter'), 'the firewall', () => {
  let net: TwoNamespaces;
  let cli: BuiltCli;
  let host: Host;
  let admin: Required<Pick<HostAdmin, 'firewall' | 'guard'>>;
  let listener: ChildProcess;
  let before: string;
  const guards: ChildProcess[] = [];

  const inA = (...words: string[]): string => run('ip', 'netns', 'exec', net.a, ...words);
  const ruleset = (): string => inA('nft', '-j', 'list', 'ruleset');
  /** nft's lines of our own rules, without their counters. */
  const ours = (): string[] =>
    inA('nft', 'list', 'ruleset')
      .split('table ')
      .filter((text) => text.startsWith('inet packetwright-'))
      .flatMap((text) => text.split('\n'))
      .filter((line) => line.includes(' counter '))
      .map((line) => line.trim().replace(/counter packets \d+ bytes \d+/, 'counter'));

  beforeAll(async () => {
    cli = await buildCli('src/cli/main.ts');
    withAddon(cli.folder);
    net = twoNamespaces();
    for (const [name, device, address] of [
      [net.a, 'va', A6],
      [net.b, 'vb', B6],
    ] as const) {
      run('ip', 'netns', 'exec', name, 'sysctl', '-qw', `net.ipv6.conf.${device}.disable_ipv6=0`);
      run('ip', '-n', name, 'addr', 'add', `${address}/64`, 'dev', device, 'nodad');
    }
    // What begins a connection by hand leaves it half open on the listener's side. Answered once and no more: a SYN+ACK that comes
    // again a second later would draw another reset, into whatever counts at that time.
    run('ip', 'netns', 'exec', net.b, 'sysctl', '-qw', 'net.ipv4.tcp_synack_retries=0');
    // Somebody else's table, with what ours has too.
    inA('nft', 'add', 'table', 'inet', 'foreign');
    inA('nft', 'add', 'chain', 'inet', 'foreign', 'out', '{ type filter hook output priority 0; policy accept; }');
    inA('nft', 'add', 'rule', 'inet', 'foreign', 'out', 'udp', 'dport', '9', 'drop', 'comment', '"not ours"');
    before = ruleset();
    const program = `require('net').createServer().listen(${LISTENER}, () => console.log('ready'))`;
    listener = spawn('ip', ['netns', 'exec', net.b, process.execPath, '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(listener.stdout as NodeJS.ReadableStream, 'data');
  });
  afterAll(async () => {
    listener.kill('SIGKILL');
    await once(listener, 'exit');
    net.remove();
    cli.remove();
  });
  beforeEach(() => {
    host = linuxHost({ netns: net.a });
    admin = host.admin as typeof admin;
  });
  afterEach(async () => {
    // One is still there after a failure only.
    for (const guard of guards.splice(0)) await endGroup(guard);
    await host.close();
    expect(ruleset()).toBe(before);
  });

  /** Packets that pass vb until `done` says so of one; those before it too. */
  async function onTheWire(send: () => Promise<unknown>, done: (p: Packet, all: readonly Packet[]) => boolean): Promise<Packet[]> {
    const other = linuxHost({ netns: net.b });
    const link = await other.open('vb', { immediate: true, promiscuous: true });
    const seen: Packet[] = [];
    try {
      await link.ready;
      await send();
      for await (const p of link.packets({ signal: AbortSignal.timeout(60_000) })) {
        seen.push(p);
        if (done(p, seen)) break;
      }
      return seen;
    } finally {
      await link.close();
      await other.close();
    }
  }

  async function sendFrom(name: string, device: string, frames: readonly Uint8Array[]): Promise<void> {
    const sender = linuxHost({ netns: name });
    let link: Link | undefined;
    try {
      link = await sender.open(device, { immediate: true });
      await link.send(packed(frames));
    } finally {
      await link?.close();
      await sender.close();
    }
  }

  const syn = (sport: number): Uint8Array =>
    packet(Ether({ src: MAC_A, dst: MAC_B }), IP({ src: A, dst: B }), TCP({ sport, dport: LISTENER, flags: 'S', seq: 1 })).bytes;
  const isReset = (p: Packet): boolean => ((p.get(TCP)?.flags.value ?? 0) & 4) !== 0;

  // An interface that nothing leaves: over va this kernel reports its multicast groups (RFC 3810 §6.1) whenever it likes.
  it.each<[FirewallRule, string]>([
    [{ direction: 'in', action: 'drop', iface: 'lo' }, 'iifname "lo" counter drop'],
    [{ direction: 'out', action: 'accept', iface: 'lo' }, 'oifname "lo" counter accept'],
    [{ direction: 'forward', action: 'count', iface: 'lo', family: 6 }, 'iifname "lo" meta nfproto ipv6 counter'],
    [{ direction: 'in', action: 'count', family: 4 }, 'meta nfproto ipv4 counter'],
    [{ direction: 'in', action: 'reject', protocol: 'udp' }, 'meta l4proto udp counter reject'],
    [{ direction: 'in', action: 'reject', protocol: 'tcp' }, 'meta l4proto tcp counter reject with tcp reset'],
    [{ direction: 'out', action: 'drop', protocol: 89 }, 'meta l4proto ospf counter drop'],
    [
      { direction: 'out', action: 'drop', source: '192.0.2.1', destination: '10.1.2.3/9' },
      'ip saddr 192.0.2.1 ip daddr 10.0.0.0/9 counter drop',
    ],
    [{ direction: 'in', action: 'drop', source: '2001:db8::/33', destination: A6 }, `ip6 saddr 2001:db8::/33 ip6 daddr ${A6} counter drop`],
    [{ direction: 'in', action: 'drop', source: '0.0.0.0/0' }, 'meta nfproto ipv4 counter drop'],
    [
      { direction: 'in', action: 'drop', protocol: 'tcp', sourcePort: 10, destinationPort: [20, 30] },
      'tcp sport 10 tcp dport 20-30 counter drop',
    ],
    [
      { direction: 'in', action: 'drop', protocol: 'udp', sourcePort: [1, 65535], destinationPort: 53 },
      'udp sport 1-65535 udp dport 53 counter drop',
    ],
    [{ direction: 'in', action: 'drop', protocol: 'tcp', tcpFlags: { set: 'S', clear: 'A' } }, 'tcp flags syn / syn,ack counter drop'],
    [{ direction: 'in', action: 'drop', protocol: 'tcp', tcpFlags: { clear: 'FSRPAUEC' } }, 'tcp flags == 0x0 counter drop'],
    [
      { direction: 'in', action: 'drop', protocol: 'icmp', icmpType: 8, icmpCode: 3 },
      'icmp type echo-request icmp code port-unreachable counter drop',
    ],
    [{ direction: 'in', action: 'drop', protocol: 'icmpv6', icmpType: 128 }, 'icmpv6 type echo-request counter drop'],
  ])('nft reads %j as it was meant, and the list gives it back', async (rule, text) => {
    const undo = await admin.firewall.add(rule);
    expect(ours()).toEqual([text]);
    const [entry, ...more] = await admin.firewall.list();
    expect(more).toEqual([]);
    const network = rule.destination === '10.1.2.3/9' ? { destination: '10.0.0.0/9' } : {};
    expect(entry).toMatchObject({ ...rule, ...network, packets: 0, octets: 0 });
    await undo.undo();
    await undo.undo();
    expect(ruleset()).toBe(before);
  });

  it('counts, deletes by handle, clears its own; nobody else can take it away', async () => {
    await admin.firewall.add({ direction: 'out', action: 'count', protocol: 'icmp', icmpType: 8 });
    await admin.firewall.add({ direction: 'in', action: 'count', protocol: 'icmp', icmpType: 0 });
    inA('ping', '-q', '-c', '3', '-i', '0.01', B);
    const [out, back] = await admin.firewall.list();
    // ping: 20 of IPv4, 8 of ICMP, 56 of data.
    expect(out).toMatchObject({ direction: 'out', packets: 3, octets: 3 * 84 });
    expect(back).toMatchObject({ direction: 'in', packets: 3, octets: 3 * 84 });
    const table = out?.handle.split('/')[0] as string;
    expect(() => inA('nft', 'delete', 'table', 'inet', table)).toThrow(/Operation not permitted/);
    expect(() => inA('nft', 'flush', 'table', 'inet', table)).toThrow(/Operation not permitted/);
    const other = linuxHost({ netns: net.a });
    await expect(other.admin?.firewall?.delete(out?.handle as string)).rejects.toMatchObject({ code: 'ERR_BUSY' });
    await other.admin?.firewall?.clear();
    await other.close();
    await admin.firewall.delete(out?.handle as string);
    await expect(admin.firewall.delete(out?.handle as string)).rejects.toMatchObject({ code: 'ERR_VALUE' });
    expect(await admin.firewall.list()).toEqual([back]);
    await admin.firewall.clear();
    expect(ruleset()).toBe(before);
  });

  it('drops and rejects', async () => {
    const connect = (): Promise<string> =>
      start('ip', [
        'netns',
        'exec',
        net.b,
        process.execPath,
        '-e',
        `require('net').connect(81, '${A}').on('error', (e) => console.log(e.code))`,
      ]).then(({ stdout }) => stdout.trim());
    await admin.firewall.add({ direction: 'in', action: 'reject', protocol: 'tcp', destinationPort: 81, source: '10.77.0.0/24' });
    expect(await connect()).toBe('ECONNREFUSED');
    expect((await admin.firewall.list())[0]?.packets).toBe(1);
    await admin.firewall.clear();
    await admin.firewall.add({ direction: 'in', action: 'drop', protocol: 'icmp', icmpType: 8 });
    await expect(start('ip', ['netns', 'exec', net.b, 'ping', '-c', '1', '-W', '0.2', A])).rejects.toMatchObject({ code: 1 });
    expect((await admin.firewall.list())[0]?.packets).toBe(1);
  });

  it('a SYN by hand is reset by this kernel without the guard', async () => {
    const seen = await onTheWire(() => sendFrom(net.a, 'va', [syn(4443)]), isReset);
    expect(seen.filter(isReset).map((p) => p.get(TCP)?.sport)).toEqual([4443]);
  });

  it('and with the guard it is not: exactly for its port', async () => {
    const undo = await admin.guard({ protocol: 'tcp', localPort: 4444 });
    expect(ours()).toEqual(['tcp sport 4444 tcp flags & rst == rst counter drop']);
    // The other port's reset comes last: by then the guarded one would have been there.
    const seen = await onTheWire(() => sendFrom(net.a, 'va', [syn(4444), syn(4445)]), isReset);
    expect(seen.filter((p) => p.get(TCP)?.sport === LISTENER && p.get(TCP)?.dport === 4444)).not.toEqual([]);
    expect(seen.filter(isReset).map((p) => p.get(TCP)?.sport)).toEqual([4445]);
    expect((await admin.firewall.list())[0]).toMatchObject({ packets: 1, octets: 40 });
    await undo.undo();
    expect(ruleset()).toBe(before);
  });

  it('a guard of one tuple leaves others of its port alone', async () => {
    await admin.guard({ protocol: 'tcp', localPort: 4446, localAddress: A, remoteAddress: B, remotePort: LISTENER + 1 });
    expect(ours()).toEqual([`ip saddr ${A} ip daddr ${B} tcp sport 4446 tcp dport ${LISTENER + 1} tcp flags & rst == rst counter drop`]);
    const seen = await onTheWire(() => sendFrom(net.a, 'va', [syn(4446)]), isReset);
    expect(seen.filter(isReset).length).toBe(1);
  });

  const datagram = (dport: number, sport = 999): Uint8Array =>
    packet(Ether({ src: MAC_B, dst: MAC_A }), IP({ src: B, dst: A }), UDP({ sport, dport }), 'x').bytes;
  const datagram6 = (dport: number, sport = 999): Uint8Array =>
    packet(Ether({ src: MAC_B, dst: MAC_A }), IPv6({ src: B6, dst: A6 }), UDP({ sport, dport }), 'x').bytes;
  /** The port of a datagram that an ICMP error quotes, from the frame's octets: after Ethernet, IP, ICMP and the quoted IP header. */
  const quotedPort = (p: Packet): number | undefined => {
    const at = p.has(ICMPv6DestUnreach) ? 14 + 40 + 8 + 40 : p.get(ICMP)?.type === 3 ? 14 + 20 + 8 + 20 : undefined;
    return at === undefined ? undefined : ((p.bytes[at + 2] as number) << 8) | (p.bytes[at + 3] as number);
  };

  it.each([
    ['IPv4', datagram, 0],
    ['IPv6', datagram6, 1],
  ] as const)('a guard for UDP keeps port unreachables back over %s, exactly for its port', async (_, make, index) => {
    const undo = await admin.guard({ protocol: 'udp', localPort: 5000 });
    const seen = await onTheWire(
      () => sendFrom(net.b, 'vb', [make(5000), make(5001)]),
      (p) => quotedPort(p) !== undefined,
    );
    expect(seen.map(quotedPort).filter((port) => port !== undefined)).toEqual([5001]);
    const list = await admin.firewall.list();
    expect(list.map(({ packets }) => packets)).toEqual(index === 0 ? [1, 0] : [0, 1]);
    expect(list[index]).toMatchObject({ guard: { protocol: 'udp', localPort: 5000 } });
    await undo.undo();
    expect(ruleset()).toBe(before);
  });

  it('a guard for UDP of one tuple looks at both ends of what is quoted', async () => {
    await admin.guard({ protocol: 'udp', localPort: 5000, localAddress: A, remoteAddress: B, remotePort: 999 });
    const seen = await onTheWire(
      () => sendFrom(net.b, 'vb', [datagram(5000), datagram(5000, 998)]),
      (p) => quotedPort(p) !== undefined,
    );
    expect(seen.filter((p) => quotedPort(p) === 5000).length).toBe(1);
    expect((await admin.firewall.list()).map(({ packets }) => packets)).toEqual([1]);
  });

  it.each<[FirewallRule, string, RegExp]>([
    [{ direction: 'in', action: 'drop', source: '10.0.0' }, 'ERR_ADDRESS', /source: '10\.0\.0'/],
    [{ direction: 'in', action: 'drop', destination: '10.0.0.1/33' }, 'ERR_RANGE', /destination: .*0 … 32/],
    [{ direction: 'in', action: 'drop', protocol: 'tcp', sourcePort: 65536 }, 'ERR_RANGE', /sourcePort 65536/],
    [{ direction: 'in', action: 'drop', protocol: 'tcp', destinationPort: [9, 8] }, 'ERR_RANGE', /9-8: expected the lower port first/],
    [{ direction: 'in', action: 'drop', destinationPort: 80 }, 'ERR_VALUE', /protocol that has ports/],
    [{ direction: 'in', action: 'drop', family: 6, source: A }, 'ERR_VALUE', /family 6 is IPv6, source 10\.77\.0\.1 is IPv4/],
    [{ direction: 'in', action: 'drop', source: A6, destination: B }, 'ERR_VALUE', /expected one family/],
    [{ direction: 'in', action: 'drop', protocol: 'icmpv6', source: A }, 'ERR_VALUE', /protocol icmpv6 is IPv6/],
    [{ direction: 'in', action: 'drop', protocol: 'udp', tcpFlags: { set: 'S' } }, 'ERR_VALUE', /expected the protocol tcp/],
    [{ direction: 'in', action: 'drop', protocol: 'tcp', tcpFlags: { set: 'X' } }, 'ERR_VALUE', /found 'X'/],
    [{ direction: 'in', action: 'drop', protocol: 'tcp', icmpType: 8 }, 'ERR_VALUE', /icmp or icmpv6/],
    [{ direction: 'in', action: 'drop', iface: 'a-name-of-16-oct' }, 'ERR_VALUE', /1 … 15 octets/],
    [{ direction: 'up', action: 'drop' } as unknown as FirewallRule, 'ERR_VALUE', /expected one of in, out, forward/],
  ])('refuses %j in one line', async (rule, code, message) => {
    await expect(admin.firewall.add(rule)).rejects.toMatchObject({ code, message: expect.stringMatching(message) as unknown });
    await expect(admin.firewall.add(rule)).rejects.not.toThrow(/\n/);
  });

  it.each<[GuardRequest, string]>([
    [{ protocol: 'tcp', localPort: 0 }, 'ERR_RANGE'],
    [{ protocol: 'tcp', localPort: 1, remotePort: 70000 }, 'ERR_RANGE'],
    [{ protocol: 'udp', localPort: 1, localAddress: '10.0.0.0/8' }, 'ERR_ADDRESS'],
    [{ protocol: 'udp', localPort: 1, localAddress: A, remoteAddress: B6 }, 'ERR_VALUE'],
    [{ protocol: 'sctp' as 'tcp', localPort: 1 }, 'ERR_VALUE'],
  ])('refuses to guard %j', async (request, code) => {
    await expect(admin.guard(request)).rejects.toMatchObject({ code });
  });

  /** A guard in a process group of its own, as a shell gives. */
  function guarding(...words: string[]): ChildProcess {
    const all = ['firewall', 'guard', '--netns', net.a, ...words];
    const guard = spawn(cli.path, all, { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    guards.push(guard);
    return guard;
  }
  async function endGroup(guard: ChildProcess): Promise<void> {
    const exit = guard.exitCode === null && guard.signalCode === null ? once(guard, 'exit') : undefined;
    try {
      process.kill(-(guard.pid as number), 'SIGKILL');
    } catch {
      // All of it has ended.
    }
    await exit;
  }
  async function firstLine(child: ChildProcess): Promise<string> {
    const [data] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    return data.toString();
  }
  async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
    const exit = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    return (await exit)[0];
  }

  it('pkw firewall guard holds until Ctrl-C; list shows it, clear says whose it is', async () => {
    const guard = guarding('--protocol', 'tcp', '--local-port', '4444');
    expect(await firstLine(guard)).toBe('blocking resets: tcp, local any port 4444, remote any port any; Ctrl-C ends it\n');
    expect((await start(cli.path, ['firewall', '--netns', net.a])).stdout).toBe(
      `out drop tcp from port 4444 set R packets 0 octets 0 handle packetwright-${guard.pid}-0/2 pid ${guard.pid}\n`,
    );
    const { stdout } = await start(cli.path, ['firewall', 'list', '--json', '--netns', net.a]);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 1, action: 'drop', sourcePort: 4444, tcpFlags: { set: 'R' }, pid: guard.pid });
    await expect(start(cli.path, ['firewall', 'clear', '--netns', net.a])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`kill ${guard.pid}`) as unknown,
    });
    expect(await ended(guard, 'SIGINT')).toBe(130);
    expect(ruleset()).toBe(before);
    expect((await start(cli.path, ['firewall', 'clear', '--netns', net.a])).stdout).toBe('');
  });

  it('is gone after SIGKILL', async () => {
    const guard = guarding('--protocol', 'udp', '--local-port', '53', '--json');
    expect(JSON.parse(await firstLine(guard))).toMatchObject({ schema: 1, event: 'guard', protocol: 'udp', localPort: 53 });
    expect(ours().length).toBe(2);
    await ended(guard, 'SIGKILL');
    expect(ruleset()).toBe(before);
  });

  it('is gone after SIGKILL too when the program that it ran goes on', async () => {
    const guard = guarding('--local-port', '4444', '--', 'sh', '-c', 'echo $$; exec sleep 60');
    const pid = Number(await firstLine(guard));
    try {
      expect(ours().length).toBe(1);
      await ended(guard, 'SIGKILL');
      expect(ruleset()).toBe(before);
      // Still there: signal 0 only asks.
      expect(process.kill(pid, 0)).toBe(true);
    } finally {
      process.kill(pid, 'SIGKILL');
    }
  });

  it('runs a program in the namespace, and ends as that ends', async () => {
    const guard = ['firewall', 'guard', '--netns', net.a, '--local-port', '4444', '--'];
    const { stdout, stderr } = await start(cli.path, [...guard, 'nft', 'list', 'chains', 'inet']);
    expect(stdout).toContain('table inet packetwright-');
    expect(stderr).toBe('pkw firewall: blocked 0 packets, 0 octets\n');
    await expect(start(cli.path, [...guard, 'sh', '-c', 'exit 7'])).rejects.toMatchObject({ code: 7 });
    await expect(start(cli.path, [...guard, 'sh', '-c', 'kill -TERM $$'])).rejects.toMatchObject({ code: 143 });
  });

  it.each([
    ['SIGTERM, which it passes on', 'SIGTERM', 1, 143],
    ['Ctrl-C, which the terminal sends to both', 'SIGINT', -1, 130],
  ] as const)('ends with its program at %s', async (_, signal, target, status) => {
    const guard = guarding('--local-port', '4444', '--', 'sh', '-c', 'echo $$; exec sleep 60');
    const pid = Number(await firstLine(guard));
    const exit = once(guard, 'exit');
    process.kill(target * (guard.pid as number), signal);
    expect((await exit)[0]).toBe(status);
    expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
    expect(ruleset()).toBe(before);
  });

  it('says without permission what to type instead', async () => {
    const words = ['setpriv', '--bounding-set=-net_admin', '--inh-caps=-net_admin', cli.path, 'firewall', 'guard', '--local-port', '4444'];
    await expect(start('ip', ['netns', 'exec', net.a, ...words])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^pkw firewall: .* lacks CAP_NET_ADMIN .*iptables -A OUTPUT -p tcp --sport 4444 --tcp-flags RST RST -j DROP ; ip6tables .*\n$/,
      ) as unknown,
    });
    await expect(start(cli.path, ['firewall', 'guard'])).rejects.toMatchObject({ code: 2 });
    await expect(start(cli.path, ['firewall', 'guard', '--local-port', '0'])).rejects.toMatchObject({ code: 2 });
    await expect(start(cli.path, ['firewall', 'drop'])).rejects.toMatchObject({ code: 2 });
  });
});
