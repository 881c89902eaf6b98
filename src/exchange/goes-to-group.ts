/** Whether anybody may answer a packet: it goes to a broadcast or multicast address. */
import { parsePrefix } from '../bytes/prefix.ts';
import { objectOf, type PacketObject } from '../packet/object/packet-object.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import { addressFields } from './address-fields.ts';
import { networkLayer } from './matching/answers.ts';
import type { Concrete } from './concrete.ts';
import { isGroup } from './groups.ts';

/** A frame that has all its addresses was sent without a look at the way: its octets tell. */
export function goesToGroup({ packet, link, way }: Concrete): boolean {
  if (way !== undefined) return way.group;
  const p = objectOf(packet).built();
  const i = networkLayer(p);
  const layer = p.shape.layers[i] as AnyLayer | undefined;
  const { pair, destinationAddress } = layer === undefined ? NOTHING : addressFields(layer);
  if (layer === undefined || pair === undefined || destinationAddress === undefined) return false;
  const to = String((p.view(i) as unknown as Record<string, unknown>)[destinationAddress.name]);
  if (isGroup(to, link)) return true;
  // What is a network's broadcast address only its own hosts know; without an address there, the frame tells.
  const isNear = (link.info.addresses ?? []).some((own) => parsePrefix(own).contains(to));
  return !isNear && isGroupFrame(p);
}

const NOTHING = { pair: undefined, destinationAddress: undefined };

/** IEEE 802-2014 §8.2.2: the lowest bit of the first octet. */
function isGroupFrame(p: PacketObject): boolean {
  const layer = p.shape.layers[0] as AnyLayer;
  const mac = addressFields(layer).destinationMac;
  return mac !== undefined && mac.anchor === 0 && ((p.b[p.locate(0) + mac.bit / 8] as number) & 1) === 1;
}
