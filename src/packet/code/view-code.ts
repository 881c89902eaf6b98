/** A layer's view class: a getter and a setter for each field, made from the spec. */
import type { FixedKind, IntegerKind, VariableKind } from '../spec/field.ts';
import { partOf, withPart } from '../spec/parts.ts';
import type { Layout, PlacedPart, Slot } from '../spec/slot.ts';
import type { AnyLayer, Octets } from '../spec/spec.ts';
import { headerLimit, LayerView } from '../spec/view.ts';
import { conditionAt, standingText, stepsText } from './condition-text.ts';
import { evaluate } from './evaluate.ts';
import { loadText } from './text.ts';

/** The number that a sibling holds for `s`, if it is there: loaded in place where its own place is fixed. */
function siblingText(s: Slot, layout: Layout, then: (x: string) => string): string {
  const plain =
    s.anchor === 0 &&
    s.kind.form === 'integer' &&
    s.kind.decode === undefined &&
    s.when === undefined &&
    s.bit + s.bits <= layout.minimum * 8;
  if (plain) return then(loadText(s, 'b', 'o'));
  const x = `this[${JSON.stringify(s.name)}]`;
  if (s.kind.form === 'variable' && s.kind.counter !== undefined) return then(`K[${s.index}].counter.number(${x})`);
  return s.when === undefined ? then(`Number(${x})`) : `${x}===undefined?undefined:${then(`Number(${x})`)}`;
}

/** The place of variable field `s` as an object; wants `p b o`. */
function placeText(s: Slot, layout: Layout): string {
  const m = s.measuredBy,
    c = s.countedBy;
  // A sibling that is not there says nothing.
  const known = (text: string): string => (/number\(/i.test(text) ? `D(${text})` : text);
  const size = m === undefined ? 'undefined' : known(siblingText(m, layout, (x) => `(${x}+${m.options.bias ?? 0})*${m.options.unit ?? 1}`));
  const count = c === undefined || c.options.loose ? 'undefined' : known(siblingText(c, layout, (x) => `${x}+${c.options.bias ?? 0}`));
  return `{self:this,start:o,origin:p.origin(this.$i,o),size:${size},count:${count},found:undefined}`;
}

/** Text that gives undefined where a function of the spec throws (spec/asked.ts). */
const asked = (text: string): string => `try{${text}}catch{return undefined}`;

/** Statements that declare `p b o`: the octets and the layer's first one. */
const HERE = 'const p=this.$p,b=p.b,o=p.g===0?this.$o:p.locate(this.$i);';

/** A statement that gives the value of a field with a fixed size, counted from `o`. */
function valueText(s: Slot, o: string): string {
  const k = `K[${s.index}]`;
  if (s.kind.form === 'fixed') return asked(`return ${k}.read(b,${o}+${s.bit / 8});`);
  const x = loadText(s, 'b', o);
  return (s.kind as IntegerKind).decode === undefined ? `return ${x};` : asked(`return ${k}.decode(${x});`);
}

const octetsTo = (s: Slot): number => Math.max(...[s, ...s.others].map(({ bit, bits }) => Math.ceil((bit + bits) / 8)));

/** A getter's body. */
function getterText(s: Slot, layout: Layout): string {
  const { variables, steps, minimum, header } = layout;
  // A header that is being written does not know its own length yet.
  const limit = header === 'measured' ? '(p.open===true?p.limit(this.$i):H(L,b,o,p.limit(this.$i)))' : 'p.limit(this.$i)';
  // What is behind conditional fields of known sizes: no list of places is made for it.
  const walk = (to: number): string => `let a=o;${stepsText(variables, 0, to, 'b', 'o')}`;
  if (s.step !== undefined && s.variable < steps) {
    const gap = s.bit / 8 === 0 ? '' : `a+=${s.bit / 8};`;
    return `${HERE}if(!(${conditionAt(s.when ?? [], 'b', 'o')}))return undefined;${walk(s.variable)}${gap}if(a+${s.step.bits / 8}>${limit})return undefined;${valueText(s.step, 'a')}`;
  }
  if (s.kind.form === 'variable')
    return `const c=this.$cut(${s.variable}),p=this.$p,b=p.b,o=p.g===0?this.$o:p.locate(this.$i),a=${placeText(s, layout)};${asked(`${s.kind.present ? `if(!K[${s.index}].present(a))return undefined;` : ''}return K[${s.index}].read(b,c[${2 * s.variable}],c[${2 * s.variable + 1}],a);`)}`;
  // Fields behind a variable one may lie past what is there: then there is no value.
  if (s.anchor === 0) {
    // As short as can be where it is always there: V8 puts such a getter into the code that asks.
    const there = octetsTo(s) > minimum ? `if(o+${octetsTo(s)}>p.limit(this.$i))return undefined;` : '';
    return `${HERE}${there}${standingText(s, 'b', 'o', (x) => valueText(x, 'o'))}`;
  }
  if (s.anchor <= steps && header !== 'measured')
    return `${HERE}${walk(s.anchor)}if(a+${octetsTo(s)}>p.limit(this.$i))return undefined;${valueText(s, 'a')}`;
  return `const c=this.$cut(${s.anchor - 1}),p=this.$p,b=p.b,o=c[${2 * s.anchor - 1}];if(o+${octetsTo(s)}>${header === 'measured' ? 'this.$limit(this.$start())' : 'p.limit(this.$i)'})return undefined;${valueText(s, 'o')}`;
}

export type ViewClass = new (p: Octets, o: number, i: number) => LayerView;

export function compileView(layer: AnyLayer): ViewClass {
  const { layout } = layer;
  const { slots } = layout;
  const getters = slots.map((s) => {
    const name = JSON.stringify(s.name);
    return `get ${name}(){${getterText(s, layout)}}\nset ${name}(v){this.$p.assign(this.$i,S[${s.index}],v)}`;
  });
  for (const { name, slot } of layout.parts.values()) {
    const n = JSON.stringify(name);
    getters.push(
      `get ${n}(){const x=this[${JSON.stringify(slot.name)}];return x===undefined?x:G(${n},x)}\nset ${n}(v){this.$p.assign(this.$i,S[${slot.index}],P(${n},this[${JSON.stringify(slot.name)}]??0,v))}`,
    );
  }
  // A step is read by the kind of what stands there; what it stands for is asked for its place only.
  const kinds: (IntegerKind | FixedKind | VariableKind)[] = slots.map((s) =>
    s.step !== undefined && s.variable < layout.steps ? s.step.kind : s.kind,
  );
  for (const s of slots) for (const other of s.others) kinds[other.index] = other.kind;
  const places = slots.filter((s) => s.variable >= 0).map((s) => `case ${s.variable}:return ${placeText(s, layout)};`);
  const place = `$place(s,o){const p=this.$p,b=p.b;switch(s.variable){${places.join('')}default:throw new TypeError(s.name)}}`;
  // A constructor of its own for each class: stores in one that all classes share would see a hidden class a layer.
  const View = evaluate(
    'L,K,S,H,D,G,P',
    `return class{constructor(p,o,i){this.$p=p;this.$o=o;this.$i=i;this.$cuts=undefined}get $layer(){return L}\n${place}\n${getters.join('\n')}}`,
    layer,
    kinds,
    slots,
    headerLimit,
    (n: number) => (Number.isNaN(n) ? undefined : n),
    (name: string, x: number) => partOf(layout.parts.get(name) as PlacedPart, x),
    (name: string, x: number, v: unknown) => withPart(layer, layout.parts.get(name) as PlacedPart, x, v),
  ) as ViewClass;
  Object.setPrototypeOf(View.prototype, LayerView.prototype as object);
  return View;
}
