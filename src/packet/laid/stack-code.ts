/**
 * A builder for one stack of layers (Ether/IP/TCP/Raw): the writers and finishers of its layers put into one function,
 * where the layers' neighbours are known. A third faster than calling them one by one.
 */
import { sumOctets } from '../../bytes/checksum.ts';
import type { PseudoAddresses } from '../spec/context.ts';
import { type AnyLayer, auto } from '../spec/spec.ts';
import { isPadding, isRaw } from '../layer/raw.ts';
import { sumsOther } from '../spec/field.ts';
import type { Slot } from '../spec/slot.ts';
import { pseudoSum } from '../chain/pseudo-sum.ts';
import type { Shape, StackBuilder } from '../chain/shape.ts';
import { Constants } from '../code/constants.ts';
import { evaluate } from '../code/evaluate.ts';
import { finishText, type Surroundings } from '../code/finish-code.ts';
import type { OctetWriter } from '../spec/octet-writer.ts';
import { settleNames, writeText } from '../code/write-code.ts';

/** Whether a stack can have a builder of its own: nothing in it needs to look around at run time. */
function isPlain(shape: Shape): boolean {
  return (
    shape.hinted.length === 0 &&
    shape.levels === null &&
    shape.depth <= 8 &&
    shape.layers.every((l, i) => {
      const p = shape.layers[shape.pseudo[i] as number]?.spec.pseudoHeader;
      return (
        !isPadding(l) &&
        l.spec.compute === undefined &&
        typeof p !== 'function' &&
        l.layout.computed.every((s) => s.options.compute === undefined && !sumsOther(s.options))
      );
    })
  );
}

export function compileStack(shape: Shape): StackBuilder | null {
  if (!isPlain(shape)) return null;
  const c = new Constants();
  const { layers, depth } = shape;
  const last = layers[depth - 1] as AnyLayer;
  // Octets without a layer of their own come at the end only.
  const raw = isRaw(last);
  let body = 'w.begin();let n=0,m=0,v,q,b,g,x,s,h,e;const origin=-1;';
  layers.forEach((l, i) => {
    const text = (): string =>
      `{n=0;m=0;g=parts[${i}].given;${writeText(l, `L${i}`, c)}m${i}=m;if(n!==parts[${i}].keys)${c.add(`U${i}`, (given: Readonly<Record<string, unknown>>, used: number, w: OctetWriter, start: number) => checkNames(l, given, used, w, start))}(g,n,w,r${i})}`;
    body += `const r${i}=w.q-w.start;let m${i}=0;`;
    if (i === depth - 1 && raw)
      body += `v=parts[${i}];if(v instanceof Uint8Array){q=w.room(v.length);w.b.set(v,q);w.q=q+v.length}else ${text()}`;
    else body += text();
  });
  body += `b=w.b;e=w.q;${layers.map((_, i) => `const s${i}=w.start+r${i};`).join('')}const s${depth}=e;`;
  for (let i = depth - 1; i >= 0; i--) {
    const around: Surroundings = {
      pseudo: (protocol) => {
        const j = shape.pseudo[i] as number;
        const p = layers[j]?.spec.pseudoHeader as PseudoAddresses | undefined;
        if (j < 0 || p === undefined) return '0';
        // A few words: added where they stand, without a call.
        const words = Array.from(
          { length: (p.to - p.from) / 2 },
          (_, k) => `(b[s${j}+${p.from + 2 * k}]<<8|b[s${j}+${p.from + 2 * k + 1}])`,
        ).join('+');
        const addresses =
          p.final === undefined
            ? words
            : `(s${j + 1}-s${j}>${p.to}?${c.add(`P${j}`, pseudoSum)}(${c.add(`H${j}`, p)},b,s${j},s${j + 1}):${words})`;
        return `${addresses}+${protocol}+((e-s${i})&0xffff)+((e-s${i})>>>16)`;
      },
      selected: (slot: Slot) => String(shape.selected(i, slot.index)),
      context: '',
    };
    const text = finishText(layers[i] as AnyLayer, `F${i}`, c, around);
    if (text !== '') body += `m=m${i};if(m!==0){s=s${i};h=s${i + 1};${text}}`;
  }
  body += `p.b=b;p.s=w.start;p.e=e;p.end=e;p.$shape=Z;p.g=0;${layers.map((_, i) => `p.o${i}=s${i};`).join('')}`;
  return evaluate(
    ['A', 'Z', 'sum', ...c.names].join(),
    `return (p,parts,w)=>{${body}}`,
    auto,
    shape,
    sumOctets,
    ...c.values,
  ) as StackBuilder;
}

/** A name that no field has is a part's, or an error; a known name whose value is undefined is neither. */
function checkNames(layer: AnyLayer, given: Readonly<Record<string, unknown>>, used: number, w: OctetWriter, start: number): void {
  let k = 0;
  for (const _ in given) k++;
  if (k !== used) settleNames(layer, given, w, start);
}
