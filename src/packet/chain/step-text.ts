/**
 * The text of one layer's step, of which dissectors and plans are made: is the header there, where does it end, where does
 * the payload, which layer is next. Steps work on the variables `b` (octets), `o` (where the layer starts), `e` (end), `h` (the
 * header's end), `id` (the layer), and `x y z` for numbers on the way.
 */
import { loadText, claimText } from '../code/text.ts';
import type { Slot } from '../spec/layout.ts';
import type { AnyLayer, Octets } from '../spec/spec.ts';
import { alwaysSpace } from './bindings.ts';
import type { Registry } from './registry.ts';

/** A number space as an array from number to layer id, 0 for none. */
function spaceTable(registry: Registry, space: string, bits: number): Int16Array | Map<number, number> {
  const numbers = registry.space(space) ?? new Map<number, AnyLayer>();
  if (bits > 16) return new Map([...numbers].map(([n, l]) => [n, l.id]));
  const table = new Int16Array(2 ** bits);
  for (const [n, l] of numbers) if (n >= 0 && n < table.length) table[n] = l.id;
  return table;
}

/** What the steps of dissectors and plans are made of: constants by name, and the text of each layer's step. */
export class StepText {
  readonly names: string[] = [];
  readonly values: unknown[] = [];
  readonly #tables = new Map<string, string>();
  readonly registry: Registry;

  constructor(registry: Registry) {
    this.registry = registry;
  }

  constant(value: unknown): string {
    this.values.push(value);
    const name = `c${this.values.length}`;
    this.names.push(name);
    return name;
  }

  #lookup(slot: Slot, space: string, x: string): string {
    const bits = slot.bits;
    const key = `${space}/${Math.min(bits, 17)}`;
    let table = this.#tables.get(key);
    if (table === undefined) {
      table = this.constant(spaceTable(this.registry, space, bits));
      this.#tables.set(key, table);
    }
    return bits > 16 ? `(${table}.get(${x})??0)` : `${table}[${x}]`;
  }

  /** `h = …`: the header's end, or `continue` with Raw where it is not there. */
  header(layer: AnyLayer): string {
    const { layout } = layer;
    const { begins } = layer.spec;
    const short =
      (layout.minimum > 0 ? `if(e-o<${layout.minimum}){id=0;continue}` : '') +
      (begins === undefined ? '' : `if(!${this.constant(begins)}(b,o,e)){id=0;continue}`);
    const variants = (layer.spec.variants ?? [])
      .map((v) => {
        const slot = layout.byName.get(v.field) as Slot;
        const x = loadText(slot, 'b', 'o');
        const test = v.from === v.to ? `${x}===${v.from}` : `${v.from > 0 ? `${x}>=${v.from}&&` : ''}${x}<=${v.to}`;
        return `if(${test}${v.optional ? `&&e-o>=${v.layer().layout.minimum}` : ''}){id=${v.layer().id};continue}`;
      })
      .join('');
    if (layout.header === 'fixed') return `${short}${variants}h=o+${layout.minimum};`;
    if (layout.header === 'greedy') return `${short}${variants}h=e;`;
    if (layout.header === 'measured') {
      const s = layout.headerSlot as Slot;
      const cut = layout.whole > layout.minimum ? `if(e-o<${layout.whole})h=e;else ` : '';
      return `${short}${variants}${cut}{h=o+(${loadText(s, 'b', 'o')}+${s.options.bias ?? 0})*${s.options.unit ?? 1};if(h<o+${layout.whole})h=o+${layout.whole};if(h>e)h=e}`;
    }
    return `${short}${variants}h=${this.constant(layer.code.headerEnd)}(b,o,e);if(h<0){id=0;continue}`;
  }

  /** Narrows `e` to what the layer claims. */
  extent(layer: AnyLayer): string {
    const s = layer.layout.extentSlot;
    if (layer.spec.payloadLength !== undefined) return `e=${this.constant(layer.code.extent)}(b,o,h,e);`;
    if (s === undefined || s.anchor > 0) return '';
    const open = s.options.zeroIsOpen ? `if(${loadText(s, 'b', 'o')}!==0)` : '';
    return `${open}{x=${claimText(s, 'b', 'o', 'h')};if(x<h)e=h;else if(x<e)e=x}`;
  }

  /** `id = …`: the next layer, 0 for Raw. */
  next(layer: AnyLayer): string {
    const { layout, spec } = layer;
    if (layout.header === 'greedy') return 'id=0;';
    const always = this.registry.next(alwaysSpace(layer), 0);
    let text: string;
    if (spec.next !== undefined) text = `id=${this.constant(nextOf(layer))}(b,o,e);`;
    else if (always !== undefined) text = `id=${always.id};`;
    else if (layout.selectors.length > 0)
      text = layout.selectors
        .map((s, i) =>
          s.anchor > 0 ? '' : `${i > 0 ? 'if(id===0)' : ''}id=${this.#lookup(s, s.options.selects as string, loadText(s, 'b', 'o'))};`,
        )
        .join('');
    else if (layout.hints.length === 2) {
      // Ports: the lower one first, for it is more likely the service's than the client's.
      const [s, d] = layout.hints as [Slot, Slot];
      const space = s.options.hints as string;
      text = `x=${loadText(s, 'b', 'o')};y=${loadText(d, 'b', 'o')};if(x>y){z=x;x=y;y=z}id=${this.#lookup(s, space, 'x')};if(id===0)id=${this.#lookup(d, space, 'y')};`;
    } else if (layout.hints.length === 1) {
      const s = layout.hints[0] as Slot;
      text = `id=${this.#lookup(s, s.options.hints as string, loadText(s, 'b', 'o'))};`;
    } else text = 'id=0;';
    return layout.opaque === undefined ? text : `if(${loadText(layout.opaque, 'b', 'o')}!==0)id=0;else{${text}}`;
  }
}

/** `spec.next` over octets. */
function nextOf(layer: AnyLayer): (b: Uint8Array, o: number, e: number) => number {
  const next = layer.spec.next as (self: object, place: { b: Uint8Array; start: number; end: number }) => AnyLayer | undefined;
  const where: Octets & { b: Uint8Array; start: number; end: number } = {
    b: new Uint8Array(0),
    g: 0,
    start: 0,
    end: 0,
    locate: () => 0,
    limit: () => where.end,
    origin: (_: number, o: number) => o,
    assign: () => undefined,
  };
  return (b, o, e) => {
    where.b = b;
    where.start = o;
    where.end = e;
    return next(layer.code.view(where, o, 0), where)?.id ?? 0;
  };
}
