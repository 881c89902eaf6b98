/** A plan as a function: a walk over the layers of each packet, and the stores of the columns asked for. */
import type { PacketBatch } from '../capture/batch.ts';
import { MAX_DISSECTED, MAX_ELSEWHERE, MAX_LAYERS, MAX_LEVELS } from '../packet/chain/limits.ts';
import type { Registry } from '../packet/chain/registry.ts';
import { behindInLoop, goOnInLoop, TAKE_BEHIND } from '../packet/chain/step-text.ts';
import { stepsOf } from '../packet/chain/steps.ts';
import { evaluate } from '../packet/code/evaluate.ts';
import { Padding, Raw } from '../packet/layer/raw.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import type { ColumnTable, ColumnType } from './column-data.ts';
import { type FieldSource, isFrameField } from './field-names.ts';
import { leadingTo } from './leading-to.ts';
import { PlanText } from './plan-text.ts';

/** One question and the places that answer it. */
export interface Asked {
  readonly field: string;
  readonly type: ColumnType;
  readonly sources: readonly FieldSource[];
}

/** Layer ids and link types, an interface each; one for all when the interfaces are not known. */
export type Filler = (batch: PacketBatch, table: ColumnTable, ids: Int32Array, links: Int32Array) => void;

/** Payload that no layer takes, and what is behind the payload: the walk has no step that leads to them. */
const RAW = Raw as unknown as AnyLayer;
const PADDING = Padding as unknown as AnyLayer;

/**
 * So many characters of stores stand in one function at most: V8 stops optimising a function whose bytecode is too long (61,440
 * octets, some two characters each). What asks for more columns walks the batch more often.
 */
const LONGEST_STORES = 15_000;

/** About so many characters the step of a layer takes in the loop. */
const STEP = 350;

/** A column and its number in the table. */
type Numbered = readonly [k: number, asked: Asked];

/** The functions that fill a table, one after another. */
export function compileFillers(registry: Registry, asked: readonly Asked[]): Filler[] {
  const groups: Numbered[][] = [[]];
  let length = 0;
  let layers = new Set<AnyLayer>();
  asked.forEach((a, k) => {
    // A measure of the text, not the text: constants would be made twice. A layer with a column stands in the loop.
    const measure = (): number =>
      80 + 160 * a.sources.length + STEP * new Set(a.sources.map((s) => s.layer).filter((l) => !layers.has(l))).size;
    if (length > 0 && length + measure() > LONGEST_STORES) {
      groups.push([]);
      length = 0;
      layers = new Set();
    }
    length += measure();
    for (const { layer } of a.sources) layers.add(layer);
    groups.at(-1)?.push([k, a]);
  });
  return groups.map((group) => compileFiller(registry, group));
}

function compileFiller(registry: Registry, asked: readonly Numbered[]): Filler {
  const { step, state, learn } = stepsOf(registry);
  const t = new PlanText(
    registry,
    learn,
    (id, why) => (why === 'absent' ? '{id=alt&65535;alt>>>=16;continue}' : `{id=r++<${MAX_ELSEWHERE}?${id}:0;continue}`),
    behindInLoop,
  );
  const wanted = new Set(asked.flatMap(([, a]) => a.sources.map((s) => s.layer)));
  const toTheEnd = wanted.has(RAW) || wanted.has(PADDING);
  const walk = toTheEnd ? new Set(registry.soundLayers()) : leadingTo(registry, wanted);
  for (const rest of [RAW, PADDING]) walk.delete(rest);
  const stores = (layer: AnyLayer): string =>
    asked.flatMap(([k, a]) => a.sources.filter((s) => s.layer === layer).map((s) => t.store(s, k, a.type))).join('');
  const stored = new Map([...walk, RAW, PADDING].map((layer) => [layer, stores(layer)] as const));
  // Which layers stand below is noted only where somebody reads through a view.
  const note = t.hasReaders ? 'T[d]=o;L[d]=id;' : '';
  const raw = stored.get(RAW) && `if(o<e||d===0){h=e;${note}${stored.get(RAW)}d++}`;
  // Octets behind what stands within a message.
  const behindInner = raw === '' ? '' : `if(d<${MAX_DISSECTED}){const outer=o;o=e;e=outer;{${raw}}o=outer}`;
  const padding =
    stored.get(PADDING) && `const m=(offset[i]+captured[i])|0;if(e<m){o=e;e=m;h=m;id=${PADDING.id};${note}${stored.get(PADDING)}}`;
  // Layers with a column to fill, and those that most packets have, stand in the loop; for others their step function is called.
  const common = new Set(registry.common);
  const cases = [...walk]
    .filter((layer) => stored.get(layer) !== '' || common.has(layer))
    .map((layer) => `case ${layer.id}:{${t.header(layer)}${t.extent(layer)}${note}${stored.get(layer)}${t.next(layer)}break}\n`)
    .join('');
  const walked = new Uint8Array(1 + Math.max(registry.idLimit, ...[...walk].map((l) => l.id)));
  for (const layer of walk) {
    learn(layer);
    walked[layer.id] = 1;
  }
  for (const [id, { candidates }] of registry.forks) if (candidates.some((l) => walk.has(l))) walked[id] = 1;
  const names = asked
    .map(
      ([k, { type }]) =>
        `const c${k}_=t.columns[${k}],p${k}=c${k}_.present,v${k}=c${k}_.values${type === 'u128' ? `,h${k}=c${k}_.high` : ''}${type === 'time' ? `,n${k}=c${k}_.nsec` : ''};p${k}.fill(0,0,n);`,
    )
    .join('');
  const frame = asked.map(([k, { field, type }]) => (isFrameField(field) ? t.frame(field, k, type === 'list') : '')).join('');
  const body = `return (batch,t,ids,links)=>{const n=batch.n,b=batch.data,offset=batch.offset,captured=batch.captured,iface=batch.iface,wire=batch.wire,one=ids.length===1,first=ids[0];
${names}
for(let i=0;i<n;i++){
  // Whole numbers: a loop that begins with an unsigned one is compiled for doubles.
  let o=offset[i]|0,e=(o+captured[i])|0,id=one?first:ids[iface[i]]|0,d=0,h=0,x=0,y=0,z=0,q=0,alt=0,r=0,g=0;
  ${t.hasReaders ? 'const w=wire[i]>captured[i]?o+wire[i]:0;' : ''}
  ${frame}
  for(;;){
    switch(id){
${cases}
    case 0:${raw}h=-1;break;
    default:{
      const f=walked[id]===1?step[id]:undefined;
      if(f===undefined){${raw}h=-1;break}
      x=f(b,o,e,alt);
      h=S[0];
      if(h<0){alt=S[2];id=r++<${MAX_ELSEWHERE}?x:0;continue}
      ${TAKE_BEHIND}
      e=S[1];alt=S[2];${note}id=x;
    }
    }
    ${goOnInLoop('d++;', behindInner)}
  }
  ${padding}
}}`;
  return evaluate(
    ['T', 'L', 'R', 'M', 'E', 'S', 'step', 'walked', ...t.names].join(),
    body,
    new Int32Array(MAX_LAYERS + 2),
    new Int32Array(MAX_LAYERS + 2),
    new Int32Array(MAX_LEVELS),
    new Int32Array(MAX_LEVELS),
    new Int32Array(MAX_LEVELS),
    state,
    step,
    walked,
    ...t.values,
  ) as Filler;
}
