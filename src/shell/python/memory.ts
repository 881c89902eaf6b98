/** Whether there is room for more: without a look in time, JavaScript ends the whole process when its memory is full. */
import { memoryError, PyError } from './errors.ts';

/** Lists that are made at once are at most so long. */
export const MOST_ITEMS = 2 ** 24;

/** Of JavaScript's memory: from where on somebody looks closely, and how much of it may be what is still needed. The rest is room to end in good order. */
const LOOKED_AT = 0.75;
const NEEDED = 0.65;

let limit: number | undefined;
let collect: (() => void) | undefined;

const builtin = <T>(name: string): T => process.getBuiltinModule(name) as T;

/** @throws MemoryError where nearly all memory is in use */
export function checkMemory(): void {
  const v8 = (): typeof import('node:v8') => builtin('node:v8');
  limit ??= v8().getHeapStatistics().heap_size_limit;
  if (process.memoryUsage().heapUsed < limit * LOOKED_AT) return;
  // Much of it may be what nobody needs any more.
  if (collect === undefined) {
    v8().setFlagsFromString('--expose-gc');
    collect = builtin<typeof import('node:vm')>('node:vm').runInNewContext('gc') as () => void;
  }
  collect();
  if (process.memoryUsage().heapUsed >= limit * NEEDED)
    throw new PyError(memoryError, ['the memory is nearly full; go through packets one by one, and keep only what you need of each']);
}

/** @throws MemoryError where a list would be longer than a list may be. `count` undefined: longer, by nobody knows how much */
export function checkCount(count?: number, most = MOST_ITEMS): void {
  if (count !== undefined && count <= most) return;
  const allowed = most.toLocaleString('en');
  throw new PyError(memoryError, [
    `${count === undefined ? `there are more than ${allowed} items` : `there would be ${count.toLocaleString('en')} items, and a list holds at most ${allowed}`}; go through them one by one: for x in …`,
  ]);
}
