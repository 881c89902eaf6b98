/** A layer's writer: its header appended to what is being built, values given or defaults. */
import type { IntegerKind, VariableKind } from '../spec/field.ts';
import { encoder, misfit, namedError, unknownField } from '../spec/given-value.ts';
import type { Slot } from '../spec/layout.ts';
import type { OctetWriter } from '../spec/octet-writer.ts';
import { type AnyLayer, auto, type LayerCode, type View } from '../spec/spec.ts';
import { Constants } from './constants.ts';
import { evaluate } from './evaluate.ts';
import { misfitText, partText, piecesOf, storeText } from './text.ts';

/**
 * Text of one run of fixed fields: values into locals, then octet by octet, so that neighbours in one octet are written
 * together.
 */
function writeRun(run: readonly Slot[], layer: AnyLayer, pre: string, c: Constants): string {
  let out = '';
  const octets = new Map<number, string[]>();
  const put = (j: number, x: string): void => {
    const parts = octets.get(j);
    if (parts === undefined) octets.set(j, [x]);
    else parts.push(x);
  };
  let direct = '';
  for (const s of run) {
    const v = `g[${JSON.stringify(s.name)}]`,
      f = `f${s.index}`;
    const initial = s.options.default ?? s.kind.initial;
    if (s.kind.form === 'fixed') {
      const write = c.add(`${pre}K${s.index}`, s.kind.write);
      const named = c.add(`${pre}N${s.index}`, (error: unknown) => namedError(layer, s, error));
      const absent =
        initial === undefined
          ? `b.fill(0,q+${s.bit / 8},q+${(s.bit + s.bits) / 8})`
          : `${write}(b,q+${s.bit / 8},${c.add(`${pre}D${s.index}`, initial)})`;
      direct += `v=${v};if(v!==undefined&&v!==A){n++;try{${write}(b,q+${s.bit / 8},v)}catch(e){throw ${named}(e)}}else{if(v===A)n++;${absent}}`;
      continue;
    }
    const kind = s.kind as IntegerKind;
    const fallback = initial === undefined ? 0 : kind.encode(initial);
    const encode = c.add(`${pre}E${s.index}`, encoder(layer, s)),
      bad = c.add(`${pre}M${s.index}`, (x: unknown) => misfit(layer, s, x));
    // A number is the number to be written, unless the field has a scale.
    const given = `n++;${kind.decode === undefined ? `if(typeof v!=='number')` : ''}v=${encode}(v);if(${misfitText(s, 'v')})${bad}(v);${f}=v;`;
    out +=
      s.computed >= 0
        ? `let ${f};v=${v};if(v===undefined||v===A){if(v===A)n++;m|=${1 << s.computed};${f}=${fallback}}else{${given}}`
        : `let ${f};v=${v};if(v===undefined)${f}=${fallback};else if(v===A){n++;${f}=${fallback}}else{${given}}`;
    for (const { octet, right, mask } of piecesOf(s)) put(octet, mask === 0xff ? partText(f, right) : `${partText(f, right)}&${mask}`);
  }
  for (const [j, parts] of octets) direct += `b[q+${j}]=${parts.length === 1 ? parts[0] : parts.map((p) => `(${p})`).join('|')};`;
  return out + direct;
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
  runs.forEach((run, k) => {
    const octets = run.reduce((sum, s) => sum + s.bits, 0) / 8;
    // Anchors are kept relative to the packet: writing a variable field may move the packet to another slab.
    if (layout.variables.length > 0) body += `const a${k}=w.q-w.start;`;
    if (octets > 0) body += `q=w.room(${octets});b=w.b;${writeRun(run, layer, pre, c)}w.q=q+${octets};`;
    const next = layout.variables[k];
    if (next === undefined) return;
    const absent = (next.kind as VariableKind).nothing && next.options.default === undefined ? 'if(v!==undefined)' : '';
    const write = c.add(`${pre}V${k}`, (w: OctetWriter, v: unknown, rel: number, origin: number) =>
      writeVariable(w, next, v, layer.code.draft(w, rel, origin), rel),
    );
    body += `v=g[${JSON.stringify(next.name)}];if(v!==undefined){n++;if(v===A)v=undefined}${measured(next) ? `const v${k}=` : absent}${write}(w,v,rel,origin);`;
  });
  for (const s of layout.computed) {
    // Lengths and counts of named fields are known as soon as these are written.
    const target = layout.variables.find((t) => t.measuredBy === s || t.countedBy === s);
    if (target === undefined) continue;
    const value = target.measuredBy === s ? `Math.ceil(v${target.variable}.octets/${s.options.unit ?? 1})` : `v${target.variable}.items`;
    const bad = c.add(`${pre}T${s.index}`, (x: unknown) => misfit(layer, s, x));
    body += `if(m&${1 << s.computed}){v=${value}-(${s.options.bias ?? 0});if(${misfitText(s, 'v')})${bad}(v);b=w.b;q=w.start+a${s.anchor};${storeText(s, 'b', 'q', 'v')}}`;
  }
  return body;
}

export function compileWrite(layer: AnyLayer): LayerCode['write'] {
  const c = new Constants();
  const body = writeText(layer, '', c);
  return evaluate(
    ['A', 'U', ...c.names].join(),
    `return (w,g,origin)=>{let n=0,m=0,v,q,b;${body}let k=0;for(const _ in g)k++;if(k!==n)U(g);return m}`,
    auto,
    (g: Readonly<Record<string, unknown>>) => unknownField(layer, g),
    ...c.values,
  ) as LayerCode['write'];
}

function writeVariable(w: OctetWriter, slot: Slot, value: unknown, self: View, rel: number): { octets: number; items: number } {
  const before = w.q - w.start;
  const place = self.$place(slot, w.start + rel);
  const kind = slot.kind as VariableKind & { initial?: unknown };
  const chosen = value ?? slot.options.default ?? kind.initial;
  try {
    if (value !== undefined || kind.present === undefined || kind.present(place)) kind.write(w, chosen, place);
  } catch (error) {
    throw namedError(self.$layer, slot, error);
  }
  return { octets: w.q - w.start - before, items: Array.isArray(chosen) ? chosen.length : slot.kind.list && chosen !== undefined ? 1 : 0 };
}
