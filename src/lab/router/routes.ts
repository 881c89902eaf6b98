/** Which card a packet leaves by, and who is next on its way. */
import { parsePrefix, type Prefix } from '../../bytes/prefix.ts';

/** A way: over a card, to the packet's own destination or to a router. */
export interface Route {
  readonly prefix: Prefix;
  readonly card: number;
  readonly next: string | undefined;
}

export class Routes {
  readonly #all: Route[] = [];

  /** What is on the link of a card. */
  near(text: string, card: number): void {
    this.#add({ prefix: parsePrefix(text), card, next: undefined });
  }

  /** What a router is the way to. @returns whether one of the cards can reach that router */
  over(text: string, next: string): boolean {
    const way = this.to(next);
    if (way === undefined || way.next !== undefined) return false;
    this.#add({ prefix: parsePrefix(text), card: way.card, next });
    return true;
  }

  /** The longest prefix wins (RFC 1812 §5.2.4.3). */
  to(address: string): Route | undefined {
    return this.#all.find(({ prefix }) => prefix.contains(address));
  }

  #add(route: Route): void {
    this.#all.push(route);
    this.#all.sort((a, b) => b.prefix.length - a.prefix.length);
  }
}
