/**
 * `pkw ping` beside iputils' ping where replies are damaged or come more than once, and where an ICMP error of every kind comes instead:
 * a host in the other namespace answers both in the same manner.
 */
import { inspect, isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireLive, run, type TwoNamespaces } from '../support/live-links.ts';
import { bothPings, ourPing } from '../support/programs/ping-lines.ts';
import { describeIf } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';
import { type Manner, type OddReplies, oddReplies } from '../support/servers/odd-replies.ts';
import { twoPairs } from '../support/two-pairs.ts';

/** Further options, and the manner by its name. */
const FURTHER: readonly (readonly [options: string, manner: string, family?: 6])[] = [
  // The kernel answers while the request is sent, so that a flood loses none.
  ['-f -c20', '10.77.0.2'],
  ['-f -c20', 'fd00:79::2'],
  ['-f -c3', '10.95.0.5'],
  ['-f -c3', 'fd00:95::5'],
  ['-f -q -c5', '10.77.0.2'],
  ['-A -c5', '10.77.0.2'],
  ['-A -q -c5', '10.77.0.2'],
  ['-b -c2 -i0.4', '10.77.0.255'],
  ['-b -c2 -i0.4 -v', '10.77.0.255'],
  ['-b -c2 -i0.4 -q', '10.77.0.255'],
  ['-c2 -i0.4 -I va', '224.0.0.1'],
  ['-c2 -i0.4 -I va -v', '224.0.0.1'],
  ['-c2 -i0.4', 'ff02::1%vc'],
  ['-c2 -i0.4 -L', 'ff02::1%vc'],
  ['-c2 -i0.4 -q -W1', 'unreachable 1'],
  ['-c2 -i0.4 -q', 'twice'],
  ['-c2 -i0.4 -v', 'twice'],
  ['-c2 -i0.4 -v -W1', 'unreachable 1'],
  ['-c2 -i0.4 -v -W1', 'unreachable 3', 6],
  ['-c2 -i0.4 -D -W1', 'unreachable 1'],
  ['-c2 -i0.4 -D -W1', 'redirect 1'],
  ['-c2 -i0.4 -a', 'twice'],
  ['-c2 -i0.4 -a', 'an octet changed'],
  ['-c2 -i0.4 -a -W1', 'unreachable 1'],
  ['-c2 -i0.4 -n -W1', 'unreachable 1'],
  ['-c2 -i0.4 -s4', 'cut to nothing'],
  ['-c2 -i0.4 -s8', 'longer'],
  ['-c2 -i0.4 -s100', 'an octet changed'],
  ['-c2 -i0.4 -s15', 'the last octet changed'],
  ['-c2 -i0.4 -s12', 'the last octet changed'],
  ['-c2 -i0.4 -p a5', 'an octet changed'],
  ['-c2 -i0.4 -p a55a', 'ttl 1'],
];

/** The same, where it depends on the time when it ends, or what is said. */
const ENDS: readonly (readonly [options: string, manner: string, family?: 6])[] = [
  // A flood waits for the last reply as long as its interval, or twice the longest round trip.
  ['-f -i0.5 -c3', 'twice'],
  ['-f -i0.5 -c3', 'an octet changed'],
  ['-f -i0.5 -c3', 'cut by 10'],
  ['-f -i0.5 -c3', 'redirect, then the reply'],
  ['-c3 -i0.4 -O -W1', 'unreachable 1'],
  ['-c3 -i0.4 -O -W1', 'unreachable 1', 6],
  ['-c2 -i0.4 -W1 -O', 'silence'],
  ['-c3 -i0.4 -W0.5', 'silence'],
  ['-c3 -i0.4 -w1 -O', 'silence'],
  ['-w1 -i0.4', 'silence'],
  ['-w1 -i0.4', 'unreachable 1'],
  ['-w1 -c3 -i0.4', 'unreachable 1'],
  ['-w1 -c2 -i0.3', 'ttl 1'],
  ['-w1 -c9 -i0.4', 'ttl 1'],
  ['-w1 -c2 -i0.4', 'every second one'],
  ['-c4 -i0.3 -W1', 'every second one'],
  ['-c4 -i0.3 -W1 -O', 'every second one'],
];

/** The same, for how many requests were open at a time, which elsewhere depends on how busy the machine is. */
const PIPES: readonly (readonly [options: string, manner: string, family?: 6])[] = [
  ['-c3 -i0.4 -W0.5 -l3', 'silence'],
  ['-c3 -i0.3', 'late'],
  ['-c3 -i0.3 -O', 'late'],
  ['-c3 -i0.3 -W0.2', 'late'],
  ['-c3 -i0.3 -l3', 'late'],
  ['-c3 -i0.3 -l3', 'unreachable 1'],
  ['-c3 -i0.3 -l3', 'unreachable 1', 6],
  ['-c4 -i0.3 -l2', 'late', 6],
];

/**
 * Where ours tells more: it reads packets, and the kernel keeps these from iputils' ping, or ping does not look at the checksum of a reply to a raw
 * socket. The words are iputils' own.
 */
const MORE: Readonly<Record<string, readonly [status: number, said: RegExp]>> = {
  'a bad checksum': [
    1,
    /icmp_seq=2 ttl=64 time=T ms \(BAD CHECKSUM!\)\n[\s\S]*2 packets transmitted, 0 received, \+2 corrupted, 100% packet loss/,
  ],
  'unreachable 16': [1, /icmp_seq=2 Dest Unreachable, Bad Code: 16\n[\s\S]*\+2 errors/],
  'time exceeded 1': [1, /icmp_seq=2 Frag reassembly time exceeded\n[\s\S]*\+2 errors/],
};

describeIf(requireLive('ping', 'python3'), 'pkw ping and ping, where replies are odd', () => {
  let net: TwoNamespaces;
  let odd: OddReplies;
  beforeAll(async () => {
    net = twoPairs();
    // b's kernel says nothing of these addresses: what comes is the other host's.
    run('ip', '-n', net.b, 'route', 'add', 'blackhole', '10.90.0.0/16');
    run('ip', '-n', net.b, '-6', 'route', 'add', 'blackhole', 'fd00:90::/64');
    run('ip', '-n', net.b, 'route', 'add', 'unreachable', '10.95.0.0/16');
    run('ip', '-n', net.b, '-6', 'route', 'add', 'unreachable', 'fd00:95::/64');
    for (const name of [net.a, net.b])
      run('ip', 'netns', 'exec', name, 'sysctl', '-qw', 'net.ipv4.icmp_ratemask=0', 'net.ipv6.icmp.ratelimit=0');
    run('ip', 'netns', 'exec', net.b, 'sysctl', '-qw', 'net.ipv4.icmp_echo_ignore_broadcasts=0');
    run('ip', 'netns', 'exec', net.b, 'sysctl', '-qw', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1');
    // No packet socket sees what a's kernel answers to itself.
    run('ip', 'netns', 'exec', net.a, 'sysctl', '-qw', 'net.ipv6.icmp.echo_ignore_multicast=1');
    // What a redirect says would change the way of the next request.
    run('ip', 'netns', 'exec', net.a, 'sysctl', '-qw', 'net.ipv4.conf.all.accept_redirects=0', 'net.ipv4.conf.va.accept_redirects=0');
    run('ip', '-n', net.a, 'route', 'add', 'default', 'via', '10.77.0.2');
    run('ip', '-n', net.a, '-6', 'route', 'add', 'default', 'via', 'fd00:79::2');
    odd = await oddReplies(net.b, ['vb', 'vd']);
    // What is compiled at first use is no part of a round trip.
    for (const to of ['10.90.0.1', 'fd00:90::1']) await runCli(['ping', '--netns', net.a, '-c2', '-i0.1', to]);
  });
  afterAll(async () => {
    await odd?.stop();
    net?.remove();
  });

  it('each manner of answering: every line, and the status', async () => {
    const isMore = ({ name, family }: Manner): boolean => MORE[name] !== undefined && !(family === 6 && name === 'time exceeded 1');
    const manners = odd.manners.filter((one) => !isMore(one));
    const lines = (of: readonly Manner[]): string[] => of.map(({ to }) => `-c2 -i0.4 -W1 ${to}`);
    const { theirs, ours } = await bothPings(net.a, lines(manners));
    const named = (runs: readonly unknown[]) => runs.map((one, i) => [manners[i]?.family, manners[i]?.name, one]);
    expect(named(ours)).toEqual(named(theirs));
    for (const { name, to } of odd.manners.filter(isMore)) {
      const [status, said] = MORE[name] as readonly [number, RegExp];
      const run = await ourPing(net.a, `-c2 -i0.1 -W1 ${to}`);
      expect([name, run.status, run.text]).toEqual([name, status, expect.stringMatching(said)]);
    }
  }, 90_000);

  it.each([
    ['further options', FURTHER, { atOnce: 4 }],
    ['times that count', ENDS, { atOnce: 1 }],
    ['how many are open at a time', PIPES, { pipe: true, atOnce: 1 }],
  ])(
    'lines with %s: every line, and the status',
    async (_, lines, o) => {
      const toOf = (name: string, family = 4): string => odd.manners.find((one) => one.name === name && one.family === family)?.to ?? name;
      const { theirs, ours } = await bothPings(
        net.a,
        lines.map(([options, name, family]) => `${options} ${toOf(name, family)}`),
        o,
      );
      expect(ours).toHaveLength(lines.length);
      const differ = lines.flatMap((line, i) =>
        isDeepStrictEqual(ours[i], theirs[i]) ? [] : [{ line, ours: ours[i], theirs: theirs[i] }],
      );
      expect(differ.length, inspect(differ, { depth: 4, breakLength: Number.POSITIVE_INFINITY })).toBe(0);
    },
    90_000,
  );
});
