/** Compressed captures and memory: files of some octets that ask for gigabytes. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCli, type BuiltCli } from '../support/built-cli.ts';

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
