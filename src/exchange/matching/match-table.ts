/**
 * Which packet a received one answers. Each probe is found by a number that it and its answers have in common: the hashes
 * of their layers, one stirred into the other, with the address of the other end. So finding costs the same for one probe
 * and for ten thousand. An ICMP error is found by the packet that it quotes, which is the probe itself.
 */
import { mix } from '../../bytes/hash.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { objectOf, type PacketObject } from '../../packet/object/packet-object.ts';
import { MAX_LAYERS } from '../../packet/chain/limits.ts';
import type { AddressFields } from '../address-fields.ts';
import { answers, fieldsOf, firstQuoted, isAnsweredFromElsewhere, networkLayer, quotes, type View } from './answers.ts';
import { QUOTED_LAYERS, quotedOf } from './quotable.ts';
import { finalDestination } from '../../protocols/network/final-destination.ts';
import { octetsNumber, Sieve } from './sieve.ts';
import { asked } from '../../packet/spec/asked.ts';

/** A packet that waits for an answer. */
export interface Probe {
  readonly sent: Packet;
  /** Anybody may answer: it went to a broadcast or multicast address. */
  readonly group: boolean;
  /** How many answers it has. */
  answers: number;
}

const SEED = 0x2545f491;
const GROUP_SEED = 0x1b873593;

// One packet is looked at at a time: the hashes after each of its layers.
const hashes = new Int32Array(MAX_LAYERS + 2);

type Role = 'request' | 'reply';

/**
 * Fills `hashes` for the layers from `from` on that have something to say; gives how many did. `asQuote`: the quoted ones only. `elsewhere`:
 * whichever port the answer comes from.
 */
function hashLayers(p: PacketObject, from: number, role: Role, group: boolean, asQuote: boolean, elsewhere = false): number {
  const { layers } = p.shape;
  let h = group ? GROUP_SEED : SEED;
  let n = 0;
  for (let i = from; i < layers.length; i++) {
    const layer = layers[i] as AnyLayer;
    if (!asQuote && layer.spec.quotes !== undefined) break;
    const { pair } = fieldsOf(layer);
    if (pair !== undefined) {
      h = mix(h, group ? pair.octets : otherEnd(p, i, pair, role));
    } else {
      const { match } = layer.spec;
      if (match === undefined) continue;
      h = mix(h, hashOf(elsewhere ? (match.elsewhere ?? match) : match, p.view(i) as unknown as View, role, h));
    }
    hashes[n++] = h;
  }
  return n;
}

/** The address of the other end, as a number. */
function otherEnd(p: PacketObject, i: number, pair: NonNullable<AddressFields['pair']>, role: Role): number {
  if (role === 'reply') return octetsNumber(p.b, p.locate(i) + pair.source, pair.octets);
  const final = finalDestination(p, i, pair);
  return final === undefined ? octetsNumber(p.b, p.locate(i) + pair.destination, pair.octets) : octetsNumber(final, 0, pair.octets);
}

const hashOf = (match: NonNullable<AnyLayer['spec']['match']>, view: View, role: 'request' | 'reply', seed: number): number =>
  asked(() => match.hash(view, role, seed), 0);

export class MatchTable {
  readonly #probes: Probes = new Map();
  /** The same by what an error quotes, which may be less than there was. */
  readonly #byQuote: Probes = new Map();
  readonly #sieve = new Sieve();
  #groups = false;
  #elsewhere = false;

  /** Some answer may come from a port that nobody knows yet, so that only a session knows what it carries. */
  get needsSession(): boolean {
    return this.#elsewhere;
  }

  add(probe: Probe): void {
    const p = objectOf(probe.sent).built();
    p.bytes;
    const first = networkLayer(p);
    this.#sieve.add(p, probe.group);
    if (probe.group) this.#groups = true;
    const n = hashLayers(p, first, 'request', probe.group, false);
    if (n === 0) return;
    put(this.#byQuote, hashes[Math.min(n, quotedOf(p, first)) - 1] as number, probe);
    if (isAnsweredFromElsewhere(p)) {
      this.#elsewhere = true;
      hashLayers(p, first, 'request', probe.group, false, true);
    }
    put(this.#probes, hashes[n - 1] as number, probe);
  }

  /** See {@link Sieve.mayAnswer}. */
  mayAnswer(b: Uint8Array, at: number, end: number, etherType: number): boolean {
    return this.#sieve.mayAnswer(b, at, end, etherType);
  }

  /** The probe that a packet answers: one that has no answer yet before others. */
  find(received: Packet): Probe | undefined {
    const reply = objectOf(received);
    const first = networkLayer(reply);
    const found =
      this.#answered(reply, first, false, false) ??
      (this.#groups ? this.#answered(reply, first, true, false) : undefined) ??
      (this.#elsewhere ? (this.#answered(reply, first, false, true) ?? this.#answered(reply, first, true, true)) : undefined);
    if (found !== undefined) return found;
    const quote = firstQuoted(reply);
    if (quote < 0) return undefined;
    return this.#quoted(reply, quote, false) ?? (this.#groups ? this.#quoted(reply, quote, true) : undefined);
  }

  #answered(reply: PacketObject, first: number, group: boolean, elsewhere: boolean): Probe | undefined {
    // Under all its layers first, then under fewer: the probe may have carried less than its answer.
    for (let k = hashLayers(reply, first, 'reply', group, false, elsewhere) - 1; k >= 0; k--) {
      const found = pick(this.#probes.get(hashes[k] as number), (probe) => answers(reply, objectOf(probe.sent), probe.group, elsewhere));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #quoted(error: PacketObject, quote: number, group: boolean): Probe | undefined {
    const n = hashLayers(error, quote, 'request', group, true);
    // Under as much as is quoted first: nobody knows how much of the probe the quote could have shown.
    for (let k = Math.min(n, QUOTED_LAYERS) - 1; k >= 0; k--) {
      const found = pick(this.#byQuote.get(hashes[k] as number), (probe) => quotes(error, quote, objectOf(probe.sent)));
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

type Probes = Map<number, Probe | Probe[]>;

function put(table: Probes, hash: number, probe: Probe): void {
  const there = table.get(hash);
  if (there === undefined) table.set(hash, probe);
  else if (Array.isArray(there)) there.push(probe);
  else table.set(hash, [there, probe]);
}

/** The first that fits and has no answer yet; if all have, the first that fits. */
function pick(among: Probe | Probe[] | undefined, fits: (probe: Probe) => boolean): Probe | undefined {
  if (among === undefined) return undefined;
  if (!Array.isArray(among)) return fits(among) ? among : undefined;
  return among.find((probe) => probe.answers === 0 && fits(probe)) ?? among.find((probe) => probe.answers > 0 && fits(probe));
}
