/** What a packet's layer says under one of Wireshark's names. */
import { fieldNames, sourceReader } from '../../src/filter/field-names.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { objectOf } from '../../src/packet/object/packet-object.ts';
import type { AnyLayer, Layer } from '../../src/packet/spec/spec.ts';
import { protocols } from '../../src/protocols/protocols.ts';

/** A value, or the list of several; undefined where the layer has none. */
export function namedValue(p: Packet<any>, layer: Layer<any, any, any>, name: string): unknown {
  const object = objectOf(p);
  const depth = object.layers().indexOf(layer as AnyLayer);
  const source = fieldNames(protocols)
    .get(name)
    ?.find((s) => s.layer === layer);
  return source && sourceReader(source)(object.view(depth), object.frame().at(depth));
}
