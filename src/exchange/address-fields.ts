/** Which fields of a layer are addresses that a host fills in, and where the pair of ends stands that answers turn round. */
import type { AnyLayer } from '../packet/spec/spec.ts';
import type { Slot } from '../packet/spec/slot.ts';
import { ARP } from '../protocols/network/arp.ts';

export interface AddressFields {
  readonly sourceAddress: Slot | undefined;
  readonly destinationAddress: Slot | undefined;
  readonly sourceMac: Slot | undefined;
  readonly destinationMac: Slot | undefined;
  /** Some field is to be filled in. */
  readonly any: boolean;
  /** Source and destination address stand at these octets of the header: answers are found by them. */
  readonly pair: { readonly source: number; readonly destination: number; readonly octets: number } | undefined;
}

const known: (AddressFields | undefined)[] = [];

/** Asked for every layer of every packet: found by the layer's number. */
export function addressFields(layer: AnyLayer): AddressFields {
  return (known[layer.id] ??= find(layer));
}

function find(layer: AnyLayer): AddressFields {
  const { slots, byName } = layer.layout;
  const filled = (role: string): Slot | undefined => slots.find((s) => s.options.fill === role);
  const sourceAddress = filled('source-address');
  // The target is what ARP asks about; it decides about the way, and is nothing to fill in.
  const destinationAddress = layer === (ARP as unknown as AnyLayer) ? byName.get('pdst') : filled('destination-address');
  const sourceMac = filled('source-mac');
  const destinationMac = filled('destination-mac');
  const ends = [sourceAddress, destinationAddress].map((s) => (s?.kind.form === 'fixed' && s.anchor === 0 ? s.bit / 8 : -1)) as [
    number,
    number,
  ];
  return {
    sourceAddress,
    destinationAddress,
    sourceMac,
    destinationMac,
    any: sourceAddress !== undefined || sourceMac !== undefined || destinationMac !== undefined || destinationAddress !== undefined,
    pair: ends[0] < 0 || ends[1] < 0 ? undefined : { source: ends[0], destination: ends[1], octets: (sourceAddress?.bits ?? 0) / 8 },
  };
}
