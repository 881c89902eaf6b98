/**
 * The text of one layer's step, of which dissectors and plans are made: is the header there, where does it end, where does
 * the payload, which layer is next. A step works on the variables `b` (octets), `o` (where the layer starts), `e` (end), `h` (the
 * header's end), `id` (the layer), `alt` (the layers to try should this one not begin here: the first in its lower half, the second in
 * its upper), and `x y z` for numbers on the way.
 */
import { isFixed, numberPlace, numberSlot, type PlaceFinder } from '../code/anchor.ts';
import { ProbedOctets } from '../code/probe.ts';
import { claimText, loadText } from '../code/text.ts';
import type { Slot } from '../spec/slot.ts';
import type { AnyLayer, Filling, NextLayer, Trailer } from '../spec/spec.ts';
import { alwaysSpace, type VariantBinding, variantSlot } from './bindings.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { asked } from '../spec/asked.ts';
import { beginsAt } from '../spec/begins.ts';
import { shown } from '../spec/wants.ts';
import { isLast, messageOf } from './levels.ts';
import { MAX_DISSECTED, MAX_LEVELS } from './limits.ts';
import type { Registry } from './registry.ts';
import { spaceTable } from './space-table.ts';

/** Statements that note what goes on behind this layer's end: the layer's id, where, and up to where; three expressions. `first`: before what is noted already. */
export type Behind = (id: string, from: string, to: string, first?: true) => string;

/** In a loop: it waits, in `R M E` and their number `g`, until all within the payload are found. */
export const behindInLoop: Behind = (id, from, to) => `if(g<${MAX_LEVELS}){R[g]=${id};M[g]=${from};E[g++]=${to}}`;

/** In a loop, behind a call of a step function: takes over what stands behind that layer. */
export const TAKE_BEHIND = `if(S[3]!==0){${behindInLoop('S[3]', 'S[4]', 'S[5]')}S[3]=0}if(S[6]!==0){${behindInLoop('S[6]', 'S[7]', 'S[8]')}S[6]=0}`;

/**
 * In a loop, behind its switch: on to what the layer carries, else to what waits behind it; `break` where nothing does. `found` counts the
 * layer (`d` is their number), `between` takes the octets from `e` to `o` that are behind what stands within a message.
 */
export const goOnInLoop = (found: string, between: string): string => `
    if(h>=0){
      ${found}
      if(h<e){
        o=h;
        if(d<${MAX_DISSECTED})continue;
        // No room for more: the rest is octets, whatever waits.
        id=0;
        if(g>0){e=E[0];g=0}
        continue;
      }
    }
    if(g===0)break;
    g--;
    o=M[g];
    if(e<o){${between}}
    e=E[g];id=d<${MAX_DISSECTED}?R[g]:0;alt=0;r=0;
    if(id===0&&g>0){e=E[0];g=0}
    if(o>=e)id=0;`;

/** How a step ends whose layer is not there: statements that go on at the same octet with the layer whose id `id` is an expression of. */
export type Elsewhere = (id: string, why: 'variant' | 'absent') => string;

/** Constants by name, and the text of each layer's step. */
export class StepText {
  readonly names: string[] = [];
  readonly values: unknown[] = [];
  readonly #tables = new Map<string, string>();
  readonly registry: Registry;
  readonly #learn: (layer: AnyLayer) => void;
  readonly #elsewhere: Elsewhere;
  readonly #behind: Behind;

  /** `learn` is told of layers that a spec's function has chosen, which may stand in no table. */
  constructor(registry: Registry, learn: (layer: AnyLayer) => void, elsewhere: Elsewhere, behind: Behind) {
    this.registry = registry;
    this.#learn = learn;
    this.#elsewhere = elsewhere;
    this.#behind = behind;
  }

  constant(value: unknown): string {
    this.values.push(value);
    const name = `c${this.values.length}`;
    this.names.push(name);
    return name;
  }

  /** `to = …`: what number `x` (a variable) means in a space, 0 for nothing. */
  #lookup(to: string, slot: Slot, space: string, x: string): string {
    const { bits } = numberSlot(slot);
    const key = `${space}/${Math.min(bits, 17)}`;
    let table = this.#tables.get(key);
    if (table === undefined) {
      table = this.constant(spaceTable(this.registry, space, bits));
      this.#tables.set(key, table);
    }
    return `${to}=${bits > 16 ? `${table}.get(${x})??0` : bits > 8 ? `${table}[${x}>>>8][${x}&255]` : `${table}[${x}]`};`;
  }

  /** `x = …`: the number in a field, wherever it stands; -1 where it is cut off. */
  #number(layer: AnyLayer, s: Slot, x: string): string {
    return isFixed(s) ? `${x}=${loadText(s, 'b', 'o')};` : `${x}=${this.constant(numberBehind(layer, s))}(b,o,e);`;
  }

  /** `h = …`: the header's end, or elsewhere where it is not there. */
  header(layer: AnyLayer): string {
    const { layout } = layer;
    const { begins } = layer.spec;
    const absent = this.#elsewhere('alt&65535', 'absent');
    const first =
      (layout.minimum > 0 ? `if(e-o<${layout.minimum})${absent}` : '') +
      (begins === undefined
        ? ''
        : `if(!${this.constant((b: Uint8Array, o: number, e: number) => beginsAt(layer, b, o, e))}(b,o,e))${absent}`) +
      this.#variants(layer);
    if (layout.header === 'fixed') return `${first}h=o+${layout.minimum};`;
    if (layout.header === 'greedy') return `${first}h=e;`;
    if (layout.header === 'measured') {
      const s = layout.headerSlot as Slot;
      const cut = layout.whole > layout.minimum ? `if(e-o<${layout.whole})h=e;else ` : '';
      const open = s.options.zeroIsOpen ? `if(${loadText(s, 'b', 'o')}===0)h=e;else ` : '';
      return `${first}${cut}${open}{h=o+(${loadText(s, 'b', 'o')}+${s.options.bias ?? 0})*${s.options.unit ?? 1};if(h<o+${layout.whole})h=o+${layout.whole};if(h>e)h=e}`;
    }
    return `${first}h=${this.constant(layer.code.headerEnd)}(b,o,e);if(h<0)${absent}`;
  }

  #variants(layer: AnyLayer): string {
    const variants = this.registry.variants(layer);
    if (variants.length === 0) return '';
    const x = loadText(slotOfVariants(layer, variants), 'b', 'o');
    if (variants.some((v) => v.optional)) {
      const pick = this.constant(variantPicker(layer, variants));
      return `x=${pick}(${x},e-o);if(x!==0)${this.#elsewhere('x', 'variant')}`;
    }
    return variants
      .map((v) => {
        const test = v.from === v.to ? `${x}===${v.from}` : `${v.from > 0 ? `${x}>=${v.from}&&` : ''}${x}<=${v.to}`;
        return `if(${test})${this.#elsewhere(String(v.layer.id), 'variant')}`;
      })
      .join('');
  }

  /** Narrows `e` to where the layer's payload ends, and notes what stands behind it. */
  extent(layer: AnyLayer): string {
    const { trailer } = layer.spec;
    const message = layer.spec.repeats === undefined ? undefined : givenLayer(layer, 'repeats', () => messageOf(layer));
    const own = this.#claim(layer);
    if (message !== undefined) {
      this.#learn(message);
      // One without octets would go on for ever.
      const end = isLast(layer, (space, value) => this.registry.next(space, value)) ? 'e=h;' : own;
      return `y=e;${end}if(e<y&&e>o){${this.#messages(layer, String(message.id))}}`;
    }
    if (trailer === undefined) return own;
    const last = trailerFor(layer, trailer);
    this.#learn(last);
    const isThere = trailer.present === undefined ? '' : `&&${this.constant(presence(layer, trailer.present))}(b,o,e)`;
    const octets = last.layout.minimum;
    const inside = `if(e-h>=${octets}${isThere}){${this.#behind(String(last.id), `e-${octets}`, 'e')}e-=${octets}}`;
    if (own === '') return inside;
    // A length counts the payload only: what it leaves begins with the trailer, and has none where all is payload.
    return `y=e;x=${this.constant(layer.code.claim)}(b,o,h,e);if(x<0){${inside}}else if(x<y){e=x+${octets};if(e<=y${isThere}){${this.#behind(String(last.id), 'x', 'e')}}e=x}`;
  }

  /** Notes the next message, between `e` and `y`, and what fills this one up before it. */
  #messages(layer: AnyLayer, message: string): string {
    const { filling } = layer.spec;
    if (filling === undefined) return this.#behind(message, 'e', 'y');
    const fills = fillingFor(layer, filling);
    this.#learn(fills);
    const { to } = filling;
    return `x=e+(${to}-(e-o)%${to})%${to};if(x<y){${this.#behind(message, 'x', 'y')}}else x=y;if(x>e){${this.#behind(String(fills.id), 'e', 'x', true)}}`;
  }

  #claim(layer: AnyLayer): string {
    const s = layer.layout.extentSlot;
    if (layer.spec.payloadLength !== undefined || (s !== undefined && !isFixed(s)))
      return `e=${this.constant(layer.code.extent)}(b,o,h,e);`;
    if (s === undefined) return '';
    const open = s.options.zeroIsOpen ? `if(${loadText(s, 'b', 'o')}!==0)` : '';
    return `${open}{x=${claimText(s, 'b', 'o', 'h')};if(x<h)e=h;else if(x<e)e=x}`;
  }

  /** `id = …`: the next layer, 0 for Raw; `alt = …`: the one to try should that not begin there. */
  next(layer: AnyLayer): string {
    const { layout, spec } = layer;
    if (layout.header === 'greedy') return 'id=0;alt=0;';
    const numbers = this.#byNumbers(layer);
    const text =
      spec.next === undefined
        ? numbers
        : `alt=0;id=${this.constant(chooser(layer, spec.next, this.#learn))}(b,o,e);${numbers === 'id=0;alt=0;' ? '' : `if(id===0){${numbers}}`}`;
    return layout.opaque === undefined ? text : `if(${loadText(layout.opaque, 'b', 'o')}!==0){id=0;alt=0}else{${text}}`;
  }

  #byNumbers(layer: AnyLayer): string {
    const { selectors, hints } = layer.layout;
    const always = this.registry.space(alwaysSpace(layer)).get(0);
    if (always !== undefined) return `id=${this.registry.forks.idOf(always)};alt=0;`;
    if (selectors.length > 0) {
      const spaces = selectors.map((s) => s.options.selects as string);
      const text = selectors.map((s, i) => {
        const one = `${this.#number(layer, s, 'x')}${isFixed(s) ? '' : 'if(x>=0)'}${this.#lookup('id', s, spaces[i] as string, 'x')}`;
        return i > 0 ? `if(id===0){${one}}` : isFixed(s) ? one : `id=0;${one}`;
      });
      return `${text.join('')}alt=0;${this.#guess(spaces)}`;
    }
    const [a, b] = hints;
    if (a === undefined) return 'id=0;alt=0;';
    const space = a.options.hints as string;
    if (b === undefined) {
      const known = isFixed(a) ? '' : 'id=0;if(x>=0)';
      return `${this.#number(layer, a, 'x')}${known}${this.#lookup('id', a, space, 'x')}alt=0;${this.#guess([space])}`;
    }
    // Ports: the lower one first, for it is more likely the service's than the client's; then the other.
    const known = isFixed(a) && isFixed(b) ? '{' : 'id=alt=0;if(x>=0){';
    return `${this.#number(layer, a, 'x')}${this.#number(layer, b, 'y')}if(x>y){z=x;x=y;y=z}${known}${this.#lookup('id', a, space, 'x')}${this.#lookup('alt', b, space, 'y')}${this.#told(space)}}if(id===0){id=alt&65535;alt>>>=16}${this.#guess([space])}`;
  }

  /** What the user has told of one of two numbers `x` and `y` stands before what either means. */
  #told(space: string): string {
    const told = this.registry.told(space);
    if (told === undefined) return '';
    const table = this.constant(new Map([...told].map(([n, layer]) => [n, layer.id])));
    return `z=${table}.get(x)??${table}.get(y)??0;if(z!==0&&z!==id){alt=id===0?alt:id|(alt===z?0:alt)<<16;id=z}`;
  }

  /** Puts the guesses of these spaces behind what numbers say. */
  #guess(spaces: readonly string[]): string {
    const id = this.registry.forks.idOf(
      spaces.flatMap((space) => this.registry.guesses(space)),
      true,
    );
    return id === 0 ? '' : `if(id===0)id=${id};else if(alt===0)alt=${id};else if(alt<65536)alt|=${id}<<16;`;
  }
}

/** The number in a field that stands behind a variable one, or only sometimes; -1 where it is cut off or not there. */
function numberBehind(layer: AnyLayer, slot: Slot): PlaceFinder {
  const place = numberPlace(layer, slot);
  const number = numberSlot(slot);
  return (b, o, e) => {
    const at = place(b, o, e);
    return at < 0 ? -1 : layer.code.load(number, b, at);
  };
}

/** The layer that a spec's function gives. @throws ERR_SPEC where it gives none, or throws */
function givenLayer({ layerName }: AnyLayer, what: string, give: () => unknown): AnyLayer {
  const refuse = (how: string, cause?: unknown): never => {
    throw new PacketwrightError('ERR_SPEC', `${layerName}: ${what} ${how}; let it give a layer: () => LAYER`, { layer: layerName, cause });
  };
  let given: unknown;
  try {
    given = give();
  } catch (error) {
    refuse(`throws: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  if (typeof given !== 'function' || !('layerName' in given)) refuse(`gives ${shown(given)}`);
  return given as AnyLayer;
}

/** What stands behind a layer's payload is cut off from its end: its size is the same everywhere. */
function trailerFor(layer: AnyLayer, trailer: Trailer<any>): AnyLayer {
  const last = givenLayer(layer, 'its trailer', trailer.layer);
  const { header, minimum } = last.layout;
  if (header !== 'fixed' || minimum === 0)
    throw new PacketwrightError(
      'ERR_SPEC',
      `${layer.layerName}: its trailer, ${last.layerName}, has ${header === 'fixed' ? 'no octets' : 'no fixed size'}; give it fields of a fixed size`,
      { layer: layer.layerName, trailer: last.layerName },
    );
  return last;
}

/** What fills a layer up is octets. */
function fillingFor(layer: AnyLayer, filling: Filling): AnyLayer {
  const fills = givenLayer(layer, 'its filling', filling.layer);
  const { slots, header } = fills.layout;
  if (header !== 'greedy' || slots.length !== 1 || slots[0]?.kind.form !== 'variable' || slots[0].kind.value !== 'octets')
    throw new PacketwrightError('ERR_SPEC', `${layer.layerName}: its filling, ${fills.layerName}, is to have one field: octets()`, {
      layer: layer.layerName,
      filling: fills.layerName,
    });
  return fills;
}

/** The field that tells a layer's variants. @throws ERR_SPEC when there are several, or it is no number with a fixed place */
function slotOfVariants(layer: AnyLayer, variants: readonly VariantBinding[]): Slot {
  const names = [...new Set(variants.map((v) => v.field))];
  if (names.length > 1)
    throw new PacketwrightError(
      'ERR_SPEC',
      `${layer.layerName}: its variants depend on ${names.join(' and ')}; use one field for all of them`,
      {
        layer: layer.layerName,
      },
    );
  return variantSlot(layer, names[0] as string);
}

/** The first variant of a number for which `there` octets are enough; 0 for none. */
function variantPicker(layer: AnyLayer, variants: readonly VariantBinding[]): (x: number, there: number) => number {
  const byNumber = new Map<number, VariantBinding[]>();
  const ranges = variants.filter((v) => v.from !== v.to);
  for (const v of variants) if (v.from === v.to) byNumber.set(v.from, [...(byNumber.get(v.from) ?? []), v]);
  return (x, there) => {
    const found = byNumber.get(x) ?? ranges.filter((v) => x >= v.from && x <= v.to);
    for (const v of found) if (v.layer !== layer && (!v.optional || there >= v.layer.layout.minimum)) return v.layer.id;
    return 0;
  };
}

/** A place for views that the spec's functions look at while a packet is walked. */
class WalkedOctets extends ProbedOctets {
  start = 0;
  at(b: Uint8Array, start: number, end: number): this {
    this.start = start;
    return this.on(b, end);
  }
}

/** `trailer.present` over octets. */
function presence(layer: AnyLayer, present: NonNullable<Trailer<any>['present']>): (b: Uint8Array, o: number, e: number) => boolean {
  const where = new WalkedOctets();
  return (b, o, e) => asked(() => present(layer.code.view(where.at(b, o, e), o, 0), where), false);
}

/** `next.choose` over octets: the id of what it chooses. */
function chooser(
  layer: AnyLayer,
  { choose }: NextLayer<any>,
  learn: (layer: AnyLayer) => void,
): (b: Uint8Array, o: number, e: number) => number {
  const where = new WalkedOctets();
  return (b, o, e) => {
    const chosen = asked(() => choose(layer.code.view(where.at(b, o, e), o, 0), where), undefined);
    // Whatever a spec's function gives that is no layer is no answer.
    if (typeof chosen !== 'function' || typeof chosen.id !== 'number') return 0;
    learn(chosen);
    return chosen.id;
  };
}
