/** Sets of addresses as scapy writes them: `Net("192.0.2.0/30")`, and random values with Python's arithmetic. */
import { isIpv4, isIpv6, parseIpv6, readIpv6 } from '../../bytes/address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { utf8Octets } from '../../bytes/text.ts';
import { typeError } from '../python/errors.ts';
import { type Random, secureRandom } from '../../bytes/random.ts';
import { type ValueSet, Volatile } from '../../packet/spec/several.ts';
import { hosts } from '../../packet/templates/sets.ts';
import {
  type Behaviour,
  BINARY,
  COMPARE,
  CONTAINS,
  GET,
  INTEGER,
  ITEM,
  ITERATE,
  LENGTH,
  OCTETS,
  REPR,
  STR,
  TYPE_NAME,
  UNARY,
  UNKNOWN,
} from '../python/behaviour.ts';
import type { BinaryOperator, Comparison, UnaryOperator } from '../runtime.ts';

const UNUSED = /* @__PURE__ */ secureRandom();

/** `Net("192.0.2.0/30")`, `Net("192.0.2.1-9")`, `Net("www.example.org")` (looked up when sent). */
export class Net implements Behaviour {
  readonly text: string;
  readonly set: ValueSet<string> | undefined;
  readonly #place: { readonly random: Random };
  constructor(text: string, place: { readonly random: Random } = { random: UNUSED }) {
    this.#place = place;
    this.text = text;
    this.set = isName(text) ? undefined : hosts(text);
  }
  /** The name to look up, where it is one. */
  get hostName(): string | undefined {
    return this.set === undefined ? this.text.replace(/\/32$/, '') : undefined;
  }
  get [TYPE_NAME](): string {
    return 'Net';
  }
  [REPR](): string {
    return `${this.text.includes(':') ? 'Net6' : 'Net'}("${this.text}${this.set === undefined && !this.text.includes('/') ? '/32' : ''}")`;
  }
  [STR](): string {
    return this.text;
  }
  #all(): ValueSet<string> {
    if (this.set !== undefined) return this.set;
    throw new PacketwrightError('ERR_UNRESOLVED', `'${this.text}' is a name, which is looked up when it is sent`, {
      remedy: 'send it, or write the address',
    });
  }
  [ITERATE](): Iterable<unknown> {
    return this.#all();
  }
  [LENGTH](): number {
    return this.#all().count;
  }
  [CONTAINS](what: unknown): boolean {
    const text = what instanceof Net ? what.text : String(what);
    for (const address of this.#all()) if (address === text) return true;
    return false;
  }
  [GET](name: string): unknown {
    if (name === 'choice') return () => this.#all().at(this.#place.random.below(this.#all().count));
    if (name === 'count') return this.#all().count;
    return UNKNOWN;
  }
  [ITEM](key: unknown): unknown {
    const all = this.#all();
    const i = Number(key) < 0 ? all.count + Number(key) : Number(key);
    if (!(i >= 0 && i < all.count)) return UNKNOWN;
    return all.at(i);
  }
  [COMPARE](operator: Comparison, other: unknown): unknown {
    if (operator !== '==' && operator !== '!=') return UNKNOWN;
    return (other instanceof Net && other.text === this.text) === (operator === '==');
  }
}

const isName = (text: string): boolean => {
  const head = text.split('/')[0] ?? '';
  return !isIpv4(head) && !isIpv6(head.split('%')[0] ?? '') && !/^[\d.*,-]+$/.test(head);
};

/** An address as scapy takes it: itself, a set of them, or a name. */
export function addressOf(text: string): string | Net {
  const bare = text.split('%')[0] ?? '';
  if (isIpv6(bare)) return text === bare ? readIpv6(parseIpv6(text), 0) : text;
  return isIpv4(bare) ? text : new Net(text);
}

/** A random value of a shell: scapy's name for it, and Python's arithmetic, which draws. */
export class Drawn implements Behaviour {
  /** For a packet of the library's: it draws where this does, whatever that packet draws from. */
  readonly volatile: Volatile<unknown>;
  constructor({ text, draw }: Volatile<unknown>, place: { readonly random: Random }) {
    this.volatile = new Volatile(text, () => draw(place.random));
  }
  draw(): unknown {
    return this.volatile.draw(UNUSED);
  }
  /** `RandShort` of `RandShort()`. */
  get name(): string {
    return /^\w+/.exec(this.volatile.text)?.[0] ?? 'RandNum';
  }
  get [TYPE_NAME](): string {
    return this.name;
  }
  [REPR](): string {
    return `<${this.name}>`;
  }
  [STR](): string {
    const v = this.draw();
    return v instanceof Uint8Array ? String.fromCharCode(...v) : String(v);
  }
  [LENGTH](): number {
    const v = this.draw();
    if (typeof v === 'string' || v instanceof Uint8Array) return v.length;
    throw typeError(`object of type '${this.name}' has no len()`);
  }
  [OCTETS](): Uint8Array {
    const v = this.draw();
    return v instanceof Uint8Array ? v : utf8Octets(String(v));
  }
  [INTEGER](): number | bigint {
    const v = this.draw();
    return typeof v === 'bigint' ? v : Math.trunc(Number(v));
  }
  [GET](name: string): unknown {
    if (name === '_fix') return () => this.draw();
    if (name === 'command') return () => this.volatile.text;
    return UNKNOWN;
  }
  [BINARY](operator: BinaryOperator, other: unknown, reversed: boolean): unknown {
    if (typeof other === 'object' && other !== null && !(other instanceof Drawn) && operator === '/') return UNKNOWN;
    const own = this.draw();
    const theirs = other instanceof Drawn ? other.draw() : other;
    return reversed ? again(operator, theirs, own) : again(operator, own, theirs);
  }
  [COMPARE](operator: Comparison, other: unknown): unknown {
    if (operator === 'is' || operator === 'is not') return UNKNOWN;
    return calculate.compare(operator, this.draw(), other instanceof Drawn ? other.draw() : other);
  }
  [UNARY](operator: UnaryOperator): unknown {
    return calculate.unary(operator, this.draw());
  }
}

/** Python's arithmetic, which the runtime gives when it begins: a random value knows no runtime. */
export interface Calculates {
  binary(operator: BinaryOperator, a: unknown, b: unknown): unknown;
  compare(operator: Comparison, a: unknown, b: unknown): unknown;
  unary(operator: UnaryOperator, a: unknown): unknown;
}
const calculate: { binary: Calculates['binary']; compare: Calculates['compare']; unary: Calculates['unary'] } = {
  binary: () => UNKNOWN,
  compare: () => false,
  unary: () => UNKNOWN,
};
export const calculateBy = (by: Calculates): void => {
  calculate.binary = (operator, a, b) => by.binary(operator, a, b);
  calculate.compare = (operator, a, b) => by.compare(operator, a, b);
  calculate.unary = (operator, a) => by.unary(operator, a);
};
const again = (operator: BinaryOperator, a: unknown, b: unknown): unknown => calculate.binary(operator, a, b);
