/** Whether a packet answers another: by the addresses of both, and by what their layers say; or by quoting it (ICMP errors). */
import { asked } from '../../packet/spec/asked.ts';
import type { AnyLayer, LayerOctets } from '../../packet/spec/spec.ts';
import type { PacketObject } from '../../packet/object/packet-object.ts';
import { addressFields, type AddressFields } from '../address-fields.ts';
import { finalDestination } from '../../protocols/network/final-destination.ts';
import { sameVlans } from './vlans.ts';

type Pair = NonNullable<AddressFields['pair']>;

/** The addresses of a layer, or of the one that it quotes. */
export const fieldsOf = (layer: AnyLayer): AddressFields => addressFields(layer.spec.quotes ?? layer);

/** The first layer with a pair of addresses; 0 when there is none (ARP). */
export function networkLayer(p: PacketObject): number {
  const { layers } = p.shape;
  for (let i = 0; i < layers.length; i++) if (addressFields(layers[i] as AnyLayer).pair !== undefined) return i;
  return 0;
}

/** The first layer that an error quotes; -1: it is none. */
export function firstQuoted(p: PacketObject): number {
  const { layers } = p.shape;
  for (let i = 1; i < layers.length; i++) if ((layers[i] as AnyLayer).spec.quotes !== undefined) return i;
  return -1;
}

function sameOctets(a: PacketObject, at: number, b: PacketObject, bt: number, n: number): boolean {
  for (let k = 0; k < n; k++) if (a.b[at + k] !== b.b[bt + k]) return false;
  return true;
}

const holds = (p: PacketObject, at: number, octets: Uint8Array): boolean => octets.every((x, k) => p.b[at + k] === x);

/** Whether both go to the same end; what a source route has yet to visit changes on the way. */
function sameDestination(a: PacketObject, i: number, b: PacketObject, j: number, pair: Pair): boolean {
  const one = finalDestination(a, i, pair) ?? octetsAt(a, i, pair),
    other = finalDestination(b, j, pair) ?? octetsAt(b, j, pair);
  return one.every((x, k) => x === other[k]);
}

const octetsAt = (p: PacketObject, i: number, pair: Pair): Uint8Array => {
  const at = p.locate(i) + pair.destination;
  return p.b.subarray(at, at + pair.octets);
};

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
const saysYes = (reply: PacketObject, j: number, request: PacketObject, i: number, elsewhere = false): boolean => {
  const { match: own } = (reply.shape.layers[j] as AnyLayer).spec;
  const match = elsewhere ? (own?.elsewhere ?? own) : own;
  const at = match !== undefined && match.answers.length > 2 ? { reply: octetsOf(reply, j), request: octetsOf(request, i) } : undefined;
  return asked(() => match?.answers(reply.view(j) as unknown as View, request.view(i) as unknown as View, at), false) === true;
};

const octetsOf = (p: PacketObject, i: number): LayerOctets => ({ b: p.b, start: p.locate(i), end: p.b.length });

/** What a spec's functions get: its fields by name. */
export type View = Parameters<NonNullable<AnyLayer['spec']['match']>['answers']>[0];

/** Whether its answers come from another port than the one that it goes to. */
export const isAnsweredFromElsewhere = (p: PacketObject): boolean =>
  p.shape.layers.some((layer) => (layer as AnyLayer).spec.match?.comesFromElsewhere === true);

/** Whether a group is written there: what answers one may go to all of it (RFC 6762 §6, RFC 4861 §6.2.6). */
const isGroupAt = ({ b }: PacketObject, at: number, octets: number): boolean =>
  octets === 16 ? b[at] === 0xff : octets === 4 && ((b[at] as number) & 0xf0) === 0xe0;

/** `group`: anybody may answer. `elsewhere`: from any port. */
export function answers(reply: PacketObject, request: PacketObject, group: boolean, elsewhere = false): boolean {
  if (!sameVlans(reply, request)) return false;
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
      const final = finalDestination(request, i, pair);
      if (
        !group &&
        !(final === undefined ? sameOctets(reply, r + pair.source, request, q + pair.destination, n) : holds(reply, r + pair.source, final))
      )
        return false;
      // Who had no address yet is answered at whichever one he is given (RFC 2131 §4.1).
      if (
        !sameOctets(reply, r + pair.destination, request, q + pair.source, n) &&
        !isZero(request, q + pair.source, n) &&
        !(group && isGroupAt(reply, r + pair.destination, n))
      )
        return false;
      // Nothing above can tell whose answer it is: at least the protocol must be the same.
      if (next >= ours.length && !group && layer.spec.match !== undefined && !saysYes(reply, j, request, i)) return false;
    } else if (!saysYes(reply, j, request, i, elsewhere)) return false;
    i = next;
    j = nextMatching(theirs, j + 1);
  }
  return true;
}

/** Whether the layers quoted from `from` on are those of the probe, as far as they go. */
export function quotes(error: PacketObject, from: number, request: PacketObject): boolean {
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
        !sameDestination(error, j, request, i, pair)
      )
        return false;
      // Nothing behind it is quoted as a layer that could tell: at least the header must be the probe's.
      if (nextMatching(theirs, j + 1) >= theirs.length && quote.spec.match !== undefined && !saysYes(error, j, request, i)) return false;
    } else if (!sameProtocol(layer, quote) || !saysYes(error, j, request, i)) return false;
  }
  return true;
}
