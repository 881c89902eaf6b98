/** Damage, mutations and memory: small captures of test/fixtures, cut and changed everywhere. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PassThrough } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { Gunzip } from 'fflate';
import { PacketwrightError } from '../bytes/errors.ts';
import { memorySink } from './octet-sink.ts';
import { gunzip } from './node/gunzip.ts';
import { openCapture } from './node/open-capture.ts';
import { PcapWriter } from './pcap/writer.ts';
import { PcapngWriter } from './pcapng/writer.ts';
import { readCapture, type ReadOptions } from './read-capture.ts';

const FOLDER = join(import.meta.dirname, '../../test/fixtures/captures');
const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .map((name) => join(FOLDER, name))
  .filter((path) => statSync(path).isFile() && /pcap|fuzz/i.test(path) && !/\.(gz|zst)$/.test(path));
const small = files.filter((path) => statSync(path).size < 1500);

interface Read {
  packets: string[];
  error: PacketwrightError | undefined;
}

async function read(source: Parameters<typeof readCapture>[0], options: ReadOptions<never> = {}): Promise<Read> {
  const packets: string[] = [];
  try {
    const capture = await readCapture(source, options);
    for await (const b of capture.batches()) {
      for (let i = 0; i < b.n; i++) {
        if (capture.interfaces[b.iface[i]!] === undefined) expect.fail(`packet ${i} has no interface`);
        if (b.offset[i]! + b.captured[i]! > b.data.length) expect.fail(`packet ${i} ends behind its memory`);
        packets.push(
          `${b.sec[i]}.${b.nsec[i]} ${b.wire[i]} ${Buffer.from(b.data.subarray(b.offset[i], b.offset[i]! + b.captured[i]!)).toString('latin1')}`,
        );
        b.options?.(i);
      }
    }
  } catch (error) {
    if (!(error instanceof PacketwrightError) || error.code !== 'ERR_FILE') throw error;
    expect(error.message).not.toContain('\n');
    return { packets, error };
  }
  return { packets, error: undefined };
}

/** Pieces of a given size, as a pipe gives them. */
async function* pieces(octets: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size);
}

describe('cut captures', () => {
  it.each(small.map((path) => [path.slice(FOLDER.length + 1), path]))('%s, at every offset', async (_, path) => {
    const octets = readFileSync(path);
    const whole = await read(octets);
    for (let length = 0; length < octets.length; length++) {
      const cut = await read(octets.subarray(0, length));
      expect(cut.packets).toEqual(whole.packets.slice(0, cut.packets.length));
      if (length < 24) expect(cut.error).toBeDefined();
    }
  });

  it('says where, which record, how much', async () => {
    const octets = new Uint8Array(24 + 16 + 20);
    const view = new DataView(octets.buffer);
    view.setUint32(0, 0xa1b2c3d4, true);
    view.setUint16(4, 2, true);
    view.setUint16(6, 4, true);
    view.setUint32(20, 1, true);
    view.setUint32(32, 1514, true);
    view.setUint32(36, 1514, true);
    expect((await read(octets, { name: 'FILE' })).error?.message).toBe(
      'FILE: cut short at offset 24: record 1 claims 1514 octets, only 20 are left',
    );
    view.setUint32(32, 300_000, true);
    expect((await read(octets, { name: 'FILE' })).error?.message).toBe(
      'FILE: damaged at offset 24: record 1 claims 300000 octets, expected at most 262144',
    );
    view.setUint32(16, 400_000, true); // a larger snaplen allows it
    expect((await read(octets, { name: 'FILE' })).error?.message).toContain('cut short');
  });

  it('says what is no capture', async () => {
    expect((await read(Uint8Array.of(0xde, 0xad, 0xbe, 0xef, 0), { name: 'x' })).error?.message).toBe(
      'x: not a capture: the first four octets are de ad be ef; expected pcap, pcapng, snoop, Network Monitor or ERF',
    );
    expect((await read(new Uint8Array(0), { name: 'x' })).error?.message).toBe(
      'x: not a capture: it is empty; expected pcap, pcapng, snoop, Network Monitor or ERF',
    );
  });
});

describe('pieces', () => {
  it.each([1, 7, 1000])('of %i octets give the same packets', async (size) => {
    for (const path of small) {
      const octets = readFileSync(path);
      const whole = await read(octets);
      const piecewise = await read(pieces(octets, size));
      expect(piecewise.packets).toEqual(whole.packets);
      expect(piecewise.error?.message).toBe(whole.error?.message);
    }
  });

  it('come from a ReadableStream too', async () => {
    const octets = readFileSync(files.find((path) => path.endsWith('.pcap') && statSync(path).size > 5000)!);
    const stream = new Blob([octets]).stream();
    expect((await read(stream)).packets).toEqual((await read(octets)).packets);
  });

  it('of a record larger than the window are joined', async () => {
    const sink = memorySink();
    const writer = new PcapngWriter(sink);
    await writer.writeCustom(32473, new Uint8Array(5_000_000).fill(7));
    await writer.addInterface({ name: 'a', linkType: 1 });
    await writer.write({ octets: new Uint8Array(400_000).fill(9), sec: 1, nsec: 2 });
    await writer.write({ octets: Uint8Array.of(1, 2, 3), sec: 3, nsec: 4 });
    await writer.close();
    const octets = sink.octets();
    const whole = await read(octets);
    expect(whole.packets.map((line) => line.length)).toEqual([400_011, 9]);
    expect((await read(pieces(octets, 65_536))).packets).toEqual(whole.packets);
    let at = 0;
    const ahead = {
      ahead: 4096,
      read: async (into: Uint8Array) => {
        const n = Math.min(into.length, octets.length - at);
        into.set(octets.subarray(at, at + n));
        at += n;
        return n;
      },
      close() {},
    };
    expect((await read(ahead)).packets).toEqual(whole.packets);
  });
});

describe('a pipe that says nothing more', () => {
  const endless = (): PassThrough => {
    const pipe = new PassThrough();
    pipe.write(readFileSync(files.find((path) => path.endsWith('.pcap') && statSync(path).size > 5000)!));
    return pipe;
  };

  it('is left by abort', async () => {
    const capture = await readCapture(endless());
    const stop = new AbortController();
    const seen = (async () => {
      for await (const batch of capture.batches({ signal: stop.signal })) if (batch.n > 0) setTimeout(() => stop.abort(), 5);
    })();
    await expect(seen).rejects.toThrow('aborted');
  });

  it('is left by close()', async () => {
    const capture = await readCapture(endless());
    let n = 0;
    for await (const batch of capture.batches()) {
      n += batch.n;
      setTimeout(() => void capture.close(), 5);
    }
    expect(n).toBeGreaterThan(0);
    expect(capture.stats().received).toBe(n);
  });
});

describe('mutated captures', () => {
  it('20,000 of them: ERR_FILE or packets, nothing else', async () => {
    let state = 0x9e3779b9;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 4_294_967_296) * below);
    };
    const sources = small.filter((_, i) => i % 2 === 0).map((path) => readFileSync(path));
    let errors = 0;
    for (let i = 0; i < 20_000; i++) {
      const octets = Uint8Array.from(sources[i % sources.length]!);
      for (let k = random(4); k >= 0; k--) octets[random(octets.length)] = random(256);
      if ((await read(octets.subarray(0, octets.length - random(3) * random(40)))).error !== undefined) errors++;
    }
    expect(errors).toBeGreaterThan(5000);
    expect(errors).toBeLessThan(20_000);
  });
});

describe('compressed captures', () => {
  const path = files.find((name) => name.endsWith('.pcap') && statSync(name).size > 5000 && statSync(name).size < 60_000)!;
  const octets = readFileSync(path);
  const inTwo = Buffer.concat([gzipSync(octets.subarray(0, 3000)), gzipSync(octets.subarray(3000))]);
  const ours = { gunzip: (out: (octets: Uint8Array) => void) => new Gunzip(out) };

  it.each([
    ['fflate', ours],
    ['zlib', { gunzip }],
  ])('gzip of two members, by %s', async (_, options) => {
    const plain = await read(octets);
    expect((await read(inTwo, options)).packets).toEqual(plain.packets);
    const cut = await read(inTwo.subarray(0, inTwo.length - 20), options);
    expect(cut.error).toBeDefined();
    expect(cut.packets).toEqual(plain.packets.slice(0, cut.packets.length));
    expect(cut.packets.length).toBeGreaterThan(0);
  });

  it('larger than what is read at once, from a file', async () => {
    const sink = memorySink();
    const writer = new PcapWriter(sink);
    let state = 1;
    const noise = Uint8Array.from({ length: 60_000 }, () => (state = Math.imul(state, 48_271) >>> 0) >>> 24);
    for (let i = 0; i < 150; i++) await writer.write({ octets: noise.map((octet, k) => octet ^ (i * k)), sec: i, nsec: 0 });
    await writer.close();
    const folder = mkdtempSync(join(tmpdir(), 'pkw-gzip-'));
    const file = join(folder, 'named-otherwise');
    writeFileSync(file, gzipSync(sink.octets()));
    expect(statSync(file).size).toBeGreaterThan(5_000_000);
    const times: number[] = [];
    for await (const batch of (await openCapture(file)).batches()) for (let i = 0; i < batch.n; i++) times.push(batch.sec[i]!);
    rmSync(folder, { recursive: true });
    expect(times).toEqual(Array.from({ length: 150 }, (_, i) => i));
  });

  it('without a decompressor say so', async () => {
    expect((await read(inTwo, { name: 'x' })).error?.message).toBe('x: compressed with gzip, but no decompressor for it was given');
  });
});
