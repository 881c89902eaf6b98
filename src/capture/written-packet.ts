/** Packets as writers take them: what a record says of one. */
import { PacketwrightError } from '../bytes/errors.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { objectOf, PacketObject } from '../packet/object/packet-object.ts';
import { shown } from '../packet/spec/wants.ts';
import type { InterfaceInfo } from './batch.ts';
import { LINKTYPE } from './link-types.ts';
import type { PacketRecord } from './packet-record.ts';
import type { PcapngOption } from './pcapng/options.ts';
import { restatedOptions } from './pcapng/packet-flags.ts';

/** What `write` takes: a packet, or octets and what is known of them; or several, as they come. */
export type Writable<R extends PacketRecord> = R | Packet<any> | Iterable<R | Packet<any>> | AsyncIterable<R | Packet<any>>;

/** Calls `one` or `ofPacket` for each of what `write` was given. @throws ERR_VALUE for what is no packet */
export function writeEach<R extends PacketRecord>(
  given: Writable<R>,
  one: (record: R) => Promise<void>,
  ofPacket: (packet: Packet<any>) => Promise<void>,
): Promise<void> {
  if (given instanceof PacketObject) return ofPacket(given as unknown as Packet);
  if (typeof given === 'object' && given !== null) {
    if ('octets' in given) return one(given as R);
    const isList = Symbol.iterator in given || Symbol.asyncIterator in given;
    if (isList && !ArrayBuffer.isView(given)) return writeAllOf(given as Iterable<R> | AsyncIterable<R>, one, ofPacket);
  }
  return Promise.reject(
    new PacketwrightError('ERR_VALUE', `a writer takes packets, not ${shown(given)}`, {
      value: given,
      remedy: 'give a packet, several of them, or octets with their time: write({ octets, sec, nsec })',
    }),
  );
}

async function writeAllOf<R extends PacketRecord>(
  list: Iterable<R> | AsyncIterable<R>,
  one: (record: R) => Promise<void>,
  ofPacket: (packet: Packet<any>) => Promise<void>,
): Promise<void> {
  for await (const item of list) await writeEach(item, one, ofPacket);
}

/** The link type of a packet: its capture's, or that of its outermost layer. */
export function linkTypeOf(packet: Packet<any>): number {
  const object = objectOf(packet);
  const [outermost] = object.layers();
  return (
    object.meta.linkType ??
    (outermost === undefined ? undefined : object.shape.registry.valueFor('linktype', outermost)) ??
    LINKTYPE.ETHERNET
  );
}

/** A packet's octets, its time (now, for one that was not captured), and what its capture told. */
export function recordOf(packet: Packet<any>, linkType = linkTypeOf(packet)): PacketRecord & { readonly options: readonly PcapngOption[] } {
  const { meta, x } = objectOf(packet);
  const octets = packet.bytes;
  const now = Date.now();
  const isNew = meta.sec === undefined && x?.told === undefined;
  return {
    octets,
    sec: isNew ? Math.floor(now / 1000) : (meta.sec ?? 0),
    nsec: isNew ? (now % 1000) * 1_000_000 : (meta.nsec ?? 0),
    ...(meta.wireLength !== undefined && meta.wireLength > octets.length && { wire: meta.wireLength }),
    linkType,
    options: restatedOptions((x?.told?.options ?? []) as readonly PcapngOption[], meta),
  };
}

/** Which interface a packet is written under: the one that it was captured on, unless its `meta` says another by now. */
export class PacketInterfaces {
  readonly #named = new Map<string, InterfaceInfo>();

  of(packet: Packet<any>, linkType: number): InterfaceInfo {
    const { meta, x } = objectOf(packet);
    const { iface: name = '' } = meta;
    const told = x?.told?.iface;
    if (told?.name === name && told.linkType === linkType) return told;
    const key = `${linkType} ${name}`;
    const info = this.#named.get(key) ?? { name, linkType, snaplen: 262_144 };
    this.#named.set(key, info);
    return info;
  }
}
