/** Values of the library in Python's grammar, and back: what TypeScript made can be used in scapy's notation, and the other way round. */
import { Flags } from '../packet/spec/flags.ts';
import { isLaid } from '../packet/laid/laid.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { PacketList } from '../packet/packet-list.ts';
import { CraftedLayer } from '../packet/spec/crafted.ts';
import { Volatile } from '../packet/spec/several.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import { TemplateObject } from '../packet/templates/template.ts';
import { ExchangeResult } from '../exchange/result.ts';
import { Dict } from './python/containers/dict.ts';
import { ScapyList } from './lists/scapy-list.ts';
import { FlagValue } from './packets/flag-value.ts';
import { isLayer } from './packets/is-layer.ts';
import { LayerClass } from './packets/layer-behaviour.ts';
import { packetOfValue } from './packets/packet-of-value.ts';
import { Drawn } from './packets/net.ts';
import type { Place } from './packets/place.ts';
import { linkedPackets, ScapyPacket } from './packets/scapy-packet.ts';
import { namesGiven, resultPair } from './functions/packets-to-send.ts';

export class Lifter {
  readonly #place: Place;
  /** So that a packet that is changed stays the same packet. */
  readonly #lifted = new WeakMap<object, unknown>();

  constructor(place: Place) {
    this.#place = place;
  }

  readonly lift = (v: unknown): unknown => {
    if ((typeof v !== 'object' && typeof v !== 'function') || v === null) return v;
    if (!isOurs(v)) return v;
    const known = this.#lifted.get(v);
    if (known !== undefined) return known;
    const made = this.#made(v);
    this.#lifted.set(v, made);
    return made;
  };

  #made(v: object): unknown {
    const place = this.#place;
    if (isLayer(v)) return new LayerClass(place, v as unknown as AnyLayer);
    if (v instanceof CraftedLayer) return ScapyPacket.ofCrafted(place, v);
    if (v instanceof TemplateObject) return linkedPackets(v.parts.flatMap((part) => packetOfValue(place, part).chain()));
    if (isLaid(v)) return ScapyPacket.of(place, v as unknown as Packet);
    if (v instanceof PacketList)
      return new ScapyList(
        place,
        Array.from(v, (p) => ScapyPacket.of(place, p)),
        v.listName,
      );
    if (v instanceof Flags) return new FlagValue(v);
    if (v instanceof Volatile) return new Drawn(v, place);
    if (v instanceof ExchangeResult) return resultPair(place, v, namesGiven([]));
    return v;
  }

  /** For a function of the library: its own kinds of values. */
  readonly lower = (v: unknown): unknown => {
    if (typeof v !== 'object' || v === null) return v;
    // What stands below it is for the function to say: `packet(IP(), TCP())` computes TCP's checksum.
    if (v instanceof ScapyPacket) return v.made({ open: true });
    if (v instanceof ScapyList)
      return new PacketList(
        v.items.flatMap((x) => (x instanceof ScapyPacket ? [x.laid().laid as unknown as Packet] : [])),
        v.listName,
      );
    if (v instanceof LayerClass) return v.layer;
    if (v instanceof FlagValue) return v.flags;
    if (v instanceof Drawn) return v.volatile;
    if (v instanceof Dict) return Object.fromEntries([...v.entries()].map(([key, value]) => [String(key), this.lower(value)]));
    if (Array.isArray(v) && v.some((x) => typeof x === 'object')) return Array.from(v as unknown[], this.lower);
    return v;
  };
}

const isOurs = (v: object): boolean =>
  isLayer(v) ||
  v instanceof CraftedLayer ||
  v instanceof TemplateObject ||
  isLaid(v) ||
  v instanceof PacketList ||
  v instanceof Flags ||
  v instanceof Volatile ||
  v instanceof ExchangeResult;
