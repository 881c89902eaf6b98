/** A cheap look at octets before they are dissected: may this be an answer? */
import { ETHERTYPE } from '../../protocols/registries/ether-types.ts';
import { mix } from '../../bytes/hash.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import type { PacketObject } from '../../packet/object/packet-object.ts';
import { addressFields } from '../address-fields.ts';
import { networkLayer } from './answers.ts';
import { finalDestination } from '../../protocols/network/final-destination.ts';

const { IPv4: IPV4, IPv6: IPV6 } = ETHERTYPE;

/** Octets, a multiple of four of them, as a number. */
export function octetsNumber(b: Uint8Array, at: number, n: number): number {
  let h = n;
  for (let i = at; i < at + n; i += 4)
    h = mix(h, ((b[i] as number) << 24) | ((b[i + 1] as number) << 16) | ((b[i + 2] as number) << 8) | (b[i + 3] as number));
  return h;
}

export class Sieve {
  /** Addresses that an answer may come from, as numbers: the first of them, and the others. */
  #one = 0;
  #more: Set<number> | undefined;
  #some = false;
  /** Some probe may be answered by anybody, or by something that has no addresses where we look. */
  #anybody = false;

  /** Lets the answers to a built packet through. `group`: anybody may answer it. */
  add(p: PacketObject, group: boolean): void {
    const first = networkLayer(p);
    const { pair } = addressFields(p.shape.layers[first] as AnyLayer);
    if (pair === undefined || group) {
      this.#anybody = true;
      return;
    }
    const final = finalDestination(p, first, pair) ?? p.b.subarray(p.locate(first) + pair.destination);
    const number = octetsNumber(final, 0, pair.octets);
    if (!this.#some) this.#one = number;
    else if (number !== this.#one) (this.#more ??= new Set()).add(number);
    this.#some = true;
  }

  /** The network header starts at `at`. Says no only when it is sure. */
  mayAnswer(b: Uint8Array, at: number, end: number, etherType: number): boolean {
    if (this.#anybody) return true;
    // Errors (ICMP, and behind any hop-by-hop options ICMPv6) come from anywhere.
    if (etherType === IPV4) return end - at >= 20 && (b[at + 9] === 1 || this.#has(octetsNumber(b, at + 12, 4)));
    if (etherType === IPV6) return end - at >= 40 && (b[at + 6] === 58 || b[at + 6] === 0 || this.#has(octetsNumber(b, at + 8, 16)));
    return true;
  }

  #has(number: number): boolean {
    return (this.#some && number === this.#one) || this.#more?.has(number) === true;
  }
}
