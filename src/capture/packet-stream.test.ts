import { setFlagsFromString } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { Ether } from '../protocols/link/ethernet.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { packet } from '../protocols/protocols.ts';
import { UDP } from '../protocols/transport/udp.ts';
import { FLAG_NO_TIME, FLAG_OUTGOING, type PacketBatch } from './batch.ts';
import { BatchColumns } from './batch-columns.ts';
import { packetAt } from './dissect-batch.ts';
import { keepBatch } from './keep-batch.ts';
import { PacketStream } from './packet-stream.ts';

const INTERFACES = [{ name: 'eth0', linkType: 1 }];
const POISON = 0xdb;

/** Batches of so many packets in one memory, which is overwritten when the next is asked for; `step` octets from one to the next. */
function recycled(sizes: readonly number[], step: number, log: string[] = []) {
  const columns = new BatchColumns();
  columns.data = new Uint8Array(64 + step * Math.max(1, ...sizes));
  let id = 0;
  return (async function* (): AsyncGenerator<PacketBatch, void, void> {
    try {
      for (const n of sizes) {
        for (let i = 0; i < n; i++) {
          const { bytes } = packet(Ether(), IP({ id: id++, dst: '192.0.2.1' }), UDP());
          columns.data.set(bytes, 7 + i * step);
          columns.offset[i] = 7 + i * step;
          columns.captured[i] = columns.wire[i] = bytes.length;
          columns.sec[i] = 1_700_000_000 + id;
          columns.nsec[i] = id;
          columns.flags[i] = id % 3 === 0 ? FLAG_OUTGOING : 0;
        }
        columns.n = n;
        yield columns;
        columns.data.fill(POISON);
        columns.nsec.fill(POISON);
      }
    } finally {
      log.push('closed');
    }
  })();
}

const idOf = (p: ReturnType<typeof packetAt>): number | undefined => p.get(IP)?.id;

describe('packets of batches', () => {
  it.each([
    ['one behind the other', 42],
    ['in slots of 64 kB', 65_600],
  ])('stay what they were, %s', async (_where, step) => {
    const kept = [];
    for await (const p of new PacketStream(recycled([3, 0, 1, 5], step), packetAt, INTERFACES)) kept.push(p);
    expect(kept.map(idOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(kept.map((p) => p.issues)).toEqual(kept.map(() => []));
    expect(kept.map((p) => p.meta)).toEqual(
      kept.map((_, i) => ({
        sec: 1_700_000_001 + i,
        nsec: 1 + i,
        wireLength: 42,
        iface: 'eth0',
        linkType: 1,
        ...(i % 3 === 2 && { outgoing: true }),
      })),
    );
    // Of 64 kB between two packets nothing is kept.
    expect((kept[0]?.bytes.buffer.byteLength ?? 0) < 500).toBe(true);
  });

  it('come in order to who does not wait, and end once', async () => {
    const stream = new PacketStream(recycled([2, 2], 42), packetAt, INTERFACES);
    const steps = await Promise.all(Array.from({ length: 6 }, () => stream.next()));
    expect(steps.map(({ value, done }) => (done === true ? 'end' : idOf(value)))).toEqual([0, 1, 2, 3, 'end', 'end']);
  });

  it('end with return, which closes their source, also while one is waited for', async () => {
    const log: string[] = [];
    const stream = new PacketStream(recycled([3], 42, log), packetAt, INTERFACES);
    for await (const p of stream) if (idOf(p) === 1) break;
    expect(log).toEqual(['closed']);
    expect(await stream.next()).toEqual({ value: undefined, done: true });

    let come = (_: PacketBatch): void => undefined;
    const slow = (async function* (): AsyncGenerator<PacketBatch, void, void> {
      yield await new Promise<PacketBatch>((resolve) => (come = resolve));
    })();
    const waits = new PacketStream(slow, packetAt, INTERFACES);
    const steps = [waits.next(), waits.return(), waits.next()];
    const [{ value: batch }] = [await recycled([2], 42).next()];
    come(batch as PacketBatch);
    expect((await Promise.all(steps)).map(({ done }) => done)).toEqual([false, true, true]);
  });

  it('reject with what makes them, or their source, throws, and end', async () => {
    const log: string[] = [];
    const broken = (_: PacketBatch, i: number): number => {
      if (i === 1) throw new TypeError('no packet');
      return i;
    };
    const stream = new PacketStream(recycled([3], 42, log), broken, INTERFACES);
    expect((await stream.next()).value).toBe(0);
    await expect(stream.next()).rejects.toThrow('no packet');
    expect([log, (await stream.next()).done]).toEqual([['closed'], true]);

    const failing = (async function* (): AsyncGenerator<PacketBatch, void, void> {
      yield* recycled([1], 42);
      throw new TypeError('no file');
    })();
    const seen: number[] = [];
    const all = async (): Promise<void> => {
      for await (const p of new PacketStream(failing, packetAt, INTERFACES)) seen.push(idOf(p) ?? -1);
    };
    await expect(all()).rejects.toThrow('no file');
    expect(seen).toEqual([0]);
  });
});

describe('meta', () => {
  it('is of one hidden class for the packets of a capture, whatever their values', async () => {
    setFlagsFromString('--allow-natives-syntax');
    const haveSameMap = new Function('a', 'b', 'return %HaveSameMap(a, b)') as (a: object, b: object) => boolean;
    const batch = keepBatch((await recycled([9], 42).next()).value as PacketBatch);
    const metas = Array.from({ length: 9 }, (_, i) => packetAt(batch, i, INTERFACES).meta);
    const usual = metas.filter((m) => m.outgoing === undefined);
    const outgoing = metas.filter((m) => m.outgoing === true);
    expect([usual.length, outgoing.length]).toEqual([6, 3]);
    for (const group of [usual, outgoing]) for (const m of group) expect(haveSameMap(m, group[0] as object)).toBe(true);
  });

  it('says only what is known', async () => {
    const batch = keepBatch((await recycled([1], 42).next()).value as PacketBatch);
    batch.flags[0] = FLAG_NO_TIME;
    expect(packetAt(batch, 0, INTERFACES).meta).toEqual({ wireLength: 42, iface: 'eth0', linkType: 1 });
    expect(Object.keys(packetAt(batch, 0, []).meta)).toEqual(['wireLength']);
  });
});
