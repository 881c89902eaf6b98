/** Pings that are larger than the MTU: the lines of iputils' ping, and on the wire the fragments that the kernel makes of the same request. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireLive, run, type TwoNamespaces } from '../support/live-links.ts';
import { bothPings, ourPing } from '../support/programs/ping-lines.ts';
import { describeIf } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';
import { type OddReplies, oddReplies } from '../support/servers/odd-replies.ts';
import { seenInB, twoPairs } from '../support/two-pairs.ts';

const LINES = [
  '-c2 -i0.4 -s 1473 10.77.0.2',
  '-c2 -i0.4 -s 3000 10.77.0.2',
  '-c2 -i0.4 -s 65507 10.77.0.2',
  '-c2 -i0.4 -M want -s 3000 10.77.0.2',
  '-c2 -i0.4 -M dont -s 3000 10.77.0.2',
  // Of two, theirs counts one or both, as its kernel's error comes before or behind its own look.
  '-c1 -M do -s 3000 10.77.0.2',
  '-c1 -R -s 3000 10.77.0.2',
  '-c1 -T tsandaddr -s 3000 10.77.0.2',
  '-c1 -p a55a -s 3000 10.77.0.2',
  '-c2 -i0.4 -s 1453 fd00:79::2',
  '-c2 -i0.4 -s 3000 fd00:79::2',
  '-c2 -i0.4 -s 65000 fd00:79::2',
  '-c2 -i0.4 -M want -s 3000 fd00:79::2',
  '-c1 -M do -s 3000 fd00:79::2',
];

describeIf(requireLive('ping', 'tcpdump', 'python3'), 'pings larger than the MTU', () => {
  let net: TwoNamespaces;
  let odd: OddReplies;
  beforeAll(async () => {
    net = twoPairs();
    run('ip', '-n', net.b, 'route', 'add', 'blackhole', '10.90.0.0/16');
    run('ip', '-n', net.b, '-6', 'route', 'add', 'blackhole', 'fd00:90::/64');
    run('ip', 'netns', 'exec', net.b, 'sysctl', '-qw', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1');
    run('ip', '-n', net.a, 'route', 'add', '10.90.0.0/16', 'via', '10.77.0.2');
    run('ip', '-n', net.a, '-6', 'route', 'add', 'fd00:90::/64', 'via', 'fd00:79::2');
    odd = await oddReplies(net.b, ['vb', 'vd']);
    for (const to of ['10.77.0.2', 'fd00:79::2']) await runCli(['ping', '--netns', net.a, '-c1', '-s', '2000', to]);
  });
  afterAll(async () => {
    await odd?.stop();
    net?.remove();
  });

  it(`${LINES.length} command lines, and what a narrower way ahead makes of them: every line, and the status`, async () => {
    const to = (name: string, family: number): string => odd.manners.find((one) => one.name === name && one.family === family)?.to ?? '';
    const lines = [
      ...LINES,
      `-c2 -i0.4 -M do -s 1450 ${to('unreachable 4', 4)}`,
      `-c2 -i0.4 -W1 -s 1450 ${to('too big', 6)}`,
      `-c2 -i0.4 -M do -s 1450 ${to('too big for 1300', 6)}`,
    ];
    const { theirs, ours } = await bothPings(net.a, lines);
    const named = (runs: readonly unknown[]) => runs.map((one, i) => [lines[i], one]);
    expect(named(ours)).toEqual(named(theirs));
    // Debian's ping does not have it yet.
    const probe = await ourPing(net.a, '-c1 -M probe -s 1473 10.77.0.2');
    expect([probe.status, probe.text]).toEqual([1, expect.stringMatching(/^local error: message too long, mtu=1500$/m)]);
  }, 60_000);

  it.each([
    ['10.77.0.2', 'vb', 'ip', []],
    ['10.77.0.2', 'vb', 'ip', ['-R']],
    ['fd00:79::2', 'vd', 'ip6', []],
  ] as const)('what leaves for %s through %s is what the kernel makes of iputils’ request (%s %j)', async (to, device, family, more) => {
    const words = ['-c1', '-e', '7', '-s', '4000', ...more, to];
    const filter = family === 'ip' ? 'ip[6:2] & 0x3fff != 0 and src 10.77.0.1' : 'ip6[6] == 44 and src fd00:79::1';
    const theirs = await seenInB(net, device, filter, 3, async () => run('ip', 'netns', 'exec', net.a, 'ping', ...words));
    const ours = await seenInB(net, device, filter, 3, () => runCli(['ping', '--netns', net.a, ...words]));
    expect(ours.map((hex) => sameIn(hex, family))).toEqual(theirs.map((hex) => sameIn(hex, family)));
  });
});

/** Without what is drawn by chance or depends on the time: identification, flow label and checksums, and in the first fragment the time. */
function sameIn(hex: string, family: 'ip' | 'ip6'): string {
  const octets = Buffer.from(hex, 'hex');
  const ip = 14;
  const header = family === 'ip' ? ((octets[ip] as number) & 15) * 4 : 48;
  const isFirst = family === 'ip' ? (octets.readUInt16BE(ip + 6) & 0x1fff) === 0 : octets.readUInt16BE(ip + 42) >> 3 === 0;
  if (family === 'ip') {
    octets.fill(0, ip + 4, ip + 6);
    octets.fill(0, ip + 10, ip + 12);
  } else {
    octets.fill(0, ip + 1, ip + 4);
    octets.fill(0, ip + 44, ip + 48);
  }
  if (isFirst) {
    octets.fill(0, ip + header + 2, ip + header + 4);
    octets.fill(0, ip + header + 8, ip + header + 24);
  }
  return octets.toString('hex');
}
