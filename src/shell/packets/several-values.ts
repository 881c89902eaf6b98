/** Values that stand for several: how many they are, each of them, and the first. */
import type { Slot } from '../../packet/spec/slot.ts';
import { ValueSet, Volatile } from '../../packet/spec/several.ts';
import type { Place } from './place.ts';
import { isSeveralIn, isSingle, toGiven } from './to-given.ts';

export const isTemplateValue = (slot: Slot | undefined, v: unknown): boolean =>
  slot !== undefined && isSeveralIn(slot, v) && !(Array.isArray(v) && v.length === 0);

/** The values of one that {@link isTemplateValue}. */
export function valuesIn(place: Place, slot: Slot, v: unknown): { count: number; at: (i: number) => unknown } {
  const own = toGiven(slot, v);
  if (own instanceof ValueSet) return { count: own.count, at: own.at };
  if (!Array.isArray(own)) return { count: 1, at: () => own };
  const flat = (own as unknown[]).map((x) =>
    x instanceof ValueSet ? x : { count: 1, at: () => (x instanceof Volatile ? x.draw(place.random) : x) },
  );
  return {
    count: flat.reduce((n, x) => n + x.count, 0),
    at: (i) => {
      let left = i;
      for (const x of flat) {
        if (left < x.count) return x.at(left);
        left -= x.count;
      }
      return undefined;
    },
  };
}

/** The first of several values, to look at a packet that stands for many. */
export function firstOf(own: unknown, slot: Slot): unknown {
  if (own instanceof Volatile) return undefined;
  if (own instanceof ValueSet) return own.at(0);
  if (Array.isArray(own) && isSingle(slot)) return firstOf(own[0], slot);
  return own;
}
