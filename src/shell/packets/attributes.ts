/** What may stand behind the dot of a packet: its fields, those of what it carries, and scapy's methods. */
import { hexdump } from '../../packet/display/dumps.ts';
import { nearest } from '../../bytes/nearest.ts';
import { isLaid } from '../../packet/laid/laid.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { dissect } from '../../protocols/protocols.ts';
import type { Slot } from '../../packet/spec/slot.ts';
import { isChained } from './to-python.ts';
import { formatText, timeOfDay } from '../../packet/display/sprintf.ts';
import { Builtin } from '../python/callable.ts';
import { Dict } from '../python/containers/dict.ts';
import { attributeErrorType, PyError, suggestionOf, typeError } from '../python/errors.ts';
import { FlagValue } from './flag-value.ts';
import { messageOf } from './extras/nd-layers.ts';
import { extraOf } from './extras/scapy-extras.ts';
import { fieldsOf } from './field-of-layer.ts';
import { findLayer, withInside } from './find-layer.ts';
import { answerNumber, hashOf } from './matching.ts';
import { noPayload } from './no-payload.ts';
import { ownMember } from './own/own-layers.ts';
import { tellOfPacket } from '../not-attributes.ts';
import { packetOfValue } from './packet-of-value.ts';
import type { ScapyPacket } from './scapy-packet.ts';
import { scapyCommand } from './scapy-command.ts';
import { fieldText, showText } from './text.ts';
import { summaryText } from './summary.ts';

type Method = (p: ScapyPacket) => (...values: never[]) => unknown;

/** By signature: the values of its parameters, in order. */
const METHODS: Readonly<Record<string, Method>> = {
  'summary(intern=0)': (p) => () => summaryText(p),
  'mysummary()': (p) => () => summaryText(p, { own: true }),
  'show(dump=False, indent=3, lvl="", label_lvl="")': (p) => printed(p, () => showText(p)),
  'display(dump=False, indent=3, lvl="", label_lvl="")': (p) => printed(p, () => showText(p)),
  'show2(dump=False, indent=3, lvl="", label_lvl="")': (p) => printed(p, () => showText(p, true)),
  'show_indent(dump=False)': (p) => printed(p, () => showText(p)),
  'sprintf(fmt, relax=1)': (p) => (format: string) => formatted(p, format),
  'command(notation="typescript")': (p) => (notation: unknown) =>
    wantsScapy(notation) ? scapyCommand(p) : asInLibrary(p.made() as Packet).command(),
  'json()': (p) => () => (p.laid().laid as unknown as Packet).json(),
  'copy()': (p) => () => p.copy(),
  'set(layer, values, nth=1)': (p) => (layer: unknown, values: unknown, nth: number) => setFields(p, layer, values, nth),
  'haslayer(cls, _subclass=None)': (p) => (key: unknown) => (findLayer(p, key) === undefined ? 0 : true),
  'getlayer(cls, nb=1, _track=None, _subclass=None, **flt)': (p) => getLayer(p),
  'firstlayer()': (p) => () => p.top(),
  'lastlayer(layer=None)': (p) => () => p.last(),
  'layers()': (p) => () => p.chain().map((node) => node.layer),
  'iterpayloads()': (p) => () => p.chain(),
  'add_payload(payload)': (p) => (payload: unknown) => p.last().carry(packetOfValue(p.place, payload)),
  'remove_payload()': (p) => () => p.carry(undefined),
  'remove_underlayer(other)': (p) => () => {
    if (p.under !== undefined) p.under.carry(undefined);
  },
  'add_underlayer(underlayer)': (p) => (under: ScapyPacket) => under.carry(p),
  'answers(other)': (p) => (other: unknown) => answerNumber(p, packetOfValue(p.place, other)),
  'hashret()': (p) => () => hashOf(p),
  'build()': (p) => () => p.octets(),
  'do_build()': (p) => () => p.octets(),
  'hide_defaults()': (p) => () => hideDefaults(p),
  'getfieldval(attr)': (p) => (name: string) => fieldOf(p, name),
  'get_field(fld)': (p) => (name: string) => fieldFacts(p, name),
  'setfieldval(attr, val)': (p) => (name: string, value: unknown) => setAttribute(p, name, value),
  'delfieldval(attr)': (p) => (name: string) => p.removeField(name),
  'getfield_and_val(attr)': (p) => (name: string) => [fieldFacts(p, name), fieldOf(p, name)],
  'hexdump(dump=False)': (p) => printed(p, () => hexdump(p.octets())),
  'decode_payload_as(cls)': (p) => (layer: never) => decodePayload(p, layer),
  'route()': (p) => () => [p.place.ways.iface(destination(p)) ?? null, p.place.ways.source(destination(p)) ?? '0.0.0.0', '0.0.0.0'],
  'self_build()': (p) => () => p.octets().subarray(0, p.payload === undefined ? undefined : p.octets().length - p.payload.octets().length),
  'clear_cache()': () => () => null,
};

const byName = new Map(Object.entries(METHODS).map(([text, method]) => [text.slice(0, text.indexOf('(')), { text, method }]));

/** `p.sprintf("%IP.src%")`: this layer and those that it carries, as show() has them. */
export function formatted(p: ScapyPacket, format: string): string {
  const chain = p.chain();
  const time = timeIn(p);
  return formatText(
    {
      // Records inside of fields count as there, but only the layers' own fields are told, as in scapy.
      names: [...chain.map((node) => node.layer.layerName), ...recordNames(p, chain)],
      time: timeOfDay(Math.floor(time), (time % 1) * 1e9),
      field: (depth, name) => {
        const node = chain[depth];
        const slot = node?.slot(name);
        const text = node === undefined || slot === undefined ? undefined : fieldText(node, slot);
        if (node === undefined || slot === undefined || text === undefined) return undefined;
        const value = node.value(slot);
        return { text, value: value instanceof FlagValue ? value.flags : value };
      },
    },
    String(format),
  );
}

const recordNames = (p: ScapyPacket, chain: readonly ScapyPacket[]): string[] =>
  [...withInside(p)].flatMap((node) => (chain.includes(node) ? [] : [node.layer.layerName]));

/** Names of methods that others add: figures, fragments. */
export function addPacketMethods(table: Readonly<Record<string, Method>>): void {
  for (const [text, method] of Object.entries(table)) byName.set(text.slice(0, text.indexOf('(')), { text, method });
}

/** The attribute, or an AttributeError that names the nearest. */
export function attribute(p: ScapyPacket, name: string): unknown {
  for (const node of p.chain()) {
    const extra = extraOf(node, name);
    if (extra !== undefined) return extra.value(node);
    const slot = node.slot(name);
    if (slot !== undefined) return node.value(slot);
    if (node.layer.layout.parts.has(name)) return (node.view() as unknown as Record<string, unknown>)[name] ?? partOf(node, name);
    if (node !== p) continue;
    const member = ownMember(p, name);
    if (member !== undefined) return member;
    const own = ownAttribute(p, name);
    if (own !== NOTHING) return own;
  }
  const typescript = typescriptMember(p, name);
  if (typescript !== undefined) return typescript;
  tellOfPacket(name);
  throw noAttribute(p, name, attributeNames(p));
}

/** The nearest name, or where to look; the error's own argument is the name alone, as scapy has it. */
function noAttribute(p: ScapyPacket, name: string, names: readonly string[], what = 'field or method'): PyError {
  const near = nearest(name, names);
  const layers = [...new Set(p.chain().map((node) => node.layer.layerName))];
  const none = `: ${layers.join('/')} has no ${what} of that name; ls(${layers[0]}) shows the fields`;
  return new PyError(attributeErrorType, [name], near === undefined ? none : suggestionOf(near));
}

const fieldNames = (p: ScapyPacket): string[] => p.chain().flatMap((node) => node.fieldNames());

/** All that may stand behind the dot. */
export const attributeNames = (p: ScapyPacket): string[] => [
  ...new Set([...p.chain().flatMap((node) => [...node.fieldNames(), ...node.layer.layout.parts.keys()]), ...OWN, ...byName.keys()]),
];

/** `p.set(IP, { ttl: 5 })`, as TypeScript has it: gives the packet. */
function setFields(p: ScapyPacket, layer: unknown, values: unknown, nth: number): ScapyPacket {
  const node = findLayer(p, layer, nth);
  if (node === undefined) throw typeError(`set() takes a layer of the packet, which has ${p.chain().map(nameOfLayer).join('/')}`);
  if (typeof values !== 'object' || values === null) throw typeError(`set() takes fields, as p.set(${nameOfLayer(node)}, { … })`);
  for (const [name, value] of values instanceof Dict ? values.entries() : Object.entries(values)) {
    if (node.slot(String(name)) === undefined && !node.layer.layout.parts.has(String(name))) fieldOf(node.bare(), String(name));
    setAttribute(node, String(name), value);
  }
  return p;
}

const nameOfLayer = ({ layer }: ScapyPacket): string => layer.layerName;

const NOTHING: unique symbol = Symbol('nothing');
const OWN = [
  'payload',
  'underlayer',
  'name',
  'fields',
  'default_fields',
  'overloaded_fields',
  'fields_desc',
  'original',
  'time',
  'sent_time',
  'sniffed_on',
  'wirelen',
  'comment',
  'direction',
];

function ownAttribute(p: ScapyPacket, name: string): unknown {
  const found = byName.get(name);
  if (found !== undefined) return new Builtin(found.text, found.method(p) as never);
  const { meta, sentTime } = p.told;
  switch (name) {
    case 'payload':
      return p.payload ?? noPayload;
    case 'underlayer':
    case 'parent':
      return p.under ?? null;
    case 'name':
    case '_name':
      return p.layer.title;
    case '__class__':
      return p.layer;
    case 'fields':
      return fieldsDict(p);
    case 'default_fields':
      return defaultsDict(p);
    case 'overloaded_fields':
      return overloadedDict(p);
    case 'fields_desc':
      return fieldsOf(p.bare());
    case 'original':
      return p.isRead ? p.octets() : new Uint8Array(0);
    case 'time':
      return timeIn(p);
    case 'sent_time':
      return sentTime ?? null;
    case 'sniffed_on':
      return meta?.iface ?? null;
    case 'wirelen':
      return meta?.wireLength ?? null;
    case 'comment':
      return meta?.comment ?? null;
    case 'direction':
      return meta?.outgoing === true ? 4 : null;
    default:
      return NOTHING;
  }
}

/** When it was captured, else made: seconds since 1970. */
function timeIn({ told: { meta } }: ScapyPacket): number {
  return meta?.sec === undefined ? Date.now() / 1000 : meta.sec + (meta.nsec ?? 0) / 1e9;
}

/** What the same packet has in TypeScript: `p.get(TCP).dport`, `p.bytes`. */
function typescriptMember(p: ScapyPacket, name: string): unknown {
  if (!TYPESCRIPT.has(name)) return undefined;
  const made = p.made() as unknown as Record<string, unknown>;
  const member = made[name];
  return typeof member === 'function' ? (member as (...args: unknown[]) => unknown).bind(made) : member;
}
const TYPESCRIPT: ReadonlySet<string> = new Set([
  'bytes',
  'get',
  'has',
  'with',
  'without',
  'issues',
  'issuesWith',
  'tree',
  'meta',
  'at',
  'first',
  'count',
  'length',
  'repr',
  'toString',
  'seeded',
  'repeat',
]);

const partOf = (node: ScapyPacket, name: string): unknown => node.given.get(name) ?? null;

/** A field of the packet or of what it carries. */
export function fieldOf(p: ScapyPacket, name: string): unknown {
  for (const node of p.chain()) {
    const slot = node.slot(name);
    if (slot !== undefined) return node.value(slot);
  }
  throw noAttribute(p, name, fieldNames(p), 'field');
}

/** `p.dport = 80`: the first layer that has such a field gets it. */
export function setAttribute(p: ScapyPacket, name: string, value: unknown): void {
  switch (name) {
    case 'payload':
      p.carry(value === null || value === noPayload ? undefined : packetOfValue(p.place, value));
      return;
    case 'underlayer':
      return;
    case 'time':
      p.told.meta = { ...p.told.meta, sec: Math.floor(Number(value)), nsec: Math.round((Number(value) % 1) * 1e9) };
      return;
    case 'sent_time':
      p.told.sentTime = Number(value);
      return;
    case 'sniffed_on':
      p.told.meta = { ...p.told.meta, iface: String(value) };
      return;
    case 'wirelen':
      p.told.meta = { ...p.told.meta, wireLength: Number(value) };
      return;
    case 'comment':
      p.told.meta = { ...p.told.meta, comment: value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value) };
      return;
  }
  for (const node of p.chain())
    if (extraOf(node, name)?.set(node, value) === true) return;
    else if (node.slot(name) !== undefined || node.layer.layout.parts.has(name)) {
      node.setField(name, value);
      return;
    }
  throw noAttribute(p, name, fieldNames(p), 'field');
}

/** `del p.chksum`: it is computed again. */
export function removeAttribute(p: ScapyPacket, name: string): void {
  for (const node of p.chain())
    if (node.slot(name) !== undefined) {
      node.removeField(name);
      return;
    }
  if (name === 'payload') p.carry(undefined);
  else throw noAttribute(p, name, fieldNames(p), 'field');
}

/** `p.command(notation="scapy")`, `p.command({ notation: 'scapy' })`. */
const wantsScapy = (notation: unknown): boolean =>
  notation === 'scapy' || (typeof notation === 'object' && notation !== null && (notation as { notation?: unknown }).notation === 'scapy');

/** The library has the options of Neighbour Discovery inside of their message: what is printed is to run there. */
function asInLibrary(p: Packet): Packet {
  // A template has no octets to be read again.
  const layers = isLaid(p) ? p.layers() : [];
  if (!layers.some((layer) => messageOf(layer) !== undefined)) return p;
  const first = layers[0] as AnyLayer;
  return dissect(p.bytes, messageOf(first) ?? first);
}

const printed =
  (p: ScapyPacket, text: () => string) =>
  (dump: unknown): string | null => {
    const out = text();
    if (dump === true || dump === 1) return out;
    p.place.write(`${out}\n`);
    return null;
  };

const getLayer =
  (p: ScapyPacket) =>
  (key: unknown, nth: number, _track: unknown, _sub: unknown, filter: Readonly<Record<string, unknown>>): unknown => {
    const wanted = Object.entries(filter);
    return findLayer(p, key, nth, (node) => wanted.every(([name, value]) => same(fieldOf(node, name), value))) ?? null;
  };

const same = (a: unknown, b: unknown): boolean => a === b || String(a) === String(b);

/** Values that were given, and all of what was read. */
function fieldsDict(p: ScapyPacket): Dict {
  const { slots } = p.layer.layout;
  const isList = (slot: Slot): boolean =>
    slot.kind.form === 'variable' && slot.kind.list === true && !p.isRead && !p.given.has(slot.name) && !isChained(p.layer, slot.name);
  return new Dict([
    ...slots.filter(isList).map((slot) => [slot.name, []] as const),
    ...(p.isRead ? slots : [...p.given.keys()].flatMap((name) => p.slot(name) ?? [])).map((slot) => [slot.name, p.value(slot)] as const),
  ]);
}

/** With the numbers that name what follows. */
function overloadedDict(p: ScapyPacket): Dict {
  const known = p.suggested();
  const named = p.layer.layout.slots.flatMap((slot) => {
    const { selects, default: initial = slot.kind.initial ?? 0 } = slot.options;
    if (p.payload === undefined || p.isRead || selects === undefined || p.given.has(slot.name) || slot.name in known) return [];
    const value = p.value(slot);
    return value === initial ? [] : [[slot.name, value] as const];
  });
  return new Dict([...Object.entries(known), ...named]);
}

function defaultsDict(p: ScapyPacket): Dict {
  const bare = p.copy();
  bare.crack();
  bare.carry(undefined);
  bare.given.clear();
  return new Dict(bare.layer.layout.slots.map((slot) => [slot.name, slot.options.fill === undefined ? bare.value(slot) : null] as const));
}

/** Forgets values that are the defaults. */
function hideDefaults(p: ScapyPacket): null {
  for (const node of p.chain()) {
    node.crack();
    const bare = defaultsDict(node);
    for (const [name, value] of [...node.given]) if (same(bare.get(name), value)) node.given.delete(name);
  }
  return null;
}

function fieldFacts(p: ScapyPacket, name: string): unknown {
  for (const node of p.chain()) {
    const slot = node.slot(name);
    if (slot !== undefined) return { name: slot.name, default: node.value(slot), label: slot.kind.label };
  }
  throw typeError(`${p.layer.layerName} has no field '${name}'`);
}

function decodePayload(p: ScapyPacket, layer: never): null {
  const octets = p.payload?.octets() ?? new Uint8Array(0);
  p.carry(packetOfValue(p.place, octets, layer));
  return null;
}

function destination(p: ScapyPacket): string {
  for (const node of p.chain()) {
    const slot = node.slot('dst');
    if (slot !== undefined && slot.kind.value !== 'mac') return String(node.value(slot));
  }
  return '0.0.0.0';
}
