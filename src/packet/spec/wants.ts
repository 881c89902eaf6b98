/** What makers of layers and fields want of what they are given: where it is something else, ERR_SPEC says which one, what it is, and the cure. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';

/** Octets of a field of fixed size at most: no packet has more. */
export const MOST_OCTETS = 65_535;

/** A value as a message shows it. */
export function shown(v: unknown): string {
  if (typeof v === 'string') return `'${v}'`;
  if (typeof v === 'function') return 'a function';
  if (Array.isArray(v)) return `[${v.map(shown).join(', ')}]`;
  if (v instanceof Uint8Array) return `${v.length} octets`;
  return typeof v === 'object' && v !== null ? 'an object' : String(v);
}

export const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v);

/** @throws ERR_SPEC */
export function refuseMaker(maker: string, what: string): never {
  throw new PacketwrightError('ERR_SPEC', `${maker}: ${what}`);
}

/** A whole number between these. */
export function wantWhole(maker: string, what: string, v: unknown, low: number, high: number): void {
  if (!Number.isSafeInteger(v) || (v as number) < low || (v as number) > high)
    refuseMaker(maker, `${what} is ${shown(v)}; give a whole number of ${low} to ${high}`);
}

/** One of these words. */
export function wantWord(maker: string, what: string, v: unknown, words: readonly string[]): void {
  if (typeof v === 'string' && words.includes(v)) return;
  const near = typeof v === 'string' ? didYouMean(nearest(v, words)) : '';
  refuseMaker(maker, `${what} is ${shown(v)}; give ${words.map((w) => `'${w}'`).join(' or ')}${near}`);
}

/** Whether it is what makers of fields give. */
export const isField = (v: unknown): boolean => isObject(v) && isObject(v['kind']) && isObject(v['options']);

/** A field. */
export function wantField(maker: string, what: string, v: unknown): void {
  if (!isField(v)) refuseMaker(maker, `${what} is ${shown(v)}; give a field: u8(), octets() …`);
}

/** Fields by name. */
export function wantFields(maker: string, what: string, v: unknown): void {
  if (!isObject(v) || isField(v)) refuseMaker(maker, `${what} is ${isField(v) ? 'a field' : shown(v)}; give fields by name: { … }`);
  for (const [name, f] of Object.entries(v as object)) wantField(maker, `'${name}'`, f);
}

/** Octets that stand for something: one by its number, or several. */
export function wantMark(maker: string, what: string, v: unknown): void {
  if (v instanceof Uint8Array ? v.length > 0 : Number.isInteger(v) && (v as number) >= 0 && (v as number) <= 255) return;
  refuseMaker(maker, `${what} is ${shown(v)}; give an octet, 0 to 255, or a Uint8Array of one or more`);
}

/** Names that all objects have: a value that is not given would be read from there. */
export const isInherited = (name: string): boolean => name in Object.prototype;
