/** Where a packet goes in the end: who answers it. Source routes and routing headers name another one than the header's destination. */
import type { AnyLayer } from '../../packet/spec/spec.ts';
import type { PacketObject } from '../../packet/object/packet-object.ts';
import { finalDestination as finalOfRouting, isRoutingHeader } from './ipv6/ipv6-pseudo.ts';

const headerEnd = (p: PacketObject, i: number): number => (i + 1 < p.shape.depth ? p.locate(i + 1) : p.limit(i));

/** Where a header has its destination. */
export interface DestinationPlace {
  readonly destination: number;
  readonly octets: number;
}

/** The final destination of layer `i`, whose own stands at `pair`; undefined where it is the header's own destination. */
export function finalDestination(p: PacketObject, i: number, pair: DestinationPlace): Uint8Array | undefined {
  const { layers } = p.shape;
  const { pseudoHeader } = (layers[i] as AnyLayer).spec;
  if (typeof pseudoHeader !== 'object') return undefined;
  const { b } = p,
    start = p.locate(i),
    own = start + pair.destination;
  if (pseudoHeader.final !== undefined) {
    const end = headerEnd(p, i);
    const at = end - start <= pseudoHeader.to ? own : pseudoHeader.final(b, start, end);
    return at === own ? undefined : b.subarray(at, at + pair.octets);
  }
  // What passes a pseudo-header on stands between the addresses and the upper layer (extension headers).
  for (let j = i + 1; j < layers.length && (layers[j] as AnyLayer).spec.pseudoHeader !== undefined; j++) {
    if (!isRoutingHeader((layers[j] as AnyLayer).layerName)) continue;
    const final = finalOfRouting({ b, start: p.locate(j), headerEnd: headerEnd(p, j) }, b.subarray(own, own + pair.octets));
    if (final !== undefined) return final;
  }
  return undefined;
}
