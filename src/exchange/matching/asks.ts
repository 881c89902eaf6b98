/** Whether a layer asks something: what a spec says of answers tells that, too. */
import { asked } from '../../packet/spec/asked.ts';
import type { Slot } from '../../packet/spec/slot.ts';
import type { AnyLayer, Matching } from '../../packet/spec/spec.ts';
import type { View } from './answers.ts';

/** A kind of message is told by a number of few bits: a type, a code, a flag. */
const MOST_BITS = 8;
/** Of flags and modes every value is tried together with a number that an answer brings back in another field (NTP's origin). */
const FEW_BITS = 4;
/** So many kinds of one layer's messages are remembered. */
const MOST_KINDS = 512;

const known = new WeakMap<AnyLayer, Map<string, boolean>>();

/**
 * Whether such a message is a question: one of its kind with another number (type, code, flag) would answer it, by the spec's own word. A message
 * that would answer itself is none: ports and streams are the same in both directions.
 */
export function asks(layer: AnyLayer, view: View): boolean {
  const { match } = layer.spec;
  if (match === undefined) return false;
  const { asks: own } = match;
  if (own !== undefined) return asked(() => own(view), false) === true;
  const kinds = layer.layout.slots.filter(({ bits }) => bits > 0 && bits <= MOST_BITS);
  if (kinds.length === 0) return false;
  const fields = view as unknown as Readonly<Record<string, unknown>>;
  const key = kinds.map(({ name }) => String(asked(() => fields[name], undefined))).join();
  const of = known.get(layer) ?? new Map<string, boolean>();
  known.set(layer, of);
  let found = of.get(key);
  if (found === undefined) {
    if (of.size >= MOST_KINDS) of.clear();
    of.set(key, (found = isAnswerable(match, view, kinds, layer.layout.slots)));
  }
  return found;
}

function isAnswerable(match: Matching<View>, view: View, kinds: readonly Slot[], slots: readonly Slot[]): boolean {
  const isAnsweredBy = (reply: View): boolean => asked(() => match.answers(reply, view), false) === true;
  if (isAnsweredBy(view)) return false;
  const back = broughtBack(slots);
  for (const { name, bits } of kinds)
    for (let value = 0; value < 2 ** bits; value++) {
      if (isAnsweredBy(withFields(view, { [name]: value }))) return true;
      if (bits > FEW_BITS) continue;
      const fields = view as unknown as Readonly<Record<string, unknown>>;
      for (const [to, from] of back) if (isAnsweredBy(withFields(view, { [name]: value, [to]: fields[from] }))) return true;
    }
  return false;
}

/** Pairs of long numbers of one size: an answer may bring one back as the other. */
function broughtBack(slots: readonly Slot[]): [string, string][] {
  const long = slots.filter(({ bits }) => bits > 32);
  return long.flatMap((to) =>
    long.filter((from) => from !== to && from.bits === to.bits).map((from): [string, string] => [to.name, from.name]),
  );
}

const withFields = (view: View, fields: Readonly<Record<string, unknown>>): View =>
  new Proxy(view as object, {
    get: (target, name) => (typeof name === 'string' && Object.hasOwn(fields, name) ? fields[name] : Reflect.get(target, name)),
  }) as unknown as View;
