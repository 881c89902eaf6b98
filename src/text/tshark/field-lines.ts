/** `tshark -T fields`: one line a packet, the fields asked for in their order. */
import { printable } from '../../bytes/escape.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { fieldNames, type FieldSource, findSources, labelOf } from '../../filter/field-names.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { asked } from '../../packet/spec/asked.ts';
import type { LayerContext } from '../../packet/spec/context.ts';
import { forEachInside } from '../../packet/spec/inside.ts';
import type { PacketObject } from '../../packet/object/packet-object.ts';
import type { Registry } from '../../packet/chain/registry.ts';
import type { Shape } from '../../packet/chain/shape.ts';
import type { View } from '../../packet/spec/spec.ts';
import { type FrameRow, frameFields } from './frame-fields.ts';
import { isKnownElsewhere } from './known-elsewhere.ts';
import { fieldForms } from './field-forms.ts';
import { fieldTexts, hexText, plainText } from './value-text.ts';

/** tshark's `-E` settings. */
export interface FieldLineOptions {
  readonly header: boolean;
  /** A byte order mark at the beginning, for programs that know UTF-8 by it. */
  readonly bom: boolean;
  readonly separator: string;
  readonly aggregator: string;
  readonly occurrence: 'first' | 'last' | 'all';
  readonly quote: '' | '"' | "'";
}

export const usualFieldLines: FieldLineOptions = {
  header: false,
  bom: false,
  separator: '\t',
  aggregator: ',',
  occurrence: 'all',
  quote: '',
};

type Values = Readonly<Record<string, unknown>>;

/** Field names come from whoever types them: `constructor` is none. */
const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined => (Object.hasOwn(table, name) ? table[name] : undefined);

/** Reads every occurrence of one field from one layer. */
type Reader = (view: View, at: () => LayerContext) => readonly string[];
interface Step {
  readonly field: number;
  readonly depth: number;
  readonly read: Reader;
}

const NOT_ASKED = undefined as unknown as LayerContext;

function readerOf(field: string, source: FieldSource): Reader {
  const form = own(fieldForms, field);
  if ('column' in source) {
    const { hex } = source;
    const own = (x: unknown): string => (hex === undefined || typeof x !== 'number' ? plainText(x) : hexText(x, hex));
    // What is around is made only for a function that looks there.
    const around = source.column.length > 1;
    return (view, at) => {
      const v = asked(() => source.column(view, around ? at() : NOT_ASKED), undefined);
      const list = Array.isArray(v) ? v : [v];
      return list.filter((x) => x !== undefined).map((x) => (form === undefined ? own(x) : form(x, view as unknown as Values)));
    };
  }
  if ('slot' in source) {
    const { slot } = source;
    return (view) => {
      const values = view as unknown as Values;
      const v = values[slot.name];
      return form === undefined ? fieldTexts(slot, v) : v === undefined ? [] : [form(v, values)];
    };
  }
  if ('within' in source) {
    return (view) => {
      const texts: string[] = [];
      forEachInside(view, source.within, source.name, (value, of) => {
        if (form === undefined) for (const text of fieldTexts(of, value)) texts.push(text);
        else for (const x of [value].flat()) texts.push(form(x, view as unknown as Values));
      });
      return texts;
    };
  }
  return () => ['1'];
}

/** Makes the lines for one list of fields. */
export class FieldLines {
  readonly fields: readonly string[];
  /** Asked for, but known to no layer. Where somebody asks all the same, their places stay empty. */
  readonly unknown: readonly string[];
  readonly #options: FieldLineOptions;
  readonly #sources: readonly (readonly FieldSource[])[];
  readonly #steps = new Map<Shape, readonly Step[]>();

  constructor(registry: Registry, fields: readonly string[], o: Partial<FieldLineOptions> = {}) {
    this.fields = fields;
    this.#options = { ...usualFieldLines, ...o };
    this.#sources = fields.map((f) => findSources(registry, f));
    this.unknown = fields.filter((f, k) => this.#sources[k]?.length === 0 && own(frameFields, f) === undefined);
  }

  /**
   * What to say of fields that tshark has and this package has not; undefined when there are none.
   *
   * @throws ERR_USAGE for any other unknown field, with the nearest that there is
   */
  complaint(registry: Registry): string | undefined {
    const [first] = this.unknown;
    if (first === undefined) return undefined;
    const names = [...fieldNames(registry).keys(), ...Object.keys(frameFields)];
    const here = new Set(names.map(labelOf));
    const wrong = this.unknown.find((name) => !isKnownElsewhere(name, here));
    if (wrong !== undefined) {
      const near = nearest(wrong, names);
      throw new PacketwrightError('ERR_USAGE', `-e ${wrong}: unknown field${didYouMean(near)}`, {
        field: wrong,
        near,
        remedy: 'pkw fields lists the fields',
      });
    }
    const rest = this.unknown.length === 1 ? '' : ` (and ${this.unknown.length - 1} more)`;
    return `no protocol here has Wireshark's field '${first}'${rest}: left empty`;
  }

  /** What stands before the first packet's line: nothing, unless it was asked for. */
  head(): string {
    const { header, bom, separator } = this.#options;
    return (bom ? '\ufeff' : '') + (header ? `${this.fields.map(printable).join(separator)}\n` : '');
  }

  line(p: PacketObject, row: FrameRow): string {
    const { separator, aggregator, occurrence, quote } = this.#options;
    const texts: (string[] | undefined)[] = new Array(this.fields.length);
    let frame: ReturnType<PacketObject['frame']> | undefined;
    for (const { field, depth, read } of this.#stepsFor(p.shape)) {
      const found = read(p.view(depth), () => (frame ??= p.frame()).at(depth));
      const before = texts[field];
      if (before === undefined) texts[field] = [...found];
      else before.push(...found);
    }
    const cells = this.fields.map((name, k) => {
      const ofFrame = own(frameFields, name);
      const all = ofFrame === undefined ? (texts[k] ?? []) : [ofFrame.text(row, p)].filter((t) => t !== '');
      const chosen = occurrence === 'all' ? all : occurrence === 'first' ? all.slice(0, 1) : all.slice(-1);
      return chosen.length === 0 ? '' : quote + chosen.map(printable).join(aggregator) + quote;
    });
    return cells.join(separator);
  }

  #stepsFor(shape: Shape): readonly Step[] {
    const known = this.#steps.get(shape);
    if (known !== undefined) return known;
    const steps = shape.layers.flatMap((layer, depth) =>
      this.#sources.flatMap((sources, field) =>
        sources.filter((s) => s.layer === layer).map((s) => ({ field, depth, read: readerOf(this.fields[field] as string, s) })),
      ),
    );
    // As bounded as the shapes are: an attacker's many shapes do not stay.
    if (this.#steps.size > 8192) this.#steps.clear();
    this.#steps.set(shape, steps);
    return steps;
  }
}

/** tshark's `-E` words: `separator=/t`, `occurrence=f`, `quote=d` … */
export function parseFieldLineOption(word: string): Partial<FieldLineOptions> {
  const [name = '', ...rest] = word.split('=');
  const value = rest.join('=');
  const bad = (expected: string): never => {
    throw new PacketwrightError('ERR_USAGE', `-E ${word}: expected ${expected}`, { value: word });
  };
  const character = value === '/t' ? '\t' : value === '/s' ? ' ' : value;
  switch (name) {
    case 'header':
    case 'bom':
      return value === 'y' || value === 'n' ? { [name]: value === 'y' } : bad(`${name}=y or ${name}=n`);
    case 'separator':
      return { separator: character };
    case 'aggregator':
      return { aggregator: character };
    case 'occurrence': {
      const which = { f: 'first', l: 'last', a: 'all' } as const;
      return value in which ? { occurrence: which[value as keyof typeof which] } : bad('occurrence=f, l or a');
    }
    case 'quote': {
      const which = { d: '"', s: "'", n: '' } as const;
      return value in which ? { quote: which[value as keyof typeof which] } : bad('quote=d, s or n');
    }
    default:
      return bad('header=, separator=, occurrence=, aggregator=, quote= or bom=');
  }
}
