/** `pkw ping` of a network beside fping, in the same namespaces: who is alive, who is not, and the lines that say so. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { inNamespace } from '../support/programs/real-programs.ts';
import { describeIf } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

/** 10.78.N.1 … 254 are b's; of 10.79.7.0/24 b says that there is no way. */
const ALL = '10.78.1.0/24';
/** a's own network: itself, b, and nobody. */
const NEAR = '10.77.0.0/29';

describeIf(requireLive('fping'), 'pkw ping and fping of many hosts, live', () => {
  let net: TwoNamespaces;
  beforeAll(async () => {
    net = twoNamespaces();
    run('ip', '-n', net.b, 'link', 'set', 'lo', 'up');
    // The kernel takes each of them for its own, as it does loopback's.
    run('ip', '-n', net.b, 'route', 'add', 'local', ALL, 'dev', 'lo');
    run('ip', '-n', net.b, 'route', 'add', 'unreachable', '10.79.7.0/24');
    run('ip', '-n', net.a, 'link', 'set', 'lo', 'up');
    run('ip', '-n', net.a, 'route', 'add', 'default', 'via', '10.77.0.2');
    run('ip', 'netns', 'exec', net.b, 'sysctl', '-qw', 'net.ipv4.icmp_ratemask=0', 'net.ipv4.ip_forward=1');
    // What is loaded and compiled at first use is no test's time.
    await runCli(['ping', '--netns', net.a, '-c1', '-i0', '10.77.0.2', '10.78.1.1']);
  }, 60_000);
  afterAll(() => net?.remove());

  const lines = (text: string): string[] => text.split('\n').filter(Boolean).sort();

  it.each([
    [[ALL], `-g ${ALL}`],
    [[NEAR], `-g ${NEAR}`],
    [['10.77.0.2', '10.78.1.9', '10.79.7.7', 'localhost'], '10.77.0.2 10.78.1.9 10.79.7.7 localhost'],
  ])(
    '%j: the same lines and status',
    async (ours, theirs) => {
      const own = await runCli(['ping', '--netns', net.a, '-4', '-c2', '-W0.2', '-i0.001', ...ours]);
      const [real] = await inNamespace(net.a, [`fping -4 -r1 -t200 -i1 ${theirs}`]);
      // What it says of ICMP errors is no line of a host's.
      expect(lines(own.out)).toEqual(lines(real?.out ?? '').filter((line) => / is (alive|unreachable)$/.test(line)));
      expect(own.status).toBe(real?.status);
    },
    30_000,
  );

  it('requests larger than the MTU leave in fragments, and replies in fragments count', async () => {
    const own = await runCli(['ping', '--netns', net.a, '-c1', '-i0.001', '-s', '3000', '10.78.1.0/26', '10.79.7.7']);
    const [real, far] = await inNamespace(net.a, ['fping -r0 -i1 -b 3000 -g 10.78.1.0/26', 'fping -r0 -b 3000 10.79.7.7']);
    const hosts = lines(`${real?.out}${far?.out}`).filter((line) => / is (alive|unreachable)$/.test(line));
    expect([lines(own.out), own.status]).toEqual([hosts.sort(), 1]);
    expect(own.out.match(/ is alive/g)).toHaveLength(62);
    const whole = await runCli(['ping', '--netns', net.a, '-c1', '-M', 'do', '-s', '3000', '10.78.1.0/30']);
    expect([whole.status, whole.err]).toEqual([1, expect.stringMatching(/3028 octets are too many for va: its MTU is 1500/)]);
  }, 30_000);

  it('254 hosts as JSON: each once, with its round trip, and the counts at the end', async () => {
    const { out, status } = await runCli(['ping', '--netns', net.a, '--json', '-i0', ALL]);
    const objects = lines(out).map((line) => JSON.parse(line) as Record<string, unknown>);
    const hosts = objects.filter(({ event }) => event === 'host');
    expect(status).toBe(0);
    expect(new Set(hosts.map(({ to }) => to)).size).toBe(254);
    expect(hosts.every(({ to, from, sent, rttMs }) => from === to && sent === 1 && (rttMs as number) >= 0)).toBe(true);
    expect(objects.filter(({ event }) => event === 'statistics')).toEqual([
      expect.objectContaining({ schema: 1, hosts: 254, alive: 254, unreachable: 0, sent: 254 }),
    ]);
  });

  it('says what an option of one host has to do with several, and what is too large', async () => {
    expect(await runCli(['ping', '--netns', net.a, '-f', NEAR])).toMatchObject({
      status: 2,
      err: expect.stringContaining('a sweep of several hosts has no flood') as string,
    });
    expect(await runCli(['ping', '--netns', net.a, '10.0.0.0/8'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('10.0.0.0/8 is too large for a sweep') as string,
    });
  });
});
