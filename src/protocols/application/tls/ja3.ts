/** JA3: a client's, and JA3S: a server's way to say hello, as one text. @see https://github.com/salesforce/ja3 */
import { toHex } from '../../../bytes/hex.ts';
import { md5 } from '../../../bytes/md5.ts';
import { utf8Octets } from '../../../bytes/text.ts';
import { extensionNumbers } from './extensions.ts';

type Entry = readonly unknown[];

/** What fingerprints read of a hello. */
export interface Hello {
  readonly version: number;
  readonly ext: unknown;
}

/** Numbers that mean nothing (RFC 8701) say nothing of who sent them. */
const means = (n: unknown): n is number => typeof n === 'number' && !((n & 0x0f0f) === 0x0a0a && n >> 8 === (n & 0xff));

export const entriesOf = (ext: unknown): readonly Entry[] => (Array.isArray(ext) ? ext : []);
const numberOf = ([name]: Entry): unknown => (typeof name === 'number' ? name : extensionNumbers().get(name as string));
/** Those of a list that mean something. */
export const meaning = (numbers: unknown): number[] => (Array.isArray(numbers) ? numbers.filter(means) : []);
/** Numbers of the extensions, in their order. */
export const extensionNumbersOf = (ext: unknown): number[] => meaning(entriesOf(ext).map(numberOf));
export const valueIn = (ext: unknown, name: string): unknown => entriesOf(ext).find(([n]) => n === name)?.[1];
const dashed = (numbers: unknown): string => meaning(numbers).join('-');
const extensionList = (ext: unknown): string => extensionNumbersOf(ext).join('-');

/** `771,4865-4866,0-23,29-23,0`: version, suites, extensions, groups, formats of points. */
export const ja3Text = ({ version, ciphers, ext }: Hello & { readonly ciphers: readonly unknown[] }): string =>
  [version, dashed(ciphers), extensionList(ext), dashed(valueIn(ext, 'supported_groups')), dashed(valueIn(ext, 'ec_point_formats'))].join();

/** `771,4865,43-51`: version, suite, extensions. */
export const ja3sText = ({ version, cipher, ext }: Hello & { readonly cipher: number }): string =>
  [version, cipher, extensionList(ext)].join();

/** Its MD5, as it is told. */
export const ja3Hash = (text: string): string => toHex(md5(utf8Octets(text)));
