/** Compressed captures and memory: files of some octets that ask for gigabytes. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCli, type BuiltCli } from '../support/built-cli.ts';
import { runCli } from '../support/run-cli.ts';

let folder: string;
let pkw: BuiltCli;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'packetwright-compressed-'));
  pkw = await buildCli('src/cli/main.ts');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  pkw.remove();
});

/** Runs `pkw` and gives its peak memory in MB besides. */
function run(...args: string[]): { status: number | null; out: string; err: string; peak: number } {
  const tell = 'process.on("exit",()=>require("node:fs").writeSync(2,"\\npeak "+process.resourceUsage().maxRSS))';
  const hook = join(folder, 'tell.cjs');
  writeFileSync(hook, tell);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', hook, join(pkw.folder, 'pkw.mjs'), ...args], {
    encoding: 'utf8',
  });
  const [err = '', peak = ''] = stderr.split('\npeak ');
  return { status, out: stdout, err, peak: Number(peak) / 1024 };
}

function file(name: string, octets: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, octets);
  return path;
}

const pcapHeader = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex');

describe('compressed captures', () => {
  // What the program itself needs: an empty capture.
  const usual = (): number => run('read', file('empty.pcap', pcapHeader)).peak;

  it('of 10 octets do not get the gigabyte that they ask for', () => {
    // RFC 8878 §3.1.1.1.2: exponent 20, a window of 2^30; §3.1.1.2: one block of one octet, repeated.
    const octets = Buffer.from('28b52ffd00a00b000000', 'hex');
    const { status, err, peak } = run('read', file('window.zst', octets));
    expect([status, err]).toEqual([1, expect.stringContaining('zstd data needs 1073741824 octets of memory, expected at most 8388608')]);
    expect(err).toContain('--zstd-window MB');
    expect(peak).toBeLessThan(usual() + 60);
  });

  it('have as large a window as the user allows', () => {
    const octets = Buffer.concat([Buffer.from('28b52ffd0070c10000', 'hex'), pcapHeader]); // 16 MB
    expect(run('read', file('allowed.zst', octets)).status).toBe(1);
    expect(run('read', '--zstd-window', '16', file('allowed.zst', octets))).toMatchObject({ status: 0, out: '' });
  });

  it('of 16 kB do not fill half a gigabyte: zstd', () => {
    // Blocks of one octet repeated 131,072 times, 4 octets each.
    const block = Buffer.from('020010 00'.replace(' ', ''), 'hex');
    const head = Buffer.from('28b52ffd0038c00000', 'hex');
    const octets = Buffer.concat([head, pcapHeader, ...Array.from({ length: 4200 }, () => block)]);
    const { status, out, peak } = run('read', '-c', '1', file('blocks.zst', octets));
    expect([status, out]).toEqual([0, expect.stringMatching(/^ +1 /)]);
    expect(peak).toBeLessThan(usual() + 60);
  });

  it('of 16 kB do not fill 16 MB a step: gzip', () => {
    const octets = gzipSync(Buffer.concat([pcapHeader, Buffer.alloc(100 * 2 ** 20)]), { level: 9 });
    const { status, out, peak } = run('read', '-c', '1', file('bomb.gz', octets));
    expect([status, out]).toEqual([0, expect.stringMatching(/^ +1 /)]);
    expect(peak).toBeLessThan(usual() + 60);
  });
});

describe('compressed captures that are cut', () => {
  const record = Buffer.concat([Buffer.from('01000000000000002a0000002a000000', 'hex'), Buffer.alloc(42, 0x55)]);
  // Other octets in each, so that the second half of the file is needed for the second half of the packets.
  const records = Array.from({ length: 400 }, (_, i) => {
    const one = Buffer.from(record);
    for (let at = 20; at < one.length; at++) one[at] = (i * 131 + at * at * (i + 7)) & 0xff;
    return one;
  });
  const whole = Buffer.concat([pcapHeader, ...records]);
  /** Raw blocks of 1,000 octets (RFC 8878 §3.1.1.2). */
  const zst = Buffer.concat([
    Buffer.from('28b52ffd0038', 'hex'),
    ...Array.from({ length: Math.ceil(whole.length / 1000) }, (_, i) => {
      const part = whole.subarray(i * 1000, (i + 1) * 1000);
      const head = Buffer.alloc(3);
      head.writeUIntLE((part.length << 3) | ((i + 1) * 1000 >= whole.length ? 1 : 0), 0, 3);
      return Buffer.concat([head, part]);
    }),
  ]);

  it.each([
    ['gzip', gzipSync(whole)],
    ['zstd', zst],
  ])('%s: read and dump give what came before, say where, and fail', async (kind, octets) => {
    const where = new RegExp(`: ${kind} data damaged or cut short before offset (\\d+) of the compressed file: `);
    for (const length of [octets.length - 1, octets.length - 5, octets.length >> 1]) {
      const path = file(`cut-${kind}`, octets.subarray(0, length));
      const copy = join(folder, `copy-${kind}.pcap`);
      const listed = await runCli(['read', path]);
      const lines = listed.out.split('\n').length - 1;
      expect(lines).toBeGreaterThan(length === octets.length >> 1 ? 100 : 390);
      for (const run of [
        listed,
        await runCli(['read', path, '--json']),
        await runCli(['read', '-r', path, '-T', 'fields', '-e', 'frame.number']),
        await runCli(['read', '-'], { stdin: octets.subarray(0, length) }),
        await runCli(['dump', '-r', path]),
        await runCli(['dump', '-r', path, '-w', copy, '--print']),
      ]) {
        expect([run.status, run.out.split('\n').length - 1]).toEqual([1, lines]);
        expect(Number(where.exec(run.err)?.[1])).toBeLessThanOrEqual(length);
        expect(run.err.split('\n').length).toBe(2);
      }
      expect((await runCli(['read', copy])).out.split('\n').length - 1).toBe(lines);
    }
  });

  it('what was asked for came before the cut: no failure', async () => {
    const path = file('cut-later.zst', zst.subarray(0, zst.length >> 1));
    for (const words of [
      ['read', path, '-c', '3'],
      ['dump', '-r', path, '-c', '3'],
    ])
      expect(await runCli(words)).toMatchObject({ status: 0, err: '' });
  });

  it('dump -w compresses what the name says, and reads it again', async () => {
    const path = file('whole.pcap', whole);
    for (const name of ['out.pcap.gz', 'out.pcap.zst', 'out.pcapng.gz', 'out.pcapng.zst']) {
      const to = join(folder, name);
      expect(await runCli(['dump', '-r', path, '-w', to])).toMatchObject({ status: 0, err: '' });
      expect((await runCli(['read', to])).out).toBe((await runCli(['read', path])).out);
      expect(readFileSync(to).subarray(0, 2).toString('hex')).toBe(name.endsWith('gz') ? '1f8b' : '28b5');
    }
  });
});
