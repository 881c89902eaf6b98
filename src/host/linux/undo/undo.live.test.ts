import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { childOf } from '../../../../test/support/programs/child-of.ts';
import { enableIpv6, requireLive, run, type TwoNamespaces, twoNamespaces } from '../../../../test/support/live-links.ts';
import { describeIf, programPath } from '../../../../test/support/require.ts';
import { withAddon } from '../../../../test/support/with-addon.ts';
import { leftovers } from './replay.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const SIGHUP = 1;
/** How often the program is killed at a random moment. PKW_KILLS says otherwise. */
const KILLS = Number(process.env['PKW_KILLS'] ?? (process.env['PKW_REQUIRE_ALL'] === '1' ? 20 : 10));

describeIf(requireLive(), 'changes to the kernel are taken back', () => {
  let folder: string;
  let net: TwoNamespaces;
  let before: unknown;
  const started: ChildProcess[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'packetwright-undo-'));
    for (const [name, path] of Object.entries({
      'undo-child': 'src/host/linux/undo/undo-child.ts',
      program: 'test/support/programs/changing-program.ts',
    })) {
      const bundle = await rolldown({ cwd: root, input: { [name]: path }, platform: 'node', logLevel: 'silent' });
      await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' });
      await bundle.close();
    }
    withAddon(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeEach(() => {
    net = twoNamespaces();
    enableIpv6(net);
    ip('addr', 'add', '2001:db8:77::1/64', 'dev', 'va');
    ip('addr', 'add', '10.77.0.9/24', 'dev', 'va');
    ip('route', 'add', '203.0.113.0/24', 'via', '10.77.0.2', 'metric', '5', 'mtu', '1300');
    ip('route', 'add', '2001:db8:99::/48', 'via', '2001:db8:77::2');
    before = state();
  });
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
    net.remove();
  });

  const ip = (...words: string[]): string => run('ip', '-n', net.a, ...words);

  /** What ip says, without what changes by itself: counters, life times, numbers of interfaces, neighbours that the kernel learns. */
  function state(): unknown {
    const json = (...words: string[]): Record<string, unknown>[] => JSON.parse(ip('-j', ...words) || '[]') as Record<string, unknown>[];
    const sorted = (list: unknown[]): string[] => list.map((one) => JSON.stringify(one)).sort();
    return {
      links: sorted(json('link').map(({ ifname, mtu, address, flags }) => ({ ifname, mtu, address, flags }))),
      addresses: sorted(
        json('addr').flatMap(({ ifname, addr_info }) =>
          (addr_info as Record<string, unknown>[]).map(({ local, prefixlen, scope }) => ({ ifname, local, prefixlen, scope })),
        ),
      ),
      routes: [...sorted(json('-4', 'route', 'show', 'table', 'all')), ...sorted(json('-6', 'route', 'show', 'table', 'all'))],
      neighbours: sorted(json('neigh', 'show', 'nud', 'permanent')),
      namespaces: readdirSync('/run/netns')
        .filter((name) => name.startsWith(`pkwt-${process.pid}-`))
        .sort(),
      rules: programPath('nft') === undefined ? '' : run('ip', 'netns', 'exec', net.a, 'nft', 'list', 'ruleset'),
    };
  }

  async function start(mode: string, ...more: string[]): Promise<ChildProcess> {
    const child = spawn(process.execPath, [join(folder, 'program.js'), net.a, mode, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
    started.push(child);
    if (mode === 'change' || mode === 'move') {
      await new Promise((resolve, reject) => {
        child.stdout?.once('data', resolve);
        child.once('exit', () => reject(new Error('the program ended by itself')));
      });
    }
    return child;
  }

  const ended = (child: ChildProcess): Promise<unknown> =>
    child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((resolve) => child.once('exit', resolve));

  /** Waits until nobody has anything left to do for the process. */
  async function cleared(pid: number): Promise<void> {
    for (let i = 0; i < 1000 && journalsOf(pid).length > 0; i++) await sleep(10);
    expect(journalsOf(pid)).toEqual([]);
  }

  function journalsOf(pid: number): string[] {
    return existsSync('/run/packetwright') ? readdirSync('/run/packetwright').filter((name) => name.startsWith(`${pid}-`)) : [];
  }

  /** The link's carrier comes back a moment after the link. */
  const expectBefore = (): Promise<void> => expect.poll(state, { timeout: 60_000 }).toEqual(before);

  /** proc(5): whether a process has a handler for a signal. */
  function catches(pid: number, signal: number): boolean {
    const mask = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
    return ((BigInt(`0x${mask}`) >> BigInt(signal - 1)) & 1n) === 1n;
  }

  it(`when the process is killed at a random moment (${KILLS} times)`, { timeout: 20_000 + 10_000 * KILLS }, async () => {
    for (let i = 0; i < KILLS; i++) {
      const program = await start('change', net.b);
      await sleep(Math.random() * 60);
      program.kill('SIGKILL');
      await ended(program);
      await cleared(program.pid as number);
      await expectBefore();
    }
  });

  it('when it ends by itself and has left them', async () => {
    const program = await start('leave', net.b);
    await ended(program);
    expect(program.exitCode).toBe(0);
    // By the process itself: before its end, not after it.
    expect(journalsOf(program.pid as number)).toEqual([]);
    await expectBefore();
  });

  it('when it is interrupted, and its group with it', async () => {
    const program = await start('change', net.b);
    const child = childOf(program.pid as number);
    // Once it has begun to look after signals. (Node itself looks after SIGINT and SIGTERM.)
    await expect.poll(() => catches(child, SIGHUP)).toBe(true);
    process.kill(child, 'SIGINT');
    process.kill(child, 'SIGTERM');
    program.kill('SIGINT');
    await ended(program);
    await cleared(program.pid as number);
    await expectBefore();
  });

  it(`by the next start, when the child that waits for its end was killed too (${KILLS} times)`, {
    timeout: 20_000 + 10_000 * KILLS,
  }, async () => {
    for (let i = 0; i < KILLS; i++) {
      const program = await start('change', net.b);
      const pid = program.pid as number;
      await sleep(Math.random() * 40);
      process.kill(childOf(pid), 'SIGKILL');
      await sleep(Math.random() * 5);
      program.kill('SIGKILL');
      await ended(program);
      expect(leftovers().filter((one) => one.pid === pid)).toHaveLength(1);
      await ended(await start('start'));
      expect(journalsOf(pid)).toEqual([]);
      await expectBefore();
    }
  });

  it('an interface that was moved comes back from its new namespace, also when the child was killed too', async () => {
    ip('neigh', 'add', '2001:db8:77::9', 'lladdr', '02:00:00:00:00:99', 'dev', 'va', 'nud', 'permanent');
    before = state();
    for (const alone of [false, true]) {
      const program = await start('move', net.b);
      const pid = program.pid as number;
      expect(run('ip', '-n', net.b, '-o', 'link')).toContain('va@');
      expect(state()).not.toEqual(before);
      if (alone) process.kill(childOf(pid), 'SIGKILL');
      program.kill('SIGKILL');
      await ended(program);
      if (alone) await ended(await start('start'));
      await cleared(pid);
      await expectBefore();
      expect(run('ip', '-n', net.b, '-o', 'link')).not.toContain('va@');
    }
  });

  it('an interface that has gone with its new namespace is no reason to wait', async () => {
    const program = await start('move', net.b);
    const pid = program.pid as number;
    process.kill(childOf(pid), 'SIGKILL');
    program.kill('SIGKILL');
    await ended(program);
    run('ip', '-n', net.b, 'link', 'del', 'va');
    await ended(await start('start'));
    expect(journalsOf(pid)).toEqual([]);
  });

  it('and a journal of a namespace that is gone is put away', async () => {
    const program = await start('change', net.b);
    const pid = program.pid as number;
    process.kill(childOf(pid), 'SIGKILL');
    program.kill('SIGKILL');
    await ended(program);
    net.remove();
    net = twoNamespaces();
    const untouched = state();
    await ended(await start('start'));
    expect(journalsOf(pid)).toEqual([]);
    expect(state()).toEqual(untouched);
  });
});
