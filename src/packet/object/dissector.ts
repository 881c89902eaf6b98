/**
 * The dissector of a registry: one loop around a switch, generated from the specs. A case checks that its layer's header
 * is there, notes where it starts, narrows the end, and says which layer is next. Notes where they start only: fields
 * are read when somebody asks (objects for every layer would cost three times as much).
 *
 * The common layers' cases stand in the loop; all others are step functions. So the loop stays small enough for V8 to optimise, whatever
 * number of layers a registry has, and nothing is made of a spec before a packet needs it.
 *
 * The loop stops where a layer comes that is none of the common ones: a packet finds those when somebody asks for more than it has. Most
 * who read a TCP port do not ask what the segment carries, and finding HTTP's end costs more than all layers below it.
 */
import { MAX_DISSECTED, MAX_ELSEWHERE, MAX_LAYERS, MAX_LEVELS } from '../chain/limits.ts';
import type { Registry } from '../chain/registry.ts';
import { behindInLoop, goOnInLoop, StepText, TAKE_BEHIND } from '../chain/step-text.ts';
import { stepsOf } from '../chain/steps.ts';
import { evaluate } from '../code/evaluate.ts';
import { Padding, Raw } from '../layer/raw.ts';
import { type Dissector, type Dissectors, PacketObject } from './packet-object.ts';

/** The dissector of a registry, made at first use: it leaves what is behind the common layers to the packet, which has it found when somebody asks. */
export function dissectorOf(registry: Registry): Dissector {
  registry.dissectors ??= dissectorsOf(registry);
  return (registry.dissectors as Dissectors).common;
}

/** The same for who asks for all layers anyway: nothing is walked twice. */
export const wholeDissectorOf = (registry: Registry): Dissector => {
  registry.dissectors ??= dissectorsOf(registry);
  return (registry.dissectors as Dissectors).all;
};

function dissectorsOf(registry: Registry): Dissectors {
  let all: Dissector | undefined;
  const findAll: Dissector = (b, s, e, first) => {
    all ??= compileDissector(registry, '');
    return all(b, s, e, first);
  };
  // Both ports of a segment may say the same.
  const next = 'if((alt&65535)===id)alt>>>=16;const end=(id|alt)<2048&&g===0?-1-(id|alt<<11):-1;';
  const later = `if(f!==undefined&&d>0&&d<9){${next}return new P(b,s,limit,end,node,T[0],T[1],T[2],T[3],T[4],T[5],T[6],T[7],null)}`;
  // Without common layers there is nothing to stop behind.
  return { common: registry.common.length === 0 ? findAll : compileDissector(registry, later), all: findAll };
}

/** Going on at the same octet with another layer, inside the loop; so often at most, should specs point at each other. */
const inLoop = (id: string, why: 'variant' | 'absent'): string =>
  why === 'absent' ? '{id=alt&65535;alt>>>=16;continue}' : `{id=r++<${MAX_ELSEWHERE}?${id}:0;continue}`;

/** `later`: what is done where a layer comes that is none of the common ones. */
function compileDissector(registry: Registry, later: string): Dissector {
  const { step, layers, state, learn } = stepsOf(registry);
  const t = new StepText(registry, learn, inLoop, behindInLoop);
  const cases = registry.common.map(
    (layer) =>
      `case ${layer.id}:{${t.header(layer)}node=node.kids[${layer.id}]??node.kid(${t.constant(layer)});T[d++]=o;${t.extent(layer)}${t.next(layer)}break}\n`,
  );
  const body = `
return (b,s,limit,id)=>{
  const first=id;
  let node=root,o=s|0,e=limit|0,d=0,h=0,x=0,y=0,z=0,alt=0,r=0,g=0,none=false;
  for(;;){
    switch(id){
${cases.join('')}
    default:{
      const f=step[id];${later}
      if(f===undefined){
        // Raw, or a layer of another registry: the rest is octets.
        if(o<e||d===0){none=d===0&&first!==${Raw.id};node=node.kids[${Raw.id}]??node.kid(Raw);T[d++]=o}
        h=-1;
        break;
      }
      x=f(b,o,e,alt);
      h=S[0];
      if(h<0){alt=S[2];id=r++<${MAX_ELSEWHERE}?x:0;continue}
      node=node.kids[id]??node.kid(layers[id]);T[d++]=o;${TAKE_BEHIND}e=S[1];alt=S[2];id=x;
    }
    }
    ${goOnInLoop('', `if(d<${MAX_DISSECTED}){node=node.kids[${Raw.id}]??node.kid(Raw);T[d++]=e}else o=e`)}
  }
  if(e<limit){node=node.kids[${Padding.id}]??node.kid(Padding);T[d++]=e}
  const p=new P(b,s,limit,node.levels===null?e:limit,node,T[0],T[1],T[2],T[3],T[4],T[5],T[6],T[7],d>8?Array.from(T.subarray(8,d)):null);
  if(none)p.x={first};
  return p;
}`;
  return evaluate(
    ['root', 'T', 'R', 'M', 'E', 'P', 'S', 'step', 'layers', 'Raw', 'Padding', ...t.names].join(','),
    body,
    registry.root,
    new Int32Array(MAX_LAYERS + 2),
    new Int32Array(MAX_LEVELS),
    new Int32Array(MAX_LEVELS),
    new Int32Array(MAX_LEVELS),
    PacketObject,
    state,
    step,
    layers,
    Raw,
    Padding,
    ...t.values,
  ) as Dissector;
}
