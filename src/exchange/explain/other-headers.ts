/** Whether a wrong checksum is right for another pseudo-header: with another address, or with none at all. */
import { isIpv4, isIpv6, parseIpv4, parseIpv6 } from '../../bytes/address.ts';
import { foldSum, updateChecksum } from '../../bytes/checksum.ts';
import { BoundedMap } from './cause.ts';
import type { Network } from './seen.ts';

/** So many of the addresses that were seen are tried: each of 65,536 fits by chance. */
const MOST = 32;

/** An address as the sum of its words. */
function wordsOf(address: string): number {
  if (isIpv4(address)) {
    const n = parseIpv4(address);
    return foldSum((n >>> 16) + (n & 0xffff));
  }
  const octets = isIpv6(address) ? parseIpv6(address) : new Uint8Array(0);
  let sum = 0;
  for (let i = 0; i < octets.length; i += 2) sum += ((octets[i] as number) << 8) | (octets[i + 1] as number);
  return foldSum(sum);
}

/** Of what a host may have had in the place of its address before it was filled in. */
const UNSET: Readonly<Record<4 | 6, readonly string[]>> = { 4: ['0.0.0.0', '127.0.0.1'], 6: ['::', '::1'] };

export class OtherHeaders {
  readonly #addresses = new BoundedMap<string, number>(MOST);

  note({ src, dst }: Network): void {
    for (const address of [src, dst]) if (!this.#addresses.has(address)) this.#addresses.set(address, wordsOf(address));
  }

  /** What the checksum was made for, in words; undefined where nothing fits. */
  fits({ src, dst }: Network, right: number, had: number): string | undefined {
    const without = [src, dst].reduce((sum, address) => updateChecksum(sum, wordsOf(address), 0), right);
    if (without === had) return 'no addresses at all';
    const others = [...UNSET[isIpv4(src) ? 4 : 6].map((address) => [address, wordsOf(address)] as const), ...this.#addresses.entries()];
    for (const [other, words] of others) {
      if (other !== src && updateChecksum(right, wordsOf(src), words) === had) return `source ${other}`;
      if (other !== dst && updateChecksum(right, wordsOf(dst), words) === had) return `destination ${other}`;
    }
    return undefined;
  }
}
