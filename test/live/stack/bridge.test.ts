/** `pkw bridge` between the kernels of two namespaces: what ping, iperf3 and curl see of it is what it counts. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { linuxHost, type LocalHost } from '../../../src/host/linux/linux-host.ts';
import { impairedBridge, type ImpairedBridgeOptions } from '../../../src/tools/impaired-bridge.ts';
import { requireLive, run } from '../../support/live-links.ts';
import { inNamespace } from '../../support/programs/real-programs.ts';
import { runCli } from '../../support/run-cli.ts';
import { describeIf } from '../../support/require.ts';
import { running } from '../../support/servers/dhcp-servers.ts';
import { giveIpv6, type ThreeNamespaces, threeNamespaces } from '../../support/stack/three-namespaces.ts';

const THEIRS = '10.77.0.2';

/** Answers to pings that a namespace's kernel has had so far, whether a ping still ran or not. */
function repliesIn(netns: string): number {
  const [names = '', numbers = ''] = run('ip', 'netns', 'exec', netns, 'cat', '/proc/net/snmp')
    .split('\n')
    .filter((text) => text.startsWith('Icmp:'));
  return Number(numbers.split(' ')[names.split(' ').indexOf('InEchoReps')]);
}

describeIf(requireLive('ping', 'iperf3', 'curl', 'python3'), 'a bad line between two kernels', () => {
  let net: ThreeNamespaces, host: LocalHost, folder: string;
  // Kernels of its own for each: those of the test before may still say again what nobody acknowledged.
  beforeEach(() => {
    net = threeNamespaces();
    host = linuxHost({ netns: net.between });
    folder = mkdtempSync(join(tmpdir(), 'packetwright-bridge-'));
  });
  afterEach(async () => {
    await host?.close();
    net?.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const line = (o: ImpairedBridgeOptions) => impairedBridge({ host, iface: 'xa' }, { host, iface: 'xb' }, o);
  const inA = async (text: string): Promise<string> => (await inNamespace(net.a, [text]))[0]?.out ?? '';

  /**
   * Pings until so many were answered, and once more until that was: what was still under way comes before an answer to a later request (ping itself waits for two
   * round trips only).
   *
   * @returns requests that ping says it has sent, and answers that the kernel had, those among them that came twice
   */
  const pings = async (answers: number): Promise<{ sent: number; replies: number }> => {
    const before = repliesIn(net.a);
    let sent = 0;
    for (const words of [`-c ${answers} -i 0.005`, '-c 1 -i 0.5'])
      sent += Number(/(\d+) packets transmitted/.exec(await inA(`ping -n ${words} -w 20 ${THEIRS}`))?.[1]);
    return { sent, replies: repliesIn(net.a) - before };
  };

  it('what ping has sent, and the answers that its kernel had, are what was counted', async () => {
    const bad = await line({ impair: { loss: 0.2, duplicate: 0.1 }, seed: 7 });
    const { sent } = await pings(130);
    await bad[Symbol.asyncDispose]();
    const { there, back } = bad.stats();
    expect(there.received).toBe(sent);
    expect([there.lost, there.duplicated, back.lost, back.duplicated].every((n) => n > 5)).toBe(true);
    expect([there.sent, back.received]).toEqual([sent - there.lost + there.duplicated, there.sent]);
    expect(back.sent).toBe(back.received - back.lost + back.duplicated);
    expect(repliesIn(net.a)).toBe(back.sent);
  }, 30_000);

  it('the same seed gives the same losses', async () => {
    const lost: string[] = [];
    for (let i = 0; i < 2; i++) {
      await using bad = await line({ there: { loss: 0.3 }, seed: 11 });
      const said = await inA(`ping -n -c 50 -i 0.005 -w 20 ${THEIRS}`);
      // It ends with the fiftieth answer, or one later.
      lost.push(
        [...said.matchAll(/icmp_seq=(\d+)/g)]
          .map(([, n]) => n)
          .slice(0, 50)
          .join(),
      );
      expect(bad.stats().back.lost).toBe(0);
    }
    expect(lost[0]).toBe(lost[1]);
    expect(lost[0]).not.toBe('');
  });

  it('takes its time: a delay each way', async () => {
    await using slow = await line({ impair: { delayMs: 20, jitterMs: 5 }, seed: 3 });
    const said = await inA(`ping -n -c 20 -i 0.02 ${THEIRS}`);
    const [, least = 0, average = 0] = (/= ([\d.]+)\/([\d.]+)\//.exec(said) ?? []).map(Number);
    expect(least).toBeGreaterThanOrEqual(30);
    expect(average).toBeGreaterThanOrEqual(38);
    expect(slow.stats().there.lost).toBe(0);
  });

  it('a rate is kept: iperf3 measures no more', async () => {
    await using server = running(net.b, ['iperf3', '-s', '-1', '--forceflush']);
    await server.says(/listening/);
    await using slow = await line({ impair: { rate: 20e6, queue: 30_000 } });
    const { end } = JSON.parse(await inA(`iperf3 -c ${THEIRS} -t 2 -J`)) as { end: { sum_received: { bits_per_second: number } } };
    expect(end.sum_received.bits_per_second / 1e6).toBeGreaterThan(5);
    expect(end.sum_received.bits_per_second / 1e6).toBeLessThan(20);
    expect(slow.stats().there.crowdedOut).toBeGreaterThan(0);
  }, 30_000);

  it('pkw bridge says the same, in words and as JSON', async () => {
    const ended = new AbortController();
    const words = ['bridge', 'xa', 'xb', '--netns', net.between, '--loss', '50%', '--there', '--seed', '9'];
    const command = runCli([...words, '--json', '--timeout', '600'], { interrupt: ended.signal });
    // The first requests may find nobody passing.
    const { replies } = await pings(40);
    ended.abort();
    const { status, out, err } = await command;
    const [there, back] = out
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as Record<string, unknown>);
    expect([status, err]).toEqual([130, 'xa and xb are joined; seed 9; Ctrl-C ends it\n']);
    expect(there).toMatchObject({ schema: 1, from: 'xa', to: 'xb' });
    expect(back).toMatchObject({ from: 'xb', to: 'xa', lost: 0, received: Number(there?.['sent']) });
    expect(replies).toBe(there?.['sent']);
    const short = await runCli([...words, '--timeout', '0.01']);
    expect([short.status, short.out]).toEqual([0, 'xa > xb: 0 received, 0 sent, 0 lost\nxb > xa: 0 received, 0 sent, 0 lost\n']);
  }, 30_000);

  it('a page arrives as it was, though the kernels leave sums and large segments to their cards, and one bit in 200 frames is turned', async () => {
    giveIpv6(net);
    const page = randomBytes(1 << 20);
    writeFileSync(join(folder, 'page'), page);
    await using server = running(net.b, ['python3', '-u', '-m', 'http.server', '8000', '--bind', '::', '--directory', folder]);
    await server.says(/Serving/);
    await using bad = await line({ impair: { corrupt: 0.005, reorder: 0.01, delayMs: 2 }, seed: 5 });
    await inNamespace(
      net.a,
      [`http://${THEIRS}:8000/page`, 'http://[fd77::2]:8000/page'].map((url, i) => `curl -s -m 60 -o ${folder}/got${i} '${url}'`),
    );
    for (const i of [0, 1]) expect([i, readFileSync(join(folder, `got${i}`)).equals(page)]).toEqual([i, true]);
    expect(bad.stats().back.corrupted).toBeGreaterThan(3);
    expect(bad.stats().back.reordered).toBeGreaterThan(3);
  }, 60_000);
});
