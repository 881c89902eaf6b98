/** What libpcap tells of a file besides its packets: version, byte order, and where its writer stands. */
import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describeIf, requireProgram } from '../../test/support/require.ts';
import { streamSink } from './node/file-sink.ts';
import { openPcapngWriter, openPcapWriter } from './node/write-capture.ts';
import { memorySink } from './octet-sink.ts';
import { PcapWriter } from './pcap/writer.ts';
import { readCapture } from './read-capture.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pkw-version-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const record = (i: number, length = 60) => ({ octets: new Uint8Array(length).fill(i), sec: 1_700_000_000 + i, nsec: 0 });
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('the version of a capture', () => {
  // The 24 octets as draft-ietf-opsawg-pcap §4 lays them out, in both byte orders.
  it('is that of the file header, with its byte order', async () => {
    const big = await readCapture(hex('a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000001'));
    expect(big).toMatchObject({ format: 'pcap', version: { major: 2, minor: 4, byteOrder: 'big' } });
    expect(big.interfaces[0]?.snaplen).toBe(65_535);
    const old = await readCapture(hex('4d3cb2a1 0200 0300 00000000 00000000 00000400 01000000'));
    expect(old).toMatchObject({ format: 'pcap', version: { major: 2, minor: 3, byteOrder: 'little' } });
  });

  it('of a pcapng file is that of the section that was read last', async () => {
    const little = '0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000';
    const big = '0a0d0d0a 0000001c 1a2b3c4d 0001 0002 ffffffffffffffff 0000001c';
    const capture = await readCapture(hex(little + big));
    for await (const _ of capture.blocks()) void _;
    expect(capture.version).toEqual({ major: 1, minor: 2, byteOrder: 'big' });
    expect((await readCapture(hex(little))).version).toEqual({ major: 1, minor: 0, byteOrder: 'little' });
  });
});

describe("a writer's position", () => {
  it('is the size of the file once that is flushed, also behind what was there', async () => {
    for (const [name, open] of [
      ['a.pcap', openPcapWriter],
      ['a.pcapng', openPcapngWriter],
    ] as const) {
      const path = join(scratch, name);
      const write = async (append: boolean): Promise<void> => {
        const writer = await open(path, { append });
        if ('addInterface' in writer) await writer.addInterface({ name: '', linkType: 1 });
        for (let i = 0; i < 3; i++) {
          await writer.write(record(i));
          const told = writer.position;
          await writer.flush();
          expect(statSync(path).size).toBe(told);
        }
        await writer.close();
        expect(statSync(path).size).toBe(writer.position);
      };
      await write(false);
      await write(true);
    }
  });

  it('counts the header, which is written with the first packet', async () => {
    const sink = memorySink();
    const writer = new PcapWriter(sink);
    expect(writer.position).toBe(24);
    await writer.write(record(1, 100_000));
    expect(writer.position).toBe(24 + 16 + 100_000);
    await writer.close();
    expect(sink.octets().length).toBe(writer.position);
  });
});

describeIf(requireProgram('tcpdump'), 'streamSink', () => {
  it('writes a capture into a stream, and leaves the stream open', async () => {
    const path = join(scratch, 'stream.pcap');
    // A buffer of one octet: every write has to wait.
    const stream = createWriteStream(path, { highWaterMark: 1 });
    const writer = new PcapWriter(streamSink(stream));
    for (let i = 0; i < 50; i++) await writer.write(record(i, 1000 + i * 2000));
    await writer.close();
    expect(stream.writableEnded).toBe(false);
    stream.end();
    await once(stream, 'close');
    expect(readFileSync(path).length).toBe(writer.position);
    const counted = execFileSync('tcpdump', ['-r', path, '--count'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    expect(counted).toBe('50 packets\n');
  });
});
