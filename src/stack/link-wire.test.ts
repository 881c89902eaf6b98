import { describe, expect, it } from 'vitest';
import type { Link, PackedFrames } from '../host/host.ts';
import { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import { LinkWire } from './link-wire.ts';

/** A link that takes frames when it is told to. */
class SlowLink {
  readonly linkType = 1;
  readonly mac = '02:00:00:00:00:01';
  readonly mtu = 1500;
  readonly name = 'slow';
  readonly taken: number[][] = [];
  readonly #waiting: (() => void)[] = [];
  refuses = false;

  send({ data, n, offset, length }: PackedFrames): Promise<void> {
    this.taken.push(Array.from({ length: n }, (_, i) => (data[offset[i] as number] as number) * 1000 + (length[i] as number)));
    const { refuses } = this;
    return new Promise((resolve, reject) => this.#waiting.push(refuses ? () => reject(new Error('down')) : resolve));
  }

  async takes(): Promise<void> {
    this.#waiting.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const framesOf = (...sizes: readonly number[]): FrameBuffer => {
  const frames = new FrameBuffer(1000, 2);
  for (const size of sizes) frames.add(new Uint8Array(size).fill(size % 256));
  return frames;
};

describe('a link as a wire', () => {
  it('gives what comes meanwhile in one piece and in order, when the link takes more', async () => {
    const link = new SlowLink();
    const wire = new LinkWire(link as unknown as Link);
    let frames = wire.transmit(framesOf(60, 61));
    for (const sizes of [[62], [63, 64, 65], [66]]) {
      expect(frames.n).toBe(0);
      for (const size of sizes) frames.add(new Uint8Array(size).fill(size));
      frames = wire.transmit(frames);
    }
    expect(link.taken).toEqual([[60_060, 61_061]]);
    await link.takes();
    expect(link.taken[1]).toEqual([62, 63, 64, 65, 66].map((size) => size * 1001));
    let isIdle = false;
    void wire.idle().then(() => {
      isIdle = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isIdle).toBe(false);
    await link.takes();
    expect([link.taken.length, wire.lost, isIdle]).toEqual([2, 0, true]);
  });

  it('loses what there is no room for, and what the link refuses; and goes on', async () => {
    const link = new SlowLink();
    const wire = new LinkWire(link as unknown as Link);
    wire.transmit(framesOf(60));
    wire.transmit(framesOf(4_000_000));
    wire.transmit(framesOf(400_000, 61));
    expect(wire.lost).toBe(2);
    link.refuses = true;
    await link.takes();
    expect(link.taken[1]).toHaveLength(1);
    link.refuses = false;
    await link.takes();
    expect(wire.lost).toBe(3);
    wire.transmit(framesOf(70));
    expect(link.taken[2]).toEqual([70_070]);
  });
});
