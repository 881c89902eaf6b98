/** `pkw ping` beside iputils' ping, in the same namespaces: the same lines once the times are masked, and the same exit status. */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireLive, run, type TwoNamespaces } from '../support/live-links.ts';
import { bothPings } from '../support/programs/ping-lines.ts';
import { describeIf } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';
import { twoPairs } from '../support/two-pairs.ts';

/** Behind `ping`; the destination is b, or what b does not reach. */
const LINES = [
  '-c2 -i0.2 10.77.0.2',
  '-c2 -i0.2 -q 10.77.0.2',
  '-c2 -i0.2 -D 10.77.0.2',
  '-c2 -i0.2 -n 10.77.0.2',
  '-c2 -i0.2 -R 10.77.0.2',
  '-c2 -i0.2 -T tsonly 10.77.0.2',
  '-c2 -i0.2 -T tsandaddr 10.77.0.2',
  '-c1 -T tsprespec 10.77.0.1 10.77.0.2 10.77.0.2',
  '-c2 -i0.2 -s 4 10.77.0.2',
  '-c1 -s 0 10.77.0.2',
  '-c1 -s 1400 10.77.0.2',
  '-c2 -i0.2 -p ff00 10.77.0.2',
  '-c1 -p abc 10.77.0.2',
  '-c1 -p 000102030405060708090a0b0c0d0e0f1011 10.77.0.2',
  '-c1 -Q 0x10 10.77.0.2',
  '-c1 -t 9 10.77.0.2',
  '-c2 -i0.2 -I va 10.77.0.2',
  '-c1 -I 10.77.0.1 10.77.0.2',
  '-c1 -B 10.77.0.2',
  '-c1 -e 77 10.77.0.2',
  '-c1 -r 10.77.0.2',
  '-c1 -d -S 4096 10.77.0.2',
  '-c2 -i0.2 -U 10.77.0.2',
  '-c1 -U fd00:79::2',
  '-c1 -a 10.77.0.2',
  '-w1 -i3 10.77.0.2',
  '-w1 -c5 -i3 10.77.0.2',
  '-c2 -i0.2 -l 2 10.77.0.2',
  '-c1 -M do -s 1472 10.77.0.2',
  '-c2 -i0.2 -M do -s 1473 10.77.0.2',
  '-c1 -b 10.77.0.255',
  '-c1 localhost',
  '-c1 -n localhost',
  '-c1 127.0.0.1',
  '-c1 127.1',
  '-c1 0x7f000001',
  '-c1 10.77.0.1',
  '-c2 -i0.5 10.77.0.9',
  '-c1 -W1 10.77.0.8',
  '-c1 10.95.0.5',
  '-c1 10.96.0.5',
  '-c1 -W0.5 10.97.0.5',
  '-c3 -O -W0.5 -i0.3 10.97.0.5',
  '-c1 -t1 10.79.7.7',
  '-c2 -i0.2 fd00:79::2',
  '-c1 -I vc fd00:79::2',
  '-c1 -F 12345 fd00:79::2',
  '-c1 -F 0x12345 -I vc fd00:79::2',
  '-c1 -F 12345 10.77.0.2',
  '-c3 -A 10.77.0.2',
  '-c3 -A fd00:79::2',
  '-c2 -i0.2 -M do -s 1473 fd00:79::2',
  '-c1 -6 -q fd00:79::2',
  '-c1 -s 4 fd00:79::2',
  '-c2 -i0.5 fd00:79::99',
  '-c1 -W1 fd00:79::98',
  '-c1 fd00:95::5',
  '-c1 fd00:96::5',
  '-c1 -t1 fd00:94::5',
] as const;

describeIf(requireLive('ping'), 'pkw ping and ping, live', () => {
  let net: TwoNamespaces;
  beforeAll(() => {
    net = twoPairs();
    const b = (...words: string[]): string => run('ip', '-n', net.b, ...words);
    run('ip', 'netns', 'exec', net.b, 'sysctl', '-qw', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1');
    for (const name of [net.a, net.b])
      run('ip', 'netns', 'exec', name, 'sysctl', '-qw', 'net.ipv4.icmp_ratemask=0', 'net.ipv6.icmp.ratelimit=0');
    run('ip', 'netns', 'exec', net.b, 'sysctl', '-qw', 'net.ipv4.icmp_echo_ignore_broadcasts=0');
    run('ip', '-n', net.a, 'route', 'add', 'default', 'via', '10.77.0.2');
    run('ip', '-n', net.a, '-6', 'route', 'add', 'default', 'via', 'fd00:79::2');
    b('route', 'add', 'unreachable', '10.95.0.0/24');
    b('route', 'add', 'prohibit', '10.96.0.0/24');
    b('route', 'add', 'blackhole', '10.97.0.0/24');
    b('route', 'add', '10.79.7.0/24', 'dev', 'vd');
    b('-6', 'route', 'add', 'unreachable', 'fd00:95::/64');
    b('-6', 'route', 'add', 'prohibit', 'fd00:96::/64');
    b('-6', 'route', 'add', 'fd00:94::/64', 'dev', 'vd');
    run('ip', '-n', net.a, 'link', 'set', 'lo', 'up');
  });
  afterAll(() => net?.remove());

  it(`${LINES.length} command lines: every line, and the status`, async () => {
    // What is compiled at first use is not part of a round trip.
    for (const to of ['10.77.0.2', 'fd00:79::2']) await runCli(['ping', '--netns', net.a, '-c1', to]);
    const { theirs, ours } = await bothPings(net.a, LINES, { pipe: true });
    const named = (runs: readonly unknown[]) => runs.map((one, i) => [LINES[i], one]);
    expect(named(ours)).toEqual(named(theirs));
  }, 60_000);

  it('what this host cannot send is said on standard error, as iputils’ ping says it', async () => {
    const words = ['-c1', '-M', 'do', '-s', '1473', '10.77.0.2'];
    const theirs = spawnSync('ip', ['netns', 'exec', net.a, 'ping', ...words], { encoding: 'utf8' });
    const ours = await runCli(['ping', '--netns', net.a, ...words]);
    expect(theirs.stderr).toMatch(/local error/);
    expect(ours.err).toBe(`pkw ${theirs.stderr}`);
    expect(ours.out.split('\n')).toHaveLength(theirs.stdout.split('\n').length);
  });
});
