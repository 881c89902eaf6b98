/** Random values in packets that belong together: each packet draws its own, and what was meant to be one number is two. */
import type { Packet } from '../../packet/laid/packet.ts';
import { CraftedLayer } from '../../packet/spec/crafted.ts';
import { Volatile } from '../../packet/spec/several.ts';
import { type Template, TemplateObject } from '../../packet/templates/template.ts';

/** A random value that two templates share, or draw each for itself where they should not. */
export interface RandomTwice {
  readonly code: 'random-twice';
  readonly layer: string;
  readonly field: string;
  /** As it was written: `RandShort()`. */
  readonly value: string;
  /** One sentence. */
  readonly message: string;
  readonly remedy: string;
}

/** RFC 9293 §3.1 */
const ACK = 0x10;

/** The random values of a template, by layer and field. */
function volatilesOf(given: unknown): Map<string, { layer: string; field: string; value: Volatile<unknown>; isPort: boolean }> {
  const found = new Map<string, { layer: string; field: string; value: Volatile<unknown>; isPort: boolean }>();
  if (!(given instanceof TemplateObject)) return found;
  for (const part of given.parts as readonly unknown[]) {
    if (!(part instanceof CraftedLayer)) continue;
    const layer = part.layer.layerName;
    for (const [field, value] of Object.entries(part.given)) {
      const isPort = part.layer.layout.slots.some(({ name, options }) => name === field && options.hints !== undefined);
      if (value instanceof Volatile) found.set(`${layer}.${field}`, { layer, field, value, isPort });
    }
  }
  return found;
}

/** Whether a packet goes on with what another began: TCP's with an acknowledgement. */
const goesOn = (given: Template | Packet): boolean =>
  given instanceof TemplateObject &&
  given.parts.some((part) => {
    const flags: unknown = part instanceof CraftedLayer && part.layer.layerName === 'TCP' ? part.given['flags'] : undefined;
    return typeof flags === 'string' ? flags.includes('A') : typeof flags === 'number' && (flags & ACK) !== 0;
  });

/**
 * Points out random values that are drawn twice where one was meant: the same `RandShort()` in two templates, or a random port in one that
 * goes on with a connection (its flags have A) after another with a random port. An empty list: nothing to say.
 *
 * ```ts
 * const sport = RandShort();
 * randomTwice(packet(IP(), TCP({ sport, flags: 'S' })), packet(IP(), TCP({ sport, flags: 'A' })))[0].message;
 * // TCP.sport: RandShort() stands in two packets, and each draws its own number
 * ```
 */
export function randomTwice(...given: readonly (Packet<any> | Template<any>)[]): readonly RandomTwice[] {
  const out = new Map<string, RandomTwice>();
  given.forEach((second, j) => {
    const its = volatilesOf(second);
    if (its.size === 0) return;
    for (const first of given.slice(0, j))
      for (const [name, { value }] of volatilesOf(first)) {
        const mine = its.get(name);
        const same = [...its.values()].find((other) => other.value === value);
        const { layer, field } = same ?? mine ?? {};
        if (layer === undefined || field === undefined || (same === undefined && !(mine?.isPort === true && goesOn(second)))) continue;
        out.set(name, {
          code: 'random-twice',
          layer,
          field,
          value: value.text,
          message: `${layer}.${field}: ${value.text} stands in two packets, and each draws its own number`,
          remedy: `draw it once: const ${field} = packet(…).first().get(${layer}).${field}, or a number of your own`,
        });
      }
  });
  return [...out.values()];
}
