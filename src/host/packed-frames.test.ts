import { describe, expect, it } from 'vitest';
import { readCapture } from '../capture/read-capture.ts';
import { packet } from '../protocols/protocols.ts';
import { Ether, IP, UDP } from '../protocols/layers.ts';
import { framesOf, packFrames } from './packed-frames.ts';
import type { PackedFrames } from './host.ts';

const octetsOf = ({ data, n, offset, length }: PackedFrames): number[][] =>
  Array.from({ length: n }, (_, i) => [...data.subarray(offset[i], offset[i]! + length[i]!)]);

describe('packed frames', () => {
  it('gathers packets and octets', () => {
    const p = packet(Ether(), IP({ dst: '10.0.0.2' }), UDP());
    expect(octetsOf(packFrames([Uint8Array.of(1, 2, 3), p, new Uint8Array(0)]))).toEqual([[1, 2, 3], [...p.bytes], []]);
    expect(packFrames([]).n).toBe(0);
  });

  it('gathers more than its buffer first had room for', () => {
    const frames = Array.from({ length: 300 }, (_, i) => new Uint8Array(300).fill(i));
    expect(octetsOf(packFrames(frames))).toEqual(frames.map((frame) => [...frame]));
  });

  it('takes the packets of a capture as they lie there', async () => {
    // pcap, microseconds, snapshot length 65535, Ethernet; a record of 4 octets, and one cut from 9 to 2.
    const words = (...values: number[]): Uint8Array => new Uint8Array(new Uint32Array(values).buffer);
    const file = new Uint8Array(24 + 16 + 4 + 16 + 2);
    file.set(words(0xa1b2c3d4, 0x0004_0002, 0, 0, 65_535, 1));
    file.set(words(1, 0, 4, 4), 24);
    file.set(words(1, 1, 2, 9), 44);
    file.set([1, 2, 3, 4], 40);
    file.set([8, 9], 60);
    const source = await readCapture(file);
    const seen: number[][] = [];
    for await (const batch of source.batches()) {
      const frames = framesOf(batch);
      expect(frames.data).toBe(batch.data);
      seen.push(...octetsOf(frames));
    }
    expect(seen).toEqual([
      [1, 2, 3, 4],
      [8, 9],
    ]);
  });
});
