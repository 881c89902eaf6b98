/** In which VLANs packets are: an answer comes in that of its question. */
import type { PacketObject } from '../../packet/object/packet-object.ts';
import { Dot1AD, Dot1Q } from '../../protocols/link/ethernet.ts';

const isTag = (layer: unknown): boolean => layer === Dot1Q || layer === Dot1AD;

/** The number in the tag at layer `i`, which begins with 16 bits of which it is the lower 12. IEEE 802.1Q §9.6 */
const vlanAt = (p: PacketObject, i: number): number => {
  const at = p.locate(i);
  return (((p.b[at] as number) & 0x0f) << 8) | (p.b[at + 1] as number);
};

/** The next tag from layer `i` on; -1 where there is none. A tag without a VLAN (0) gives a priority only. */
function nextTag(p: PacketObject, from: number): number {
  const { layers } = p.shape;
  for (let i = from; i < layers.length; i++) if (isTag(layers[i]) && vlanAt(p, i) !== 0) return i;
  return -1;
}

/** Whether both are in the same VLAN, tag for tag. */
export function sameVlans(a: PacketObject, b: PacketObject): boolean {
  let i = nextTag(a, 0),
    j = nextTag(b, 0);
  while (i >= 0 && j >= 0) {
    if (vlanAt(a, i) !== vlanAt(b, j)) return false;
    i = nextTag(a, i + 1);
    j = nextTag(b, j + 1);
  }
  return i === j;
}
