/** Signals to `pkw` as a program, in the middle of work that never waits. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
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

/** Standard output for a child, which nobody reads. */
interface Unread {
  readonly writer: number | Socket;
  close(): void;
}

function unreadPipe(name: string): Unread {
  spawnSync('mkfifo', [file(name)]);
  const reader = openSync(file(name), constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(file(name), constants.O_WRONLY);
  const close = (): void => [writer, reader].forEach(closeSync);
  return { writer, close };
}

async function unreadSocket(name: string): Promise<Unread> {
  const server = createServer({ pauseOnConnect: true }).listen(file(name));
  await once(server, 'listening');
  const writer = connect(file(name));
  const [[reader]] = (await Promise.all([once(server, 'connection'), once(writer, 'connect')])) as [[Socket], unknown];
  const close = (): void => {
    writer.destroy();
    reader.destroy();
    server.close();
  };
  return { writer, close };
}

/** Until it has handlers of both signals and does nothing: it waits for its reader. @see proc_pid_stat(5) */
async function waiting(pid: number): Promise<void> {
  const BOTH = (1n << 1n) | (1n << 14n);
  const isReady = (): boolean => {
    const caught = /^SigCgt:\s*(\w+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
    return (BigInt(`0x${caught}`) & BOTH) === BOTH;
  };
  /** User and system time, in ticks. */
  const worked = (): number => {
    const words = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return Number(words[11]) + Number(words[12]);
  };
  for (let before = -Infinity; !isReady() || worked() - before > 1; ) {
    before = worked();
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

describe('a signal while standard output is full and nobody reads it', () => {
  it.each([
    ['a pipe', 'SIGINT', 130, unreadPipe],
    ['a pipe', 'SIGTERM', 143, unreadPipe],
    ['a socket', 'SIGINT', 130, unreadSocket],
    ['a socket', 'SIGTERM', 143, unreadSocket],
  ] as const)('%s: %s ends with %i', async (_what, signal, status, unread) => {
    const { writer, close } = await unread(`${unread.name}-${signal}`);
    const child = spawn(built.path, ['read', file('large.pcap'), '--json'], { stdio: ['ignore', writer, 'ignore'] });
    try {
      const exit = once(child, 'exit');
      await waiting(child.pid as number);
      child.kill(signal);
      const late = new Promise((resolve) => setTimeout(resolve, 10_000, 'still there').unref());
      expect(await Promise.race([exit, late])).toEqual([status, null]);
    } finally {
      child.kill('SIGKILL');
      close();
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
