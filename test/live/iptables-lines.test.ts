/** The lines for iptables that stand in for a guard, typed: they hold back what the guard would, and nothing else. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GuardRequest } from '../../src/host/host.ts';
import { guardLineFor } from '../../src/host/linux/firewall/guard-line.ts';
import { linuxHost } from '../../src/host/linux/linux-host.ts';
import { Ether } from '../../src/protocols/link/ethernet.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { UDPerror } from '../../src/protocols/network/quoted.ts';
import { IPv6 } from '../../src/protocols/network/ipv6/ipv6.ts';
import { packet } from '../../src/protocols/protocols.ts';
import { TCP } from '../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../src/protocols/transport/udp.ts';
import { packed, requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { describeIf, programPath } from '../support/require.ts';

const ETHER = { src: '02:00:00:00:00:0b', dst: '02:00:00:00:00:0a' } as const;
const PORT = 4444;
const OTHER = 4445;
const REMOTE = 999;

describeIf(requireLive('iptables-legacy', 'ip6tables-legacy', 'iptables-nft', 'ip6tables-nft'), 'the lines for iptables', () => {
  let net: TwoNamespaces;
  beforeAll(() => {
    net = twoNamespaces();
    for (const [name, device, address, other, mac] of [
      [net.a, 'va', 'fd00:77::1', 'fd00:77::2', '02:00:00:00:00:0b'],
      [net.b, 'vb', 'fd00:77::2', 'fd00:77::1', '02:00:00:00:00:0a'],
    ] as const) {
      run('ip', 'netns', 'exec', name, 'sysctl', '-qw', `net.ipv6.conf.${device}.disable_ipv6=0`);
      run('ip', '-n', name, 'addr', 'add', `${address}/64`, 'dev', device, 'nodad');
      run('ip', '-n', name, 'neigh', 'replace', other, 'lladdr', mac, 'dev', device, 'nud', 'permanent');
    }
    // Each port unreachable is wanted, however many came before.
    run('ip', 'netns', 'exec', net.a, 'sysctl', '-qw', 'net.ipv4.icmp_ratelimit=0', 'net.ipv6.icmp.ratelimit=0');
  });
  afterAll(() => net.remove());

  /** The command lines in a's namespace, with the tools of that kind. */
  function typed(kind: 'legacy' | 'nft', lines: string): void {
    const folder = mkdtempSync(join(tmpdir(), 'packetwright-iptables-'));
    try {
      for (const name of ['iptables', 'ip6tables']) symlinkSync(programPath(`${name}-${kind}`) as string, join(folder, name));
      execFileSync('ip', ['netns', 'exec', net.a, 'sh', '-c', lines], { env: { PATH: `${folder}:${process.env['PATH']}` } });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  const flush = 'iptables -F OUTPUT; ip6tables -F OUTPUT';

  /** Which ports of a have answered b's packets: `4: 4444`, `6: 4445` … */
  async function answers(protocol: 'tcp' | 'udp'): Promise<Set<string>> {
    const host = linuxHost({ netns: net.b });
    const link = await host.open('vb', { immediate: true, direction: 'in' });
    try {
      await link.ready;
      const layer = (dport: number) =>
        protocol === 'tcp' ? TCP({ sport: REMOTE, dport, flags: 'S', seq: 1 }) : UDP({ sport: REMOTE, dport });
      const v4 = (dport: number) => packet(Ether(ETHER), IP({ src: '10.77.0.2', dst: '10.77.0.1' }), layer(dport)).bytes;
      const v6 = (dport: number) => packet(Ether(ETHER), IPv6({ src: 'fd00:77::2', dst: 'fd00:77::1' }), layer(dport)).bytes;
      // The other ports come last: when they have answered, the first would have.
      await link.send(packed([v4(PORT), v6(PORT), v4(OTHER), v6(OTHER)]));
      const seen = new Set<string>();
      for await (const p of link.packets({ signal: AbortSignal.timeout(60_000) })) {
        // An ICMP error quotes what it answers. Whatever else the kernel sends (it looks for neighbours) is no answer.
        const port = protocol === 'tcp' ? p.get(TCP)?.sport : p.get(UDPerror)?.dport;
        if (port !== undefined) seen.add(`${p.get(IP) === undefined ? 6 : 4}: ${port}`);
        if (seen.has(`4: ${OTHER}`) && seen.has(`6: ${OTHER}`)) break;
      }
      return seen;
    } finally {
      await link.close();
      await host.close();
    }
  }

  const both = new Set([`4: ${PORT}`, `6: ${PORT}`, `4: ${OTHER}`, `6: ${OTHER}`]);
  const without = (...ports: string[]): Set<string> => new Set([...both].filter((one) => !ports.includes(one)));

  it.each<['legacy' | 'nft', GuardRequest, Set<string>]>(
    (['legacy', 'nft'] as const).flatMap((kind): ['legacy' | 'nft', GuardRequest, Set<string>][] => [
      [kind, { protocol: 'tcp', localPort: PORT }, without(`4: ${PORT}`, `6: ${PORT}`)],
      [kind, { protocol: 'udp', localPort: PORT }, without(`4: ${PORT}`, `6: ${PORT}`)],
      [
        kind,
        { protocol: 'tcp', localPort: PORT, localAddress: '10.77.0.1', remoteAddress: '10.77.0.2', remotePort: REMOTE },
        without(`4: ${PORT}`),
      ],
      [kind, { protocol: 'udp', localPort: PORT, remoteAddress: 'fd00:77::2', remotePort: REMOTE }, without(`6: ${PORT}`)],
      [kind, { protocol: 'udp', localPort: PORT, remotePort: REMOTE + 1 }, both],
    ]),
  )('of iptables-%s for %j leave the right answers', async (kind, request, expected) => {
    expect(await answers(request.protocol)).toEqual(both);
    try {
      typed(kind, guardLineFor('linux', request) ?? 'false');
      expect(await answers(request.protocol)).toEqual(expected);
    } finally {
      typed(kind, flush);
    }
  });
});
