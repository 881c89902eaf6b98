export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The median of `f(a, b)` over the rounds in which both ran: machines drift, so only runs of the same round are compared.
 * @returns {number | undefined}
 */
export function medianOfPairs(a, b, f) {
  const values = a.flatMap((sample, round) => (sample && b[round] ? [f(sample, b[round])] : []));
  return values.length ? median(values) : undefined;
}
