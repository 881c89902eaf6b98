/**
 * The dissector of a registry: one loop around a switch, generated from the specs. A case checks that its layer's header
 * is there, notes where it starts, narrows the end, and says which layer is next. Notes where they start only: fields
 * are read when somebody asks (objects for every layer would cost three times as much).
 */
import { MAX_DISSECTED, MAX_LAYERS } from '../chain/limits.ts';
import type { Registry } from '../chain/registry.ts';
import { StepText } from '../chain/step-text.ts';
import { evaluate } from '../code/evaluate.ts';
import { Padding, Raw } from '../layer/raw.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { PacketObject } from './packet-object.ts';

/** Dissects octets `s` to `e` of `b` (kept, not copied), beginning with the layer of that id. */
export type Dissector = (b: Uint8Array, s: number, e: number, first: number) => PacketObject;

/** The dissector of a registry, made at first use. */
export function dissectorOf(registry: Registry): Dissector {
  registry.dissector ??= compileDissector(registry);
  return registry.dissector as Dissector;
}

function compileDissector(registry: Registry): Dissector {
  const t = new StepText(registry);
  let cases = '';
  for (const [id, layer] of registry.layers) {
    if (layer === (Raw as unknown as AnyLayer) || layer === (Padding as unknown as AnyLayer)) continue;
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
