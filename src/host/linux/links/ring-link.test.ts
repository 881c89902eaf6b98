import { describe, expect, it } from 'vitest';
import { ringBlocks } from './ring-link.ts';
import { RingReader } from './ring-reader.ts';

const BLOCK = 4096;

/** A ring of two blocks in plain memory. */
function ring() {
  const buffer = new ArrayBuffer(2 * BLOCK);
  const selection = { ignoreOutgoing: false, outgoingOnly: false, loopbackOnce: false };
  let now = 0;
  const reader = new RingReader(buffer, { blockSize: BLOCK, blocks: 2, cooked: undefined, snaplen: 65_535, selection, now: () => now });
  const view = new DataView(buffer);
  return {
    reader,
    status: (block: number) => view.getUint32(block * BLOCK + 8, true),
    at: (ms: number) => {
      now = ms;
    },
    /** Does what the kernel does: one packet of one octet for each time stamp, in whole seconds. */
    write(block: number, ...seconds: number[]) {
      const start = block * BLOCK;
      view.setUint32(start + 12, seconds.length, true);
      view.setUint32(start + 16, 48, true);
      seconds.forEach((sec, i) => {
        const at = start + 48 + i * 128;
        view.setUint32(at, 128, true);
        view.setUint32(at + 4, sec, true);
        view.setUint32(at + 12, 1, true);
        view.setUint32(at + 16, 1, true);
        view.setUint16(at + 24, 82, true);
        view.setUint8(at + 82, sec);
      });
      view.setUint32(start + 8, 1, true);
    },
  };
}

describe('RingReader', () => {
  it('holds one block at a time and gives it back once', () => {
    const { reader, write, status } = ring();
    expect(reader.next()).toBeUndefined();
    write(0, 1, 2);
    write(1, 3);
    const first = reader.next();
    expect([first?.n, first?.sec[1], first?.data[first.offset[1]!]]).toEqual([2, 2, 2]);
    expect([status(0), status(1)]).toEqual([1, 1]);
    expect(reader.next()?.sec[0]).toBe(3);
    expect([status(0), status(1)], 'asking for the next gives the first back').toEqual([0, 1]);
    first?.release();
    first?.release();
    expect(status(1)).toBe(0);
    write(0, 4);
    first?.release();
    expect(status(0), 'a block that nobody holds is not given back').toBe(1);
    expect(reader.next()?.sec[0]).toBe(4);
    expect(reader.received).toBe(4);
  });

  it('does not read the held block as a new one when the ring is full', () => {
    const { reader, write } = ring();
    write(0, 1);
    write(1, 2);
    reader.next();
    expect(reader.next()?.sec[0]).toBe(2);
    expect(reader.next()).toBeUndefined();
  });

  it('drops what was there before a change of filter, in the open block too', () => {
    const { reader, write, status, at } = ring();
    write(0, 1, 2);
    at(5000);
    reader.discard();
    expect(status(0)).toBe(0);
    write(1, 3, 4, 6, 7);
    expect([...reader.next()!.sec.subarray(0, 2)]).toEqual([6, 7]);
    write(0, 1); // only that one block is judged by the clock, which may be set back
    expect(reader.next()?.sec[0]).toBe(1);
  });

  it('is harmless after its end', () => {
    const { reader, write, status } = ring();
    write(0, 1);
    const batch = reader.next();
    reader.end();
    batch?.release();
    expect(status(0)).toBe(1);
    expect(batch?.n).toBe(0);
  });
});

describe('ringBlocks', () => {
  it('makes many blocks, each large enough for the largest frame', () => {
    expect(ringBlocks(4 * 2 ** 20)).toEqual({ blockSize: 128 * 1024, blocks: 32 });
    expect(ringBlocks(32 * 2 ** 20)).toEqual({ blockSize: 128 * 1024, blocks: 256 });
    expect(ringBlocks(256 * 2 ** 20)).toEqual({ blockSize: 2 ** 20, blocks: 256 });
    expect(ringBlocks(1)).toEqual({ blockSize: 128 * 1024, blocks: 2 });
  });
});
