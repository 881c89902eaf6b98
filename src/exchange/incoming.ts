/** What comes in, as an exchange sees it: at its own level, and only where it may be an answer. */
import type { PacketBatch } from '../capture/batch.ts';
import { keptPacket, keptPayload } from '../capture/dissect-batch.ts';
import type { Link } from '../host/host.ts';
import type { Registry } from '../packet/chain/registry.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { type NetworkPlace, networkPlace } from './link-header.ts';
import type { Sieve } from './matching/sieve.ts';

// One packet is looked at at a time.
const place: NetworkPlace = { at: 0, etherType: -1 };

/** Packet `i`, in memory of its own: a whole frame at level 2, at 3 from a network layer that is known. Undefined where it is no answer. */
export function incoming(
  batch: PacketBatch,
  i: number,
  link: Link,
  level: 2 | 3,
  registry: Registry,
  sieve: Pick<Sieve, 'mayAnswer'>,
): Packet | undefined {
  const { at, etherType } = networkPlace(batch, i, link.linkType, place);
  const end = (batch.offset[i] as number) + (batch.captured[i] as number);
  if (!sieve.mayAnswer(batch.data, at, end, etherType)) return undefined;
  if (level === 2) return keptPacket(batch, i, link.interfaces, registry);
  const first = etherType < 0 ? undefined : registry.next('ethertype', etherType);
  return first === undefined ? undefined : keptPayload(batch, i, link.name, at, first, registry);
}
