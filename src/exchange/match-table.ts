/**
 * Which packet a received one answers. Each probe is found by a number that it and its answers have in common: the hashes
 * of their layers, one stirred into the other, with the address of the other end. So finding costs the same for one probe
 * and for ten thousand. An ICMP error is found by the packet that it quotes, which is the probe itself.
 */
import { mix } from '../bytes/hash.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { objectOf, type PacketObject } from '../packet/object/packet-object.ts';
import { MAX_LAYERS } from '../packet/chain/limits.ts';
import { addressFields, type AddressFields } from './address-fields.ts';

/** A packet that waits for an answer. */
export interface Probe {
  readonly sent: Packet;
  /** Anybody may answer: it went to a broadcast or multicast address. */
  readonly group: boolean;
  /** How many answers it has. */
  answers: number;
}

/** A quote has the probe's network header and the first octets behind it: this many layers are always there (RFC 792). */
const QUOTED_LAYERS = 2;
const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const SEED = 0x2545f491;
const GROUP_SEED = 0x1b873593;

// One packet is looked at at a time: the hashes after each of its layers.
const hashes = new Int32Array(MAX_LAYERS + 2);

type Role = 'request' | 'reply';

const fieldsOf = (layer: AnyLayer): AddressFields => addressFields(layer.spec.quotes ?? layer);

/** Fills `hashes` for the layers from `from` on that have something to say; gives how many did. `asQuote`: the quoted ones only. */
function hashLayers(p: PacketObject, from: number, role: Role, group: boolean, asQuote: boolean): number {
  const { layers } = p.shape;
  let h = group ? GROUP_SEED : SEED;
  let n = 0;
  for (let i = from; i < layers.length; i++) {
    const layer = layers[i] as AnyLayer;
    if (!asQuote && layer.spec.quotes !== undefined) break;
    const { pair } = fieldsOf(layer);
    if (pair !== undefined) {
      const at = p.locate(i) + (role === 'request' ? pair.destination : pair.source);
      h = mix(h, group ? pair.octets : octetsNumber(p.b, at, pair.octets));
    } else {
      const { match } = layer.spec;
      if (match === undefined) continue;
      h = mix(h, match.hash(p.view(i) as unknown as View, role, h));
    }
    hashes[n++] = h;
  }
  return n;
}

function octetsNumber(b: Uint8Array, at: number, n: number): number {
  let h = n;
  for (let i = at; i < at + n; i += 4)
    h = mix(h, ((b[i] as number) << 24) | ((b[i + 1] as number) << 16) | ((b[i + 2] as number) << 8) | (b[i + 3] as number));
  return h;
}

/** The first layer with a pair of addresses; 0 when there is none (ARP). */
function networkLayer(p: PacketObject): number {
  const { layers } = p.shape;
  for (let i = 0; i < layers.length; i++) if (addressFields(layers[i] as AnyLayer).pair !== undefined) return i;
  return 0;
}

function firstQuoted(p: PacketObject): number {
  const { layers } = p.shape;
  for (let i = 1; i < layers.length; i++) if ((layers[i] as AnyLayer).spec.quotes !== undefined) return i;
  return -1;
}

function sameOctets(a: PacketObject, at: number, b: PacketObject, bt: number, n: number): boolean {
  for (let k = 0; k < n; k++) if (a.b[at + k] !== b.b[bt + k]) return false;
  return true;
}

const isZero = (p: PacketObject, at: number, n: number): boolean => {
  for (let k = at; k < at + n; k++) if (p.b[k] !== 0) return false;
  return true;
};

/** The next layer from `i` on that takes part in matching; the number of layers when none does. */
function nextMatching(layers: readonly AnyLayer[], from: number): number {
  let i = from;
  while (i < layers.length && fieldsOf(layers[i] as AnyLayer).pair === undefined && (layers[i] as AnyLayer).spec.match === undefined) i++;
  return i;
}

/** A layer answers one of its own protocol: ICMPv6 has a layer for each kind of message. */
const sameProtocol = (a: AnyLayer, b: AnyLayer): boolean =>
  a === b || (a.spec.wireshark !== undefined && a.spec.wireshark === b.spec.wireshark);

/** Whether layer `j` of `reply` says that it answers layer `i` of `request`. */
const saysYes = (reply: PacketObject, j: number, request: PacketObject, i: number): boolean => {
  const { match } = (reply.shape.layers[j] as AnyLayer).spec;
  return match?.answers(reply.view(j) as unknown as View, request.view(i) as unknown as View) === true;
};

/** What a spec's functions get: its fields by name. */
type View = Parameters<NonNullable<AnyLayer['spec']['match']>['answers']>[0];

function answers(reply: PacketObject, request: PacketObject, group: boolean): boolean {
  const theirs = reply.shape.layers,
    ours = request.shape.layers;
  let j = nextMatching(theirs, 0);
  for (let i = nextMatching(ours, 0); i < ours.length; ) {
    if (j >= theirs.length) return false;
    const layer = ours[i] as AnyLayer,
      other = theirs[j] as AnyLayer;
    if (!sameProtocol(layer, other)) return false;
    const { pair } = fieldsOf(layer);
    const next = nextMatching(ours, i + 1);
    if (pair !== undefined) {
      const r = reply.locate(j),
        q = request.locate(i),
        n = pair.octets;
      if (!group && !sameOctets(reply, r + pair.source, request, q + pair.destination, n)) return false;
      // Who had no address yet is answered at whichever one he is given (RFC 2131 §4.1).
      if (!sameOctets(reply, r + pair.destination, request, q + pair.source, n) && !isZero(request, q + pair.source, n)) return false;
      // Nothing above can tell whose answer it is: at least the protocol must be the same.
      if (next >= ours.length && !group && layer.spec.match !== undefined && !saysYes(reply, j, request, i)) return false;
    } else if (!saysYes(reply, j, request, i)) return false;
    i = next;
    j = nextMatching(theirs, j + 1);
  }
  return true;
}

/** Whether the layers quoted from `from` on are those of the probe, as far as they go. */
function quotes(error: PacketObject, from: number, request: PacketObject): boolean {
  const theirs = error.shape.layers,
    ours = request.shape.layers;
  let j = nextMatching(theirs, from);
  for (
    let i = nextMatching(ours, networkLayer(request));
    i < ours.length && j < theirs.length;
    i = nextMatching(ours, i + 1), j = nextMatching(theirs, j + 1)
  ) {
    const layer = ours[i] as AnyLayer,
      quote = theirs[j] as AnyLayer;
    const { pair } = fieldsOf(layer);
    if (pair !== undefined) {
      const q = error.locate(j),
        r = request.locate(i);
      if (
        quote.spec.quotes !== layer ||
        !sameOctets(error, q + pair.source, request, r + pair.source, pair.octets) ||
        !sameOctets(error, q + pair.destination, request, r + pair.destination, pair.octets)
      )
        return false;
    } else if (!sameProtocol(layer, quote) || !saysYes(error, j, request, i)) return false;
  }
  return true;
}

export class MatchTable {
  readonly #probes: Probes = new Map();
  /** The same by what an error quotes, which may be less than there was. */
  readonly #byQuote: Probes = new Map();
  /** Addresses that an answer may come from, as numbers. */
  readonly #from = new Set<number>();
  /** Some probe may be answered by anybody, or by something that has no addresses where we look. */
  #anybody = false;
  #groups = false;

  add(probe: Probe): void {
    const p = objectOf(probe.sent).built();
    p.bytes;
    const first = networkLayer(p);
    const { pair } = addressFields(p.shape.layers[first] as AnyLayer);
    if (pair === undefined || probe.group) this.#anybody = true;
    else this.#from.add(octetsNumber(p.b, p.locate(first) + pair.destination, pair.octets));
    if (probe.group) this.#groups = true;
    const n = hashLayers(p, first, 'request', probe.group, false);
    if (n === 0) return;
    put(this.#probes, hashes[n - 1] as number, probe);
    put(this.#byQuote, hashes[Math.min(n, QUOTED_LAYERS) - 1] as number, probe);
  }

  /** A cheap look at octets before they are dissected: the network header starts at `at`. Says no only when it is sure. */
  mayAnswer(b: Uint8Array, at: number, end: number, etherType: number): boolean {
    if (this.#anybody) return true;
    if (etherType === IPV4) return end - at >= 20 && (b[at + 9] === 1 || this.#from.has(octetsNumber(b, at + 12, 4)));
    if (etherType === IPV6) return end - at >= 40 && (b[at + 6] === 58 || b[at + 6] === 0 || this.#from.has(octetsNumber(b, at + 8, 16)));
    return true;
  }

  /** The probe that a packet answers: one that has no answer yet before others. */
  find(received: Packet): Probe | undefined {
    const reply = objectOf(received);
    const first = networkLayer(reply);
    const found = this.#answered(reply, first, false) ?? (this.#groups ? this.#answered(reply, first, true) : undefined);
    if (found !== undefined) return found;
    const quote = firstQuoted(reply);
    if (quote < 0) return undefined;
    return this.#quoted(reply, quote, false) ?? (this.#groups ? this.#quoted(reply, quote, true) : undefined);
  }

  #answered(reply: PacketObject, first: number, group: boolean): Probe | undefined {
    // Under all its layers first, then under fewer: the probe may have carried less than its answer.
    for (let k = hashLayers(reply, first, 'reply', group, false) - 1; k >= 0; k--) {
      const found = pick(this.#probes.get(hashes[k] as number), (probe) => answers(reply, objectOf(probe.sent), probe.group));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #quoted(error: PacketObject, quote: number, group: boolean): Probe | undefined {
    const n = hashLayers(error, quote, 'request', group, true);
    if (n === 0) return undefined;
    return pick(this.#byQuote.get(hashes[Math.min(n, QUOTED_LAYERS) - 1] as number), (probe) => quotes(error, quote, objectOf(probe.sent)));
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
