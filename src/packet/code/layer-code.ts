/**
 * A layer's generated code: its view class, its writer, and what finishes and measures it. Made at first use, from the
 * spec alone: no octet of a packet and no string of a user reaches the source text.
 */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { Fields, IntegerKind, VariableKind } from '../spec/field.ts';
import type { AnyLayer } from '../layer/layer.ts';
import type { Layout, Slot } from '../spec/layout.ts';
import type { OctetWriter } from '../spec/octet-writer.ts';
import { auto, type Spec } from '../spec/spec.ts';
import { LayerView, type Octets } from '../spec/view.ts';
import { slotOf } from '../spec/slot-of.ts';
import { Constants } from './constants.ts';
import { compileFinish, type Finish } from './finish-code.ts';
import { evaluate } from './evaluate.ts';
import { loadText, misfitText, partText, piecesOf, storeText } from './text.ts';

export interface LayerCode {
  /** A view of the layer that starts at `o` and is number `i` of `p`. */
  view(p: Octets, o: number, i: number): LayerView;
  /** Appends the header; gives the mask of the computed fields that were not given. */
  write(w: OctetWriter, given: Readonly<Record<string, unknown>>, origin: number): number;
  /** A view of the header that the writer is writing, whose earlier fields are there. */
  draft(w: OctetWriter, rel: number, origin: number): LayerView;
  /** Computes the fields of `mask`: start, header end, end, frame, number of the layer. */
  finish: Finish;
  /** The header's end, within `end`; -1 when the octets are too few for it. */
  headerEnd(b: Uint8Array, o: number, end: number): number;
  /** Where the layer's payload ends by its own claim, within `end`. */
  extent(b: Uint8Array, o: number, headerEnd: number, end: number): number;
  /** The number in an integer field, whose anchor is at `o`. */
  load(slot: Slot, b: Uint8Array, o: number): number;
  store(slot: Slot, b: Uint8Array, o: number, x: number): void;
}

/** What the writer's octets look like to the views that conditional fields are judged by. */
class Draft implements Octets {
  readonly g = 1;
  readonly #w: OctetWriter;
  readonly #rel: number;
  readonly #origin: number;
  constructor(w: OctetWriter, rel: number, origin: number) {
    this.#w = w;
    this.#rel = rel;
    this.#origin = origin;
  }
  get b(): Uint8Array {
    return this.#w.b;
  }
  locate(): number {
    return this.#w.start + this.#rel;
  }
  limit(): number {
    return this.#w.q;
  }
  origin(): number {
    return this.#origin < 0 ? this.locate() : this.#w.start + this.#origin;
  }
  assign(_i: number, slot: Slot): void {
    throw new TypeError(`${slot.name} is read-only while its layer is written`);
  }
}

export function misfit(layer: AnyLayer, slot: Slot, value: unknown): never {
  const kind = slot.kind as IntegerKind;
  const shown = typeof value === 'string' ? `'${value}'` : String(value);
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw new PacketwrightError('ERR_VALUE', `${layer.layerName}.${slot.name}: ${shown} is no whole number or known name`, {
      layer: layer.layerName,
      field: slot.name,
      value,
    });
  const low = kind.signed ? -(2 ** (slot.bits - 1)) : 0,
    high = 2 ** (kind.signed ? slot.bits - 1 : slot.bits) - 1;
  throw new PacketwrightError('ERR_RANGE', `${layer.layerName}.${slot.name}: ${shown} does not fit ${slot.bits} bits (${low} to ${high})`, {
    layer: layer.layerName,
    field: slot.name,
    value,
    low,
    high,
  });
}

/** An error of a value, with the field's name before it; the innermost field's, where records lie in lists. */
export function namedError(layer: AnyLayer, slot: Slot, error: unknown): unknown {
  if (!(error instanceof PacketwrightError) || error.details['field'] !== undefined) return error;
  const { code, message, details } = error;
  return new PacketwrightError(code, `${layer.layerName}.${slot.name}: ${message}`, {
    ...details,
    layer: layer.layerName,
    field: slot.name,
    cause: error,
  });
}

export function unknownField(layer: AnyLayer, given: Readonly<Record<string, unknown>>): void {
  for (const k in given) if (given[k] !== undefined) slotOf(layer, k);
}

type Write = LayerCode['write'];

/**
 * The pieces are made one by one, when first asked for: who only fills columns needs no writers, and making everything for
 * every layer costs a short program more than its work.
 */
export function compileLayer(layer: AnyLayer): LayerCode {
  const { layout, spec } = layer;
  const View = once(() => compileView(layer));
  const probe = new Probe();
  const scratch = once(() => new (View())(probe, 0, 0));
  const on = (b: Uint8Array, o: number, end: number): LayerView => scratch().$move(probe.on(b, end), o, 0);
  const loads: ((b: Uint8Array, o: number) => number)[] = [];
  const stores: ((b: Uint8Array, o: number, x: number) => void)[] = [];
  const pieces: { readonly [K in keyof LayerCode]: () => LayerCode[K] } = {
    // Generated for each layer, so that its call sites stay monomorphic.
    view: () => evaluate('V', 'return (p,o,i)=>new V(p,o,i)', View()) as LayerCode['view'],
    write: () => compileWrite(layer),
    draft: () => (w, rel, origin) => new (View())(new Draft(w, rel, origin), 0, 0),
    finish: () => compileFinish(layer),
    headerEnd: () => compileHeaderEnd(layout, spec.headerSize, on),
    extent: () => {
      const payloadLength = spec.payloadLength as ((self: object) => number | undefined) | undefined;
      if (payloadLength === undefined) return compileExtent(layout);
      return (b, o, h, end) => {
        const n = payloadLength(on(b, o, end));
        return n === undefined || n < 0 || h + n > end ? end : h + n;
      };
    },
    load: () => (slot, b, o) => {
      if (slot.kind.form !== 'integer') return 0;
      loads[slot.index] ??= evaluate('', `return (b,o)=>${loadText(slot, 'b', 'o')}`) as (b: Uint8Array, o: number) => number;
      return (loads[slot.index] as (b: Uint8Array, o: number) => number)(b, o);
    },
    store: () => (slot, b, o, x) => {
      if (slot.kind.form !== 'integer') return;
      stores[slot.index] ??= evaluate('', `return (b,o,x)=>{${storeText(slot, 'b', 'o', 'x')}}`) as (
        b: Uint8Array,
        o: number,
        x: number,
      ) => void;
      (stores[slot.index] as (b: Uint8Array, o: number, x: number) => void)(b, o, x);
    },
  };
  const code = {};
  for (const [name, make] of Object.entries(pieces)) Object.defineProperty(code, name, { get: once(make as () => unknown) });
  return code as LayerCode;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Octets for the one view that the engine moves about while it dissects. */
class Probe implements Octets {
  readonly g = 0;
  b: Uint8Array = new Uint8Array(0);
  end = 0;
  on(b: Uint8Array, end: number): this {
    this.b = b;
    this.end = end;
    return this;
  }
  locate(): number {
    return 0;
  }
  limit(): number {
    return this.end;
  }
  origin(_i: number, o: number): number {
    return o;
  }
  assign(_i: number, slot: Slot): void {
    throw new TypeError(`${slot.name} is read-only here`);
  }
}

/** The number that a sibling holds for `s`: loaded in place where its own place is fixed. */
function siblingText(s: Slot, layout: Layout): string {
  const plain = s.anchor === 0 && s.kind.form === 'integer' && s.kind.decode === undefined && s.bit + s.bits <= layout.minimum * 8;
  return plain ? loadText(s, 'b', 'o') : `Number(this[${JSON.stringify(s.name)}])`;
}

/** The place of variable field `s` as an object; wants `p b o`. */
function placeText(s: Slot, layout: Layout): string {
  const m = s.measuredBy,
    c = s.countedBy;
  const size = m === undefined ? 'undefined' : `(${siblingText(m, layout)}+${m.options.bias ?? 0})*${m.options.unit ?? 1}`;
  const count = c === undefined || c.options.loose ? 'undefined' : `${siblingText(c, layout)}+${c.options.bias ?? 0}`;
  return `{self:this,start:o,origin:p.origin(this.$i,o),size:${size},count:${count}}`;
}

type ViewClass = new (p: Octets, o: number, i: number) => LayerView;

function compileView(layer: AnyLayer): ViewClass {
  const { slots } = layer.layout;
  const getters = slots.map((s) => {
    const k = `K[${s.index}]`;
    let body: string;
    if (s.kind.form === 'variable')
      body = `const c=this.$cut(${s.variable}),p=this.$p,b=p.b,o=p.g===0?this.$o:p.locate(this.$i),a=${placeText(s, layer.layout)};${(s.kind as VariableKind).present ? `if(!${k}.present(a))return undefined;` : ''}return ${k}.read(b,c[${2 * s.variable}],c[${2 * s.variable + 1}],a);`;
    else {
      // Fields behind a variable one may lie past what is there: then there is no value.
      body =
        s.anchor === 0
          ? `const p=this.$p,b=p.b,o=p.g===0?this.$o:p.locate(this.$i);${s.bit + s.bits > layer.layout.minimum * 8 ? `if(o+${Math.ceil((s.bit + s.bits) / 8)}>p.limit(this.$i))return undefined;` : ''}`
          : `const c=this.$cut(${s.anchor - 1}),p=this.$p,b=p.b,o=c[${2 * s.anchor - 1}];if(o+${Math.ceil((s.bit + s.bits) / 8)}>p.limit(this.$i))return undefined;`;
      if (s.kind.form === 'fixed') body += `return ${k}.read(b,o+${s.bit / 8});`;
      else
        body +=
          (s.kind as IntegerKind).decode === undefined
            ? `return ${loadText(s, 'b', 'o')};`
            : `return ${k}.decode(${loadText(s, 'b', 'o')});`;
    }
    const name = JSON.stringify(s.name);
    return `get ${name}(){${body}}\nset ${name}(v){this.$p.assign(this.$i,S[${s.index}],v)}`;
  });
  const places = slots.filter((s) => s.variable >= 0).map((s) => `case ${s.variable}:return ${placeText(s, layer.layout)};`);
  const place = `$place(s,o){const p=this.$p,b=p.b;switch(s.variable){${places.join('')}default:throw new TypeError(s.name)}}`;
  return evaluate(
    'Base,L,K,S',
    `return class extends Base{get $layer(){return L}\n${place}\n${getters.join('\n')}}`,
    LayerView,
    layer,
    slots.map((s) => s.kind),
    slots,
  ) as ViewClass;
}

/**
 * Text of one run of fixed fields: values into locals, then octet by octet, so that neighbours in one octet are written
 * together.
 */
function writeRun(run: readonly Slot[], layer: AnyLayer, pre: string, c: Constants): string {
  let out = '';
  const octets = new Map<number, string[]>();
  const put = (j: number, x: string): void => {
    const parts = octets.get(j);
    if (parts === undefined) octets.set(j, [x]);
    else parts.push(x);
  };
  let direct = '';
  for (const s of run) {
    const v = `g[${JSON.stringify(s.name)}]`,
      f = `f${s.index}`;
    const initial = s.options.default ?? s.kind.initial;
    if (s.kind.form === 'fixed') {
      const write = c.add(`${pre}K${s.index}`, s.kind.write);
      const named = c.add(`${pre}N${s.index}`, (error: unknown) => namedError(layer, s, error));
      const absent =
        initial === undefined
          ? `b.fill(0,q+${s.bit / 8},q+${(s.bit + s.bits) / 8})`
          : `${write}(b,q+${s.bit / 8},${c.add(`${pre}D${s.index}`, initial)})`;
      direct += `v=${v};if(v!==undefined&&v!==A){n++;try{${write}(b,q+${s.bit / 8},v)}catch(e){throw ${named}(e)}}else{if(v===A)n++;${absent}}`;
      continue;
    }
    const kind = s.kind as IntegerKind;
    const fallback = initial === undefined ? 0 : kind.encode(initial);
    const encode = c.add(`${pre}E${s.index}`, encoder(layer, s)),
      bad = c.add(`${pre}M${s.index}`, (x: unknown) => misfit(layer, s, x));
    // A number is the number to be written, unless the field has a scale.
    const given = `n++;${kind.decode === undefined ? `if(typeof v!=='number')` : ''}v=${encode}(v);if(${misfitText(s, 'v')})${bad}(v);${f}=v;`;
    out +=
      s.computed >= 0
        ? `let ${f};v=${v};if(v===undefined||v===A){if(v===A)n++;m|=${1 << s.computed};${f}=${fallback}}else{${given}}`
        : `let ${f};v=${v};if(v===undefined)${f}=${fallback};else if(v===A){n++;${f}=${fallback}}else{${given}}`;
    for (const { octet, right, mask } of piecesOf(s)) put(octet, mask === 0xff ? partText(f, right) : `${partText(f, right)}&${mask}`);
  }
  for (const [j, parts] of octets) direct += `b[q+${j}]=${parts.length === 1 ? parts[0] : parts.map((p) => `(${p})`).join('|')};`;
  return out + direct;
}

/**
 * Text that writes one header: uses `w`, `g` (the values given), `origin`, `A` (auto); sets `m` (mask of what is to be computed),
 * `n` (values used), and wants `v q b` declared.
 */
export function writeText(layer: AnyLayer, pre: string, c: Constants): string {
  const { layout } = layer;
  const measured = (s: Slot): boolean => s.measuredBy !== undefined || s.countedBy !== undefined;
  const runs: Slot[][] = [[]];
  for (const s of layout.slots) {
    if (s.kind.form === 'variable') runs.push([]);
    else runs.at(-1)?.push(s);
  }
  let body = layout.variables.length > 0 ? 'const rel=w.q-w.start;' : '';
  runs.forEach((run, k) => {
    const octets = run.reduce((sum, s) => sum + s.bits, 0) / 8;
    // Anchors are kept relative to the packet: writing a variable field may move the packet to another slab.
    if (layout.variables.length > 0) body += `const a${k}=w.q-w.start;`;
    if (octets > 0) body += `q=w.room(${octets});b=w.b;${writeRun(run, layer, pre, c)}w.q=q+${octets};`;
    const next = layout.variables[k];
    if (next === undefined) return;
    const absent = (next.kind as VariableKind).nothing && next.options.default === undefined ? 'if(v!==undefined)' : '';
    const write = c.add(`${pre}V${k}`, (w: OctetWriter, v: unknown, rel: number, origin: number) =>
      writeVariable(w, next, v, layer.code.draft(w, rel, origin), rel),
    );
    body += `v=g[${JSON.stringify(next.name)}];if(v!==undefined){n++;if(v===A)v=undefined}${measured(next) ? `const v${k}=` : absent}${write}(w,v,rel,origin);`;
  });
  for (const s of layout.computed) {
    // Lengths and counts of named fields are known as soon as these are written.
    const target = layout.variables.find((t) => t.measuredBy === s || t.countedBy === s);
    if (target === undefined) continue;
    const value = target.measuredBy === s ? `Math.ceil(v${target.variable}.octets/${s.options.unit ?? 1})` : `v${target.variable}.items`;
    const bad = c.add(`${pre}T${s.index}`, (x: unknown) => misfit(layer, s, x));
    body += `if(m&${1 << s.computed}){v=${value}-(${s.options.bias ?? 0});if(${misfitText(s, 'v')})${bad}(v);b=w.b;q=w.start+a${s.anchor};${storeText(s, 'b', 'q', 'v')}}`;
  }
  return body;
}

function compileWrite(layer: AnyLayer): Write {
  const c = new Constants();
  const body = writeText(layer, '', c);
  return evaluate(
    ['A', 'U', ...c.names].join(),
    `return (w,g,origin)=>{let n=0,m=0,v,q,b;${body}let k=0;for(const _ in g)k++;if(k!==n)U(g);return m}`,
    auto,
    (g: Readonly<Record<string, unknown>>) => unknownField(layer, g),
    ...c.values,
  ) as Write;
}

/** What turns a value given for an integer field into a whole number; whether that fits is asked later. */
export function encoder(layer: AnyLayer, slot: Slot): (v: unknown) => number {
  if (slot.kind.form !== 'integer') return () => 0;
  const { encode } = slot.kind as IntegerKind;
  return (v) => {
    let x: number;
    try {
      x = encode(v);
    } catch (error) {
      throw namedError(layer, slot, error);
    }
    // A name that nobody knows, a fraction: say what was given, not what became of it.
    return Number.isInteger(x) ? x : misfit(layer, slot, v);
  };
}

function writeVariable(w: OctetWriter, slot: Slot, value: unknown, self: LayerView, rel: number): { octets: number; items: number } {
  const before = w.q - w.start;
  const place = self.$place(slot, w.start + rel);
  const kind = slot.kind as VariableKind & { initial?: unknown };
  const chosen = value ?? slot.options.default ?? kind.initial;
  try {
    if (value !== undefined || kind.present === undefined || kind.present(place)) kind.write(w, chosen, place);
  } catch (error) {
    throw namedError(self.$layer, slot, error);
  }
  return { octets: w.q - w.start - before, items: Array.isArray(chosen) ? chosen.length : slot.kind.list && chosen !== undefined ? 1 : 0 };
}

function compileHeaderEnd(
  layout: Layout,
  size: Spec<Fields>['headerSize'],
  put: (b: Uint8Array, o: number, end: number) => LayerView,
): LayerCode['headerEnd'] {
  const { minimum, whole } = layout;
  const cut = whole > minimum ? `if(end-o<${whole})return end;` : '';
  switch (layout.header) {
    case 'greedy':
      return (_b, o, end) => (end - o < minimum ? -1 : end);
    case 'measured': {
      const s = layout.headerSlot as Slot;
      return evaluate(
        '',
        `return (b,o,end)=>{if(end-o<${minimum})return -1;${cut}const h=o+(${loadText(s, 'b', 'o')}+${s.options.bias ?? 0})*${s.options.unit ?? 1};return h<o+${whole}?o+${whole}:h>end?end:h}`,
      ) as LayerCode['headerEnd'];
    }
    case 'parsed':
      if (size !== undefined)
        return (b, o, end) => {
          if (end - o < minimum) return -1;
          const h = o + size(b, o, end);
          return h > end ? -1 : h;
        };
      return (b, o, end) => {
        if (end - o < minimum) return -1;
        const view = put(b, o, end);
        const last = (view.$layout().at(-1) ?? o) + layout.tail;
        return last > end || !view.$whole() ? -1 : last;
      };
    default:
      return (_b, o, end) => (end - o < minimum ? -1 : o + minimum);
  }
}

/** The text of a claim: where the layer ends by its own length field. `h` is the header's end. */
export function claimText(s: Slot, b: string, o: string, h: string): string {
  const from = s.options.measures === 'payload' ? h : o;
  return `${from}+(${loadText(s, b, o)}+${s.options.bias ?? 0})*${s.options.unit ?? 1}`;
}

function compileExtent(layout: Layout): LayerCode['extent'] {
  const s = layout.extentSlot;
  if (s === undefined || s.anchor > 0) return (_b, _o, _h, end) => end;
  const open = s.options.zeroIsOpen ? `if(${loadText(s, 'b', 'o')}===0)return end;` : '';
  return evaluate(
    '',
    `return (b,o,h,end)=>{${open}const e=${claimText(s, 'b', 'o', 'h')};return e<h?h:e>end?end:e}`,
  ) as LayerCode['extent'];
}
