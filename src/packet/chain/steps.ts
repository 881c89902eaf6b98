/** A registry's steps: a function for each layer, made when a packet first needs it. */
import { evaluate } from '../code/evaluate.ts';
import { isPadding, isRaw } from '../layer/raw.ts';
import type { AnyLayer } from '../spec/spec.ts';
import type { Registry } from './registry.ts';
import { firstThatBegins } from './forks.ts';
import { StepText } from './step-text.ts';

/**
 * Steps over the layer at `o`, whose packet ends at `e`: gives the id of the next layer, and leaves in `Steps.state` the header's end,
 * the payload's end, and the id to try should the next not begin there. A header's end of -1: the layer is not here, the id given may be.
 * Where something stands behind the payload: its id, from where and to where, for the caller to take and set the id to 0; behind these
 * the same of what stands before it.
 */
export type Step = (b: Uint8Array, o: number, e: number, alt: number) => number;

export interface Steps {
  /** By layer id; undefined for what is no layer of this registry, and for Raw and Padding. */
  readonly step: (Step | undefined)[];
  readonly layers: (AnyLayer | undefined)[];
  readonly state: Int32Array;
  /** Takes in a layer that stands in no table. */
  learn(layer: AnyLayer): void;
}

/** The steps of a registry, made at first use. */
export function stepsOf(registry: Registry): Steps {
  registry.steps ??= makeSteps(registry);
  return registry.steps as Steps;
}

function makeSteps(registry: Registry): Steps {
  const state = new Int32Array(9);
  const step: (Step | undefined)[] = new Array<undefined>(registry.idLimit).fill(undefined);
  const layers: (AnyLayer | undefined)[] = new Array<undefined>(registry.idLimit).fill(undefined);
  const steps: Steps = {
    step,
    layers,
    state,
    learn: (layer) => {
      const { id } = layer;
      if (layers[id] !== undefined || isRaw(layer) || isPadding(layer)) return;
      layers[id] = layer;
      step[id] = (b, o, e, alt) => {
        const made = compileStep(registry, steps, layer);
        step[id] = made;
        return made(b, o, e, alt);
      };
    },
  };
  for (const layer of registry.bound.values()) steps.learn(layer);
  for (const [id, fork] of registry.forks)
    step[id] = (b, o, e, alt) => {
      state[0] = -1;
      const found = firstThatBegins(fork, b, o, e);
      state[2] = found === 0 ? alt >>> 16 : alt;
      return found === 0 ? alt & 0xffff : found;
    };
  return steps;
}

function compileStep(registry: Registry, steps: Steps, layer: AnyLayer): Step {
  const t = new StepText(
    registry,
    steps.learn,
    (id, why) => `{S[0]=-1;S[2]=${why === 'variant' ? 'alt' : 'alt>>>16'};return ${id}}`,
    (id, from, to, first) => (first ? `S[6]=${id};S[7]=${from};S[8]=${to};` : `S[3]=${id};S[4]=${from};S[5]=${to};`),
  );
  const body = `return (b,o,e,alt)=>{let id=0,h=0,x=0,y=0,z=0;${t.header(layer)}${t.extent(layer)}${t.next(layer)}S[0]=h;S[1]=e;S[2]=alt;return id}`;
  return evaluate(['S', ...t.names].join(), body, steps.state, ...t.values) as Step;
}
