/** A layer's view class: a getter and a setter for each field, made from the spec. */
import type { IntegerKind, VariableKind } from '../spec/field.ts';
import type { Layout, Slot } from '../spec/layout.ts';
import type { AnyLayer, Octets } from '../spec/spec.ts';
import { LayerView } from '../spec/view.ts';
import { evaluate } from './evaluate.ts';
import { loadText } from './text.ts';

/** The number that a sibling holds for `s`: loaded in place where its own place is fixed. */
function siblingText(s: Slot, layout: Layout): string {
  const plain = s.anchor === 0 && s.kind.form === 'integer' && s.kind.decode === undefined && s.bit + s.bits <= layout.minimum * 8;
  return plain ? loadText(s, 'b', 'o') : `Number(this[${JSON.stringify(s.name)}])`;
}

/** The place of variable field `s` as an object; wants `p b o`. */
function placeText(s: Slot, layout: Layout): string {
  const m = s.measuredBy,
    c = s.countedBy;
  const size = m === undefined ? 'undefined' : `(${siblingText(m, layout)}+${m.options.bias ?? 0})*${m.options.unit ?? 1}`;
  const count = c === undefined || c.options.loose ? 'undefined' : `${siblingText(c, layout)}+${c.options.bias ?? 0}`;
  return `{self:this,start:o,origin:p.origin(this.$i,o),size:${size},count:${count}}`;
}

export type ViewClass = new (p: Octets, o: number, i: number) => LayerView;

export function compileView(layer: AnyLayer): ViewClass {
  const { slots } = layer.layout;
  const getters = slots.map((s) => {
    const k = `K[${s.index}]`;
    let body: string;
    if (s.kind.form === 'variable')
      body = `const c=this.$cut(${s.variable}),p=this.$p,b=p.b,o=p.g===0?this.$o:p.locate(this.$i),a=${placeText(s, layer.layout)};${(s.kind as VariableKind).present ? `if(!${k}.present(a))return undefined;` : ''}return ${k}.read(b,c[${2 * s.variable}],c[${2 * s.variable + 1}],a);`;
    else {
      // Fields behind a variable one may lie past what is there: then there is no value.
      body =
        s.anchor === 0
          ? `const p=this.$p,b=p.b,o=p.g===0?this.$o:p.locate(this.$i);${s.bit + s.bits > layer.layout.minimum * 8 ? `if(o+${Math.ceil((s.bit + s.bits) / 8)}>p.limit(this.$i))return undefined;` : ''}`
          : `const c=this.$cut(${s.anchor - 1}),p=this.$p,b=p.b,o=c[${2 * s.anchor - 1}];if(o+${Math.ceil((s.bit + s.bits) / 8)}>p.limit(this.$i))return undefined;`;
      if (s.kind.form === 'fixed') body += `return ${k}.read(b,o+${s.bit / 8});`;
      else
        body +=
          (s.kind as IntegerKind).decode === undefined
            ? `return ${loadText(s, 'b', 'o')};`
            : `return ${k}.decode(${loadText(s, 'b', 'o')});`;
    }
    const name = JSON.stringify(s.name);
    return `get ${name}(){${body}}\nset ${name}(v){this.$p.assign(this.$i,S[${s.index}],v)}`;
  });
  const places = slots.filter((s) => s.variable >= 0).map((s) => `case ${s.variable}:return ${placeText(s, layer.layout)};`);
  const place = `$place(s,o){const p=this.$p,b=p.b;switch(s.variable){${places.join('')}default:throw new TypeError(s.name)}}`;
  // A constructor of its own for each class: stores in one that all classes share would see a hidden class a layer.
  const View = evaluate(
    'L,K,S',
    `return class{constructor(p,o,i){this.$p=p;this.$o=o;this.$i=i;this.$cuts=undefined}get $layer(){return L}\n${place}\n${getters.join('\n')}}`,
    layer,
    slots.map((s) => s.kind),
    slots,
  ) as ViewClass;
  Object.setPrototypeOf(View.prototype, LayerView.prototype as object);
  return View;
}
