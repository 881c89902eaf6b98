/** Where a frame's link header ends. */
import type { PacketObject } from '../../packet/object/packet-object.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { Dot1AD, Dot1Q, Ether } from '../../protocols/link/ethernet.ts';

const LINK = [Ether, Dot1Q, Dot1AD] as readonly AnyLayer[];

/** The first layer that is neither Ethernet nor a tag. */
export function behindLink(p: PacketObject): number {
  const i = p.layers().findIndex((layer) => !LINK.includes(layer));
  return Math.max(i, 0);
}
