/** How much of a packet an error that quotes it shows as layers. */
import type { Registry } from '../../packet/chain/registry.ts';
import { quotedSpace } from '../../packet/layer/quote.ts';
import type { PacketObject } from '../../packet/object/packet-object.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { fieldsOf } from './answers.ts';

/** A quote has the packet's network header and the first octets behind it: this many layers are always there (RFC 792). */
export const QUOTED_LAYERS = 2;

/** Layers that have one which stands for them in quotes; those of ICMPv6's many messages by the protocol that they are of. */
interface Quotable {
  readonly layers: ReadonlySet<AnyLayer>;
  readonly protocols: ReadonlySet<string>;
}

const known = new WeakMap<Registry, Quotable>();

function quotableOf(registry: Registry): Quotable {
  let found = known.get(registry);
  if (found === undefined) {
    // They all have a number in a space of quotes, so no other layer's spec is made for this.
    const inQuotes = registry.bindings.flatMap((one) => ('space' in one && one.space.endsWith(quotedSpace('')) ? [one.layer] : []));
    const quoted = inQuotes.flatMap(({ spec }) => spec.quotes ?? []);
    const protocols = quoted.flatMap(({ spec: { wireshark } }) => (wireshark === undefined || wireshark === '' ? [] : [wireshark]));
    known.set(registry, (found = { layers: new Set(quoted), protocols: new Set(protocols) }));
  }
  return found;
}

/**
 * The number of layers that take part in matching, from `first` on, which a quote of the packet shows; 1 at least, 2 at most. Behind a layer
 * that no quote has (a tunnel's header) there are only octets.
 */
export function quotedOf(p: PacketObject, first: number): number {
  const { layers, protocols } = quotableOf(p.registry);
  let n = 0;
  for (let i = first; i < p.shape.layers.length && n < QUOTED_LAYERS; i++) {
    const layer = p.shape.layers[i] as AnyLayer;
    if (!layers.has(layer) && !protocols.has(layer.spec.wireshark ?? '')) break;
    if (fieldsOf(layer).pair !== undefined || layer.spec.match !== undefined) n++;
  }
  return Math.max(n, 1);
}
