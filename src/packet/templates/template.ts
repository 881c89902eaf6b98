/** Packets with sets and random values in them: many packets, made one at a time. */
import type { Random } from '../../bytes/random.ts';
import { seededRandom, secureRandom } from '../../bytes/random.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { showsAs } from '../../bytes/shows-as.ts';
import { needsRegistry, partsText } from '../display/command.ts';
import { literal } from '../display/literal.ts';
import type { AnyLayer, Crafted } from '../spec/spec.ts';
import { CraftedLayer, isCrafted } from '../spec/crafted.ts';
import type { Packet, PacketWith, Part } from '../laid/packet.ts';
import { PacketObject } from '../object/packet-object.ts';
import type { Registry } from '../chain/registry.ts';
import { ValueSet, Volatile } from '../spec/several.ts';
import { slotOf } from '../spec/slot-of.ts';

/**
 * Many packets: the Cartesian product of its sets, the last set varying fastest, random values drawn again for each packet. Made lazily:
 * `count` multiplies, it does not iterate.
 */
export interface Template<S extends string = string> extends Iterable<Packet<S>> {
  /** How many packets it stands for. */
  readonly count: number;
  /** One packet of it. */
  first(): Packet<S>;
  /** The same packets with random values from this seed: the same seed gives the same packets. */
  seeded(seed: number | string | bigint): Template<S>;
  /** All its packets, `times` times, with new random values each time: `fuzz(p).repeat(1000)`. @throws ERR_RANGE */
  repeat(times: number): Template<S>;
  /** TypeScript that makes this template. */
  command(): string;
  /** A template has no octets: throws ERR_TEMPLATE. */
  readonly bytes: never;
}

/** A field's alternatives: one, unless it is a set. */
type Choice = { readonly part: number; readonly name: string; readonly count: number; readonly at: (i: number) => unknown };

/** Whether a given value stands for several. Arrays are one value for fields that are lists. */
export function isSeveral(layer: AnyLayer, name: string, value: unknown): boolean {
  if (value instanceof ValueSet || value instanceof Volatile) return true;
  if (!Array.isArray(value)) return false;
  if (layer.layout.parts.has(name)) return true;
  // A misspelt name is told before somebody looks for the template that it seems to make.
  const { kind } = slotOf(layer, name);
  // Octets may be given as their numbers.
  return kind.list !== true && !(kind.form === 'variable' && kind.scalar !== true && value.every((x) => typeof x === 'number'));
}

/** Whether a part has a set or a random value in it. */
export function isTemplatePart(part: unknown): boolean {
  if (!(part instanceof CraftedLayer)) return part instanceof TemplateObject;
  const { given } = part;
  let keys = 0;
  for (const name in given) {
    const v = given[name];
    if (typeof v === 'object' && v !== null && !(v instanceof Uint8Array) && isSeveral(part.layer, name, v)) return true;
    keys++;
  }
  // Counted once, here: the builder compares it with the names that it knows. Octets that are given have no names to count.
  if (part.keys !== -2) part.keys = keys;
  return false;
}

function choice(value: unknown): { count: number; at: (i: number) => unknown } {
  if (value instanceof ValueSet) return value;
  if (!Array.isArray(value)) return { count: 1, at: () => value };
  // A list of ten thousand ports is not gone through for each of them.
  if (!value.some((x) => x instanceof ValueSet || Array.isArray(x))) return { count: value.length, at: (i) => value[i] as unknown };
  const items = value.map(choice);
  const count = items.reduce((n, c) => n + c.count, 0);
  return {
    count,
    at: (i) => {
      let left = i;
      for (const c of items) {
        if (left < c.count) return c.at(left);
        left -= c.count;
      }
      return undefined;
    },
  };
}

export class TemplateObject {
  readonly parts: readonly Part[];
  readonly registry: Registry;
  readonly #seed: number | string | bigint | undefined;
  readonly #choices: readonly Choice[];
  readonly #times: number;
  readonly count: number;

  constructor(registry: Registry, parts: readonly Part[], seed?: number | string | bigint, times = 1) {
    this.registry = registry;
    this.parts = parts.flatMap((p) => (p instanceof TemplateObject ? p.parts : [p])) as readonly Part[];
    this.#seed = seed;
    this.#times = times;
    this.#choices = this.parts.flatMap((p, part) =>
      isCrafted(p)
        ? Object.entries(p.given)
            .filter(([name, v]) => isSeveral(p.layer, name, v))
            .map(([name, v]) => ({ part, name, ...asChoice(v) }))
        : [],
    );
    this.count = this.#choices.reduce((n, c) => n * c.count, times);
  }

  get bytes(): never {
    return this.$refuse('octets', 'bytes');
  }

  /** @internal */
  $refuse(what: string, name: string): never {
    throw new PacketwrightError('ERR_TEMPLATE', `this template stands for ${packets(this.count)} and has no ${what} of its own`, {
      count: this.count,
      remedy: `for (const p of template) … p.${name}, or template.first().${name}`,
    });
  }

  seeded(seed: number | string | bigint): TemplateObject {
    return new TemplateObject(this.registry, this.parts, seed, this.#times);
  }

  repeat(times: number): TemplateObject {
    if (!Number.isSafeInteger(times) || times < 1)
      throw new PacketwrightError('ERR_RANGE', `repeat(${times}): expected a whole number of at least 1`, { times });
    return new TemplateObject(this.registry, this.parts, this.#seed, this.#times * times);
  }

  command(): string {
    const seed = this.#seed === undefined ? '' : `.seeded(${literal(this.#seed)})`;
    // One of its packets stands for them all.
    const one = this.registry.base === undefined ? undefined : this.first();
    return `${partsText(this.parts, one !== undefined && needsRegistry(one, one.craftedParts()))}${seed}${this.#times === 1 ? '' : `.repeat(${this.#times})`}`;
  }

  first(): PacketObject {
    return this.#make(0, this.#random());
  }

  #random(): Random {
    return this.#seed === undefined ? secureRandom() : seededRandom(this.#seed);
  }

  *[Symbol.iterator](): Generator<PacketObject> {
    const random = this.#random();
    for (let i = 0; i < this.count; i++) yield this.#make(i, random);
  }

  /** Packet number `i`: the digits of `i`, in a number system whose bases are the sets' sizes. */
  #make(i: number, random: Random): PacketObject {
    const values = new Map<number, Record<string, unknown>>();
    let left = i;
    for (const c of [...this.#choices].reverse()) {
      const value = c.at(left % c.count);
      left = Math.floor(left / c.count);
      const own = values.get(c.part) ?? {};
      own[c.name] = value;
      values.set(c.part, own);
    }
    const parts = this.parts.map((p, n): Part => {
      const own = values.get(n);
      if (own === undefined) return p;
      const { layer, given } = p as Crafted;
      // Plain assignments: all packets of a template have one hidden class, where a spread would give each its own.
      const all: Record<string, unknown> = {};
      for (const name in given) {
        const v = name in own ? own[name] : given[name];
        all[name] = v instanceof Volatile ? v.draw(random) : v;
      }
      return new CraftedLayer(layer, layer.id, all) as unknown as Part;
    });
    return PacketObject.planned(this.registry, parts);
  }
}

const asChoice = (v: unknown): { count: number; at: (i: number) => unknown } =>
  v instanceof Volatile ? { count: 1, at: () => v } : choice(v);

const packets = (count: number): string => `${count} packet${count === 1 ? '' : 's'}`;

/** What only a packet has. The compiler knows that a template does not; JavaScript is told here. */
const OF_PACKETS: Readonly<Record<Exclude<keyof PacketWith<string, never> & string, keyof Template>, 'method' | 'value'>> = {
  length: 'value',
  meta: 'value',
  issues: 'value',
  get: 'method',
  has: 'method',
  layers: 'method',
  set: 'method',
  with: 'method',
  without: 'method',
  payload: 'method',
  at: 'method',
  copy: 'method',
  issuesWith: 'method',
  summary: 'method',
  show: 'method',
  show2: 'method',
  tree: 'method',
  repr: 'method',
  json: 'method',
  sprintf: 'method',
};
for (const [name, kind] of Object.entries(OF_PACKETS)) {
  const isMethod = kind === 'method';
  const refuse = function (this: TemplateObject): never {
    return this.$refuse(isMethod ? `${name}()` : `'${name}'`, isMethod ? `${name}(…)` : name);
  };
  Object.defineProperty(
    TemplateObject.prototype,
    name,
    isMethod ? { value: refuse, configurable: true } : { get: refuse, configurable: true },
  );
}

showsAs(
  TemplateObject.prototype,
  (t: TemplateObject) => `<template of ${packets(t.count)}: ${t.command()}>`,
  (t: TemplateObject) => ({ template: t.command(), count: t.count }),
);
