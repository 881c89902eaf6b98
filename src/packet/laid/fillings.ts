/** What fills messages up before the next one (`filling` of a spec), written where the message's length is computed. */
import { endSlotOf, fillingOf, messageOf, missingOf, trailerOf } from '../chain/levels.ts';
import { isPadding } from '../layer/raw.ts';
import { CraftedLayer } from '../spec/crafted.ts';
import { type AnyLayer, auto } from '../spec/spec.ts';
import { isVerbatim } from './decompose.ts';

/** One that the builder made: it is made anew when the packet is. */
class Made extends CraftedLayer {}

/** A message, or a layer with a trailer, that has not ended. */
interface Open {
  readonly layer: AnyLayer;
  /** Its first octet, from the packet's start. */
  readonly start: number;
  readonly isOurs: boolean;
}

/** Whether a part's length is to be computed, and with it what fills the message up. */
function isOurs(part: CraftedLayer): boolean {
  const slot = endSlotOf(part.layer);
  if (slot === undefined) return false;
  if (isVerbatim(part)) return (part.autos & (1 << slot.computed)) !== 0;
  const given = part.given[slot.name];
  return given === undefined || given === auto;
}

const made = (layer: AnyLayer, octets: Uint8Array): CraftedLayer =>
  new Made(layer, layer.id, { [layer.layout.slots[0]?.name as string]: octets });

/** The messages of a packet that is being built. */
export class Fillings {
  /** Outermost first. */
  readonly #open: Open[] = [];

  /** Notes a part that begins at octet `start`. */
  began(part: unknown, start: number): void {
    if (!(part instanceof CraftedLayer)) return;
    const { layer } = part;
    const { repeats, trailer } = layer.spec;
    if (repeats !== undefined || trailer !== undefined) this.#open.push({ layer, start, isOurs: isOurs(part) });
  }

  /** What is to be written in the place of a part at octet `at`: it, behind what fills up the messages that it ends. Without a part: the packet ends. */
  before<T>(part: T | undefined, at: number): (T | CraftedLayer)[] {
    const open = this.#open;
    const layer = part instanceof CraftedLayer ? part.layer : undefined;
    const filled = layer === undefined ? -1 : open.findLastIndex((o) => fillingOf(o.layer) === layer);
    const ended = part === undefined ? open.splice(0) : filled >= 0 ? open.splice(filled) : open.splice(this.#endedBy(layer));
    const given = filled >= 0 ? ended.shift() : undefined;
    const out: (T | CraftedLayer)[] = [];
    let q = at;
    const fill = (o: Open, octets: Uint8Array | undefined): void => {
      const n = missingOf(o.layer, q - o.start);
      const filling = fillingOf(o.layer);
      if (!o.isOurs || n === 0 || filling === undefined) return;
      const all = new Uint8Array(n);
      all.set(octets?.subarray(0, n) ?? []);
      out.push(made(filling, all));
      q += n;
    };
    for (const o of ended.reverse()) fill(o, undefined);
    // One that stood in the octets that this is made of, or that was made before, is made anew; one that is given stands.
    if (given?.isOurs && isVerbatim(part)) fill(given, part.octets);
    else if (given?.isOurs && part instanceof Made) fill(given, undefined);
    else if (part !== undefined) out.push(part);
    return out;
  }

  /** The first message that ends before a layer; as many as there are: none. */
  #endedBy(layer: AnyLayer | undefined): number {
    const open = this.#open;
    if (layer === undefined) return open.length;
    if (isPadding(layer)) return 0;
    const message = messageOf(layer);
    const first = open.findIndex((o) => (message !== undefined && messageOf(o.layer) === message) || trailerOf(o.layer) === layer);
    return first < 0 ? open.length : first;
  }
}
