/**
 * Column plans: the fields asked for, compiled to one function over a batch that fills typed arrays. It walks the layers
 * as the dissector does, made of the same steps, but only those that lead to a field asked for; no packet object is made.
 */
import { PacketwrightError } from '../bytes/errors.ts';
import type { InterfaceInfo, PacketBatch } from '../capture/batch.ts';
import { StepText } from '../packet/code/dissector-code.ts';
import { evaluate } from '../packet/code/evaluate.ts';
import { loadText } from '../packet/code/text.ts';
import { Frame, LayerContext, MAX_LAYERS } from '../packet/frame.ts';
import type { AnyLayer } from '../packet/layer.ts';
import { alwaysSpace, type Registry } from '../packet/registry.ts';
import { FRAME_FIELDS, type FieldSource, type FrameField, sourcesOf } from './field-names.ts';
import type { Plan } from './plan.ts';

/** How a column keeps its values. Addresses are numbers: IPv4 unsigned 32 bits, MACs 48; IPv6 has `high` and `low`. */
export type ColumnType = 'u32' | 'f64' | 'u128' | 'any';

/** One column of a result: `values[i]` holds where `present[i]` is 1. */
export interface ColumnData {
  readonly field: string;
  readonly type: ColumnType;
  readonly present: Uint8Array;
  readonly values: Uint32Array | Float64Array | BigUint64Array | unknown[];
  /** The upper 64 bits of `u128` values; `values` has the lower ones. */
  readonly high?: BigUint64Array;
}

/** What a plan fills: rows are the batch's packets. Used again for each batch. */
export interface Columns {
  readonly rows: number;
  readonly columns: readonly ColumnData[];
  /** A column by its field. */
  column(field: string): ColumnData;
}

/** Where packets begin. */
export interface ColumnOptions {
  /** Link types come from here; without it every packet begins with `first`. */
  readonly interfaces?: readonly InterfaceInfo[];
  readonly first?: AnyLayer;
}

/** A compiled question for columns. */
export interface ColumnPlan extends Plan<Columns> {
  /** Makes room for results, to be given to `run`. */
  output(): Columns;
}

class ColumnTable implements Columns {
  rows = 0;
  columns: MutableColumn[] = [];
  column(field: string): ColumnData {
    const c = this.columns.find((x) => x.field === field);
    if (c === undefined)
      throw new PacketwrightError(
        'ERR_FIELD',
        `this plan has no column '${field}'; it has ${this.columns.map((x) => x.field).join(', ')}`,
        { field },
      );
    return c;
  }
}

interface MutableColumn {
  field: string;
  type: ColumnType;
  present: Uint8Array;
  values: Uint32Array | Float64Array | BigUint64Array | unknown[];
  high?: BigUint64Array;
}

/** One question and the places that answer it. */
interface Asked {
  readonly field: string;
  readonly type: ColumnType;
  readonly sources: readonly FieldSource[];
}

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

/** Statements that store one field of the layer at `o` into row `i`, unless an outer layer has filled it. */
function storeColumn(s: FieldSource, k: number, type: ColumnType, t: StepText): string {
  const filled = `p${k}[i]=1;`;
  let text: string;
  if ('column' in s) {
    text = `x=${t.constant(columnReader(s.layer, s.column))}(b,o,h,e,T,d);if(x!==undefined){${filled}v${k}[i]=x}`;
  } else if (!('slot' in s)) text = `${filled}v${k}[i]=1;`;
  else if (s.slot.kind.form === 'integer' && s.slot.anchor === 0) {
    text = `${filled}v${k}[i]=${loadText(s.slot, 'b', 'o')};`;
  } else if (s.slot.kind.form === 'fixed' && s.slot.anchor === 0 && type !== 'any') {
    const at = `o+${s.slot.bit / 8}`;
    const { label } = s.slot.kind;
    if (label === 'ipv4') text = `q=${at};${filled}v${k}[i]=(b[q]<<24|b[q+1]<<16|b[q+2]<<8|b[q+3])>>>0;`;
    else if (label === 'mac')
      text = `q=${at};${filled}v${k}[i]=(b[q]<<8|b[q+1])*4294967296+((b[q+2]<<24|b[q+3]<<16|b[q+4]<<8|b[q+5])>>>0);`;
    else text = `q=${at};${filled}h${k}[i]=${t.constant(word)}(b,q);v${k}[i]=${t.constant(word)}(b,q+8);`;
  } else {
    const { name } = s.slot;
    text = `x=${t.constant(columnReader(s.layer, (view) => view[name]))}(b,o,h,e,T,d);if(x!==undefined){${filled}v${k}[i]=x}`;
  }
  return `if(p${k}[i]===0){${text}}`;
}

/** 64 bits, network byte order. */
function word(b: Uint8Array, o: number): bigint {
  const high = ((b[o] as number) << 24) | ((b[o + 1] as number) << 16) | ((b[o + 2] as number) << 8) | (b[o + 3] as number);
  const low = ((b[o + 4] as number) << 24) | ((b[o + 5] as number) << 16) | ((b[o + 6] as number) << 8) | (b[o + 7] as number);
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

/** A column of a spec over octets: the first of its values. */
function columnReader(
  layer: AnyLayer,
  column: (view: any, at: LayerContext) => unknown,
): (b: Uint8Array, o: number, h: number, e: number, starts: Int32Array, depth: number) => unknown {
  const frame = new Frame();
  frame.shape = { layers: [layer, layer], depth: 2, pseudo: new Int8Array(2).fill(-1) } as unknown as Frame['shape'];
  const at = new LayerContext(frame, 0);
  const view = layer.code.view(frame, 0, 0);
  return (b, o, h, e) => {
    frame.b = b;
    frame.starts[0] = o;
    frame.starts[1] = h;
    frame.end = e;
    const x = column(view.$move(frame, o, 0), at);
    return Array.isArray(x) ? x[0] : x;
  };
}

type Filler = (batch: PacketBatch, table: ColumnTable, ids: Int32Array) => void;

function compile(registry: Registry, asked: readonly Asked[], frameFields: readonly { k: number; field: FrameField }[]): Filler {
  const t = new StepText(registry);
  const wanted = new Set(asked.flatMap((a) => a.sources.map((s) => s.layer)));
  const walk = leadingTo(registry, wanted);
  let cases = '';
  for (const layer of walk) {
    const stores = asked.flatMap((a, k) => a.sources.filter((s) => s.layer === layer).map((s) => storeColumn(s, k, a.type, t))).join('');
    cases += `case ${layer.id}:{${t.header(layer)}${t.extent(layer)}T[d]=o;${stores}${t.next(layer)}break}\n`;
  }
  const names = asked
    .map(
      (a, k) =>
        `const c${k}_=t.columns[${k}],p${k}=c${k}_.present,v${k}=c${k}_.values${a.type === 'u128' ? `,h${k}=c${k}_.high` : ''};p${k}.fill(0,0,n);`,
    )
    .join('');
  const frame = frameFields
    .map(({ k, field }) => {
      const value = {
        'frame.number': 'i+1',
        'frame.len': 'batch.wire[i]',
        'frame.cap_len': 'batch.captured[i]',
        'frame.time': 'batch.sec[i]+batch.nsec[i]/1e9',
        'frame.time_epoch': 'batch.sec[i]+batch.nsec[i]/1e9',
        'frame.interface_id': 'batch.iface[i]',
        'frame.protocols': '0',
        'frame.encap_type': '0',
      }[field];
      return `p${k}[i]=1;v${k}[i]=${value};`;
    })
    .join('');
  const body = `return (batch,t,ids)=>{const n=batch.n,b=batch.data,offset=batch.offset,captured=batch.captured,iface=batch.iface;
${names}
for(let i=0;i<n;i++){
  let o=offset[i],e=o+captured[i],id=ids.length===1?ids[0]:ids[iface[i]],d=0,h=0,x=0,y=0,z=0,q=0;
  ${frame}
  for(;;){
    switch(id){
${cases}
default:h=-1;
    }
    if(h<0)break;
    o=h;
    if(o>=e||++d>=${MAX_LAYERS})break;
  }
}}`;
  return evaluate(['T', ...t.names].join(), body, new Int32Array(MAX_LAYERS + 2), ...t.values) as Filler;
}

/**
 * Compiles a plan for these Wireshark fields (or ours: `TCP.dport`), the first occurrence in each packet.
 * @throws ERR_FIELD for a name that no layer knows.
 */
export function columnPlan(registry: Registry, fields: readonly string[], o: ColumnOptions & { readonly first: AnyLayer }): ColumnPlan {
  const frameFields: { k: number; field: FrameField }[] = [];
  const asked = fields.map((field, k): Asked => {
    if ((FRAME_FIELDS as readonly string[]).includes(field)) {
      frameFields.push({ k, field: field as FrameField });
      return { field, type: 'f64', sources: [] };
    }
    const sources = sourcesOf(registry, field);
    return { field, type: typeOf(sources), sources };
  });
  let fill: Filler | undefined;
  const first = Int32Array.of(o.first.id);
  let ids = first;
  const firstLayers = (): Int32Array => {
    const { interfaces } = o;
    if (interfaces === undefined || interfaces.length === 0) return first;
    if (ids.length !== interfaces.length || ids === first)
      ids = Int32Array.from(interfaces, (f) => registry.next('linktype', f.linkType)?.id ?? 0);
    return ids;
  };
  return {
    fields,
    output: () => {
      const table = new ColumnTable();
      table.columns = asked.map((a) => ({ field: a.field, type: a.type, present: new Uint8Array(0), values: [] }));
      return table;
    },
    run: (batch, out) => {
      const table = out as ColumnTable;
      fill ??= compile(registry, asked, frameFields);
      if ((table.columns[0]?.present.length ?? 0) < batch.n) grow(table, batch.n);
      fill(batch, table, firstLayers());
      table.rows = batch.n;
    },
  };
}

function grow(table: ColumnTable, rows: number): void {
  const n = Math.max(1024, rows);
  for (const c of table.columns) {
    c.present = new Uint8Array(n);
    c.values =
      c.type === 'u32'
        ? new Uint32Array(n)
        : c.type === 'f64'
          ? new Float64Array(n)
          : c.type === 'u128'
            ? new BigUint64Array(n)
            : new Array<unknown>(n);
    if (c.type === 'u128') c.high = new BigUint64Array(n);
  }
}
