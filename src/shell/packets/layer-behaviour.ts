/** `IP` in a shell: called it makes a packet; it has a name, fields and help. */
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { BELOW, type Behaviour, CALL, COMPARE, DIR, GET, HASH, INSTANCE, REPR, STR, TYPE_NAME, UNKNOWN } from '../python/behaviour.ts';
import { attributeErrorType, PyError, typeError } from '../python/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { fieldOf, fieldsOf } from './field-of-layer.ts';
import { isLayer } from './is-layer.ts';
import { packetOfValue } from './packet-of-value.ts';
import { moduleOf } from './loaded-layers.ts';
import { Packet } from './packet-class.ts';
import type { Place } from './place.ts';
import { ScapyPacket } from './scapy-packet.ts';
import { extraOf } from './extras/scapy-extras.ts';
import { FIRST_RECORDS } from './scapy-spelling.ts';
import type { Comparison, Named } from '../runtime.ts';
import { Dict } from '../python/containers/dict.ts';

export class LayerClass implements Behaviour {
  readonly place: Place;
  readonly layer: AnyLayer;
  constructor(place: Place, layer: AnyLayer) {
    this.place = place;
    this.layer = layer;
  }

  /** `IP(dst="192.0.2.1")`, `IP({ dst: '192.0.2.1' })`, `IP(octets)`. */
  [CALL](positions: readonly unknown[], named: Named): unknown {
    const {
      _pkt: octets,
      _internal,
      _underlayer,
      post_transform,
      stop_dissection_after,
      _fields,
      ...values
    } = named as Record<string, unknown>;
    const [first = octets, ...more] = positions;
    if (more.length > 0) throw this.#wrong(`takes fields by name, as ${this.layer.layerName}(${this.#someField()}=…)`);
    for (const name of Object.keys(values)) this.#mustField(name);
    if (first instanceof ScapyPacket)
      throw typeError(`a bytes-like object is required, not '${first.layer.layerName}'; to stack, write ${this.layer.layerName}()/…`);
    const fields = fieldsIn(first);
    const base =
      first === undefined || first === null || fields !== undefined
        ? new ScapyPacket(this.place, this.layer)
        : packetOfValue(this.place, first, this.layer);
    if (first === undefined)
      for (const [name, record] of Object.entries(FIRST_RECORDS[this.layer.layerName] ?? {}))
        if (!(name in values)) base.setField(name, new ScapyPacket(this.place, record));
    for (const [name, value] of this.#inWireOrder(base, { ...fields, ...values })) this.#set(base, name, value);
    return base;
  }

  /** As scapy keeps them, whatever the order they are given in: sets are gone through in this order. */
  #inWireOrder(p: ScapyPacket, values: Readonly<Record<string, unknown>>): [string, unknown][] {
    const place = (name: string): number => p.slot(name)?.index ?? -1;
    return Object.entries(values).toSorted(([a], [b]) => place(a) - place(b));
  }

  #set(p: ScapyPacket, name: string, value: unknown): void {
    this.#mustField(name);
    if (p.slot(name) === undefined && extraOf(p, name)?.set(p, value) === true) return;
    p.setField(name, value);
  }

  #mustField(name: string): void {
    const p = new ScapyPacket(this.place, this.layer);
    if (p.slot(name) !== undefined || extraOf(p, name) !== undefined || this.layer.layout.parts.has(name)) return;
    const near = nearest(name, p.fieldNames());
    throw new PyError(attributeErrorType, [name], `: ${this.layer.layerName} has no field of that name${didYouMean(near)}`);
  }

  #someField(): string {
    return this.layer.layout.slots[0]?.name ?? 'field';
  }

  #wrong(what: string): Error {
    return typeError(`${this.layer.layerName}() ${what}`);
  }

  get [TYPE_NAME](): string {
    return 'Packet_metaclass';
  }
  [REPR](): string {
    return `<class '${moduleOf(this.layer.layerName)}.${this.layer.layerName}'>`;
  }
  [STR](): string {
    return this[REPR]();
  }
  [INSTANCE](value: unknown): boolean {
    return value instanceof ScapyPacket && value.layer === this.layer;
  }
  [BELOW](other: unknown): boolean {
    return other === Packet || layerOf(other) === this.layer;
  }
  [HASH](): string {
    return `layer ${this.layer.id}`;
  }
  [COMPARE](operator: Comparison, other: unknown): unknown {
    if (operator !== '==' && operator !== '!=') return UNKNOWN;
    return (layerOf(other) === this.layer) === (operator === '==');
  }
  [DIR](): readonly string[] {
    return ['name', 'fields_desc', ...new ScapyPacket(this.place, this.layer).fieldNames()];
  }
  [GET](name: string): unknown {
    if (name === '__name__') return this.layer.layerName;
    if (name === 'name' || name === '_name') return this.layer.title;
    const bare = new ScapyPacket(this.place, this.layer);
    if (name === 'fields_desc') return fieldsOf(bare);
    const slot = bare.slot(name);
    if (slot !== undefined) return fieldOf(bare, slot, name);
    const member = (this.layer as unknown as Record<string, unknown>)[name];
    return member === undefined || name === 'length' ? UNKNOWN : member;
  }
}

const layerOf = (x: unknown): AnyLayer | undefined => (x instanceof LayerClass ? x.layer : isLayer(x) ? x : undefined);

/** `{ dst: '192.0.2.1' }`, as TypeScript writes it, or a dict. */
function fieldsIn(x: unknown): Readonly<Record<string, unknown>> | undefined {
  if (x instanceof Dict) return Object.fromEntries([...x.entries()].map(([k, v]) => [String(k), v]));
  return typeof x === 'object' && x !== null && Object.getPrototypeOf(x) === Object.prototype ? (x as Record<string, unknown>) : undefined;
}
