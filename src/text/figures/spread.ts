/** Places in a line, each as near to where it is wanted as its neighbours let it. */

/**
 * The places whose squared distances from those wanted have the least sum, of all that are in order and, one by one, so far `apart`: a
 * regression that may not fall (pool adjacent violators).
 */
export function spread(wanted: readonly number[], apart: readonly number[]): number[] {
  const offsets: number[] = [];
  let offset = 0;
  wanted.forEach((_, i) => {
    if (i > 0) offset += apart[i - 1] as number;
    offsets.push(offset);
  });
  const pools: { sum: number; count: number }[] = [];
  wanted.forEach((x, i) => {
    pools.push({ sum: x - (offsets[i] as number), count: 1 });
    for (;;) {
      const last = pools.at(-1),
        before = pools.at(-2);
      if (last === undefined || before === undefined || before.sum / before.count <= last.sum / last.count) break;
      pools.pop();
      before.sum += last.sum;
      before.count += last.count;
    }
  });
  return pools.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count)).map((x, i) => x + (offsets[i] as number));
}
