/** `pkw arping` beside iputils' arping, in the same namespaces: the same lines once the times are masked, and the same exit status. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningMachines, startAnswering } from '../../src/exchange/answering/answering-machine.ts';
import { arpMachine } from '../../src/exchange/answering/arp-machine.ts';
import { linuxHost, type LocalHost } from '../../src/host/linux/linux-host.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { inNamespace } from '../support/programs/real-programs.ts';
import { describeIf } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

/**
 * Behind `arping`. Each asks for an address of its own, so that none sees the others' answers: `HIS` is b's, `FREE` is nobody's, `BOTH` is b's and
 * that of another host there. No request is due at the deadline itself: whether arping still sends it, and reads its answer, is chance (it has a timer
 * for each, and one poll for both).
 */
const GIVEN = [
  '-c1 -I va HIS',
  '-c2 HIS',
  '-q -c1 -I va HIS',
  '-f -c3 -I va HIS',
  '-c1 -I va FREE',
  '-c1 -w1 -I va FREE',
  '-D -c1 -I va HIS',
  '-D -c1 -I va FREE',
  '-D -f -q -c3 -I va HIS',
  '-U -c1 -I va 10.77.0.1',
  '-A -c1 -I va 10.77.0.1',
  '-U -q -c1 -I va 10.77.0.1',
  '-b -c2 -I va HIS',
  '-s 10.77.0.1 -c1 -I va HIS',
  '-c3 -i2 -w3 -I va HIS',
  '-c2 -w5 -I va HIS',
  '-c2 -i2 -I va HIS',
  '-i2 -w1 -I va FREE',
  '-q -i2 -w1 -I va FREE',
  '-c2 -w2 -I va FREE',
  '-c2 -I va FREE',
  '-c2 -I va BOTH',
  '-b -c2 -I va BOTH',
  '-f -c2 -I va BOTH',
  '-D -c2 -I va BOTH',
  '-i2 -w3 -I va HIS',
  '-D -i2 -w1 -I va FREE',
  '-D -c2 -w1 -I va HIS',
] as const;

const LINES = GIVEN.map((line, i) => line.replace(/HIS|BOTH/, `10.77.0.${20 + i}`).replace('FREE', `10.77.0.${120 + i}`));

const MAC = '02:00:00:00:00:99';
const ofBoth = new Set(GIVEN.flatMap((line, i) => (line.endsWith('BOTH') ? [`10.77.0.${20 + i}`] : [])));

const masked = (text: string): string => text.replace(/ {2}[\d.]+ms$/gm, '  Tms');

describeIf(requireLive('arping'), 'pkw arping and arping, live', () => {
  let net: TwoNamespaces, other: LocalHost, machines: RunningMachines;
  beforeAll(async () => {
    net = twoNamespaces();
    other = linuxHost({ netns: net.b });
    machines = await startAnswering([arpMachine({ macOf: (address) => (ofBoth.has(address) ? MAC : undefined) })], {
      ...{ host: other, iface: 'vb', promiscuous: true },
    });
    for (let i = 0; i < LINES.length; i++) run('ip', '-n', net.b, 'addr', 'add', `10.77.0.${20 + i}/24`, 'dev', 'vb');
  });
  afterAll(async () => {
    await machines?.stop();
    await other?.close();
    net?.remove();
  });

  it(`${LINES.length} command lines: every line, and the status`, async () => {
    // What is compiled at first use is no part of the wait for an answer.
    await runCli(['arping', '--netns', net.a, '-c1', '-f', '10.77.0.2']);
    const theirs = await inNamespace(
      net.a,
      LINES.map((line) => `arping ${line}`),
    );
    const ours = await Promise.all(LINES.map((line) => runCli(['arping', '--netns', net.a, ...line.split(' ')])));
    expect(LINES.map((line, i) => [line, ours[i]?.status, masked(`${ours[i]?.err}${ours[i]?.out}`)])).toEqual(
      LINES.map((line, i) => [line, theirs[i]?.status, masked(theirs[i]?.out ?? '')]),
    );
  }, 60_000);

  it('what cannot be is one line, and the status is arping’s', async () => {
    for (const [line, said] of [
      ['-c1 -I nope 10.77.0.2', /no interface nope/],
      ['-c1 -I lo 10.77.0.2', /lo has no neighbours/],
      ['-c1 -I va -s 10.77.0.7 10.77.0.2', /10\.77\.0\.7 is no address of va/],
    ] as const) {
      const ours = await runCli(['arping', '--netns', net.a, ...line.split(' ')]);
      expect([line, ours.status, ours.out, ours.err.trimEnd().split('\n').length]).toEqual([line, 2, '', 1]);
      expect(ours.err).toMatch(said);
    }
  });

  it.each(['-I va FREE', '-D -I va FREE'])('Ctrl-C ends pkw arping %s with 130', async (line) => {
    const interrupt = new AbortController();
    const running = runCli(['arping', '--netns', net.a, ...line.replace('FREE', '10.77.0.199').split(' ')], {
      interrupt: interrupt.signal,
    });
    setTimeout(() => interrupt.abort(), 500);
    const { status, out, err } = await running;
    expect([status, err, out]).toEqual([130, '', expect.stringMatching(/^ARPING [\s\S]*Received 0 response\(s\)\n$/)]);
  });
});
