/** What a capture told of a packet, and what of it goes on to packets that are made of that one. */
import type { PacketMeta } from '../laid/packet.ts';

/** What a capture tells of a packet beside its `meta`, as the capture's readers and writers know it. */
export interface Told {
  /** The interface's description. */
  readonly iface?: { readonly name: string; readonly linkType: number } | undefined;
  /** Options of its record. */
  readonly options?: readonly { readonly code: number; readonly name: string; readonly value: unknown }[] | undefined;
}

/** Neither is there for a packet that was made, until its `meta` is asked for. */
export interface FromCapture {
  meta?: PacketMeta;
  /** What else its capture told: for who writes it to another. */
  told?: Told;
}

/** How many octets of a packet, of which there are `had`, the capture cut off. */
export const cutOff = (from: FromCapture | null, had: number): number => Math.max((from?.meta?.wireLength ?? 0) - had, 0);

/** For the same packet with octets of its own: its capture told the same of it, in the same objects. */
export const asTold = ({ meta, told }: FromCapture): FromCapture => ({ ...(meta && { meta }), ...(told && { told }) });

/** For a copy, whose `meta` may be changed. */
export const copyOfTold = ({ meta, told }: FromCapture): FromCapture => ({ ...(meta && { meta: { ...meta } }), ...(told && { told }) });

/** What the capture cut off is still cut off when the packet has `more` octets; a packet that was whole is whole. */
export function grow(meta: PacketMeta | undefined, more: number): void {
  if (meta?.wireLength !== undefined) meta.wireLength += more;
}

/**
 * For a packet `made` of one that has a `meta`: the same time and interface, and the same link type where it begins with the same layer.
 * @param had octets of the one that it is made of
 */
export function toldOfMade(
  from: FromCapture | null,
  had: number,
  made: { readonly length: number },
  sameLink: boolean,
): FromCapture | null {
  if (from?.meta === undefined) return null;
  const { linkType, wireLength: _, ...rest } = from.meta;
  const { told } = from;
  const cut = cutOff(from, had);
  return {
    meta: {
      ...rest,
      ...(cut > 0 && { wireLength: made.length + cut }),
      ...(sameLink && linkType !== undefined && { linkType }),
    },
    ...(told && { told: sameLink ? told : { options: told.options } }),
  };
}
