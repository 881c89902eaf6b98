import { expect, it } from 'vitest';
import { seededRandom } from '../bytes/random.ts';
import { type Due, DueHeap } from './due-heap.ts';

it('gives what is due in the order of time, and of two at once the earlier one', () => {
  const random = seededRandom('heap');
  const heap = new DueHeap<Due>();
  const sorted: Due[] = [];
  for (let order = 0; order < 3000; order++) {
    const one = { at: random.below(100), order };
    heap.add(one);
    sorted.push(one);
    // Some leave meanwhile.
    if (order % 3 === 2) {
      sorted.sort((a, b) => a.at - b.at || a.order - b.order);
      expect(heap.take()).toBe(sorted.shift());
    }
  }
  heap.keep(({ order }) => order % 2 === 0);
  const left = sorted.sort((a, b) => a.at - b.at || a.order - b.order).filter(({ order }) => order % 2 === 0);
  expect(heap.size).toBe(left.length);
  for (const one of left) {
    expect(heap.first).toBe(one);
    expect(heap.take()).toBe(one);
  }
  expect([heap.take(), heap.first]).toEqual([undefined, undefined]);
});
