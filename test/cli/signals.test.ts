/** Signals to `pkw` as a program, in the middle of work that never waits. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCli, type BuiltCli } from '../support/built-cli.ts';
import { runCli } from '../support/run-cli.ts';

const syslog = fileURLToPath(new URL('../fixtures/captures/zeek+zeek/testing/btest/Traces/tcp-syslog.pcap', import.meta.url));
/** So many that a pipe does not hold them in any form: who writes them does not come to the end before this process has read. */
const TIMES = 10_000;

let folder: string, built: BuiltCli, packets: number;
const file = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'packetwright-signals-'));
  built = await buildCli('src/cli/main.ts');
  const whole = readFileSync(syslog);
  const records = whole.subarray(24);
  const large = Buffer.concat([whole.subarray(0, 24), ...new Array<Buffer>(TIMES).fill(records)]);
  writeFileSync(file('large.pcap'), large);
  writeFileSync(file('large.pcap.gz'), gzipSync(large, { level: 1 }));
  packets = TIMES * (await runCli(['read', syslog])).out.trimEnd().split('\n').length;
});
afterAll(() => {
  built.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts it, sends the signal when its first lines are there, and gives its end and its output. */
async function interrupted(signal: 'SIGINT' | 'SIGTERM', ...args: string[]): Promise<{ end: unknown; out: string; err: string }> {
  const child = spawn(built.path, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '',
    err = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const closed = once(child, 'close');
  await once(child.stdout, 'data');
  child.kill(signal);
  return { end: await closed, out, err };
}

describe('a signal while standard output is a full pipe that nobody reads', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends with %i', async (signal, status) => {
    const path = file(`pipe-${signal}`);
    spawnSync('mkfifo', [path]);
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(path, constants.O_WRONLY);
    const child = spawn(built.path, ['read', file('large.pcap'), '--json'], { stdio: ['ignore', writer, 'ignore'] });
    try {
      const exit = once(child, 'exit');
      closeSync(writer);
      // One octet says that it is at work; no more is read, and a pipe holds 64 kB (pipe(7)).
      for (let n = 0; n === 0; ) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        try {
          n = readSync(reader, new Uint8Array(1));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
      child.kill(signal);
      const late = new Promise((resolve) => setTimeout(resolve, 10_000, 'still there').unref());
      expect(await Promise.race([exit, late])).toEqual([status, null]);
    } finally {
      child.kill('SIGKILL');
      closeSync(reader);
    }
  });
});

describe('a signal in the middle of a file', () => {
  it.each([
    ['SIGINT', 130, ['read', 'large.pcap', '--json']],
    ['SIGTERM', 143, ['read', 'large.pcap.gz', '--json']],
    ['SIGTERM', 143, ['read', 'large.pcap', '-T', 'fields', '-e', 'frame.number']],
    ['SIGINT', 130, ['dump', '-r', 'large.pcap', '--json', 'tcp', 'or', 'udp']],
  ] as const)('%s ends with %i: pkw %j', async (signal, status, [command, ...args]) => {
    const words = args.map((word) => (word.startsWith('large') ? file(word) : word));
    const { end, out, err } = await interrupted(signal, command, ...words);
    expect([end, err]).toEqual([[status, null], '']);
    // Whole lines, and not all.
    expect(out.endsWith('\n')).toBe(true);
    expect(out.split('\n').length - 1).toBeLessThan(packets);
  });

  it.each(['part.pcap', 'part.pcapng', 'part.pcap.gz'])('leaves %s whole', async (name) => {
    const { end, out } = await interrupted('SIGINT', 'dump', '-r', file('large.pcap'), '-w', file(name), '--print');
    expect(end).toEqual([130, null]);
    const printed = out.split('\n').length - 1;
    expect(printed).toBeLessThan(packets);
    const { status, stdout, stderr } = spawnSync(built.path, ['read', file(name), '-T', 'fields', '-e', 'frame.number'], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    expect([status, stderr]).toEqual([0, '']);
    // The last batch is written before it is printed.
    expect(stdout.split('\n').length - 1).toBeGreaterThanOrEqual(printed);
  });
});

describe('progress', () => {
  it('is not shown where standard error is no terminal', async () => {
    const { err } = await interrupted('SIGINT', 'read', file('large.pcap'), '--json');
    expect(err).toBe('');
  });
});
