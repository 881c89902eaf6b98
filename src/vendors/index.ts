/** Vendors of hardware addresses. An entry of its own, since its table is larger than the rest of the package: `import { vendorOf } from 'packetwright/vendors'`. */
import { vendors } from './vendors-table.ts';

/** Names by the first hexadecimal digits of an address: 6, 7 or 9 of them, as IEEE hands blocks out (MA-L, MA-M, MA-S). */
let byPrefix: Map<string, string> | undefined;

/** Digits of the prefixes in a line's lists, in their order. */
const DIGITS = [6, 7, 9] as const;

/** Vendors with ^ between them: a name, then a list for each length behind a |; each number is the distance from the one before, in base 36. */
function unpack(): Map<string, string> {
  const found = new Map<string, string>();
  for (const vendor of vendors().split('^')) {
    const [name = '', ...lists] = vendor.split('|');
    lists.forEach((list, k) => {
      const digits = DIGITS[k] as number;
      let prefix = 0;
      for (const step of list === '' ? [] : list.split(' ')) {
        prefix += Number.parseInt(step, 36);
        found.set(prefix.toString(16).toUpperCase().padStart(digits, '0'), name);
      }
    });
  }
  return found;
}

/**
 * The vendor that IEEE has given the block of a hardware address: `vendorOf('00:1b:21:0a:0b:0c')` is `'Intel Corporate'`. Takes any separator, and an address
 * that is cut to three octets or more. Undefined for a block that nobody has, and for what is
 * no address. The longest block counts. The first question reads the table: some 30 ms.
 *
 * @see IEEE 802 §8.2; source: IEEE's registry in the npm package oui-data
 */
export function vendorOf(mac: string): string | undefined {
  const digits = mac.replaceAll(/[:.\-\s]/g, '').toUpperCase();
  if (!/^[0-9A-F]{6,}$/.test(digits)) return undefined;
  byPrefix ??= unpack();
  for (const n of [9, 7, 6]) {
    const name = digits.length >= n ? byPrefix.get(digits.slice(0, n)) : undefined;
    if (name !== undefined) return name;
  }
  return undefined;
}

/**
 * The blocks of a vendor, by its name as {@link vendorOf} gives it, without regard to case: `['00:1b:21', …]`, with half an octet where a block has it
 * (`'00:1b:c5:0'`); sorted. Empty where nobody has the name.
 */
export function blocksOf(vendor: string): readonly string[] {
  byPrefix ??= unpack();
  const wanted = vendor.toLowerCase();
  return [...byPrefix]
    .filter(([, name]) => name.toLowerCase() === wanted)
    .map(([digits]) => (digits.match(/..?/g) ?? []).join(':').toLowerCase())
    .sort();
}
