import { expect, it } from 'vitest';
import { batchOf } from '../../test/support/batch-of.ts';
import { LINKTYPE } from './link-types.ts';
import type { Packet } from '../packet/laid/packet.ts';
import type { PacketBatch, PacketSource } from './batch.ts';
import { mergeByTime } from './merge-by-time.ts';

/** The first second of a batch by `batchOf`. */
const START = 1_700_000_000;
const frame = (number: number): Uint8Array => new Uint8Array(60).fill(number);

/** A link that has read nothing yet: each batch comes with a turn of the event loop; then it is silent. */
function link(batches: readonly PacketBatch[]): PacketSource<Packet> {
  return {
    interfaces: [{ name: 'eth0', linkType: LINKTYPE.ETHERNET, index: 1 }] as never,
    batches: async function* () {
      for (const batch of batches) {
        await new Promise((resolve) => setImmediate(resolve));
        yield batch;
      }
      await new Promise(() => undefined);
    },
    packets: () => {
      throw new Error('only batches are read');
    },
    stats: () => ({ received: 0, dropped: 0, frozen: 0 }),
    close: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** Waits in a process that has done other things for a minute. */
const waiting = (o: { turns: number[] }) => ({
  now: () => (START + 60) * 1000,
  timer: () => {
    throw new Error('nothing is so young that it has to wait');
  },
  ms: 20,
  turn: async () => {
    o.turns.push(1);
    await new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
  },
});

async function take(sources: readonly PacketSource<Packet>[], n: number, turns: number[]): Promise<(number | undefined)[]> {
  const seen: (number | undefined)[] = [];
  for await (const packet of mergeByTime(sources, waiting({ turns }))) if (seen.push(packet.bytes[20]) === n) break;
  return seen;
}

it('packets that have long been there come in order, though they are read one source after the other', async () => {
  const one = Array.from({ length: 4 }, (_, i) => ({ ...batchOf([frame(2 * i)]), sec: Float64Array.of(START + 2 * i) }));
  const other = Array.from({ length: 4 }, (_, i) => ({ ...batchOf([frame(2 * i + 1)]), sec: Float64Array.of(START + 2 * i + 1) }));
  expect(await take([link(one), link(other)], 8, [])).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

it('a silent source is looked at once, not for each packet that has long been there', async () => {
  const turns: number[] = [];
  const many = batchOf(Array.from({ length: 50 }, (_, i) => frame(i)));
  expect(await take([link([many]), link([])], 50, turns)).toHaveLength(50);
  expect(turns).toHaveLength(1);
});
