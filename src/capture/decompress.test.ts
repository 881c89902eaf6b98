/** Compressed captures as zstd, pzstd and gzip make them, and as nobody should. */
import { spawnSync } from 'node:child_process';
import { crc32, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { all, describeIf, requireProgram } from '../../test/support/require.ts';
import { openCapture } from './node/open-capture.ts';
import type { OpenOptions } from './node/open-capture.ts';
import { makePcapHeader } from './pcap/header.ts';

/** A capture of `n` packets of 100 octets, written by hand: draft-ietf-opsawg-pcap §4 and §5. */
function pcap(n: number): Buffer {
  const record = Buffer.alloc(116, 0x55);
  record.writeUInt32LE(1, 0);
  record.writeUInt32LE(0, 4);
  record.writeUInt32LE(100, 8);
  record.writeUInt32LE(100, 12);
  return Buffer.concat([makePcapHeader({ linkType: 1, snaplen: 65535, nanoseconds: false }), ...Array.from({ length: n }, () => record)]);
}

/** Packets, and the error that followed them. */
async function read(octets: Uint8Array, o: OpenOptions<never> = {}, piece = octets.length): Promise<[number, string | undefined]> {
  let packets = 0;
  try {
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < octets.length; at += piece) yield octets.subarray(at, at + piece);
    }
    const capture = await openCapture(pieces(), { name: 'c', ...o });
    for await (const batch of capture.batches()) packets += batch.n;
  } catch (error) {
    return [packets, (error as Error).message];
  }
  return [packets, undefined];
}

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
/** RFC 8878 §3.1.1.2: three octets of header. */
const block = (type: 'raw' | 'rle', isLast: boolean, size: number, body: Uint8Array): Buffer => {
  const head = Buffer.alloc(3);
  head.writeUIntLE((size << 3) | (type === 'rle' ? 2 : 0) | (isLast ? 1 : 0), 0, 3);
  return Buffer.concat([head, body]);
};
/** A frame with a window of 128 kB and no content size (§3.1.1.1). */
const zstFrame = (octets: Uint8Array): Buffer => Buffer.concat([hex('28b52ffd 00 38'), block('raw', true, octets.length, octets)]);
const skippable = (n: number): Buffer => Buffer.concat([hex('502a4d18'), Buffer.of(n, 0, 0, 0), Buffer.alloc(n, 0xee)]);

describe('zstd', () => {
  const whole = pcap(3);
  it.each([
    ['a frame', zstFrame(whole)],
    ['a skippable frame first, as pzstd writes', Buffer.concat([skippable(4), zstFrame(whole)])],
    ['two frames, cut within a record', Buffer.concat([zstFrame(whole.subarray(0, 100)), zstFrame(whole.subarray(100))])],
    [
      'skippable frames everywhere',
      Buffer.concat([
        skippable(0),
        skippable(9),
        zstFrame(whole.subarray(0, 24)),
        skippable(3),
        zstFrame(whole.subarray(24)),
        skippable(200),
      ]),
    ],
  ])('%s', async (_, octets) => {
    for (const piece of [1, 7, octets.length]) expect(await read(octets, {}, piece)).toEqual([3, undefined]);
  });

  it('tells of octets behind the end, once all packets were given', async () => {
    const octets = Buffer.concat([zstFrame(whole), hex('00112233445566')]);
    expect(await read(octets)).toEqual([3, expect.stringMatching(/^c: zstd data .*not a zstd frame/)]);
  });

  it.each([1, 5, 8, 20, 200])('cut by %i octets: what came out is given, then the error', async (n) => {
    const octets = Buffer.concat([zstFrame(whole.subarray(0, 140)), zstFrame(whole.subarray(140))]);
    expect(await read(octets.subarray(0, octets.length - n))).toEqual([
      1,
      expect.stringMatching(/^c: zstd data damaged or cut short before offset \d+ of the compressed file/),
    ]);
  });

  it('refuses windows above 8 MB, unless an option allows them', async () => {
    const frame = (descriptor: number): Buffer =>
      Buffer.concat([hex('28b52ffd 00'), Buffer.of(descriptor), block('raw', true, whole.length, whole)]);
    expect(await read(frame(13 << 3))).toEqual([3, undefined]); // 2^(10 + 13)
    expect(await read(frame((13 << 3) | 1))).toEqual([0, 'c: zstd data needs 9437184 octets of memory, expected at most 8388608']);
    expect(await read(frame(14 << 3), { zstdWindow: 16 * 2 ** 20 })).toEqual([3, undefined]);
    // A single segment is its own window: 5 GB.
    expect((await read(hex('28b52ffd e0 0000004001000000 010000')))[1]).toContain('needs 5368709120 octets');
  });

  it('refuses dictionaries, and content of another size than was said', async () => {
    expect((await read(Buffer.concat([hex('28b52ffd 01 38 07'), block('raw', true, whole.length, whole)])))[1]).toContain('dictionary');
    const size = Buffer.of(1, 0, 0, 0);
    expect((await read(Buffer.concat([hex('28b52ffd 80 38'), size, block('raw', true, whole.length, whole)])))[1]).toContain(
      'a frame says 1 octets and holds 372',
    );
  });

  it('checks the checksum, where a frame has one (§3.1.1)', async () => {
    // 22c43c19 is what `zstd -c --check` writes behind these 372 octets.
    const frame = Buffer.concat([hex('28b52ffd 04 38'), block('raw', true, whole.length, whole), hex('22c43c19')]);
    expect(await read(frame)).toEqual([3, undefined]);
    frame[300] = 0x54;
    for (const piece of [1, frame.length])
      expect(await read(frame, {}, piece)).toEqual([3, expect.stringContaining('its checksum is wrong')]);
  });
});

describe('gzip', () => {
  const whole = pcap(3);
  const one = gzipSync(whole);
  /** A member whose header has everything (RFC 1952 §2.3). */
  const full = Buffer.concat([
    hex('1f8b 08 1e 00000000 00 03'),
    hex('0300 aabbcc'),
    Buffer.from('name\0comment\0'),
    hex('0000'),
    gzipSync(whole).subarray(10),
  ]);
  it.each([
    ['a member', one],
    ['a member with name, comment, extra field and checksum', full],
    ['two members, cut within a record', Buffer.concat([gzipSync(whole.subarray(0, 100)), gzipSync(whole.subarray(100))])],
    ['empty members', Buffer.concat([gzipSync(''), one, gzipSync(''), gzipSync('')])],
    ['zeros behind the end', Buffer.concat([one, Buffer.alloc(1000)])],
  ])('%s', async (_, octets) => {
    for (const piece of [1, 7, octets.length]) expect(await read(octets, {}, piece)).toEqual([3, undefined]);
  });

  it('tells of octets behind the end, once all packets were given', async () => {
    for (const piece of [1, 7, 1000]) {
      const [packets, message] = await read(Buffer.concat([one, Buffer.from('garbage')]), {}, piece);
      expect([packets, message]).toEqual([3, expect.stringMatching(/^c: gzip data .*its end is followed/)]);
    }
  });

  it('is cut everywhere: an error, never silence', async () => {
    for (let n = 18; n < one.length; n++)
      expect([n, (await read(one.subarray(0, n)))[1]]).toEqual([n, expect.stringMatching(/^c: (gzip data damaged|cut short)/)]);
  });

  it('checks the checksum', async () => {
    const octets = Buffer.from(one);
    octets.writeUInt32LE((crc32(whole) ^ 1) >>> 0, octets.length - 8);
    expect(await read(octets)).toEqual([3, expect.stringContaining('its checksum is wrong')]);
  });
});

describeIf(all(requireProgram('zstd'), requireProgram('pzstd')), 'what other programs compress', () => {
  const whole = pcap(20_000);
  it.each([
    ['zstd', ['-1']],
    ['zstd', ['-19', '--check']],
    ['zstd', ['--long=23']],
    ['pzstd', ['-p', '2']],
  ])('%s %j', async (program, flags) => {
    const { stdout } = spawnSync(program, ['-c', ...flags], { input: whole, maxBuffer: 2 ** 26 });
    expect(await read(stdout)).toEqual([20_000, undefined]);
  });
});
