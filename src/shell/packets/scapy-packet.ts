/**
 * A packet as scapy's users hold it: a layer with the values that were given, and what it carries, which is a packet too. It can be changed:
 * `p[IP].ttl = 3`, `del p.chksum`, `p.payload = …`. The library's own packet is made of it when octets are wanted, or when it is sent.
 */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMeanName } from '../../packet/spec/names.ts';
import { keyErrorType, PyError } from '../python/errors.ts';
import { isVerbatim, partsOf } from '../../packet/laid/decompose.ts';
import { shownPacket } from '../../packet/display/unresolved.ts';
import type { Laid } from '../../packet/laid/laid.ts';
import type { Packet, PacketMeta, Part } from '../../packet/laid/packet.ts';
import { isPadding, isRaw, Raw } from '../../packet/layer/raw.ts';
import { CraftedLayer } from '../../packet/spec/crafted.ts';
import { Flags } from '../../packet/spec/flags.ts';
import { encoder } from '../../packet/spec/given-value.ts';
import { ValueSet, Volatile } from '../../packet/spec/several.ts';
import type { Slot } from '../../packet/spec/slot.ts';
import { type AnyLayer, auto, type Crafted, type View } from '../../packet/spec/spec.ts';
import type { Template } from '../../packet/templates/template.ts';
import { dissect, packet } from '../../protocols/protocols.ts';
import { FlagValue } from './flag-value.ts';
import { type PacketInside, SCAPY_PACKET } from './is-scapy-packet.ts';
import { addressOf, Drawn, Net } from './net.ts';
import { optionsGiven } from './options-given.ts';
import { isKept, keptValue } from './own/kept.ts';
import type { Place } from './place.ts';
import { DHCP_COOKIE, FIELD_NAMES } from './scapy-spelling.ts';
import { firstOf, isTemplateValue, valuesIn } from './several-values.ts';
import { suggestedFields } from './suggested-fields.ts';
import { isSeveralIn, toGiven } from './to-given.ts';
import { toPython } from './to-python.ts';

/** Octets that were received or read, for as long as nobody changes what they say. */
interface Origin {
  readonly packet: Packet;
  parts: readonly Part[] | undefined;
}

/** What was known of it when it came or left, in scapy's words. */
export interface Told {
  meta?: PacketMeta;
  sentTime?: number;
}

/** Counts changes of any packet: what was made of one before is made anew. */
let changes = 0;

export class ScapyPacket implements PacketInside {
  readonly [SCAPY_PACKET] = true as const;
  readonly place: Place;
  readonly layer: AnyLayer;
  /** Values by field, as they were given. None: to be computed, though somebody said so. */
  given = new Map<string, unknown>();
  payload: ScapyPacket | undefined;
  under: ScapyPacket | undefined;
  told: Told = {};
  #origin: Origin | undefined;
  #depth = 0;
  /** Fields that hold what was read, and are computed anew when octets are built: they were right. */
  #right: ReadonlySet<string> = new Set();
  /** What was read: value in Python's form -> the library's own. */
  #read = new Map<string, readonly [python: unknown, own: unknown]>();
  #made: { readonly changes: number; readonly laid: Laid; readonly depth: number } | undefined;

  constructor(place: Place, layer: AnyLayer) {
    this.place = place;
    this.layer = layer;
  }

  // Making ------------------------------------------------------------------------------------------------------------

  /** Of a packet of the library's: received, read, or made in TypeScript. */
  static of(place: Place, p: Packet): ScapyPacket {
    const laid = p as unknown as Laid;
    const crafted = laid.craftedParts();
    if (crafted.length > 0 && !crafted.some((part) => isVerbatim(part) || !(part instanceof CraftedLayer)))
      return linked(
        crafted.map((part) => ScapyPacket.ofCrafted(place, part as unknown as CraftedLayer)),
        p.meta,
      );
    return ScapyPacket.#ofOctets(place, p);
  }

  static #ofOctets(place: Place, p: Packet): ScapyPacket {
    const laid = p as unknown as Laid;
    const [first] = laid.layers();
    const again = (laid.shape.registry as unknown) === place.registry ? p : dissect(p.bytes, first, { registry: place.registry });
    const origin: Origin = { packet: again, parts: undefined };
    const nodes = (again as unknown as Laid).layers().map((layer, depth) => {
      const node = new ScapyPacket(place, layer);
      node.#origin = origin;
      node.#depth = depth;
      return node;
    });
    return linked(nodes.length === 0 ? [raw(place, p.bytes)] : nodes, p.meta);
  }

  static ofOctets(place: Place, layer: AnyLayer, octets: Uint8Array): ScapyPacket {
    if (isRaw(layer) || isPadding(layer)) {
      const node = new ScapyPacket(place, layer);
      node.given.set('load', octets);
      return node;
    }
    const whole = layer.layerName === 'DHCP' ? Uint8Array.of(...DHCP_COOKIE, ...octets) : octets.slice();
    return ScapyPacket.#ofOctets(place, dissect(whole, layer, { registry: place.registry }));
  }

  static ofCrafted(place: Place, { layer, given }: CraftedLayer): ScapyPacket {
    const node = new ScapyPacket(place, layer);
    for (const [name, value] of Object.entries(given)) {
      if (value === undefined || value === auto) continue;
      node.given.set(name, asGivenBack(place, layer, name, value));
    }
    return node;
  }

  /** A record inside a field: its values, for it stays what it was when it was read. */
  static ofView(place: Place, view: View): ScapyPacket {
    const node = new ScapyPacket(place, view.$layer);
    node.#take(view, 0);
    return node;
  }

  /** `IP(dst="192.0.2.1")`, `IP(octets)`. */
  static craft(place: Place, layer: AnyLayer, values: Readonly<Record<string, unknown>>): ScapyPacket {
    const node = new ScapyPacket(place, layer);
    for (const [name, value] of Object.entries(values)) node.setField(name, value);
    return node;
  }

  /** A layer of its kind without values of its own. */
  bare(): ScapyPacket {
    return new ScapyPacket(this.place, this.layer);
  }

  copy(): ScapyPacket {
    return linked(
      this.chain().map((node) => {
        const copy = new ScapyPacket(node.place, node.layer);
        copy.#origin = node.#origin;
        copy.#depth = node.#depth;
        copy.#right = node.#right;
        copy.#read = node.#read;
        for (const [name, value] of node.given) copy.given.set(name, copied(value));
        copy.told = { ...node.told };
        return copy;
      }),
    );
  }

  /** `a/b`: copies of both, one behind the other. */
  over(upper: ScapyPacket): ScapyPacket {
    const whole = this.copy();
    whole.last().carry(upper.copy());
    return whole;
  }

  carry(payload: ScapyPacket | undefined): void {
    changes++;
    if (this.payload !== undefined) this.payload.under = undefined;
    this.payload = payload;
    if (payload !== undefined) payload.under = this;
    // What named the next layer was right for the one that is gone.
    for (let node: ScapyPacket | undefined = this; node !== undefined; node = node.under) if (node.#origin !== undefined) node.crack();
  }

  // Chain -------------------------------------------------------------------------------------------------------------

  chain(): ScapyPacket[] {
    const out: ScapyPacket[] = [];
    for (let node: ScapyPacket | undefined = this; node !== undefined; node = node.payload) out.push(node);
    return out;
  }

  last(): ScapyPacket {
    return this.chain().at(-1) as ScapyPacket;
  }

  top(): ScapyPacket {
    let node: ScapyPacket = this;
    while (node.under !== undefined) node = node.under;
    return node;
  }

  /** The packets in its fields. */
  inside(): ScapyPacket[] {
    return this.layer.layout.slots.flatMap((slot) => {
      if (slot.kind.value !== 'record' && slot.kind.packets !== true) return [];
      if (!this.isRead && !this.given.has(slot.name)) return [];
      const value = this.value(slot);
      if (value instanceof ScapyPacket) return [value];
      return Array.isArray(value) ? value.filter((x) => x instanceof ScapyPacket) : [];
    });
  }

  // Fields ------------------------------------------------------------------------------------------------------------

  slot(name: string): Slot | undefined {
    return this.layer.layout.byName.get(FIELD_NAMES[this.layer.layerName]?.[name] ?? name);
  }

  /** Names of its fields, in wire order, as scapy has them. */
  fieldNames(): string[] {
    const other = Object.entries(FIELD_NAMES[this.layer.layerName] ?? {});
    return this.layer.layout.slots.map(({ name }) => other.find(([, own]) => own === name)?.[0] ?? name);
  }

  get isRead(): boolean {
    return this.#origin !== undefined;
  }

  setField(name: string, value: unknown): void {
    const slot = this.slot(name);
    if (slot === undefined) {
      // Bits of a number that have a name: dscp of tos.
      if (!this.layer.layout.parts.has(name)) throw unknownField(this.layer, name);
      this.crack();
      changes++;
      this.given.set(name, value);
      return;
    }
    this.crack();
    changes++;
    if (this.#right.has(slot.name)) this.#right = new Set([...this.#right].filter((x) => x !== slot.name));
    this.#read.delete(slot.name);
    checkName(slot, value);
    this.given.set(slot.name, isAddress(slot) ? addressGiven(value) : optionsGiven(this.place, slot, value));
  }

  removeField(name: string): void {
    const slot = this.slot(name);
    if (slot === undefined) throw unknownField(this.layer, name);
    this.crack();
    changes++;
    this.given.delete(slot.name);
    this.#read.delete(slot.name);
  }

  /** The value as reading it gives in scapy. */
  value(slot: Slot): unknown {
    const { name } = slot;
    if (this.given.has(name)) {
      const read = this.#read.get(name);
      return read !== undefined ? read[0] : this.#normal(slot, this.given.get(name));
    }
    if (this.#origin !== undefined) return this.#python(slot, (this.view() as unknown as Record<string, unknown>)[name]);
    const suggested = this.suggested()[name];
    if (suggested !== undefined) return this.#normal(slot, suggested);
    const known = this.filled(slot);
    if (known !== undefined) return known;
    if (isKept(this.layer, slot)) return this.#normal(slot, slot.options.default);
    if (this.isOpen(slot)) return null;
    return this.#python(slot, (this.view() as unknown as Record<string, unknown>)[name]);
  }

  /** Not given, and computed when octets are built. Numbers that name the next layer are known before. */
  isOpen(slot: Slot): boolean {
    return (
      slot.computed >= 0 &&
      slot.options.selects === undefined &&
      slot.options.counts === undefined &&
      !isKept(this.layer, slot) &&
      (!this.given.has(slot.name) ? this.#origin === undefined : this.given.get(slot.name) === null)
    );
  }

  /** What scapy sets because of the layer that follows. */
  suggested(): Readonly<Record<string, number | string>> {
    if (this.payload === undefined) return {};
    const { layer } = this.payload;
    return this.place.bound?.(this.layer, layer) ?? suggestedFields[this.layer.layerName]?.[layer.layerName] ?? {};
  }

  /** What the machine says of addresses that nobody gave. */
  filled(slot: Slot): string | undefined {
    const { fill } = slot.options;
    if (fill === undefined) return undefined;
    const { ways } = this.place;
    const to = this.#destination();
    if (fill === 'source-address') return ways.source(to ?? '127.0.0.1') ?? undefined;
    if (fill === 'source-mac') return ways.mac(to);
    if (fill === 'destination-mac') return (to === undefined ? undefined : ways.neighbour(to)) ?? 'ff:ff:ff:ff:ff:ff';
    return undefined;
  }

  /** The address that it goes to, of this layer or of one that it carries. */
  #destination(): string | undefined {
    for (const node of this.chain()) {
      const name = node.layer.layerName === 'ARP' ? 'pdst' : 'dst';
      const slot = node.layer.layout.byName.get(name);
      if (slot === undefined || (slot.kind.value !== 'ipv4' && slot.kind.value !== 'ipv6' && name !== 'pdst')) continue;
      const given = node.given.has(name) ? node.given.get(name) : (node.suggested()[name] ?? (node.isRead ? node.value(slot) : undefined));
      if (given === undefined || given === null) return slot.kind.value === 'ipv6' ? '::1' : name === 'pdst' ? '0.0.0.0' : '127.0.0.1';
      const first: unknown = Array.isArray(given) ? given[0] : given;
      const net = first instanceof Net ? first : typeof first === 'string' ? addressOf(first) : undefined;
      // A name is looked up when it is sent: until then it goes wherever the world goes.
      if (net instanceof Net) return net.set === undefined ? (slot.kind.value === 'ipv6' ? '::' : '0.0.0.0') : net.set.at(0);
      return typeof net === 'string' ? net : undefined;
    }
    return undefined;
  }

  /** A value that was given, as scapy gives it back: names are numbers, text of the wire is octets. */
  #normal(slot: Slot, given: unknown): unknown {
    if (given === null || given === undefined) return null;
    if (isSeveralIn(slot, given)) return given instanceof ValueSet ? Array.from(given) : given;
    const { kind } = slot;
    try {
      if (kind.form === 'integer') {
        const n = encoder(this.layer, slot)(toGiven(slot, given));
        const value = kind.decode?.(n) ?? n;
        return value instanceof Flags ? this.#flags(slot, value) : value;
      }
      if (Array.isArray(given) || given instanceof ScapyPacket) return given;
      if (given instanceof Uint8Array && kind.value === 'hardware-address') return given;
      if (typeof given === 'string' && isAddress(slot)) return addressOf(given);
      const own = toGiven(slot, given);
      const made = packet(new CraftedLayer(this.layer, this.layer.id, { [slot.name]: own }) as unknown as Crafted) as unknown as Laid;
      return this.#python(slot, (made.view(0) as unknown as Record<string, unknown>)[slot.name]);
    } catch (error) {
      if (error instanceof PacketwrightError) return given;
      throw error;
    }
  }

  #flags(slot: Slot, flags: Flags): FlagValue {
    return new FlagValue(flags, (value) => this.setField(slot.name, value));
  }

  #python(slot: Slot, value: unknown): unknown {
    if (value instanceof Flags) return this.#flags(slot, value);
    return toPython(this.layer, slot, value, {
      record: (view) => ScapyPacket.ofView(this.place, view),
      chained: (views) => linked(views.map((view) => ScapyPacket.ofView(this.place, view))),
    });
  }

  /** Turns octets into values that can be changed: all that was read is given now, and what was right is computed when it is built. */
  crack(): void {
    const origin = this.#origin;
    if (origin === undefined) return;
    const laid = origin.packet as unknown as Laid;
    const mask = laid.autos()[this.#depth] ?? 0;
    this.#origin = undefined;
    this.#take(laid.view(this.#depth), mask);
    changes++;
  }

  #take(view: View, mask: number): void {
    const right = new Set<string>();
    for (const slot of this.layer.layout.slots) {
      const own = (view as unknown as Record<string, unknown>)[slot.name];
      if (own === undefined) continue;
      const python = this.#python(slot, own);
      this.given.set(slot.name, python);
      // A list may be changed in place, and then counts as it is.
      if (!Array.isArray(python)) this.#read.set(slot.name, [python, own instanceof Flags ? own.value : own]);
      if (slot.computed >= 0 && !isKept(this.layer, slot) && (mask & (1 << slot.computed)) !== 0) right.add(slot.name);
    }
    this.#right = right;
  }

  // Octets ------------------------------------------------------------------------------------------------------------

  /** The library's packet of the layers from this one in; a template where values are several. `open`: others may still come below. */
  made(o: { readonly fill?: boolean; readonly single?: boolean; readonly open?: boolean } = {}): Packet | Template {
    const nodes = this.chain();
    if (this.#depth === 0 && this.#isUntouched(nodes)) return (this.#origin as Origin).packet;
    return packet(...nodes.map((node) => node.part(o)), { registry: this.place.registry }) as Packet | Template;
  }

  /** Whether these are all the layers that were read together. */
  #isUntouched(nodes: readonly ScapyPacket[]): boolean {
    const origin = (nodes[0] as ScapyPacket).#origin;
    return (
      origin !== undefined &&
      (origin.packet as unknown as Laid).layers().length === nodes.length &&
      nodes.every((n, i) => n.#origin === origin && n.#depth === i)
    );
  }

  part({
    fill = false,
    single = false,
    open = false,
  }: {
    readonly fill?: boolean;
    readonly single?: boolean;
    readonly open?: boolean;
  } = {}): Part {
    const origin = this.#origin;
    if (origin !== undefined) {
      const laid = origin.packet as unknown as Laid;
      origin.parts ??= partsOf(laid, laid.autos());
      return origin.parts[this.#depth] as Part;
    }
    const values: Record<string, unknown> = {};
    for (const slot of this.layer.layout.slots) {
      const { name } = slot;
      const own = this.#own(slot);
      // A sum over a pseudo-header is 0 where there is none, as in scapy.
      if (own === undefined && !open && slot.options.pseudoHeader !== undefined && this.under === undefined) values[name] = 0;
      else if (own !== undefined) values[name] = single ? this.#one(own, slot) : own;
      else if (fill && !this.given.has(name)) {
        const known = this.filled(slot);
        if (known !== undefined) values[name] = known;
      }
    }
    for (const part of this.layer.layout.parts.keys()) if (this.given.has(part)) values[part] = this.given.get(part);
    return new CraftedLayer(this.layer, this.layer.id, values) as unknown as Part;
  }

  /** One of several values, to look at a packet that stands for many: the first of a set, another random value each time. */
  #one(own: unknown, slot: Slot): unknown {
    const given = this.given.get(slot.name);
    return given instanceof Drawn ? toGiven(slot, given.draw()) : firstOf(own, slot);
  }

  /** What the library is given for a field; undefined: nothing. */
  #own(slot: Slot): unknown {
    const { name } = slot;
    if (this.#right.has(name)) return auto;
    if (!this.given.has(name)) {
      const suggested = this.suggested()[name];
      if (suggested === undefined && isKept(this.layer, slot)) return keptValue(slot);
      return suggested === (slot.options.default ?? slot.kind.initial ?? 0) ? undefined : suggested;
    }
    const read = this.#read.get(name);
    return read !== undefined ? read[1] : toGiven(slot, this.given.get(name));
  }

  crafted(): Crafted {
    const part = this.part();
    return (isVerbatim(part) ? packet(part as unknown as Crafted) : part) as Crafted;
  }

  craftedChain(): Crafted[] {
    return this.chain().map((node) => node.crafted());
  }

  /** Where it lies in octets, with the layers below it: its checksum may need those. A set counts as its first value. */
  laid(): { readonly laid: Laid; readonly depth: number } {
    if (this.#made?.changes === changes) return this.#made;
    const top = this.top();
    const laid = (top.#isUntouched(top.chain())
      ? (top.#origin as Origin).packet
      : top.made({ fill: true, single: true })) as unknown as Laid;
    laid.bytes;
    for (let node: ScapyPacket | undefined = top, depth = 0; node !== undefined; node = node.payload, depth++)
      node.#made = { changes, laid, depth };
    return this.#made as unknown as { laid: Laid; depth: number };
  }

  /** A view of this layer: what was read, as long as nothing was set. One that cannot be built with its values is seen with its defaults. */
  view(): View {
    if (this.#origin !== undefined) return (this.#origin.packet as unknown as Laid).view(this.#depth);
    const { laid, depth } = this.tryLaid() ?? {
      laid: packet(new CraftedLayer(this.layer, this.layer.id, {}) as unknown as Crafted) as unknown as Laid,
      depth: 0,
    };
    return laid.view(depth);
  }

  tryLaid(): { readonly laid: Laid; readonly depth: number } | undefined {
    try {
      return this.laid();
    } catch (error) {
      if (!(error instanceof PacketwrightError)) throw error;
      return error.code === 'ERR_UNRESOLVED' ? this.#withoutNames() : undefined;
    }
  }

  /** What can be told before a name is looked up: all but the address that it stands for. */
  #withoutNames(): { readonly laid: Laid; readonly depth: number } | undefined {
    const top = this.top();
    try {
      return { laid: shownPacket(top.made({ fill: true, single: true }) as unknown as Laid), depth: top.chain().indexOf(this) };
    } catch (error) {
      if (error instanceof PacketwrightError) return undefined;
      throw error;
    }
  }

  octets(): Uint8Array {
    // Random values are drawn anew.
    if (
      this.top()
        .chain()
        .some((node) => [...node.given.values()].some((v) => v instanceof Drawn))
    )
      changes++;
    const { laid, depth } = this.laid();
    // BOOTP has the cookie in scapy, and DHCP begins behind it.
    const before = this.layer.layerName === 'DHCP' ? DHCP_COOKIE.length : 0;
    return laid.bytes.subarray(laid.frame().locate(depth) - laid.frame().locate(0) + before);
  }

  // Several -----------------------------------------------------------------------------------------------------------

  get isTemplate(): boolean {
    return this.chain().some((node) => [...node.given].some(([name, v]) => isTemplateValue(node.slot(name), v)));
  }

  /** How many packets it stands for. */
  get howMany(): number {
    let count = 1;
    for (const node of this.chain())
      for (const [name, v] of node.given) {
        const slot = node.slot(name);
        if (slot !== undefined && !(v instanceof Drawn) && isTemplateValue(slot, v)) count *= valuesIn(this.place, slot, v).count;
      }
    return count;
  }

  /** Each packet that it stands for: sets in order, those of the innermost layer the fastest; random values drawn. */
  *concrete(): Generator<ScapyPacket> {
    const nodes = this.chain();
    const sets: { node: number; slot: Slot; count: number; at: (i: number) => unknown }[] = [];
    const drawn: { node: number; slot: Slot; value: Drawn }[] = [];
    nodes.forEach((node, i) => {
      // Of one layer the field that was set last is the slowest, as in scapy.
      for (const [name, v] of [...node.given].toReversed()) {
        const slot = node.slot(name);
        if (slot === undefined || !isTemplateValue(slot, v)) continue;
        if (v instanceof Drawn) drawn.push({ node: i, slot, value: v });
        else sets.push({ node: i, slot, ...valuesIn(this.place, slot, v) });
      }
    });
    const count = this.howMany;
    for (let i = 0; i < count; i++) {
      const one = this.copy();
      const ones = one.chain();
      let left = i;
      for (const { node, slot, count: n, at } of sets.toReversed()) {
        (ones[node] as ScapyPacket).given.set(slot.name, at(left % n));
        left = Math.floor(left / n);
      }
      for (const { node, slot, value } of drawn) (ones[node] as ScapyPacket).given.set(slot.name, value.draw());
      yield one;
    }
  }
}

const isAddress = ({ kind }: Slot): boolean => kind.value === 'ipv4' || kind.value === 'ipv6' || kind.value === 'protocol-address';

/** Text that is no address is a set of them, or a name. */
const addressGiven = (value: unknown): unknown => {
  if (typeof value === 'string') return addressOf(value);
  return Array.isArray(value) && value.constructor === Array ? (value as unknown[]).map(addressGiven) : value;
};

/** A name of a number that has names, and is none of them. @throws KeyError, as scapy has it */
function checkName({ name, kind, options }: Slot, value: unknown): void {
  if (typeof value !== 'string' || kind.form !== 'integer') return;
  // A letter of no flag is told at once, as there.
  if (kind.label.startsWith('flags')) kind.encode?.(value as never);
  if (options.names === undefined) return;
  if (options.names.value(value) !== undefined || /^(0x[\da-f]+|\d+)$/i.test(value)) return;
  throw new PyError(keyErrorType, [value], `: ${name} has no value of that name${didYouMeanName(options.names, value)}`);
}

/** Links layers one behind another, and gives the first. */
function linked(nodes: readonly ScapyPacket[], meta?: PacketMeta): ScapyPacket {
  nodes.forEach((node, i) => {
    node.payload = nodes[i + 1];
    node.under = nodes[i - 1];
  });
  const first = nodes[0] as ScapyPacket;
  if (meta !== undefined) first.told = { meta };
  return first;
}

export const linkedPackets = linked;

/** `Raw` of these octets. */
export function raw(place: Place, load: Uint8Array | string): ScapyPacket {
  const node = new ScapyPacket(place, Raw as unknown as AnyLayer);
  node.given.set('load', load);
  return node;
}

const copied = (value: unknown): unknown =>
  value instanceof ScapyPacket ? value.copy() : Array.isArray(value) && value.constructor === Array ? [...(value as unknown[])] : value;

/** What somebody gave to a layer of the library, as it would have been given here. */
function asGivenBack(place: Place, layer: AnyLayer, name: string, value: unknown): unknown {
  if (value instanceof Volatile) return new Drawn(value, place);
  if (value instanceof CraftedLayer) return ScapyPacket.ofCrafted(place, value);
  if (Array.isArray(value) && layer.layout.byName.get(name)?.kind.list === true)
    return value.map((x) => (x instanceof CraftedLayer ? ScapyPacket.ofCrafted(place, x) : x));
  return value;
}

export function unknownField(layer: AnyLayer, name: string): PacketwrightError {
  return new PacketwrightError('ERR_FIELD', `${layer.layerName} has no field '${name}'`, { layer: layer.layerName, field: name });
}
