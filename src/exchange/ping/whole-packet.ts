/** Pings that are larger than the MTU: out in fragments, and answers together again. */
import type { PacketBatch } from '../../capture/batch.ts';
import { keptPayload } from '../../capture/dissect-batch.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { protocols } from '../../protocols/protocols.ts';
import { Defragmenter } from '../../streams/fragments/defragmenter.ts';
import { fragment, fragment6 } from '../../streams/fragments/fragment.ts';

/** Octets of answers that wait for more of their fragments. */
const MOST_OCTETS = 1 << 20;

/** Answers in fragments are put together as the kernel does it, for half a minute at most. */
export const answersInFragments = (): Defragmenter => new Defragmenter({ policy: 'linux', maxOctets: MOST_OCTETS });

/** A request, which begins with its IP header, in fragments. */
export const fragmentsOf = (packet: Packet, mtu: number, id: number): Packet[] =>
  (packet.has(IP) ? fragment : fragment6)(packet, { mtu, id });

/** Where the network layer of packet `i` begins, and which one it is. */
export interface PlacedPacket {
  readonly at: number;
  readonly first: AnyLayer;
  readonly iface: string;
}

/**
 * Packet `i` from its network layer on, in octets of its own; undefined while it waits for more of its fragments.
 *
 * @param nowMs any clock that goes on
 */
export function wholePacket(
  batch: PacketBatch,
  i: number,
  { at, first, iface }: PlacedPacket,
  fragments: Defragmenter,
  nowMs: number,
): Packet | undefined {
  return fragments.packet(keptPayload(batch, i, iface, at, first, protocols), nowMs);
}
