/** A column that a spec has as a function, of the first such layer of a packet. */
import type { AnyLayer, Column, LayerOctets } from '../../src/packet/spec/spec.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';

export function columnOf(p: Packet<any>, layer: unknown, name: string, there?: LayerOctets): unknown {
  const column = (layer as AnyLayer).spec.columns?.[name] as Column<never> | undefined;
  const of = typeof column === 'function' ? column : column?.of;
  return of?.(p.get(layer as never) as never, there as never);
}
