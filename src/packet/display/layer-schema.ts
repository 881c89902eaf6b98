/** The JSON Schema of a layer's fields, and of the values in them: what the spec says of each, in the form that json-forms.ts writes. */
import type { Described, FieldOptions, Kind } from '../spec/field.ts';
import type { Layout, Slot } from '../spec/slot.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { formOf } from '../spec/form-of.ts';
import type { ValueForm } from '../spec/value-form.ts';
import { anyOf, BIG, closed, FLAGS, type JsonForm, type JsonSchema, MARKED, NUMBER, octetsOf, textOf } from './json-forms.ts';

/** So many names of numbers are told in a description; registries have more than anybody reads. */
const MOST_NAMES = 16;

/** From so many characters on, what layers have alike is described once: the options of DHCPv6's thirty messages. */
const LARGE = 2000;

/** What a schema refers to, each described once: layers by their names, and large parts of fields by the first field that has them. */
export class Definitions {
  readonly #schemas = new Map<string, JsonSchema>();
  readonly #names = new Map<AnyLayer, string>();
  /** Names of large parts, by their text. */
  readonly #large = new Map<string, string>();

  /** `$defs`, where there are any. */
  all(): { readonly $defs?: JsonSchema } {
    return this.#schemas.size === 0 ? {} : { $defs: Object.fromEntries(this.#schemas) };
  }

  /** A reference to a layer's description. A record's is its own, since octets are written otherwise in it. */
  ref(layer: AnyLayer, isRecord: boolean): JsonSchema {
    const name = isRecord ? `${this.#nameOf(layer)}.record` : this.#nameOf(layer);
    if (!this.#schemas.has(name)) {
      // It may refer to itself: the name is taken before the fields are described.
      this.#schemas.set(name, {});
      this.#schemas.set(name, this.schemaOf(layer, isRecord));
    }
    return refTo(name);
  }

  /** Records of two protocols may be of one name. */
  #nameOf(layer: AnyLayer): string {
    const { layerName } = layer;
    let name = this.#names.get(layer);
    if (name === undefined) {
      const twins = [...this.#names.keys()].filter((other) => other.layerName === layerName).length;
      name = twins === 0 ? layerName : `${layerName}.${twins + 1}`;
      this.#names.set(layer, name);
    }
    return name;
  }

  /** An object of the layer's fields. */
  schemaOf(layer: AnyLayer, isRecord: boolean): JsonSchema {
    const { about, source } = layer.spec;
    const { slots } = layer.layout;
    const fields = slots.map((slot) => [slot.name, this.#slot(slot, octetsOf(slot, isRecord), layer)] as const);
    const always = slots.filter((slot) => isAlwaysThere(slot, layer.layout)).map(({ name }) => name);
    return {
      title: layer.title,
      ...(about !== undefined && { description: about }),
      ...(source !== undefined && { $comment: source }),
      ...closed(Object.fromEntries(fields), always),
    };
  }

  /** What stands in the octets of an overlay may be of several widths. */
  #slot(slot: Slot, octets: JsonForm<Uint8Array>, layer: AnyLayer): JsonSchema {
    const kinds = [slot, ...slot.others].map(({ kind }) => kind);
    const schema = anyOf(kinds.map((kind) => this.#kind(kind, octets)));
    return described(this.#shared(schema, `${layer.layerName}.${slot.name}`), slot.options);
  }

  #shared(schema: JsonSchema, name: string): JsonSchema {
    const text = JSON.stringify(schema);
    if (text.length < LARGE) return schema;
    let known = this.#large.get(text);
    if (known === undefined) {
      known = this.#schemas.has(name) ? `${name}.${this.#large.size}` : name;
      this.#large.set(text, known);
      this.#schemas.set(known, schema);
    }
    return refTo(known);
  }

  #kind(kind: Kind, octets: JsonForm<Uint8Array>): JsonSchema {
    const form = formOf(kind);
    return form === undefined ? {} : this.#value(form, octets);
  }

  #field({ kind, options }: Described, octets: JsonForm<Uint8Array>): JsonSchema {
    return described(this.#kind(kind, octets), options);
  }

  /** `octets`: how octets are written that are the whole value. */
  #value(form: ValueForm, octets: JsonForm<Uint8Array> = MARKED): JsonSchema {
    if (form instanceof RegExp) return textOf(form.source);
    if (typeof form === 'string') return form === 'octets' ? octets.schema() : WORDS[form];
    if ('field' in form) return this.#field(form.field as Described, octets);
    if ('later' in form) return this.#value(form.later(), octets);
    if ('either' in form) return anyOf(form.either.map((one) => this.#value(one, octets)));
    if ('record' in form) return this.ref(form.record() as AnyLayer, true);
    if ('list' in form) return { type: 'array', items: this.#value(form.list) };
    if ('tuple' in form) return tuple(form.tuple.map((one) => this.#value(one)));
    if ('word' in form) return { const: form.word };
    if ('whole' in form) return NUMBER.schema({ type: 'integer', limits: form.whole });
    if ('number' in form) return NUMBER.schema({ type: 'number', limits: form.number });
    if ('bigint' in form) return BIG.schema(form.bigint);
    if ('flags' in form) return FLAGS.schema(form);
    const { members, absent = [] } = form;
    const properties = Object.entries(members).map(([name, one]) => [name, this.#value(one)] as const);
    return closed(
      Object.fromEntries(properties),
      Object.keys(members).filter((name) => !absent.includes(name)),
    );
  }
}

const refTo = (name: string): JsonSchema => ({ $ref: `#/$defs/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}` });

const WORDS = {
  text: { type: 'string' },
  boolean: { type: 'boolean' },
  null: { type: 'null' },
  float: NUMBER.schema('float'),
  anything: {},
} as const;

const tuple = (prefixItems: readonly JsonSchema[]): JsonSchema => ({
  type: 'array',
  prefixItems,
  minItems: prefixItems.length,
  items: false,
});

/** Those of the first octets, without which the layer is not there. */
const isAlwaysThere = ({ anchor, variable, when, others, bit, bits }: Slot, { minimum }: Layout): boolean =>
  anchor === 0 && variable < 0 && when === undefined && others.length === 0 && bit + bits <= 8 * minimum;

/** With what the spec says of the field: a few words, and the names of its numbers. */
function described(schema: JsonSchema, { about, names }: FieldOptions): JsonSchema {
  const entries = [...(names?.entries() ?? [])];
  const named = entries.length > MOST_NAMES ? [] : entries.map(([n, name]) => `${n} ${name}`);
  const description = [about ?? '', named.join(', ')].filter((text) => text !== '').join('; ');
  return description === '' ? schema : { ...schema, description };
}
