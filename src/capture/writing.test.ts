/** What we write, as tshark, tcpdump and capinfos read it; and pcapng that goes through us unchanged. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { gunzipSync } from 'node:zlib';
import { PacketwrightError } from '../bytes/errors.ts';
import { all, describeIf, requireProgram, sharedPath } from '../../test/support/require.ts';
import { readAll, writeAll } from './node/packet-files.ts';
import { openCapture } from './node/open-capture.ts';
import { openPcapngWriter, openPcapWriter } from './node/write-capture.ts';
import { memorySink } from './octet-sink.ts';
import { PcapWriter } from './pcap/writer.ts';
import { changeBlock, type PcapngBlock } from './pcapng/block.ts';
import { option, optionValue, optionValues } from './pcapng/options.ts';
import { PcapngWriter } from './pcapng/writer.ts';
import { readCapture } from './read-capture.ts';
import { storedZstd } from './zstd-stored.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pkw-writing-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const FIXTURES = join(import.meta.dirname, '../../test/fixtures/captures');
const CORPUS = sharedPath('corpus');

const filesBelow = (folder: string): string[] => {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile());
  } catch {
    return [];
  }
};
const isPcapng = (path: string): boolean => readFileSync(path).subarray(0, 4).toString('hex') === '0a0d0d0a';

const tshark = (path: string, ...fields: string[]): string[][] => {
  const run = spawnSync('tshark', ['-nr', path, '-T', 'fields', ...fields.flatMap((field) => ['-e', field])], { encoding: 'utf8' });
  return run.stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t'));
};

/** Ethernet, IPv4, UDP with two octets. */
const FRAME = Uint8Array.from(
  Buffer.from('0200000000020200000000010800450000 1e0001000040110000 0a0000010a000002 003500360 00a0000abcd'.replaceAll(' ', ''), 'hex'),
);
const numbers = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const record = (i: number) => ({ octets: FRAME, sec: 1_700_000_000 + i, nsec: 123_456_789, wire: FRAME.length + i });

async function blocksOf(octets: Uint8Array): Promise<PcapngBlock[]> {
  const blocks: PcapngBlock[] = [];
  for await (const block of (await readCapture(octets)).blocks()) blocks.push(block);
  return blocks;
}

describe('pcapng read and written', () => {
  const paths = [...filesBelow(FIXTURES), ...filesBelow(CORPUS)].filter(isPcapng);

  it('gives the same octets, for every file, up to its damage', async () => {
    expect(paths.length).toBeGreaterThan(10);
    for (const path of paths) {
      const octets = readFileSync(path);
      const sink = memorySink();
      const writer = new PcapngWriter(sink);
      let error: unknown;
      let blocks = 0;
      try {
        for await (const block of (await readCapture(octets)).blocks()) {
          await writer.writeBlock(block);
          blocks++;
        }
      } catch (e) {
        error = e;
      }
      if (blocks > 0) await writer.close();
      const written = Buffer.from(sink.octets());
      if (error === undefined) expect(written.equals(octets), path).toBe(true);
      else {
        if (!(error instanceof PacketwrightError)) throw error;
        expect(written.equals(octets.subarray(0, written.length)), path).toBe(true);
      }
    }
  });

  it('made anew from their fields, blocks say the same', async () => {
    for (const path of paths.filter((p) => p.startsWith(FIXTURES))) {
      const blocks = await blocksOf(readFileSync(path)).catch(() => []);
      const sink = memorySink();
      const writer = new PcapngWriter(sink);
      for (const block of blocks) await writer.writeBlock(changeBlock(block, {}));
      if (blocks.length === 0) continue;
      await writer.close();
      const bare = (block: PcapngBlock) => ({ ...block, raw: undefined });
      expect((await blocksOf(sink.octets())).map(bare), path).toEqual(blocks.map(bare));
    }
  });
});

describeIf(all(requireProgram('tshark'), requireProgram('capinfos')), 'as tshark reads it', () => {
  it.each([
    ['a.pcap', {}, '123456000'],
    ['b.pcap', { nanoseconds: true }, '123456789'],
    ['c.pcap.gz', {}, '123456000'],
    ['d.pcapng', {}, '123456789'],
    ['e.pcapng.gz', {}, '123456789'],
  ])('%s: lengths, times, octets', async (name, options, fraction) => {
    const path = join(scratch, name);
    expect(await writeAll(path, [0, 1, 2], record, options)).toBe(3);
    expect(tshark(path, 'frame.time_epoch', 'frame.cap_len', 'frame.len', 'udp.payload')).toEqual(
      [0, 1, 2].map((i) => [`${1_700_000_000 + i}.${fraction}`, '44', `${44 + i}`, 'abcd']),
    );
    const back = await readAll(path, (b, i) => [
      b.sec[i],
      b.wire[i],
      Buffer.from(b.data.subarray(b.offset[i], b.offset[i]! + b.captured[i]!)).equals(FRAME),
    ]);
    expect(back).toEqual([0, 1, 2].map((i) => [1_700_000_000 + i, 44 + i, true]));
  });

  it('comments, names, secrets, statistics, custom blocks', async () => {
    const path = join(scratch, 'full.pcapng');
    const writer = await openPcapngWriter(path, { section: [option('shb_userappl', 'packetwright'), option('comment', 'of the file')] });
    const iface = await writer.addInterface({
      name: 'eth7',
      linkType: 1,
      description: 'seventh',
      snaplen: 99,
      ticksPerSecond: 1e6,
      filter: 'udp',
      os: 'an os',
    });
    await writer.writeNames([{ type: 1, address: Uint8Array.of(10, 0, 0, 1), names: ['one.example'] }]);
    await writer.writeSecrets(0x544c534b, new TextEncoder().encode('# none\n'));
    await writer.write({
      octets: FRAME,
      sec: 1_700_000_000,
      nsec: 999_999_999,
      iface,
      comments: ['first', 'second: Grüße'],
      options: [option('epb_flags', 2)],
    });
    await writer.writeCustom(32473, Uint8Array.of(1, 2, 3));
    await writer.writeStatistics(iface, { sec: 1_700_000_001, nsec: 0 }, { received: 5n, dropped: 3n });
    await writer.close();
    // tshark counts the custom block behind it as a packet, too.
    expect(
      tshark(
        path,
        'frame.comment',
        'frame.interface_name',
        'frame.interface_description',
        'frame.time_epoch',
        'frame.packet_flags_direction',
      ).slice(0, 1),
    ).toEqual([['first,second: Grüße', 'eth7', 'seventh', '1700000000.999999000', expect.stringMatching(/2$/)]]);
    const about = spawnSync('capinfos', ['-k', '-I', path], { encoding: 'utf8' }).stdout;
    expect(about).toContain('of the file');
    expect(about).toContain('Capture length = 99');

    const capture = await openCapture(path);
    const seen: unknown[] = [];
    for await (const batch of capture.batches()) for (let i = 0; i < batch.n; i++) seen.push(batch.comments?.(i), batch.flags[i]);
    expect(seen).toEqual([['first', 'second: Grüße'], 1]);
    expect(capture.stats()).toEqual({ received: 1, dropped: 3, frozen: 0 });
    expect(capture.interfaces[0]).toMatchObject({ name: 'eth7', filter: 'udp', os: 'an os', ticksPerSecond: 1e6 });
  });

  it('adds to files', async () => {
    const path = join(scratch, 'more.pcap');
    await writeAll(path, [0, 1], record);
    await writeAll(path, [2], record, { append: true });
    expect(tshark(path, 'frame.len')).toEqual([['44'], ['45'], ['46']]);
    await expect(openPcapWriter(path, { append: true, linkType: 101 })).rejects.toThrow(
      'more.pcap: cannot append: it is of link type 1, expected link type 101',
    );
    const ng = join(scratch, 'more.pcapng');
    await writeAll(ng, [0], record);
    await writeAll(ng, [1], record, { append: true });
    expect(tshark(ng, 'frame.len')).toEqual([['44'], ['45']]);
  });
});

describe('batches written', () => {
  const captures = filesBelow(FIXTURES).filter((path) => /\.pcap(ng)?$/.test(path) && statSync(path).size > 1000);

  it('as runs or one by one: the same packets, with wire lengths and options', async () => {
    for (const path of captures) {
      for (const nanoseconds of [false, true]) {
        const sink = memorySink();
        const capture = await openCapture(path);
        const writer = new PcapWriter(sink, { nanoseconds, linkType: capture.interfaces[0]?.linkType ?? 1 });
        const ng = memorySink();
        const ngWriter = new PcapngWriter(ng);
        const lines: string[] = [];
        const line = (
          b: { sec: Float64Array; nsec: Uint32Array; wire: Uint32Array; captured: Uint32Array; offset: Uint32Array; data: Uint8Array },
          i: number,
          exact: boolean,
        ) =>
          `${b.sec[i]} ${exact ? b.nsec[i] : Math.floor(b.nsec[i]! / 1000)} ${b.wire[i]} ${Buffer.from(b.data.subarray(b.offset[i], b.offset[i]! + b.captured[i]!)).toString('hex')}`;
        let failed = false;
        try {
          for await (const batch of capture.batches()) {
            await writer.writeBatch(batch, undefined, (i) => i % 3 !== 1);
            await ngWriter.writeBatch(batch, capture.interfaces);
            for (let i = 0; i < batch.n; i++) if (i % 3 !== 1) lines.push(line(batch, i, nanoseconds));
          }
        } catch (error) {
          if (!(error instanceof PacketwrightError)) throw error;
          failed = true;
        }
        await writer.close();
        await ngWriter.close();
        const back: string[] = [];
        for await (const batch of (await readCapture(sink.octets())).batches())
          for (let i = 0; i < batch.n; i++) back.push(line(batch, i, nanoseconds));
        expect(back, path).toEqual(lines);
        if (!failed) expect(await countOf(ng.octets()), path).toBe(capture.stats().received);
      }
    }
  });

  it('refuse a second link type in pcap', async () => {
    const writer = new PcapWriter(memorySink(), { linkType: 101 });
    const path = captures.find((p) => p.endsWith('.pcap'))!;
    const capture = await openCapture(path);
    await expect(
      (async () => {
        for await (const batch of capture.batches()) await writer.writeBatch(batch, capture.interfaces);
      })(),
    ).rejects.toThrow('a pcap file has one link type: the file has 101');
  });
});

async function countOf(octets: Uint8Array): Promise<number> {
  let n = 0;
  for await (const batch of (await readCapture(octets)).batches()) n += batch.n;
  return n;
}

describe('options', () => {
  it('keep what is not known, and are typed by name', () => {
    expect(optionValue([option('if_tsresol', 9), option('comment', 'x')], 'if_tsresol')).toBe(9);
    expect(optionValues([option('comment', 'a'), option('comment', 'b')], 'comment')).toEqual(['a', 'b']);
  });

  it('read a gzip that we wrote with zlib', async () => {
    const path = join(scratch, 'z.pcap.gz');
    await writeAll(path, [0], record);
    const plain = join(scratch, 'z.pcap');
    writeFileSync(plain, gunzipSync(readFileSync(path)));
    expect(readFileSync(plain).length).toBe(24 + 16 + 44);
  });
});

describe('compressed by name', () => {
  it.each(['web.pcap.gz', 'web.pcap.zst', 'web.pcapng.gz', 'web.pcapng.zst'])('%s', async (name) => {
    const path = join(scratch, name);
    await writeAll(path, numbers(5000), record);
    expect(readFileSync(path).subarray(0, 4).toString('hex')).toMatch(name.endsWith('.gz') ? /^1f8b/ : /^28b52ffd/);
    const capture = await openCapture(path);
    const { format, compression } = capture;
    expect([format, compression]).toEqual([name.includes('pcapng') ? 'pcapng' : 'pcap', name.endsWith('.gz') ? 'gzip' : 'zstd']);
    let n = 0;
    for await (const batch of capture.batches()) n += batch.n;
    expect(n).toBe(5000);
  });

  it('zstd without an encoder: raw blocks, and repeated octets in one', async () => {
    const sink = memorySink();
    const stored = storedZstd(sink);
    await stored.write(new Uint8Array(300_000));
    await stored.write(Uint8Array.of(1, 2, 3));
    await stored.close();
    // 131,072, 131,072 and 37,856 zeros (RFC 8878 §3.1.1.2).
    expect(Buffer.from(sink.octets()).toString('hex')).toBe(
      '28b52ffd0038' + '02001000' + '02001000' + '029f0400' + '180000010203' + '010000',
    );
    const empty = memorySink();
    await storedZstd(empty).close();
    expect(Buffer.from(empty.octets()).toString('hex')).toBe('28b52ffd0038010000');
  });
});

describeIf(all(requireProgram('zstd'), requireProgram('gzip')), 'compressed by name, as zstd and gzip read it', () => {
  it.each([
    ['zstd', 'own.pcap.zst'],
    ['gzip', 'own.pcap.gz'],
  ])('%s', async (program, name) => {
    const path = join(scratch, name);
    const plain = join(scratch, 'own.pcap');
    for (const one of [path, plain]) await writeAll(one, numbers(5000), record);
    const { status, stdout } = spawnSync(program, ['-dc', path], { maxBuffer: 2 ** 26 });
    expect(status).toBe(0);
    expect(stdout.equals(readFileSync(plain))).toBe(true);
  });
});

describe('appending', () => {
  const whole = async (name: string): Promise<string> => {
    const path = join(scratch, name);
    await writeAll(path, [1, 2], record);
    return path;
  };

  it.each(['cut.pcap', 'cut.pcapng'])('to %s, whose last record is cut anywhere, is refused and changes nothing', async (name) => {
    const path = await whole(name);
    const octets = readFileSync(path);
    for (let length = octets.length - 1; length > octets.length - 16 - FRAME.length; length -= 5) {
      writeFileSync(path, octets.subarray(0, length));
      await expect(writeAll(path, [3], record, { append: true })).rejects.toThrow(/cannot append: .*cut short at offset \d+/);
      expect(readFileSync(path).length).toBe(length);
    }
  });

  it('to what is compressed, whatever it is called, is refused', async () => {
    for (const [from, name] of [
      ['packed.pcap.gz', 'packed-gz.pcap'],
      ['packed.pcap.zst', 'packed-zst.pcap'],
    ] as const) {
      const path = join(scratch, name);
      writeFileSync(path, readFileSync(await whole(from)));
      await expect(writeAll(path, [3], record, { append: true })).rejects.toThrow(/cannot append: it is compressed/);
    }
  });

  it('to an empty file begins it', async () => {
    for (const name of ['empty.pcap', 'empty.pcapng']) {
      const path = join(scratch, name);
      writeFileSync(path, '');
      await writeAll(path, [1], record, { append: true });
      await writeAll(path, [1], record, { append: true });
      expect((await readAll(path, (b, i) => b.sec[i])).length).toBe(2);
    }
  });
});
