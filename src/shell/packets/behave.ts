/** Packets in Python's grammar: `/` stacks, `[TCP]` finds, `in` asks, the dot reads and writes. */
import type { Behaviour } from '../python/behaviour.ts';
import {
  BINARY,
  COMPARE,
  CONTAINS,
  DIR,
  GET,
  ITEM,
  COUNT,
  ITERATE,
  LENGTH,
  OCTETS,
  REMOVE,
  REMOVE_ITEM,
  REPR,
  SET,
  SET_ITEM,
  Slice,
  STR,
  TRUTH,
  TYPE,
  TYPE_NAME,
  UNKNOWN,
} from '../python/behaviour.ts';
import { indexErrorType, PyError } from '../python/errors.ts';
import type { BinaryOperator, Comparison } from '../runtime.ts';
import { checkCount } from '../python/memory.ts';
import { attribute, attributeNames, removeAttribute, setAttribute } from './attributes.ts';
import { findLayer, layerNameOf } from './find-layer.ts';
import { isLayer } from './is-layer.ts';
import { maybePacket, packetOfValue } from './packet-of-value.ts';
import { ScapyPacket } from './scapy-packet.ts';
import { summaryText } from './summary.ts';
import { repr } from '../python/text/repr.ts';
import { reprText } from './text.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { equalOctets } from '../../bytes/equal-octets.ts';

/** A list of so many takes a gigabyte. */
const MOST_PACKETS = 2 ** 20;

/** @throws IndexError with the layers that there are */
function mustLayer(p: ScapyPacket, key: unknown): ScapyPacket {
  const [what, nth] = key instanceof Slice ? [key.start, Number(key.stop)] : [key, 1];
  const found = findLayer(p, what, nth);
  if (found !== undefined) return found;
  const names = p.chain().map((node) => node.layer.layerName);
  const name = layerNameOf(what) ?? repr(what);
  // One that is there, but not so often, is not misspelt.
  const near = typeof what === 'number' || names.includes(name) ? undefined : nearest(name, names);
  throw new PyError(
    indexErrorType,
    [`Layer [${name}] not found`],
    near === undefined ? `: the packet has ${names.join('/')}` : didYouMean(near),
  );
}

const behaviour: Behaviour & ThisType<ScapyPacket> = {
  [GET](name) {
    return attribute(this, name);
  },
  [SET](name, value) {
    setAttribute(this, name, value);
    return undefined;
  },
  [REMOVE](name) {
    removeAttribute(this, name);
    return undefined;
  },
  [ITEM](key) {
    return mustLayer(this, key);
  },
  [SET_ITEM](key, value) {
    const found = mustLayer(this, key);
    const made = packetOfValue(this.place, value);
    if (found.under !== undefined) found.under.carry(made.copy());
    return undefined;
  },
  [REMOVE_ITEM](key) {
    const found = mustLayer(this, key);
    found.under?.carry(found.payload);
    return undefined;
  },
  [BINARY](operator: BinaryOperator, other, reversed) {
    if (operator === '/') return stacked(this, other, reversed);
    if (operator === '*' && typeof other === 'number') {
      checkCount(other);
      return Array.from({ length: Math.max(0, other) }, () => this);
    }
    return UNKNOWN;
  },
  [COMPARE](operator: Comparison, other) {
    if (operator !== '==' && operator !== '!=') return UNKNOWN;
    return (other instanceof ScapyPacket && isSame(this, other)) === (operator === '==');
  },
  [CONTAINS](what) {
    return findLayer(this, what) !== undefined;
  },
  [TRUTH]() {
    return true;
  },
  [LENGTH]() {
    return this.octets().length;
  },
  [ITERATE]() {
    return this.concrete();
  },
  [COUNT]() {
    return { count: this.howMany, most: MOST_PACKETS };
  },
  [REPR]() {
    return reprText(this);
  },
  [STR]() {
    return summaryText(this);
  },
  [OCTETS]() {
    return this.octets();
  },
  [DIR]() {
    return attributeNames(this);
  },
};
Object.defineProperties(ScapyPacket.prototype, Object.getOwnPropertyDescriptors(behaviour));
Object.defineProperty(ScapyPacket.prototype, TYPE, {
  get(this: ScapyPacket) {
    return this.layer;
  },
});
Object.defineProperty(ScapyPacket.prototype, TYPE_NAME, {
  get(this: ScapyPacket) {
    return this.layer.layerName;
  },
});
// Whoever looks at it in JavaScript sees the same.
Object.defineProperty(ScapyPacket.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value(this: ScapyPacket) {
    return reprText(this);
  },
});
Object.defineProperty(ScapyPacket.prototype, 'toString', {
  value(this: ScapyPacket) {
    return summaryText(this);
  },
});
Object.defineProperty(ScapyPacket.prototype, 'toJSON', {
  value(this: ScapyPacket) {
    return JSON.parse((this.laid().laid as unknown as { json(): string }).json()) as unknown;
  },
});

/** `a/b`; with a list one packet for each of its items. */
function stacked(p: ScapyPacket, other: unknown, reversed: boolean): unknown {
  if (Array.isArray(other)) return (other as unknown[]).map((x) => stacked(p, x, reversed));
  const theirs = maybePacket(p.place, other);
  if (theirs === undefined) {
    if (isLayer(other)) return packetOfValue(p.place, other);
    return UNKNOWN;
  }
  return reversed ? theirs.over(p) : p.over(theirs);
}

/** The same layers with the same values, as scapy compares. */
function isSame(a: ScapyPacket, b: ScapyPacket): boolean {
  const [x, y] = [a.chain(), b.chain()];
  return (
    x.length === y.length &&
    x.every((node, i) => node.layer === (y[i] as ScapyPacket).layer) &&
    (reprText(a) === reprText(b) || (!a.isTemplate && !b.isTemplate && a.isRead === b.isRead && equalOctets(a.octets(), b.octets())))
  );
}
