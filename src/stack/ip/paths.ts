/** Ways to other hosts, and how large packets on them may be (RFC 1191 §6.3, RFC 8201 §5.2). */
import { parseAddress } from '../../bytes/any-address.ts';
import { sumOctets } from '../../bytes/checksum.ts';
import { longWord } from '../../bytes/words.ts';
import type { Addresses, Own } from './addresses.ts';
import type { Neighbours } from './neighbours.ts';
import type { Path } from './path.ts';

/** How long what a router said is believed, ms, and of how many hosts. */
const BELIEVED_MS = 600_000;
const MOST_KNOWN = 4096;
/** RFC 791 and RFC 8200 §5: every link carries as much; who says less lies. Linux takes no less for IPv4 than 552. */
const LEAST_MTU4 = 552;
const LEAST_MTU6 = 1280;

export class Paths {
  readonly #addresses: Addresses;
  readonly #neighbours: Neighbours;
  readonly #mtu: number;
  readonly #known = new Map<string, { readonly mtu: number; readonly untilMs: number }>();

  constructor(addresses: Addresses, neighbours: Neighbours, mtu: number) {
    this.#addresses = addresses;
    this.#neighbours = neighbours;
    this.#mtu = mtu;
  }

  /** The way to `to`; it is yours until `release`. @throws ERR_ROUTE, ERR_ADDRESS */
  to(to: string, from?: string): Path {
    const { next, source } = this.#addresses.way(to, from);
    return this.#make(source, to, next);
  }

  release({ neighbour }: Path): void {
    neighbour.users--;
  }

  /** A router says that larger packets do not pass. @returns whether that is news */
  tooBig(to: string, mtu: number, nowMs: number): boolean {
    const least = to.includes(':') ? LEAST_MTU6 : LEAST_MTU4;
    const passes = Math.max(least, mtu);
    if (passes >= this.mtuTo(to, nowMs)) return false;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(to, { mtu: passes, untilMs: nowMs + BELIEVED_MS });
    return true;
  }

  mtuTo(to: string, nowMs: number): number {
    const known = this.#known.get(to);
    if (known === undefined) return this.#mtu;
    if (known.untilMs > nowMs) return Math.min(this.#mtu, known.mtu);
    this.#known.delete(to);
    return this.#mtu;
  }

  #make(source: Own, to: string, next: string): Path {
    const neighbour = this.#neighbours.of(next);
    neighbour.users++;
    const { isV6, octets } = source;
    const destination = parseAddress(to);
    return {
      isV6,
      local: source.address,
      remote: to,
      source: octets,
      destination,
      sourceWord: isV6 ? 0 : longWord(octets, 0),
      destinationWord: isV6 ? 0 : longWord(destination, 0),
      sum: sumOctets(destination, 0, destination.length, sumOctets(octets, 0, octets.length)),
      neighbour,
      mtu: this.mtuTo(to, this.#neighbours.now()),
      linkMtu: this.#mtu,
    };
  }
}
