/** The names of all layers of a packet: of the chain, and of the records in their fields, as they stand in the octets. */
import { presentFields } from '../../src/packet/display/value-text.ts';
import type { Laid } from '../../src/packet/laid/laid.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import type { View } from '../../src/packet/spec/spec.ts';
import { isView } from '../../src/packet/spec/view.ts';

const ofView = (view: View): string[] => [view.$layer.layerName, ...[...presentFields(view)].flatMap(({ value }) => ofValue(value))];

const ofValue = (value: unknown): string[] =>
  isView(value)
    ? ofView(value)
    : typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)
      ? Object.values(value).flatMap(ofValue)
      : [];

export const layersInside = (p: Packet<any>): string[] => p.layers().flatMap((_, i) => ofView((p as unknown as Laid).view(i)));
