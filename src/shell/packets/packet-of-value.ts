/** What may stand beside `/`: a packet, text or octets, which become Raw. */
import { utf8Octets } from '../../bytes/text.ts';
import { isLaid } from '../../packet/laid/laid.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { CraftedLayer } from '../../packet/spec/crafted.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { typeError } from '../python/errors.ts';
import { isLayer } from './is-layer.ts';
import type { Place } from './place.ts';
import { raw, ScapyPacket } from './scapy-packet.ts';

/** @throws TypeError for what is no packet */
export function packetOfValue(place: Place, v: unknown, layer?: AnyLayer): ScapyPacket {
  const p = maybePacket(place, v, layer);
  if (p !== undefined) return p;
  if (isLayer(v)) throw typeError(`${v.layerName} is a layer, not a packet: write ${v.layerName}()`);
  throw typeError(`a packet, text or octets was expected, not ${describe(v)}`);
}

export function maybePacket(place: Place, v: unknown, layer?: AnyLayer): ScapyPacket | undefined {
  if (v instanceof ScapyPacket) return v;
  if (typeof v === 'string') return layer === undefined ? raw(place, utf8Octets(v)) : ScapyPacket.ofOctets(place, layer, utf8Octets(v));
  if (v instanceof Uint8Array) return layer === undefined ? raw(place, v) : ScapyPacket.ofOctets(place, layer, v);
  if (v instanceof CraftedLayer) return ScapyPacket.ofCrafted(place, v);
  if (isLaid(v)) return ScapyPacket.of(place, v as unknown as Packet);
  return undefined;
}

const describe = (v: unknown): string =>
  v === null || v === undefined
    ? 'None'
    : typeof v === 'object'
      ? v.constructor.name
      : typeof v === 'function'
        ? `the function ${v.name}`
        : `${typeof v} ${String(v)}`;
