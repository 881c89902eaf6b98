/** Options that a function does not have are refused: one that is misspelt would be a default without a word. */
import { PacketwrightError } from './errors.ts';
import { didYouMean, nearest } from './nearest.ts';

/** The options of a function. The compiler wants every name of `O` here, and no other. */
export type OptionNames<O> = Readonly<Record<keyof O, true>>;

/** What scapy and other programs call them, where no spelling tells. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  inter: ['intervalMs', 'everyMs'],
  interval: ['intervalMs', 'everyMs'],
  interface: ['iface'],
  device: ['iface'],
  gateway: ['via'],
  lfilter: ['accept', 'filter'],
  offline: ['source'],
  stop_filter: ['stop'],
  timeout: ['timeoutMs'],
  multiple: ['multi'],
  promisc: ['promiscuous'],
  linktype: ['linkTypes', 'linkType'],
  nano: ['nanoseconds'],
};

/** @throws ERR_VALUE for options that `what` does not have, with the one that was meant; and for what is no options at all */
export function checkOptions<O extends object>(what: string, given: O, names: OptionNames<O>): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new PacketwrightError('ERR_VALUE', `${what} takes its options as an object, not ${given === null ? 'null' : typeof given}`, {
      value: given,
      remedy: `Give them by name: { ${Object.keys(names)[0]}: … }`,
    });
  for (const option in given) {
    if (Object.hasOwn(names, option)) continue;
    const known = Object.keys(names);
    const near = ELSEWHERE[option]?.find((name) => known.includes(name)) ?? nearest(option, known);
    throw new PacketwrightError('ERR_VALUE', `${what} has no option '${option}'${didYouMean(near)}`, {
      option,
      near,
      remedy: `It has: ${known.join(', ')}`,
    });
  }
}

/** An option that is a number above 0. @throws ERR_VALUE */
export function above0(name: string, value: number): number {
  if (typeof value === 'number' && value > 0) return value;
  throw new PacketwrightError('ERR_VALUE', `${name} is ${String(value)}: a number above 0 was expected`, { value });
}

/** An option that is a whole number between two. @throws ERR_RANGE */
export function inRange(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new PacketwrightError('ERR_RANGE', `${name} ${value} is not a whole number from ${least} to ${most}`, { name, value, least, most });
}
