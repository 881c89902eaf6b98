/**
 * Column plans: the fields asked for, compiled to one function over a batch that fills typed arrays. It walks the layers
 * as the dissector does, made of the same steps, but only those that lead to a field asked for; no packet object is made.
 */
import { dissectorOf } from '../packet/object/dissector.ts';
import { FLAG_NO_TIME, type InterfaceInfo, type PacketBatch } from '../capture/batch.ts';
import { StepText } from '../packet/chain/step-text.ts';
import { evaluate } from '../packet/code/evaluate.ts';
import { loadText } from '../packet/code/text.ts';
import { MAX_DISSECTED, MAX_LAYERS } from '../packet/chain/limits.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import type { Slot } from '../packet/spec/layout.ts';
import { Padding, Raw } from '../packet/layer/raw.ts';
import type { Registry } from '../packet/chain/registry.ts';
import { alwaysSpace } from '../packet/chain/bindings.ts';
import { type Columns, ColumnTable, type ColumnType } from './column-data.ts';
import { FRAME_FIELDS, type FieldSource, type FrameField, sourcesOf } from './field-names.ts';
import { append, layerReader, word } from './layer-reader.ts';
import type { Plan } from './plan.ts';
import { protocolChain } from './protocol-chain.ts';

export type { ColumnData, Columns, ColumnType } from './column-data.ts';

/** Where packets begin, and how many of a field's values are wanted. */
export interface ColumnOptions {
  /** Link types come from here; without it every packet begins with `first`. */
  readonly interfaces?: readonly InterfaceInfo[];
  readonly first?: AnyLayer;
  /**
   * `first` (the default): the outermost value of a field, in typed arrays. `all`: every value, outermost first, as a
   * list a row (`list` columns; addresses as text and so on, as views give them). It costs objects.
   */
  readonly occurrence?: 'first' | 'all';
}

/** A compiled question for columns. */
export interface ColumnPlan extends Plan<Columns> {
  /** Makes room for results, to be given to `run`. */
  output(): Columns;
}

/** One question and the places that answer it. */
interface Asked {
  readonly field: string;
  readonly type: ColumnType;
  readonly sources: readonly FieldSource[];
}

const FRAME_TYPES: Readonly<Record<FrameField, ColumnType>> = {
  'frame.number': 'f64',
  'frame.len': 'u32',
  'frame.cap_len': 'u32',
  'frame.time': 'time',
  'frame.time_epoch': 'time',
  'frame.interface_id': 'u32',
  'frame.protocols': 'any',
  'frame.encap_type': 'u32',
};

const isFrameField = (field: string): field is FrameField => (FRAME_FIELDS as readonly string[]).includes(field);

function typeOf(sources: readonly FieldSource[]): ColumnType {
  const types = new Set(
    sources.map((s): ColumnType => {
      if ('column' in s) return 'any';
      if (!('slot' in s)) return 'u32';
      const { kind } = s.slot;
      if (kind.form === 'integer') return kind.signed ? 'f64' : 'u32';
      if (kind.form === 'fixed')
        return kind.label === 'ipv4' ? 'u32' : kind.label === 'mac' ? 'f64' : kind.label === 'ipv6' ? 'u128' : 'any';
      return 'any';
    }),
  );
  if (types.size === 1) return [...types][0] as ColumnType;
  return types.has('any') || types.has('u128') ? 'any' : 'f64';
}

/** The layers from which one of `wanted` can be reached, itself included. */
function leadingTo(registry: Registry, wanted: ReadonlySet<AnyLayer>): Set<AnyLayer> {
  const uppers = new Map<AnyLayer, Set<AnyLayer>>();
  for (const layer of registry.layers.values()) {
    const next = new Set<AnyLayer>();
    const spaces = [
      ...layer.layout.selectors.map((s) => s.options.selects),
      ...layer.layout.hints.map((s) => s.options.hints),
      alwaysSpace(layer),
    ];
    for (const space of spaces) for (const upper of registry.space(space as string)?.values() ?? []) next.add(upper);
    for (const v of layer.spec.variants ?? []) next.add(v.layer());
    // What a function chooses cannot be known: it may lead anywhere.
    if (layer.spec.next !== undefined) for (const upper of registry.layers.values()) next.add(upper);
    uppers.set(layer, next);
  }
  const reach = new Set(wanted);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [layer, next] of uppers)
      if (!reach.has(layer) && [...next].some((u) => reach.has(u))) {
        reach.add(layer);
        grew = true;
      }
  }
  return reach;
}

/** The text of one plan's function. */
class PlanText extends StepText {
  /** Some field is read through a view, which needs to know the layers below. */
  hasReaders = false;

  /** `x = …`: what a view or a spec's function says. */
  reader(s: FieldSource, first: boolean): string {
    this.hasReaders = true;
    const read = 'column' in s ? s.column : 'slot' in s ? (view: Readonly<Record<string, unknown>>) => view[s.slot.name] : () => 1;
    const one = (view: any, at: any): unknown => {
      const x = read(view, at);
      return Array.isArray(x) ? x[0] : x;
    };
    return `x=${this.constant(layerReader(this.registry, s.layer, first ? one : read))}(b,o,h,e,T,L,d,w);`;
  }

  /** Statements that store one field of the layer at `o` into row `i`, unless an outer layer has filled it. */
  store(s: FieldSource, k: number, type: ColumnType): string {
    const filled = `p${k}[i]=1;`;
    if (type === 'list') return `${this.reader(s, false)}${this.constant(append)}(p${k},v${k},i,x);`;
    let text: string;
    if ('slot' in s && s.slot.anchor === 0 && type !== 'any' && s.slot.kind.form !== 'variable') {
      const { layout } = s.layer;
      // A header that may be cut (a quote's) may end before this field.
      const there = layout.whole > layout.minimum ? `if(o+${Math.ceil((s.slot.bit + s.slot.bits) / 8)}<=e)` : '';
      text = `${there}{${filled}${this.load(s.slot, k)}}`;
    } else if ('slot' in s || 'column' in s) text = `${this.reader(s, true)}if(x!==undefined){${filled}v${k}[i]=x}`;
    else text = `${filled}v${k}[i]=1;`;
    return `if(p${k}[i]===0){${text}}`;
  }

  /** Statements that put a field with a fixed place into column `k`. */
  load(slot: Slot, k: number): string {
    if (slot.kind.form === 'integer') return `v${k}[i]=${loadText(slot, 'b', 'o')};`;
    const at = `q=o+${slot.bit / 8};`;
    const { label } = slot.kind;
    if (label === 'ipv4') return `${at}v${k}[i]=(b[q]<<24|b[q+1]<<16|b[q+2]<<8|b[q+3])>>>0;`;
    if (label === 'mac') return `${at}v${k}[i]=(b[q]<<8|b[q+1])*4294967296+((b[q+2]<<24|b[q+3]<<16|b[q+4]<<8|b[q+5])>>>0);`;
    const wordOf = this.constant(word);
    return `${at}h${k}[i]=${wordOf}(b,q);v${k}[i]=${wordOf}(b,q+8);`;
  }

  /** Statements that fill one column about the frame. */
  frame(field: FrameField, k: number, list: boolean): string {
    const put = (value: string): string => `p${k}[i]=1;v${k}[i]=${list ? `[${value}]` : value};`;
    switch (field) {
      case 'frame.number':
        return put('t.before+i+1');
      case 'frame.len':
        return put('batch.wire[i]');
      case 'frame.cap_len':
        return put('batch.captured[i]');
      case 'frame.time':
      case 'frame.time_epoch': {
        const value = list ? put('batch.sec[i]+batch.nsec[i]/1e9') : `${put('batch.sec[i]')}n${k}[i]=batch.nsec[i];`;
        return `if((batch.flags[i]&${FLAG_NO_TIME})===0){${value}}`;
      }
      case 'frame.interface_id':
        return put('iface[i]');
      case 'frame.encap_type':
        return put('links.length===1?links[0]:links[iface[i]]');
      case 'frame.protocols': {
        const { registry } = this;
        const chain = (b: Uint8Array, s: number, e: number, id: number, link: number): string =>
          protocolChain(dissectorOf(registry)(b, s, e, id).shape, link);
        return put(`${this.constant(chain)}(b,o,e,id,links.length===1?links[0]:links[iface[i]])`);
      }
    }
  }
}

/** Layer ids and link types, an interface each; one for all when the interfaces are not known. */
type Filler = (batch: PacketBatch, table: ColumnTable, ids: Int32Array, links: Int32Array) => void;

/** Payload that no layer takes, and what is behind the payload: the walk has no step that leads to them. */
const RAW = Raw as unknown as AnyLayer;
const PADDING = Padding as unknown as AnyLayer;

function compile(registry: Registry, asked: readonly Asked[]): Filler {
  const t = new PlanText(registry);
  const wanted = new Set(asked.flatMap((a) => a.sources.map((s) => s.layer)));
  const toTheEnd = wanted.has(RAW) || wanted.has(PADDING);
  const walk = new Set(toTheEnd ? registry.layers.values() : leadingTo(registry, wanted));
  for (const rest of [RAW, PADDING]) walk.delete(rest);
  const stores = (layer: AnyLayer): string =>
    asked.flatMap((a, k) => a.sources.filter((s) => s.layer === layer).map((s) => t.store(s, k, a.type))).join('');
  // Which layers stand below is noted only where somebody reads through a view.
  const bodies = [...walk, RAW, PADDING].map((layer) => [layer, stores(layer)] as const);
  const note = (layer: AnyLayer): string => `T[d]=o;${t.hasReaders ? `L[d]=${layer.id};` : ''}`;
  const stored = new Map(bodies.map(([layer, text]) => [layer, text === '' ? '' : `${note(layer)}${text}`]));
  const cases = [...walk]
    .map((layer) => `case ${layer.id}:{${t.header(layer)}${t.extent(layer)}${stored.get(layer) || note(layer)}${t.next(layer)}break}\n`)
    .join('');
  const raw = stored.get(RAW) && `if(o<e||d===0){h=e;${stored.get(RAW)}}`;
  const padding = stored.get(PADDING) && `const m=offset[i]+captured[i];if(e<m){d++;o=e;e=m;h=m;${stored.get(PADDING)}}`;
  const names = asked
    .map(
      ({ type }, k) =>
        `const c${k}_=t.columns[${k}],p${k}=c${k}_.present,v${k}=c${k}_.values${type === 'u128' ? `,h${k}=c${k}_.high` : ''}${type === 'time' ? `,n${k}=c${k}_.nsec` : ''};p${k}.fill(0,0,n);`,
    )
    .join('');
  const frame = asked.map(({ field, type }, k) => (isFrameField(field) ? t.frame(field, k, type === 'list') : '')).join('');
  const body = `return (batch,t,ids,links)=>{const n=batch.n,b=batch.data,offset=batch.offset,captured=batch.captured,iface=batch.iface;
${names}
for(let i=0;i<n;i++){
  let o=offset[i],e=o+captured[i],id=ids.length===1?ids[0]:ids[iface[i]],d=0,h=0,x=0,y=0,z=0,q=0;
  ${t.hasReaders ? 'const w=batch.wire[i]>captured[i]?o+batch.wire[i]:0;' : ''}
  ${frame}
  for(;;){
    switch(id){
${cases}
default:${raw}h=-1;
    }
    if(h<0)break;
    o=h;
    if(o>=e)break;
    if(++d>=${MAX_DISSECTED})id=0;
  }
  ${padding}
}}`;
  const starts = new Int32Array(MAX_LAYERS + 2);
  return evaluate(['T', 'L', ...t.names].join(), body, starts, new Int32Array(MAX_LAYERS + 2), ...t.values) as Filler;
}

/**
 * Compiles a plan for these Wireshark fields (or ours: `TCP.dport`). `frame.number` counts on from batch to batch of one
 * output.
 * @throws ERR_FIELD for a name that no layer knows.
 */
export function columnPlan(registry: Registry, fields: readonly string[], o: ColumnOptions & { readonly first: AnyLayer }): ColumnPlan {
  const all = o.occurrence === 'all';
  const asked = fields.map((field): Asked => {
    if (isFrameField(field)) return { field, type: all ? 'list' : FRAME_TYPES[field], sources: [] };
    const sources = sourcesOf(registry, field);
    return { field, type: all ? 'list' : typeOf(sources), sources };
  });
  let fill: Filler | undefined;
  const first = Int32Array.of(o.first.id);
  const firstLink = Int32Array.of(registry.valueFor('linktype', o.first) ?? 0);
  let ids = first,
    links = firstLink;
  /** A pcapng's interfaces grow while it is read. */
  const begin = (): void => {
    const { interfaces = [] } = o;
    if (interfaces.length === 0 || (ids !== first && ids.length === interfaces.length)) return;
    ids = Int32Array.from(interfaces, (f) => registry.next('linktype', f.linkType)?.id ?? 0);
    links = Int32Array.from(interfaces, (f) => f.linkType);
  };
  return {
    fields,
    output: () => new ColumnTable(asked),
    run: (batch, out) => {
      const table = out as ColumnTable;
      fill ??= compile(registry, asked);
      table.reserve(batch.n);
      begin();
      fill(batch, table, ids, links);
      table.rows = batch.n;
      table.before += batch.n;
    },
  };
}
