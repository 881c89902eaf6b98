/** `pkw ping -R` and `-T` beside iputils' ping, through two routers that write themselves down. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { bothPings } from '../support/programs/ping-lines.ts';
import { describeIf } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

/** a (10.77.0.1) – b (10.77.0.2, 10.81.0.1) – c (10.81.0.2, 10.82.0.1) – d (10.82.0.2). */
const FAR = '10.82.0.2';
const LINES = [
  `-c3 -i0.3 -R ${FAR}`,
  `-c1 -R 10.81.0.2`,
  `-c1 -R 10.81.0.1`,
  `-c2 -i0.3 -R -q ${FAR}`,
  `-c2 -i0.3 -R -a ${FAR}`,
  `-c2 -i0.3 -R -D ${FAR}`,
  `-c2 -i0.3 -R -s 0 ${FAR}`,
  `-c1 -R -t 2 ${FAR}`,
  `-c1 -R -t 1 ${FAR}`,
  `-c1 -n -R ${FAR}`,
  `-c2 -i0.3 -T tsonly ${FAR}`,
  `-c1 -T tsonly 10.81.0.2`,
  `-c2 -i0.3 -T tsandaddr ${FAR}`,
  `-c1 -T tsandaddr 10.77.0.2`,
  `-c1 -T tsandaddr 10.81.0.2`,
  `-c1 -T tsprespec 10.77.0.2 10.81.0.2 ${FAR} ${FAR}`,
  `-c1 -T tsprespec 10.77.0.1 10.81.0.2 ${FAR}`,
  `-c1 -T tsprespec 10.81.0.1 10.82.0.1 ${FAR}`,
  `-c1 -T tsprespec 10.77.0.99 10.81.0.2 ${FAR}`,
  `-c2 -i0.3 -T tsonly -s 0 ${FAR}`,
];

describeIf(requireLive('ping'), 'routes and times that are written down', () => {
  let net: TwoNamespaces, further: TwoNamespaces;
  beforeAll(async () => {
    [net, further] = [twoNamespaces(), twoNamespaces()];
    const [a, b, c, d] = [net.a, net.b, further.a, further.b];
    run('ip', '-n', b, 'link', 'add', 'ob', 'type', 'veth', 'peer', 'name', 'oc', 'netns', c);
    for (const [name, device, address] of [
      [b, 'ob', '10.81.0.1/24'],
      [c, 'oc', '10.81.0.2/24'],
      [c, 'va', '10.82.0.1/24'],
      [d, 'vb', '10.82.0.2/24'],
    ] as const) {
      run('ip', '-n', name, 'addr', 'flush', 'dev', device);
      run('ip', '-n', name, 'addr', 'add', address, 'dev', device);
      run('ip', '-n', name, 'link', 'set', device, 'up');
    }
    for (const name of [a, b, c, d]) run('ip', 'netns', 'exec', name, 'sysctl', '-qw', 'net.ipv4.ip_forward=1', 'net.ipv4.icmp_ratemask=0');
    for (const [name, via] of [
      [a, '10.77.0.2'],
      [b, '10.81.0.2'],
      [c, '10.81.0.1'],
      [d, '10.82.0.1'],
    ] as const)
      run('ip', '-n', name, 'route', 'add', 'default', 'via', via);
    await runCli(['ping', '--netns', a, '-c1', '-R', FAR]);
  });
  afterAll(() => {
    net?.remove();
    further?.remove();
  });

  it(`${LINES.length} command lines: every line, and the status`, async () => {
    const { theirs, ours } = await bothPings(net.a, LINES);
    const named = (runs: readonly unknown[]) => runs.map((one, i) => [LINES[i], one]);
    expect(named(ours)).toEqual(named(theirs));
  }, 60_000);
});
