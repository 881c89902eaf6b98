/** Lists of packets, and of pairs of question and answer, with what scapy's users do with them. */
import {
  type Behaviour,
  BINARY,
  CONTAINS,
  DIR,
  GET,
  ITEM,
  ITERATE,
  LENGTH,
  REPR,
  SET_ITEM,
  Slice,
  STR,
  TRUTH,
  Tuple,
  TYPE_NAME,
  UNKNOWN,
} from '../python/behaviour.ts';
import { Builtin } from '../python/callable.ts';
import { placesOf, resolve } from '../python/containers/slices.ts';
import { tellOfList } from '../not-attributes.ts';
import { attributeErrorType, indexErrorType, PyError, suggestionOf } from '../python/errors.ts';
import { nearest } from '../../bytes/nearest.ts';
import type { BinaryOperator } from '../runtime.ts';
import { isLayer } from '../packets/is-layer.ts';
import { findLayer } from '../packets/find-layer.ts';
import type { Place } from '../packets/place.ts';
import type { ScapyPacket } from '../packets/scapy-packet.ts';
import { reprText } from '../packets/text.ts';

/** A question and its answer: `s, r = ans[0]`, `ans[0].query`. */
export class QueryAnswer extends Tuple<ScapyPacket> implements Behaviour {
  constructor(query: ScapyPacket, answer: ScapyPacket) {
    super([query, answer]);
  }
  get query(): ScapyPacket {
    return this[0] as ScapyPacket;
  }
  get answer(): ScapyPacket {
    return this[1] as ScapyPacket;
  }
  get [TYPE_NAME](): string {
    return 'QueryAnswer';
  }
  [GET](name: string): unknown {
    return name === 'query' || name === 'answer' ? this[name] : UNKNOWN;
  }
  [REPR](): string {
    return `QueryAnswer(query=${reprText(this.query)}, answer=${reprText(this.answer)})`;
  }
}

export type Entry = ScapyPacket | QueryAnswer;

/** Layers that the header counts. */
const COUNTED = ['TCP', 'UDP', 'ICMP'];

type Method = (list: ScapyList) => (...values: never[]) => unknown;
const methods = new Map<string, { readonly text: string; readonly method: Method }>();

/** Methods by signature; other files add theirs. */
export function addListMethods(table: Readonly<Record<string, Method>>): void {
  for (const [text, method] of Object.entries(table)) methods.set(text.slice(0, text.indexOf('(')), { text, method });
}

export class ScapyList implements Behaviour {
  readonly place: Place;
  readonly items: Entry[];
  readonly listName: string;
  /** Whether it holds pairs: `ans`. */
  readonly pairs: boolean;

  constructor(place: Place, items: Iterable<Entry>, listName?: string, pairs = false) {
    this.place = place;
    this.items = [...items];
    this.pairs = pairs;
    this.listName = listName ?? (pairs ? 'Results' : 'PacketList');
  }

  /** Another list of the same kind. */
  like(items: Iterable<Entry>, listName = this.listName): ScapyList {
    return new ScapyList(this.place, items, listName, this.pairs);
  }

  get [TYPE_NAME](): string {
    return this.pairs ? 'SndRcvList' : 'PacketList';
  }

  /** `<Results: TCP:1 UDP:0 ICMP:0 Other:0>`; of pairs the answers are counted. */
  [REPR](): string {
    const counts = new Map([...COUNTED, 'Other'].map((name) => [name, 0]));
    for (const item of this.items) {
      const p = item instanceof QueryAnswer ? item.answer : item;
      const name = COUNTED.find((n) => findLayer(p, n) !== undefined) ?? 'Other';
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return `<${this.listName}: ${[...counts].map(([name, n]) => `${name}:${n}`).join(' ')}>`;
  }
  [STR](): string {
    return this[REPR]();
  }
  toString(): string {
    return this[REPR]();
  }
  [TRUTH](): boolean {
    return this.items.length > 0;
  }
  [LENGTH](): number {
    return this.items.length;
  }
  get length(): number {
    return this.items.length;
  }
  [ITERATE](): Iterable<unknown> {
    return this.items;
  }
  [Symbol.iterator](): Iterator<Entry> {
    return this.items[Symbol.iterator]();
  }

  [ITEM](key: unknown): unknown {
    if (typeof key === 'number') {
      const found = this.items.at(key);
      if (found === undefined) throw new PyError(indexErrorType, ['list index out of range']);
      return found;
    }
    if (key instanceof Slice)
      return this.like(
        placesOf(resolve(key, this.items.length)).map((i) => this.items[i] as Entry),
        `mod ${this.listName}`,
      );
    if (isLayer(key)) {
      const having = this.items.filter(
        (x) =>
          findLayer(x instanceof QueryAnswer ? x.query : x, key) !== undefined ||
          (x instanceof QueryAnswer && findLayer(x.answer, key) !== undefined),
      );
      return this.like(having, `${key.layerName} from ${this.listName}`);
    }
    return UNKNOWN;
  }

  [SET_ITEM](key: unknown, value: unknown): unknown {
    if (typeof key !== 'number') return UNKNOWN;
    this.items[key < 0 ? this.items.length + key : key] = value as Entry;
    return undefined;
  }

  [CONTAINS](what: unknown): boolean {
    return this.items.includes(what as Entry);
  }

  [BINARY](operator: BinaryOperator, other: unknown, reversed: boolean): unknown {
    if (operator !== '+') return UNKNOWN;
    const theirs = other instanceof ScapyList ? other.items : Array.isArray(other) ? (other as Entry[]) : undefined;
    if (theirs === undefined) return UNKNOWN;
    const name = other instanceof ScapyList ? other.listName : 'list';
    return this.like(
      reversed ? [...theirs, ...this.items] : [...this.items, ...theirs],
      reversed ? `${name}+${this.listName}` : `${this.listName}+${name}`,
    );
  }

  [GET](name: string): unknown {
    const found = methods.get(name);
    if (found !== undefined) return new Builtin(found.text, found.method(this) as never);
    switch (name) {
      case 'res':
        return this.items;
      case 'listname':
        return this.listName;
      case 'length':
        return this.items.length;
      case 'append':
        return new Builtin('append(item)', ((item: Entry) => {
          this.items.push(item);
          return null;
        }) as never);
      case 'extend':
        return new Builtin('extend(items)', ((items: Iterable<Entry>) => {
          this.items.push(...items);
          return null;
        }) as never);
    }
    tellOfList(name);
    throw new PyError(
      attributeErrorType,
      [`'${this[TYPE_NAME]}' object has no attribute '${name}'`],
      suggestionOf(nearest(name, methods.keys())),
    );
  }

  [DIR](): readonly string[] {
    return ['res', 'listname', 'append', 'extend', ...methods.keys()];
  }
}
