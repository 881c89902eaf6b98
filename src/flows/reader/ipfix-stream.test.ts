import { expect, it } from 'vitest';
import { seededRandom } from '../../bytes/random.ts';
import { seconds, SOON } from '../../../test/support/growth.ts';
import { IpfixStream } from './ipfix-stream.ts';

/** RFC 7011 §3.1: version, length; what follows does not matter here. */
function message(length: number, fill: number): Uint8Array {
  const b = new Uint8Array(length).fill(fill);
  b.set([0, 10, length >>> 8, length & 255]);
  return b;
}

const joined = (all: readonly Uint8Array[]): Uint8Array => Uint8Array.from(all.flatMap((b) => [...b]));

it('gives the messages, wherever the octets are cut', () => {
  const random = seededRandom(7);
  const messages = Array.from({ length: 40 }, (_, i) => message(16 + random.below(60), i));
  const octets = joined(messages);
  for (let round = 0; round < 300; round++) {
    const stream = new IpfixStream();
    const got: Uint8Array[] = [];
    for (let at = 0; at < octets.length; ) {
      const n = 1 + random.below(round < 100 ? 4 : 200);
      for (const one of stream.push(octets.subarray(at, at + n))) got.push(one.slice());
      at += n;
    }
    expect(got).toEqual(messages);
    expect(stream.broken).toBe(false);
  }
});

it('ends at what is no message: another version, and a length below that of the header', () => {
  for (const wrong of [Uint8Array.of(0, 9, 0, 20), Uint8Array.of(0, 10, 0, 15)]) {
    for (const step of [1, 100]) {
      const stream = new IpfixStream();
      const octets = joined([message(20, 1), wrong, message(20, 2)]);
      const got: Uint8Array[] = [];
      for (let at = 0; at < octets.length; at += step) for (const one of stream.push(octets.subarray(at, at + step))) got.push(one.slice());
      expect(got).toEqual([message(20, 1)]);
      expect(stream.broken).toBe(true);
    }
  }
});

it('copies each octet once: the longest messages, an octet at a time', () => {
  const octets = message(0xffff, 3);
  const stream = new IpfixStream();
  let n = 0;
  const took = seconds(() => {
    for (let round = 0; round < 40; round++)
      for (let i = 0; i < octets.length; i++) for (const one of stream.push(octets.subarray(i, i + 1))) n += one.length;
  });
  expect(n).toBe(40 * 0xffff);
  expect(took).toBeLessThan(SOON);
});
