/** What following TCP costs while nothing comes: seed 004's loop of events, which waits and does not look. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BuiltCli, buildCli } from '../../support/built-cli.ts';
import { requireLive, type TwoNamespaces, twoNamespaces } from '../../support/live-links.ts';
import { describeIf } from '../../support/require.ts';
import { withAddon } from '../../support/with-addon.ts';

/** ms that are measured. */
const QUIET_MS = 3000;

/** A connection and a timer of a wheel are there; then nothing comes any more. */
const PROGRAM = `
import { createServer, connect } from 'node:net';
import { linuxHost } from '${new URL('../../../src/host/linux/linux-host.ts', import.meta.url).pathname}';
import { followTcp } from '${new URL('../../../src/streams/tcp/tcp-streams.ts', import.meta.url).pathname}';
import { meter } from '${new URL('../../../src/tools/rate-meter.ts', import.meta.url).pathname}';
import { TimerWheel } from '${new URL('../../../src/host/timer-wheel.ts', import.meta.url).pathname}';

const host = linuxHost();
const link = await host.open('lo', { filter: 'tcp', immediate: process.argv[2] === 'socket' });
await link.ready;
const stop = new AbortController();
let told = 0;
let heard: () => void = () => undefined;
const data = new Promise<void>((resolve) => (heard = resolve));
const following = followTcp(meter(link), { data: (_c, _from, octets) => { told += octets.length; heard(); } }, { signal: stop.signal });
const wheel = new TimerWheel(host.clock);
let ticks = 0;
const alarm = wheel.set(1000, () => { ticks++; alarm.renew(); });
const server = createServer((socket) => socket.resume()).listen(7777, '127.0.0.1');
const client = connect(7777, '127.0.0.1', () => client.write('hello'));
await data;
await host.clock.sleep(300);
const before = process.cpuUsage();
const began = performance.now();
await host.clock.sleep(${QUIET_MS});
const { user, system } = process.cpuUsage(before);
const ms = performance.now() - began;
stop.abort();
await following.catch(() => undefined);
client.destroy();
server.close();
wheel.close();
await link.close();
await host.close();
console.log(JSON.stringify({ told, ticks, percent: (user + system) / 10 / ms }));
`;

describeIf(requireLive(), 'following TCP on a quiet link', () => {
  let built: BuiltCli;
  let networks: TwoNamespaces;

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pkwt-idle-'));
    try {
      writeFileSync(join(folder, 'idle.ts'), PROGRAM);
      built = await buildCli(join(folder, 'idle.ts'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    withAddon(built.folder);
    networks = twoNamespaces();
  }, 60_000);
  afterAll(() => {
    networks.remove();
    built.remove();
  });

  it('costs less than a hundredth of a processor, from a ring and from a socket', { timeout: 30_000 }, async () => {
    const quiet = async (namespace: string, how: string): Promise<Record<string, number>> => {
      const child = spawn('ip', ['netns', 'exec', namespace, built.path, how], { stdio: ['ignore', 'pipe', 'inherit'] });
      return JSON.parse(await text(child.stdout)) as Record<string, number>;
    };
    for (const { told, ticks, percent } of await Promise.all([quiet(networks.a, 'ring'), quiet(networks.b, 'socket')])) {
      expect(told).toBe(5);
      expect(ticks).toBeGreaterThanOrEqual(3);
      expect(percent).toBeLessThan(1);
    }
  });
});
