/** Values in words, as trees and figures show them: names with their numbers, octets that are no text in hexadecimal. */
import { toHex } from '../../bytes/hex.ts';
import type { Slot } from '../spec/slot.ts';
import type { View } from '../spec/spec.ts';
import { valueText } from './value-text.ts';

/** A value longer than this is cut, and says so: payload has hexdumps. */
const LONGEST = 512;
/** Of octets that are no text so many are shown. */
const LONGEST_HEX = 32;

export const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

/** The value, with its number where a name is shown, in as many hexadecimal digits as the field has. */
export function shownValue(slot: Slot, value: unknown, view: View): string {
  if (value instanceof Uint8Array && value.length > 0 && value.some(isNoLetter)) return hexText(value);
  const text = valueText(slot, value, view);
  if (typeof value !== 'number') return text === '' ? '-' : text;
  const number = slot.options.hex && value >= 0 ? `0x${value.toString(16).padStart(Math.ceil(slot.bits / 4), '0')}` : String(value);
  return /^-?(0x)?[0-9a-f]+$/.test(text) || text === '' ? number : `${text} (${number})`;
}

/** Neither a letter nor white space that text has: what holds one is no text. */
const isNoLetter = (x: number): boolean => (x < 0x20 && x !== 9 && x !== 10 && x !== 13) || x > 0x7e;

const hexText = (octets: Uint8Array): string =>
  octets.length <= LONGEST_HEX ? toHex(octets) : `${toHex(octets.subarray(0, LONGEST_HEX))}… (${octets.length} octets)`;

/** So much of a long text, and how much more there is. */
export const shortened = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length - LONGEST} characters more)`;
