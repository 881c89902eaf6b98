/**
 * Every capture of the corpus against a reader that we did not write: editcap (Wireshark's file reader) or tcpdump (libpcap's) give
 * every packet as a plain pcap file, which a dozen lines here read. Octets, lengths and times must be the same.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { PacketwrightError } from '../bytes/errors.ts';
import { openCapture } from './node/open-capture.ts';

const CORPUS = join(import.meta.dirname, '../../../shared/corpus');
const rows = existsSync(CORPUS)
  ? readFileSync(join(CORPUS, 'INDEX.tsv'), 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'))
      .filter((row) => /^pcap/.test(row[3] ?? '') && !/xz$/.test(row[3] ?? ''))
  : [];

const scratch = mkdtempSync(join(tmpdir(), 'pkw-capture-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const hasEditcap = spawnSync('editcap', ['-v']).status === 0;

interface Read {
  /** `length wire seconds.nanoseconds hash` of each packet. */
  readonly packets: readonly string[];
  readonly error: string | undefined;
}

const digest = (octets: Uint8Array): string => createHash('md5').update(octets).digest('hex');

async function ours(path: string): Promise<Read> {
  const packets: string[] = [];
  try {
    for await (const b of (await openCapture(path)).batches()) {
      for (let i = 0; i < b.n; i++) {
        const at = b.offset[i]!;
        const octets = b.data.subarray(at, at + b.captured[i]!);
        packets.push(`${octets.length} ${b.wire[i]} ${b.sec[i]}.${String(b.nsec[i]).padStart(9, '0')} ${digest(octets)}`);
      }
    }
  } catch (error) {
    if (!(error instanceof PacketwrightError) || error.code !== 'ERR_FILE') throw error;
    expect(error.message).not.toContain('\n');
    return { packets, error: error.message };
  }
  return { packets, error: undefined };
}

/** Reads what editcap and tcpdump write: little-endian pcap, nanoseconds or microseconds. */
function plain(path: string): string[] {
  const b = readFileSync(path);
  const toNano = b.readUInt32LE(0) === 0xa1b23c4d ? 1 : 1000;
  const packets: string[] = [];
  for (let at = 24; at + 16 <= b.length; ) {
    const length = b.readUInt32LE(at + 8);
    const nanos = b.readUInt32LE(at + 4) * toNano;
    packets.push(`${length} ${b.readUInt32LE(at + 12)} ${b.readUInt32LE(at)}.${String(nanos).padStart(9, '0')} ${digest(b.subarray(at + 16, at + 16 + length))}`);
    at += 16 + length;
  }
  return packets;
}

/** What editcap and, when it is of another mind, what tcpdump reads: where the two differ, either may be right. */
function theirs(path: string, got: Read): Read[] {
  const out = join(scratch, 'out.pcap');
  rmSync(out, { force: true });
  const all: Read[] = [];
  const editcap = spawnSync('editcap', ['-F', 'nsecpcap', path, out], { encoding: 'utf8' });
  // What the format written cannot hold (several link types, events) says nothing of the file read.
  if (!/can't be written|can't be saved|network type|isn't supported|unknown or unsupported/.test(editcap.stderr)) {
    const read = { packets: existsSync(out) ? plain(out) : [], error: editcap.status === 0 ? undefined : editcap.stderr };
    all.push(read);
    if (same(read, got)) return all;
  }
  rmSync(out, { force: true });
  const tcpdump = spawnSync('tcpdump', ['-nr', path, '--nano', '-w', out], { encoding: 'utf8' });
  if (existsSync(out)) all.push({ packets: plain(out), error: tcpdump.status === 0 ? undefined : tcpdump.stderr });
  return all;
}

/** For files of several link types, which neither program can write as pcap: tshark tells lengths and times. */
function asTsharkTells(path: string): string[] {
  const tshark = spawnSync('tshark', ['-nr', path, '-T', 'fields', '-e', 'frame.cap_len', '-e', 'frame.len', '-e', 'frame.time_epoch'], { encoding: 'utf8' });
  return tshark.stdout.split('\n').slice(0, -1).map((line) => line.replaceAll('\t', ' '));
}

const same = (a: Read, b: Read): boolean => (a.error === undefined) === (b.error === undefined) && a.packets.join() === b.packets.join();

describe.skipIf(rows.length === 0 || !hasEditcap)('captures of the corpus, as editcap or libpcap read them', () => {
  let compared = 0;
  it.each(rows.map((row) => [row[0]!, row[4]]))('%s', async (file, types) => {
    const path = join(CORPUS, file);
    const got = await ours(path);
    if (types!.includes(',') || EVENTS.test(file)) {
      const told = asTsharkTells(path);
      const withoutHash = got.packets.map((line) => line.slice(0, line.lastIndexOf(' ')));
      // tshark counts events of other blocks as packets and gives packets without a time an empty one.
      if (!EVENTS.test(file)) expect(withoutHash.map((line, i) => (told[i]?.endsWith(' ') ? line.replace(/[0-9.]+$/, '') : line))).toEqual(told);
      compared++;
      return;
    }
    const expected = theirs(path, got);
    if (expected.length === 0) return;
    compared++;
    if (!expected.some((read) => same(read, got))) expect(got).toEqual(expected[0]);
  });
  it('compares nearly all of them', () => expect(compared).toBeGreaterThan(0.95 * rows.length));
});
