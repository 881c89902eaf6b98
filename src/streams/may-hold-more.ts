/** Whether it is worth asking the dissector for the layers that it has left for later. */
import { leadingTo } from '../filter/leading-to.ts';
import type { Registry } from '../packet/chain/registry.ts';
import type { PacketObject } from '../packet/object/packet-object.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../protocols/network/ipv6/ipv6.ts';
import { IPv6ExtHdrFragment } from '../protocols/network/ipv6/ipv6-extensions.ts';
import { TCP } from '../protocols/transport/tcp/tcp.ts';
import { UDP } from '../protocols/transport/udp.ts';

const WANTED = new Set([IP, IPv6, IPv6ExtHdrFragment, TCP, UDP] as unknown as AnyLayer[]);

/** Of each registry the ids of layers, and of places where one of several may stand, that lead to one of them. */
const known = new WeakMap<Registry, ReadonlySet<number>>();

function leadingIds(registry: Registry): ReadonlySet<number> {
  let ids = known.get(registry);
  if (ids === undefined) {
    const layers = leadingTo(registry, WANTED);
    const made = new Set([...layers].map(({ id }) => id));
    for (const [id, { candidates }] of registry.forks) if (candidates.some((layer) => layers.has(layer))) made.add(id);
    known.set(registry, (ids = made));
  }
  return ids;
}

/**
 * Whether the layers of `p` that are not found yet may be IP, a fragment header, TCP or UDP: tunnels and extension headers are, what a name server
 * says is not. Most packets need not be dissected any further for that.
 */
export function mayHoldMore(p: PacketObject): boolean {
  if (p.end >= 0) return false;
  const { nextIds } = p;
  if (nextIds === 0) return true;
  const leading = leadingIds(p.registry);
  return leading.has(nextIds & 2047) || leading.has(nextIds >>> 11);
}
