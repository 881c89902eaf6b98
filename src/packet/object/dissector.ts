/**
 * The dissector of a registry: one loop around a switch, generated from the specs. A case checks that its layer's header
 * is there, notes where it starts, narrows the end, and says which layer is next. Notes where they start only: fields
 * are read when somebody asks (objects for every layer would cost three times as much).
 */
import { MAX_DISSECTED, MAX_LAYERS } from '../chain/frame.ts';
import type { AnyLayer } from '../layer/layer.ts';
import type { Slot } from '../spec/layout.ts';
import { PacketObject } from './packet-object.ts';
import { isPadding, isRaw, Padding, Raw } from '../layer/raw.ts';
import { alwaysSpace, type Registry } from '../chain/registry.ts';
import { evaluate } from '../code/evaluate.ts';
import type { Octets } from '../spec/view.ts';
import { claimText } from '../code/layer-code.ts';
import { loadText } from '../code/text.ts';

/** Dissects octets `s` to `e` of `b` (kept, not copied), beginning with the layer of that id. */
export type Dissector = (b: Uint8Array, s: number, e: number, first: number) => PacketObject;

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

export function compileDissector(registry: Registry): Dissector {
  const t = new StepText(registry);
  let cases = '';
  for (const [id, layer] of registry.layers) {
    if (isRaw(layer) || isPadding(layer)) continue;
    cases += `case ${id}:{${t.header(layer)}node=node.kids[${id}]??node.kid(${t.constant(layer)});T[d++]=o;${t.extent(layer)}${t.next(layer)}break}\n`;
  }
  const body = `
return (b,s,limit,id)=>{
  let node=root,o=s,e=limit,d=0,h=0,x=0,y=0,z=0;
  for(;;){
    switch(id){
${cases}
default:
  // Raw, or a layer of another registry: the rest is octets.
  if(o<e||d===0){node=node.kids[${Raw.id}]??node.kid(Raw);T[d++]=o}
  h=-1;
    }
    if(h<0)break;
    o=h;
    if(o>=e)break;
    if(d>=${MAX_DISSECTED})id=0;
  }
  if(e<limit){node=node.kids[${Padding.id}]??node.kid(Padding);T[d++]=e}
  return new P(b,s,limit,e,node,T[0],T[1],T[2],T[3],T[4],T[5],T[6],T[7],d>8?Array.from(T.subarray(8,d)):null);
}`;
  return evaluate(
    ['root', 'T', 'P', 'Raw', 'Padding', ...t.names].join(','),
    body,
    registry.root,
    new Int32Array(MAX_LAYERS + 2),
    PacketObject,
    Raw,
    Padding,
    ...t.values,
  ) as Dissector;
}
