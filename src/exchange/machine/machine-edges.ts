/** What a drawing of a machine shows: its states, and one arrow for all ways from one state to another. */
import { type AnyMachine, waysOf } from './machine.ts';

export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** A way each: what comes in as it is, time in italics, what is asked in brackets. */
  readonly labels: readonly { readonly kind: 'on' | 'after' | 'asked'; readonly text: string }[];
}

/** In the order of the description. What is done without leaving a state is no arrow. */
export function arrowsOf(machine: AnyMachine): Arrow[] {
  const arrows = new Map<string, { from: string; to: string; labels: Arrow['labels'][number][] }>();
  for (const from of Object.keys(machine.states)) {
    for (const { kind, way } of waysOf(machine, from)) {
      if (way.to === undefined) continue;
      const key = JSON.stringify([from, way.to]);
      const arrow = arrows.get(key) ?? { from, to: way.to, labels: [] };
      arrow.labels.push({ kind, text: kind === 'asked' ? `[${way.label}]` : way.label });
      arrows.set(key, arrow);
    }
  }
  return [...arrows.values()];
}
