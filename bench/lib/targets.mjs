// What was aimed at, and whether it was reached.
import { median, medianOfPairs } from './statistics.mjs';

/**
 * A target is one of
 *   { of, against, atLeast }    packets a second of one participant over another's of the same round
 *   { of, against, withinMs }   milliseconds that one takes longer than the other
 *   { of, peakBelowMb }         peak memory of its process
 *   { of, figure, atLeast }     the same, where more is better
 *   { of, figure, atMost }      something that it prints; `what` says it in words, `unit` follows the number. The median of its
 *                               runs, or with `worst` the largest
 *   { of, against, figure, atMostTimes }  the same over what another prints, of the same round; without `figure`: its time
 *   { of, against, moreByTimes } how much longer one takes than the other, over what the other takes
 * @returns {{ text: string, measured?: number, value: string, verdict: 'met' | 'missed' | 'not measured' }}
 */
export function judge(target, rows) {
  const row = (id) => rows.find((r) => r.participant.id === id);
  const of = row(target.of);
  const against = target.against === undefined ? undefined : row(target.against);
  const text = textOf(target, of, against);
  const usable = [of, against].every((r) => r === undefined || (!r.wrong && r.samples.length > 0));
  if (!usable) return { text, value: '', verdict: 'not measured' };
  const { measured, value, met } = measure(target, of, against);
  return { text, measured, value, verdict: met ? 'met' : 'missed' };
}

function measure(target, of, against) {
  if (target.peakBelowMb !== undefined) {
    const measured = Math.max(...of.samples.map((s) => s.peakMb));
    return { measured, value: `${measured.toFixed(0)} MB`, met: measured < target.peakBelowMb };
  }
  if (target.atMostTimes !== undefined) {
    const measured = figureRatio(of, against, ({ totals, seconds }) => (target.figure === undefined ? seconds : totals[target.figure]));
    return { measured, value: `${shown(measured)} ×`, met: measured <= target.atMostTimes };
  }
  if (target.moreByTimes !== undefined) {
    const measured = medianOfPairs(of.samples, against.samples, (a, b) => (a.seconds - b.seconds) / b.seconds);
    return { measured, value: `${measured.toFixed(2)} ×`, met: measured <= target.moreByTimes };
  }
  if (target.figure !== undefined) {
    const values = of.samples.map((s) => s.totals[target.figure]);
    const measured = target.worst ? Math.max(...values) : median(values);
    return {
      measured,
      value: `${shown(measured)} ${target.unit}`.trim(),
      met: target.atLeast === undefined ? measured <= target.atMost : measured >= target.atLeast,
    };
  }
  if (target.withinMs !== undefined) {
    const measured = 1000 * medianOfPairs(of.samples, against.samples, (a, b) => a.seconds - b.seconds);
    return { measured, value: `${measured.toFixed(1)} ms`, met: measured <= target.withinMs };
  }
  const measured = rateRatio(of, against);
  return { measured, value: `${measured.toFixed(2)} ×`, met: measured >= target.atLeast };
}

function textOf(target, of, against) {
  const a = of.participant.label;
  const b = against?.participant.label;
  if (target.peakBelowMb !== undefined) return `${a}: peak memory < ${target.peakBelowMb} MB`;
  if (target.atMostTimes !== undefined) return `${a}: ${target.what ?? 'time'} ≤ ${target.atMostTimes} × that of ${b}`;
  if (target.moreByTimes !== undefined) return `${a}: takes longer than ${b} by ≤ ${target.moreByTimes} × its time`;
  if (target.figure !== undefined) {
    const limit = target.atLeast === undefined ? `≤ ${target.atMost}` : `≥ ${target.atLeast}`;
    return `${a}: ${target.what ?? 'time'} ${limit} ${target.unit}`.trim();
  }
  if (target.withinMs !== undefined) return `${a}: at most ${target.withinMs} ms more than ${b}`;
  return `${a}: ≥ ${target.atLeast.toFixed(1)} × ${b}`;
}

const shown = (value) => (Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0));

/** Packets a second of `a` over those of `b`, pair by pair. */
export function rateRatio(a, b) {
  const work = a.participant.packets / b.participant.packets;
  return medianOfPairs(a.samples, b.samples, (x, y) => (work * y.seconds) / x.seconds);
}

/** A figure of `a`'s runs over that of `b`'s, pair by pair. */
export const figureRatio = (a, b, figure) => medianOfPairs(a.samples, b.samples, (x, y) => figure(x) / figure(y));

export const rate = (row) => row.participant.packets / median(row.samples.map((s) => s.seconds));
