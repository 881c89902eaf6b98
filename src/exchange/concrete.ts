/**
 * A packet made ready to leave: what only the host knows is filled in, and it is a packet of its own, so that what was
 * sent stays what was sent, whatever its giver does with his.
 */
import { LINKTYPE } from '../capture/link-types.ts';
import { isIpv4, isIpv6, parseIpv6, readIpv6 } from '../bytes/address.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import { splitZone } from '../bytes/zone.ts';
import { flatParts } from '../packet/laid/build.ts';
import { isVerbatim } from '../packet/laid/decompose.ts';
import type { FixedKind } from '../packet/spec/field.ts';
import { HostName } from '../packet/fields/addresses.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import { CraftedLayer } from '../packet/spec/crafted.ts';
import type { Slot } from '../packet/spec/slot.ts';
import type { Packet, Part } from '../packet/laid/packet.ts';
import { objectOf, PacketObject } from '../packet/object/packet-object.ts';
import type { Host } from '../host/host.ts';
import { type AddressFields, addressFields } from './address-fields.ts';
import { ownLink, type SharedLink } from './shared-link.ts';
import { type Way, type Ways, waysOf } from './ways.ts';

export interface Concrete {
  readonly packet: Packet;
  readonly link: SharedLink;
  /** Undefined for a frame whose way nobody had to look up. */
  readonly way: Way | undefined;
  /** Why it cannot leave: its frame's destination is a neighbour that does not answer. */
  readonly silent: PacketwrightError | undefined;
}

export interface FillOptions {
  readonly host: Host;
  /** 3: the packet begins with the network layer, and the link header is the host's affair. */
  readonly level: 2 | 3;
  readonly iface: string | undefined;
  readonly via: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Name, route and neighbour are looked up once each, but an answer may grow old while the next is waited for. */
const LOOKUPS = 32;

/** Fills in; a promise where something has to be looked up first. @throws ERR_ROUTE, ERR_RESOLVE, ERR_LAYER, ERR_INTERFACE, ERR_PERMISSION */
export function concrete(given: Packet, o: FillOptions): Concrete | Promise<Concrete> {
  const made = attempt(given, o);
  return made instanceof Promise ? again(given, o, made) : made;
}

async function again(given: Packet, o: FillOptions, first: Promise<unknown>): Promise<Concrete> {
  await first;
  for (let i = 0; i < LOOKUPS; i++) {
    const made = attempt(given, o);
    if (!(made instanceof Promise)) return made;
    await made;
  }
  throw new PacketwrightError('ERR_ROUTE', "the route to the packet's destination keeps changing before the packet can be sent");
}

/** The packet; or a promise, to try again when it has resolved. */
function attempt(given: Packet, o: FillOptions): Concrete | Promise<unknown> {
  const object = objectOf(given);
  const parts = craftedParts(object);
  return parts === undefined ? ofOctets(object, o) : ofParts(object, parts, o);
}

/** The layers that the packet was made of, where they still say all about it. */
function craftedParts(p: PacketObject): readonly Part[] | undefined {
  if (p.parts.length === 0 || p.isChanged) return undefined;
  let nested = false;
  for (const part of p.parts) {
    if (isVerbatim(part)) return undefined;
    nested ||= part instanceof PacketObject;
  }
  if (!nested) return p.parts;
  const flat = flatParts(p.parts);
  return flat.some(isVerbatim) ? undefined : flat;
}

function ofParts(p: PacketObject, parts: readonly Part[], o: FillOptions): Concrete | Promise<unknown> {
  const ways = waysOf(o.host);
  let out: Part[] | undefined;
  // From the inside out: the outermost destination decides which way the packet takes.
  let way: Way | undefined;
  let silent: PacketwrightError | undefined;
  for (let i = parts.length - 1; i >= 0; i--) {
    const part = parts[i];
    if (!(part instanceof CraftedLayer)) continue;
    const fields = addressFields(part.layer);
    if (!fields.any) continue;
    const { given } = part;
    const { destinationAddress, sourceAddress, sourceMac, destinationMac } = fields;
    let values: Values = given;
    if (destinationAddress !== undefined) {
      const to = addressText(given[destinationAddress.name], destinationAddress, ways, o.signal);
      if (to instanceof Promise) return to;
      if (to !== undefined && given[destinationAddress.name] instanceof HostName)
        values = withValue(values, given, destinationAddress.name, to);
      const wantsSource = sourceAddress !== undefined && given[sourceAddress.name] === undefined;
      if (to !== undefined && (o.level === 3 || o.iface === undefined || wantsSource || wantsMac(parts[i - 1], fields))) {
        // The source that somebody gave: rules may send packets from it another way.
        const source = sourceAddress === undefined ? undefined : given[sourceAddress.name];
        const from = source === undefined ? undefined : addressText(source, sourceAddress as Slot, ways, o.signal);
        if (from instanceof Promise) return from;
        const found = ways.to(to, o, fields.pair === undefined, from);
        if (found instanceof Promise) return found.catch((error: unknown) => noWay(p, to, error));
        way = found;
        if (wantsSource && way.source !== undefined) values = withValue(values, given, sourceAddress.name, way.source);
      }
    }
    if (sourceMac !== undefined && given[sourceMac.name] === undefined) {
      const link = way?.link ?? ownLink(o.host, o.iface);
      if (link instanceof Promise) return link;
      const mac = link.link.mac ?? link.info.mac;
      if (mac !== undefined) values = withValue(values, given, sourceMac.name, mac);
    }
    if (destinationMac !== undefined && way !== undefined && given[destinationMac.name] === undefined && isAddressed(parts[i + 1])) {
      if (way.mac === undefined && way.silent === undefined) return ways.findMac(way, o.signal);
      if (way.mac !== undefined) values = withValue(values, given, destinationMac.name, way.mac);
      silent = way.silent;
    }
    if (values !== given) {
      out ??= parts.slice();
      out[i] = new CraftedLayer(part.layer, part.layer.id, values, Object.keys(values).length) as unknown as Part;
    }
  }
  const head = parts[0];
  const first = head instanceof CraftedLayer ? head.layer : undefined;
  return onItsWay(PacketObject.planned(p.shape.registry, out ?? parts), first, way, silent, ways, o);
}

/** Of a text that is no address the field says so better than the look-up, with what was meant. */
function noWay(p: PacketObject, to: string, error: unknown): never {
  const { address } = splitZone(to);
  if (!isIpv4(address) && !isIpv6(address)) p.bytes;
  throw error;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * `values` with one more: a copy of `given` at first, itself from then on. By plain assignments, in the order of `given`: a spread would
 * take a microsecond, and give each copy a hidden class of its own, which all who read it afterwards would pay for.
 */
function withValue(values: Values, given: Values, name: string, value: unknown): Values {
  let copy = values as Record<string, unknown>;
  if (values === given) {
    copy = {};
    for (const key in given) copy[key] = given[key];
  }
  copy[name] = value;
  return copy;
}

/** Octets that came from somewhere, or crafted ones that were changed: what is there counts, but zeros of our own are no source. */
function ofOctets(p: PacketObject, o: FillOptions): Concrete | Promise<unknown> {
  const ways = waysOf(o.host);
  const isOurs = p.isChanged || p.parts.length > 0;
  const made = p.copy().built();
  const layers = made.layers();
  let way: Way | undefined;
  for (let i = layers.length - 1; i >= 0 && (o.level === 3 || o.iface === undefined); i--) {
    const layer = layers[i] as AnyLayer;
    const { pair, destinationAddress, sourceAddress } = addressFields(layer);
    if (pair === undefined || destinationAddress === undefined || sourceAddress === undefined) continue;
    const addresses = made.view(i) as unknown as Record<string, string>;
    const end = (slot: Slot): string => withZone(p, layer, slot, addresses[slot.name] as string);
    const found = ways.to(end(destinationAddress), o, false, end(sourceAddress));
    if (found instanceof Promise) return found;
    way = found;
    const at = made.locate(i) + pair.source;
    const isUnset = made.b.subarray(at, at + pair.octets).every((x) => x === 0);
    if (isUnset && isOurs && o.level === 3 && way.source !== undefined) made.set(layer, { [sourceAddress.name]: way.source });
  }
  return onItsWay(made, layers[0], way, undefined, ways, o);
}

/** With the zone that the packet was made with: other fields may have been changed since. */
function withZone({ parts }: PacketObject, layer: AnyLayer, slot: Slot, address: string): string {
  for (const part of parts) {
    const given: unknown = part instanceof CraftedLayer && part.layer === layer ? part.given[slot.name] : undefined;
    const split = typeof given === 'string' ? splitZone(given) : undefined;
    if (split?.zone !== undefined && readIpv6(parseIpv6(split.address), 0) === address) return given as string;
  }
  return address;
}

function onItsWay(
  made: PacketObject,
  first: AnyLayer | undefined,
  way: Way | undefined,
  silent: PacketwrightError | undefined,
  ways: Ways,
  o: FillOptions,
): Concrete | Promise<unknown> {
  const packet = made as unknown as Packet;
  if (o.level === 2) {
    const link = way?.link ?? ownLink(o.host, o.iface);
    return link instanceof Promise ? link : { packet, link, way, silent };
  }
  // A link layer may have an EtherType, too: Ethernet in a tunnel (RFC 1701).
  const { registry } = made.shape;
  if (
    first === undefined ||
    registry.valueFor('ethertype', first) === undefined ||
    first === registry.next('linktype', LINKTYPE.ETHERNET)
  ) {
    const name = first?.layerName ?? 'octets';
    throw new PacketwrightError(
      'ERR_LAYER',
      `this packet begins with ${name}: to send at layer 3, the first layer must be IP, IPv6 or another network layer`,
      { layer: name, remedy: 'send frames with sendp, srp or srp1' },
    );
  }
  if (way === undefined)
    throw new PacketwrightError('ERR_ROUTE', `this packet (${first.layerName}) has no destination address, so no route can be found`, {
      layer: first.layerName,
      remedy: 'send it as a frame: sendp, srp or srp1, with the option iface',
    });
  if (way.mac === undefined && way.silent === undefined) return ways.findMac(way, o.signal);
  return { packet, link: way.link, way, silent: way.silent };
}

/** Whether the frame's destination is still to be found. */
function wantsMac(outer: Part | undefined, inner: AddressFields): boolean {
  if (!(outer instanceof CraftedLayer) || inner.pair === undefined) return false;
  const slot = addressFields(outer.layer).destinationMac;
  return slot !== undefined && outer.given[slot.name] === undefined;
}

/** Whether it is for an address whose neighbour can be asked for. ARP is how one asks. */
function isAddressed(inner: Part | undefined): boolean {
  return inner instanceof CraftedLayer && addressFields(inner.layer).pair !== undefined;
}

/** The destination as text; undefined where it is nothing that has a way. */
function addressText(value: unknown, slot: Slot, ways: Ways, signal: AbortSignal | undefined): string | undefined | Promise<unknown> {
  if (typeof value === 'string') return value;
  if (value instanceof HostName) return ways.addressOf(value.name, slot.bits === 128 ? 16 : 4, signal);
  const { kind } = slot;
  if (kind.form !== 'fixed') return undefined;
  const scratch = new Uint8Array(kind.octets);
  (kind as FixedKind).write(scratch, 0, value === undefined ? (slot.options.default ?? kind.initial) : value);
  return kind.read(scratch, 0) as string;
}
