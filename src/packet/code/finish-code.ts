/** What computes a layer's lengths, selectors and checksums, once everything above it is finished. */
import { sumOctets } from '../../bytes/checksum.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import type { Frame } from '../frame.ts';
import type { AnyLayer } from '../layer.ts';
import type { Slot } from '../layout.ts';
import { evaluate } from './evaluate.ts';
import { misfitText, storeText } from './text.ts';

export type Finish = (b: Uint8Array, s: number, h: number, e: number, mask: number, frame: Frame, i: number) => void;

function tooLong(layer: AnyLayer, slot: Slot, x: number): never {
  throw new PacketwrightError('ERR_RANGE', `${layer.layerName}.${slot.name}: the computed value ${x} does not fit ${slot.bits} bits`, {
    layer: layer.layerName, field: slot.name, value: x, remedy: `make the payload shorter, or give ${slot.name} yourself`,
  });
}

/** Text that computes `x` for one field; false when the writer did it already (lengths and counts of named fields). */
function valueText(s: Slot, layer: AnyLayer): string | false {
  const { measures, counts, selects, checksums, compute, unit = 1, bias = 0, zeroIsOpen } = s.options;
  if (layer.spec.compute?.[s.name] !== undefined) return `x=C[${s.index}](F.at(i).fields,F.at(i));`;
  if (compute !== undefined) return `x=C[${s.index}](F.at(i));`;
  if (checksums !== undefined) {
    const zero = storeText(s, 'b', 's', '0'), end = checksums === 'header' ? 'h' : 'e';
    const start = s.options.pseudoHeader === undefined ? '0' : `(F.pseudo(i,${s.options.pseudoHeader})??0)`;
    return `${zero}x=~sum(b,s,${end},${start})&0xffff;${s.options.zeroIsNone ? 'if(x===0)x=0xffff;' : ''}`;
  }
  if (selects !== undefined) return `x=F.shape.selected(i,${s.index});if(x<0)break c${s.index};`;
  if (counts !== undefined) return false;
  if (measures === 'header') return `x=Math.ceil((h-s)/${unit})-${bias};`;
  if (measures === 'layer' || measures === 'payload') {
    const from = measures === 'layer' ? 's' : 'h';
    const open = zeroIsOpen ? `if(x>${2 ** s.bits - 1})x=0;` : '';
    return `x=Math.ceil((e-${from})/${unit})-${bias};${open}`;
  }
  return false;
}

export function compileFinish(layer: AnyLayer): Finish {
  const { slots, computed } = layer.layout;
  // Checksums last: they cover the rest.
  const ordered = [...computed].sort((a, b) => Number(a.options.checksums !== undefined) - Number(b.options.checksums !== undefined));
  let body = 'let x;';
  for (const s of ordered) {
    const value = valueText(s, layer);
    if (value === false || s.anchor > 0) continue;
    body += `c${s.index}:if(m&${1 << s.computed}){${value}if(${misfitText(s, 'x')})T(L,S[${s.index}],x);${storeText(s, 'b', 's', 'x')}}`;
  }
  return evaluate('L,S,C,T,sum', `return (b,s,h,e,m,F,i)=>{${body}}`, layer, slots, slots.map((s) => layer.spec.compute?.[s.name] ?? s.options.compute), tooLong, sumOctets) as Finish;
}
