/** A layer's writer: its header appended to what is being built, values given or defaults. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { IntegerKind, VariableKind } from '../spec/field.ts';
import { flagsWanted } from '../spec/conditions.ts';
import { around, aroundText, encoder, itemCount, misfit, namedError, unknownField } from '../spec/given-value.ts';
import { partNumbers } from '../spec/parts.ts';
import type { Slot } from '../spec/slot.ts';
import type { OctetWriter } from '../spec/octet-writer.ts';
import { type AnyLayer, auto, type LayerCode, type View } from '../spec/spec.ts';
import { conditionText, standingText } from './condition-text.ts';
import { numberSlot } from './anchor.ts';
import { Constants } from './constants.ts';
import { evaluate } from './evaluate.ts';
import { loadText, misfitText, partText, piecesOf, storeText } from './text.ts';

/** The value of a fixed field as text: what is asked of it is put into local `v`, and `x` is the number or value that is written. */
interface Value {
  /** Checks `v`, which was given, and makes it what is written. */
  readonly given: string;
  /** Writes `v` at anchor `o` of `b`. */
  readonly put: (s: Slot, o: string) => string;
  /** Writes the default there; empty where it is 0. */
  readonly initial: (s: Slot, o: string) => string;
  /** The number that is the default. */
  readonly number: number;
}

function textsOf(s: Slot, layer: AnyLayer, pre: string, c: Constants): Value {
  const initial = s.options.default ?? s.kind.initial;
  if (s.kind.form === 'fixed') {
    const write = c.add(`${pre}K${s.index}`, s.kind.write);
    const named = c.add(`${pre}N${s.index}`, (error: unknown) => namedError(layer, s, error));
    const value = initial === undefined ? '' : c.add(`${pre}D${s.index}`, initial);
    return {
      given: '',
      put: ({ bit }, o) => `try{${write}(b,${o}+${bit / 8},v)}catch(e){throw ${named}(e)}`,
      initial: ({ bit }, o) => (value === '' ? '' : `${write}(b,${o}+${bit / 8},${value});`),
      number: 0,
    };
  }
  const kind = s.kind as IntegerKind;
  const number = initial === undefined ? 0 : Number(kind.encode(initial));
  const encode = c.add(`${pre}E${s.index}`, encoder(layer, s)),
    bad = c.add(`${pre}M${s.index}`, (x: unknown) => misfit(layer, s, x));
  return {
    // A number is the number to be written, unless the field has a scale.
    given: `${kind.decode === undefined ? `if(typeof v!=='number')` : ''}v=${encode}(v);${aroundText(kind, misfitText(s, 'v'), 'v', () => c.add(`${pre}O${s.index}`, around))}if(${misfitText(s, 'v')})${bad}(v);`,
    put: (at, o) => storeText(at, 'b', o, 'v'),
    initial: (at, o) => (number === 0 ? '' : storeText(at, 'b', o, String(number))),
    number,
  };
}

const given = (s: Slot): string => `g[${JSON.stringify(s.name)}]`;
const isGiven = (s: Slot): string => `${given(s)}!==undefined&&${given(s)}!==A`;

/** Statements that set those flags of `s` that nobody gave, and that fields which are given ask for. */
function flagsText(s: Slot, layer: AnyLayer): string {
  let text = '';
  for (const t of layer.layout.slots)
    for (const test of t.when ?? []) {
      const bits = test.slot === s ? flagsWanted(test) : 0;
      if (bits !== 0) text += `if(${isGiven(t)})f${s.index}|=${bits};`;
    }
  return text === '' || s.bits < 32 ? text : `${text}f${s.index}>>>=0;`;
}

/** Text that notes where the first field stands that is not given, when the header is given as one that was cut off there. */
function cutText(run: readonly Slot[], { layout }: AnyLayer): string {
  if (layout.rest === undefined) return '';
  return run
    .filter((s) => s.anchor > 0)
    .map((s) => `if(cut===-1&&${given(s)}===undefined)cut=a${s.anchor}+${s.bit >> 3};`)
    .join('');
}

/**
 * Text of one run of fixed fields: values into locals, then octet by octet, so that neighbours in one octet are written
 * together.
 */
function writeRun(run: readonly Slot[], layer: AnyLayer, pre: string, c: Constants): string {
  let out = cutText(run, layer);
  const octets = new Map<number, string[]>();
  const put = (j: number, x: string): void => {
    const parts = octets.get(j);
    if (parts === undefined) octets.set(j, [x]);
    else parts.push(x);
  };
  let direct = '';
  for (const s of run) {
    const f = `f${s.index}`;
    const value = textsOf(s, layer, pre, c);
    if (s.kind.form === 'fixed') {
      const absent = value.initial(s, 'q') || `b.fill(0,q+${s.bit / 8},q+${(s.bit + s.bits) / 8});`;
      direct += `v=${given(s)};if(v!==undefined&&v!==A){n++;${value.put(s, 'q')}}else{if(v===A)n++;${absent}}`;
      continue;
    }
    const take = `n++;${value.given}${f}=v;`,
      absent = `${f}=${value.number};${flagsText(s, layer)}`;
    out +=
      s.computed >= 0
        ? `let ${f};v=${given(s)};if(v===undefined||v===A){if(v===A)n++;m|=${1 << s.computed};${absent}}else{${take}}`
        : `let ${f};v=${given(s)};if(v===undefined){${absent}}else if(v===A){n++;${absent}}else{${take}}`;
    for (const { octet, right, mask } of piecesOf(s)) put(octet, mask === 0xff ? partText(f, right) : `${partText(f, right)}&${mask}`);
  }
  for (const [j, parts] of octets) direct += `b[q+${j}]=${parts.length === 1 ? parts[0] : parts.map((p) => `(${p})`).join('|')};`;
  return out + direct;
}

/** The number of a field that was written: from its local, or out of the octets (the layer's first one is `b[q]`). */
const numberText = (s: Slot): string => (s.when === undefined ? `f${s.index}` : loadText(s, 'b', 'q'));

/** The test that a value fits another place of its field too. */
function narrower(at: Slot, s: Slot, layer: AnyLayer, pre: string, c: Constants): string {
  if (at.kind.form !== 'integer' || at.bits >= s.bits) return '';
  return `if(${misfitText(at, 'v')})${c.add(`${pre}M${at.index}`, (x: unknown) => misfit(layer, at, x))}(v);`;
}

/** Text of the octets that fields share: defaults of those that are there, then what is given. */
function writeOverlays(shared: readonly Slot[], layer: AnyLayer, pre: string, c: Constants): string {
  const octets = new Set<number>();
  let defaults = '',
    values = '';
  for (const s of shared) {
    const places = [s, ...s.others];
    for (const { bit, bits } of places) for (let j = bit >> 3; j < (bit + bits) / 8; j++) octets.add(j);
    const value = textsOf(s, layer, pre, c);
    const mine = (x: Slot): string => conditionText(x.when ?? [], numberText);
    for (const x of places) {
      const initial = value.initial(x, 'q');
      if (initial !== '') defaults += `if(${mine(x)}){${initial}}`;
    }
    // A value that is given is written even if its condition does not hold: to its first place.
    const put = `${s.others.map((x) => `if(${mine(x)}){${narrower(x, s, layer, pre, c)}${value.put(x, 'q')}}else `).join('')}{${value.put(s, 'q')}}`;
    const absent = s.computed >= 0 ? `if(${places.map((x) => `(${mine(x)})`).join('||')})m|=${1 << s.computed};` : '';
    values += `v=${given(s)};if(v!==undefined){n++;if(v!==A){${value.given}${put}}${absent && `else{${absent}}`}}${absent && `else{${absent}}`}`;
  }
  return [...octets].map((j) => `b[q+${j}]=0;`).join('') + defaults + values;
}

/** Whether a step is there, by the fields written before it. */
const stepCondition = (s: Slot): string =>
  conditionText(s.when ?? [], (of) => (of.when === undefined ? `f${of.index}` : loadText(of, 'w.b', '(w.start+rel)')));

/** Text of a field of fixed size that is there when a declared condition holds, or when it is given. */
function writeStep(s: Slot, step: Slot, layer: AnyLayer, pre: string, c: Constants): string {
  const value = textsOf(step, layer, pre, c);
  const octets = step.bits / 8;
  const here = `q=w.room(${octets});b=w.b;`;
  const computed = s.computed < 0 ? '' : `m|=${1 << s.computed};`;
  return `v=${given(s)};if(v!==undefined)n++;if(v!==undefined&&v!==A){${value.given}${here}${value.put(step, 'q')}w.q=q+${octets}}else if(${stepCondition(s)}){${computed}${here}${Array.from({ length: octets }, (_, j) => `b[q+${j}]=0;`).join('')}${value.initial(step, 'q')}w.q=q+${octets}}`;
}

/**
 * Text that writes one header: uses `w`, `g` (the values given), `origin`, `A` (auto); sets `m` (mask of what is to be computed),
 * `n` (values used), and wants `v q b` declared.
 */
export function writeText(layer: AnyLayer, pre: string, c: Constants): string {
  const { layout } = layer;
  const measured = (s: Slot): boolean => s.measuredBy !== undefined || s.countedBy !== undefined;
  const runs: Slot[][] = [[]];
  for (const s of layout.slots) {
    if (s.kind.form === 'variable') runs.push([]);
    else runs.at(-1)?.push(s);
  }
  let body = layout.variables.length > 0 ? 'const rel=w.q-w.start;' : '';
  const rest = layout.rest === undefined ? '' : given(layout.rest);
  // -2: the header is whole; -1: it was cut, where has not been found yet.
  if (rest !== '') body += `let cut=${rest} instanceof Uint8Array?-1:-2;if(${rest}!==undefined)n++;`;
  runs.forEach((run, k) => {
    // An overlay's fields share octets: the run ends where the last of them does.
    const plain = run.filter((s) => s.when === undefined),
      shared = run.filter((s) => s.when !== undefined);
    const octets = Math.max(0, ...run.flatMap((s) => [s, ...s.others]).map(({ bit, bits }) => (bit + bits) / 8));
    // Anchors are kept relative to the packet: writing a variable field may move the packet to another slab.
    if (
      layout.variables.length > 0 &&
      (k === 0 || layout.rest !== undefined || [...run, layout.variables[k]].some((s) => (s?.computed ?? -1) >= 0))
    )
      body += `const a${k}=w.q-w.start;`;
    if (octets > 0)
      body += `q=w.room(${octets});b=w.b;${writeRun(plain, layer, pre, c)}${shared.length > 0 ? writeOverlays(shared, layer, pre, c) : ''}w.q=q+${octets};`;
    const next = layout.variables[k];
    if (next === undefined) return;
    if (next === layout.rest) return;
    const cut = (isThere: string): string =>
      layout.rest === undefined ? '' : `if(cut===-1&&${given(next)}===undefined&&${isThere})cut=w.q-w.start;`;
    if (next.step !== undefined && !measured(next)) {
      body += cut(stepCondition(next)) + writeStep(next, next.step, layer, pre, c);
      return;
    }
    if (layout.rest !== undefined) {
      const stands = (w: OctetWriter, rel: number, origin: number): boolean => isThere(w, next, layer.code.draft(w, rel, origin), rel);
      body += cut(`${c.add(`${pre}P${k}`, stands)}(w,rel,origin)`);
    }
    // A number of variable size is computed as others are; where it stands is noted.
    const computed =
      isCounter(next) && next.computed >= 0 ? `if(v===undefined||v===A)m|=${1 << next.computed};const p${k}=w.q-w.start;` : '';
    const absent = (next.kind as VariableKind).nothing && next.options.default === undefined ? 'if(v!==undefined)' : '';
    const write = c.add(`${pre}V${k}`, (w: OctetWriter, v: unknown, rel: number, origin: number) =>
      writeVariable(w, next, v, layer.code.draft(w, rel, origin), rel),
    );
    body += `v=${given(next)};${computed}if(v!==undefined){n++;if(v===A)v=undefined}${measured(next) || computed !== '' ? `const v${k}=` : absent}${write}(w,v,rel,origin);`;
  });
  // Lengths and counts of named fields are known as soon as these are written.
  const known = (s: Slot): string | undefined => {
    const target = layout.variables.find((t) => t.measuredBy === s || t.countedBy === s);
    if (target === undefined) return undefined;
    return target.measuredBy === s ? `Math.ceil(v${target.variable}.octets/${s.options.unit ?? 1})` : `v${target.variable}.items`;
  };
  for (const s of layout.computed) {
    const value = known(s);
    if (value === undefined || isCounter(s)) continue;
    const bad = c.add(`${pre}T${s.index}`, (x: unknown) => misfit(layer, s, x));
    const at = `a${s.anchor}${s.step === undefined ? '' : `+${s.bit / 8}`}`;
    const store = s.step === undefined ? standingText(s, 'b', 'q', (x) => storeText(x, 'b', 'q', 'v')) : storeText(s.step, 'b', 'q', 'v');
    body += `if(m&${1 << s.computed}){v=${value}-(${s.options.bias ?? 0});if(${misfitText(numberSlot(s), 'v')})${bad}(v);b=w.b;q=w.start+${at};${store}}`;
  }
  if (rest !== '') body += `if(cut!==-2){if(cut!==-1)w.q=w.start+cut;w.octets(${rest})}`;
  // The last one first: it moves what is behind it.
  for (const s of layout.computed.toReversed()) {
    const value = known(s);
    if (value === undefined || !isCounter(s)) continue;
    const put = c.add(`${pre}W${s.index}`, (w: OctetWriter, at: number, octets: number, x: number) =>
      putCounter(w, layer, s, at, octets, x),
    );
    body += `if(m&${1 << s.computed})${put}(w,p${s.variable},v${s.variable}.octets,${value}-(${s.options.bias ?? 0}));`;
  }
  return body;
}

export function compileWrite(layer: AnyLayer): LayerCode['write'] {
  const c = new Constants();
  const body = writeText(layer, '', c);
  return evaluate(
    ['A', 'U', ...c.names].join(),
    `return (w,g,origin)=>{const s=w.q-w.start;let n=0,m=0,v,q,b;${body}let k=0;for(const _ in g)k++;if(k!==n)U(g,w,s);return m}`,
    auto,
    (g: Readonly<Record<string, unknown>>, w: OctetWriter, start: number) => settleNames(layer, g, w, start),
    ...c.values,
  ) as LayerCode['write'];
}

/**
 * What is given under names that no field has: parts of fields are put into these, whose default or computed value is written; anything else is an error. `start`:
 * where the header begins in the writer.
 */
export function settleNames(layer: AnyLayer, given: Readonly<Record<string, unknown>>, w: OctetWriter, start: number): void {
  unknownField(layer, given);
  const o = w.start + start;
  const { load, store } = layer.code;
  for (const [slot, x] of partNumbers(layer, given, (s) => load(s, w.b, o))) store(slot, w.b, o, x);
}

/** Whether a field is a number of variable size, which is written where room was kept for it. */
const isCounter = ({ kind, step }: Slot): boolean => kind.form === 'variable' && step === undefined && kind.counter !== undefined;

/** Whether variable field `slot` belongs into the header that is being written. */
function isThere(w: OctetWriter, slot: Slot, self: View, rel: number): boolean {
  const { present } = slot.kind as VariableKind;
  return present === undefined || present(self.$place(slot, w.start + rel));
}

/** Puts the number into the place of the `octets` octets that were kept for it; none were where it does not stand. */
function putCounter(w: OctetWriter, layer: AnyLayer, slot: Slot, at: number, octets: number, x: number): void {
  const { counter } = slot.kind as VariableKind;
  if (octets === 0 || counter === undefined || w.start + at + octets > w.q) return;
  try {
    w.replace(at, octets, counter.octets(x));
  } catch (error) {
    throw namedError(layer, slot, error);
  }
}

function writeVariable(w: OctetWriter, slot: Slot, value: unknown, self: View, rel: number): { octets: number; items: number } {
  const before = w.q - w.start;
  const place = self.$place(slot, w.start + rel);
  const kind = slot.kind as VariableKind & { initial?: unknown; label: string };
  const chosen = value ?? slot.options.default ?? kind.initial;
  try {
    if (value !== undefined || kind.present === undefined || kind.present(place)) kind.write(w, chosen, place);
  } catch (error) {
    throw namedError(self.$layer, slot, error);
  }
  // One writer serves all packets: what a kind does to its place must not outlive this one.
  if (!Number.isInteger(w.q)) {
    w.q = w.start + before;
    throw namedError(self.$layer, slot, new PacketwrightError('ERR_SPEC', `${kind.label} did not write a whole number of octets`));
  }
  return { octets: w.q - w.start - before, items: itemCount(kind, chosen) };
}
