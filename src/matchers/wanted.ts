/** What a test wants of a packet, and what a packet lacks of it. */
import { PacketwrightError } from '../bytes/errors.ts';
import { LINKTYPE } from '../capture/link-types.ts';
import { packetFilter } from '../filter/bpf/packet-filter.ts';
import { jsonValue } from '../packet/display/json.ts';
import { valueText } from '../packet/display/value-text.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { isCrafted } from '../packet/spec/crafted.ts';
import { shown } from '../packet/spec/wants.ts';
import { auto, type Crafted, type View } from '../packet/spec/spec.ts';
import { packet } from '../protocols/protocols.ts';

/**
 * What a packet is to be: a filter in libpcap's language (`'tcp port 80'`), layers with the fields that count (`TCP({ dport: 80, flags: 'SA' })`; several in a list,
 * from the outermost in), or a function that says so.
 */
export type WantedPacket = string | Crafted | readonly Crafted[] | ((p: Packet) => boolean);

/** Something that a packet lacks. */
export interface Lack {
  readonly text: string;
  /** How much it is: a layer that is not there lacks each field that counts, too. */
  readonly weight: number;
}

/** One that is ready to be asked. */
export interface Wanted {
  /** As the failure of a test shows it. */
  readonly text: string;
  /** Empty: the packet is what is wanted. */
  lacks(p: Packet): Lack[];
}

/** @throws ERR_FILTER, ERR_VALUE */
export function wantedOf(want: WantedPacket): Wanted {
  if (typeof want === 'string') return byFilter(want);
  if (typeof want === 'function' && !isCrafted(want)) return byFunction(want as (p: Packet) => boolean);
  const layers = Array.isArray(want) ? (want as readonly Crafted[]) : [want as Crafted];
  if (layers.length === 0 || !layers.every(isCrafted))
    throw new PacketwrightError('ERR_VALUE', `what is wanted of a packet is a filter, layers or a function, not ${shown(want)}`, {
      value: want,
      remedy: "give 'tcp port 80', TCP({ dport: 80 }) or (p) => p.has(TCP)",
    });
  return byLayers(layers);
}

function byFilter(text: string): Wanted {
  // A filter with a fault is the test's fault, whatever the packets are.
  const passes = packetFilter(text, [LINKTYPE.ETHERNET]);
  return { text: `'${text}'`, lacks: (p) => (passes(p) ? [] : [{ text: `the filter '${text}' does not let it pass`, weight: 1 }]) };
}

function byFunction(fits: (p: Packet) => boolean): Wanted {
  const text = fits.name === '' ? String(fits) : fits.name;
  const says = (p: Packet): boolean => {
    const said: unknown = fits(p);
    if (typeof said === 'boolean') return said;
    throw new PacketwrightError('ERR_VALUE', `${text} says ${shown(said)}: true or false was expected`, {
      value: said,
      remedy: 'a function that judges a packet is not async; of a layer give TCP() instead of TCP',
    });
  };
  return { text, lacks: (p) => (says(p) ? [] : [{ text: `${text} says no`, weight: 1 }]) };
}

function byLayers(layers: readonly Crafted[]): Wanted {
  const wants = layers.map((part) => {
    // Built once, so that 'http' and 80 are the same.
    const view = packet(part).get(part.layer, 1) as View;
    const names = Object.keys(part.given).filter((name) => part.given[name] !== undefined && part.given[name] !== auto);
    return { layer: part.layer, view, names };
  });
  const fieldsText = ({ layer, view, names }: (typeof wants)[number]): string =>
    names.length === 0 ? layer.layerName : `${layer.layerName} ${names.map((name) => `${name}=${fieldText(view, name)}`).join(' ')}`;
  return {
    text: wants.map(fieldsText).join(' / '),
    lacks(p) {
      const has = p.layers();
      const lacks: Lack[] = [];
      let at = 0;
      for (const { layer, view, names } of wants) {
        const i = has.indexOf(layer, at);
        if (i < 0) {
          const text = `${layer.layerName} is not there${has.includes(layer) ? ' in this order' : ''}`;
          lacks.push({ text, weight: 1 + names.length });
          continue;
        }
        at = i + 1;
        const nth = has.slice(0, at).filter((one) => one === layer).length;
        const there = p.get(layer, nth) as View;
        for (const name of names) {
          if (sameValue(heldBy(there, name), heldBy(view, name))) continue;
          lacks.push({ text: `${layer.layerName}.${name}: ${fieldText(there, name)}, not ${fieldText(view, name)}`, weight: 1 });
        }
      }
      return lacks;
    },
  };
}

const heldBy = (view: View, name: string): unknown => (view as unknown as Record<string, unknown>)[name];

/** By what both are as JSON: flags, addresses, lists and records have one form there. */
const sameValue = (a: unknown, b: unknown): boolean => JSON.stringify(jsonValue(a)) === JSON.stringify(jsonValue(b));

/** A field's value as `show()` has it. */
export function fieldText(view: View, name: string): string {
  const slot = view.$layer.layout.slots.find((one) => one.name === name);
  const value = heldBy(view, name);
  return slot === undefined ? String(value) : valueText(slot, value, view);
}
