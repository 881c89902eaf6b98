/** Times before 1970 and beyond 2106, in every writer: right, or an error that says what is held. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describeIf, requireProgram } from '../../test/support/require.ts';
import { packetFromJson } from '../packet/from-json.ts';
import { Ether } from '../protocols/link/ethernet.ts';
import { packet, protocols } from '../protocols/protocols.ts';
import { rdpcap, wrpcap } from './node/captures.ts';
import { memorySink } from './octet-sink.ts';
import { PcapWriter } from './pcap/writer.ts';
import { PcapngWriter } from './pcapng/writer.ts';
import { readCapture } from './read-capture.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pkw-time-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const FRAME = Uint8Array.from(Buffer.from('02000000000202000000000108b5', 'hex'));
const at = (sec: number, nsec = 0) => ({ octets: FRAME, sec, nsec });

/** A packet's time after it was written and read; or the error. */
async function through(kind: 'pcap' | 'pcapng', sec: number, nsec = 0, info = {}): Promise<[number, number] | string> {
  const sink = memorySink();
  try {
    const writer = kind === 'pcap' ? new PcapWriter(sink, { nanoseconds: true }) : new PcapngWriter(sink);
    if (writer instanceof PcapngWriter) await writer.addInterface({ name: '', linkType: 1, ...info });
    await writer.write(at(sec, nsec));
    await writer.close();
    for await (const batch of (await readCapture(sink.octets())).batches()) return [batch.sec[0]!, batch.nsec[0]!];
  } catch (error) {
    return `${(error as { code: string }).code}: ${(error as Error).message}`;
  }
  return 'nothing';
}

describe('times', () => {
  it.each([0, 1, 2 ** 31, 2 ** 32 - 1])('of %i s are right in both', async (sec) => {
    for (const kind of ['pcap', 'pcapng'] as const) expect(await through(kind, sec, 999_999_999)).toEqual([sec, 999_999_999]);
  });

  it('beyond 2106 are an error in pcap, and right in pcapng up to 2554', async () => {
    expect(await through('pcap', 2 ** 32)).toBe('ERR_RANGE: a pcap file holds seconds from 0 to 4294967295 (1970 to 2106), not 4294967296');
    expect(await through('pcapng', 2 ** 32, 1)).toEqual([2 ** 32, 1]);
    expect(await through('pcapng', 18_446_744_073, 0)).toEqual([18_446_744_073, 0]); // 2^64 ns
    expect(await through('pcapng', 18_446_744_074)).toBe(
      "ERR_RANGE: this interface's clock holds seconds from 0 to 18446744073, not 18446744074",
    );
    expect(await through('pcapng', 18_446_744_074, 0, { ticksPerSecond: 1e6 })).toEqual([18_446_744_074, 0]);
  });

  it('beyond what a format holds: the remedy is one that works', async () => {
    // Seconds that 64 bits of nanoseconds, microseconds and 100 microseconds hold.
    for (const [sec, remedy] of [
      [2 ** 32, 'Write pcapng, which holds times up to 2554.'],
      [18_446_744_074, 'ticksPerSecond: 1000000 }'],
      [18_446_744_073_710, 'ticksPerSecond: 10000 }'],
    ] as const) {
      const writer = new PcapWriter(memorySink());
      const refused: unknown = await writer.write(at(sec)).then(String, (error: unknown) => error);
      expect(refused).toMatchObject({ details: { remedy: expect.stringContaining(remedy) } });
      const ticksPerSecond = Number(/Second: (\d+)/.exec(String((refused as { details: { remedy: string } }).details.remedy))?.[1] ?? 1e9);
      expect(await through('pcapng', sec, 0, { ticksPerSecond })).toEqual([sec, 0]);
    }
    await expect(new PcapWriter(memorySink()).write(at(Number.MAX_SAFE_INTEGER))).rejects.toMatchObject({
      details: { remedy: expect.stringContaining('No capture holds such a time') },
    });
    const micro = new PcapngWriter(memorySink());
    await micro.addInterface({ name: '', linkType: 1, ticksPerSecond: 1e6 });
    await expect(micro.write(at(18_446_744_073_710))).rejects.toMatchObject({
      details: { remedy: expect.stringContaining('ticksPerSecond: 10000 }') },
    });
  });

  it('that are refused are not counted, and the message does not contradict itself', async () => {
    for (const writer of [new PcapWriter(memorySink()), new PcapngWriter(memorySink())]) {
      if (writer instanceof PcapngWriter) await writer.addInterface({ name: '', linkType: 1 });
      await writer.write(at(1));
      await expect(writer.write(at(-1))).rejects.toMatchObject({
        code: 'ERR_RANGE',
        details: { remedy: expect.stringContaining('timeOffset') },
      });
      expect(writer.written).toBe(1);
    }
    // 2^64 ns are 18,446,744,073.709551616 s.
    expect(await through('pcapng', 18_446_744_073, 709_551_615)).toEqual([18_446_744_073, 709_551_615]);
    expect(await through('pcapng', 18_446_744_073, 709_551_616)).toBe(
      "ERR_RANGE: this interface's clock holds seconds from 0 to 18446744073, not 18446744073.709551616",
    );
  });

  it('before 1970 are an error, but for an interface with an offset', async () => {
    expect(await through('pcap', -1, 5)).toMatch(/^ERR_RANGE: a pcap file holds .*, not -1$/);
    expect(await through('pcapng', -1, 5)).toMatch(/^ERR_RANGE: this interface's clock holds seconds from 0 to .*, not -1$/);
    expect(await through('pcapng', -1, 5, { timeOffset: -3600 })).toEqual([-1, 5]);
  });

  it.each([
    ['fractions of a second', 1.5, 0],
    ['no number', Number.NaN, 0],
    ['negative nanoseconds', 1, -1],
    ['fractions of a nanosecond', 1, 0.5],
  ])('that are %s are an error', async (_, sec, nsec) => {
    for (const kind of ['pcap', 'pcapng'] as const) expect(await through(kind, sec, nsec)).toMatch(/^ERR_RANGE: a time of /);
  });

  it('are in JSON as they are, and come back', () => {
    const p = packet(Ether());
    for (const [sec, nsec, text] of [
      [-1, 500_000_000, '-0.500000000'],
      [2 ** 33, 1, '8589934592.000000001'],
    ] as const) {
      Object.assign(p.meta, { sec, nsec });
      expect(JSON.parse(p.json()).frame.time).toBe(text);
      expect(packetFromJson(protocols, p.json()).meta).toMatchObject({ sec, nsec });
    }
  });

  it('are an error of wrpcap, too', async () => {
    const p = packet(Ether());
    p.meta.sec = -1;
    for (const name of ['old.pcap', 'old.pcapng']) await expect(wrpcap(join(scratch, name), p)).rejects.toThrow(/, not -1$/);
    p.meta.sec = 1.25;
    await expect(wrpcap(join(scratch, 'fraction.pcap'), p)).rejects.toThrow(/expected whole seconds/);
  });

  it('pcap has nanoseconds where times need them', async () => {
    const fine = packet(Ether(), 'x');
    Object.assign(fine.meta, { sec: 1, nsec: 999_999_999 });
    const coarse = packet(Ether(), 'y');
    Object.assign(coarse.meta, { sec: 1, nsec: 999_000 });
    const path = join(scratch, 'fine.pcap');
    const times = async (): Promise<unknown> => (await rdpcap(path)).map((p) => p.meta.nsec);
    await wrpcap(path, [coarse, fine]);
    expect(await times()).toEqual([999_000, 999_999_999]);
    expect(readFileSync(path).readUInt32LE(0)).toBe(0xa1b23c4d);
    await wrpcap(path, [coarse]);
    expect(readFileSync(path).readUInt32LE(0)).toBe(0xa1b2c3d4);
    async function* later(): AsyncGenerator<typeof fine> {
      yield fine;
    }
    await wrpcap(path, later(), { linkType: 1 });
    expect(await times()).toEqual([999_999_999]);
    await wrpcap(path, [fine], { nanoseconds: false });
    expect(await times()).toEqual([999_999_000]);
  });

  it('what is no path and no packets is refused in one line', async () => {
    await expect(rdpcap(undefined as never)).rejects.toMatchObject({
      code: 'ERR_VALUE',
      message: 'rdpcap takes the path of a capture, not undefined',
    });
    await expect(wrpcap('x.pcap', undefined as never)).rejects.toMatchObject({
      code: 'ERR_VALUE',
      message: 'wrpcap takes packets, not undefined',
    });
  });
});

describeIf(requireProgram('tshark'), 'times, as tshark reads them', () => {
  it('before 1970 and beyond 2106', async () => {
    const sink = memorySink();
    const writer = new PcapngWriter(sink);
    await writer.addInterface({ name: '', linkType: 1, timeOffset: -3600 });
    await writer.write(at(-2)); // tshark 4.0 writes fractions before 1970 the wrong way round
    await writer.write(at(2 ** 33, 1));
    await writer.close();
    const path = join(scratch, 'times.pcapng');
    writeFileSync(path, sink.octets());
    const { stdout } = spawnSync('tshark', ['-nr', path, '-T', 'fields', '-e', 'frame.time_epoch'], { encoding: 'utf8' });
    expect(stdout).toBe('-2.000000000\n8589934592.000000001\n');
    expect((await rdpcap(path)).map((p) => p.meta.sec)).toEqual([-2, 2 ** 33]);
    await wrpcap(join(scratch, 'again.pcapng'), await rdpcap(path));
    expect((await rdpcap(join(scratch, 'again.pcapng'))).map((p) => p.meta.sec)).toEqual([-2, 2 ** 33]);
  });
});
