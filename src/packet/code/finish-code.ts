/** What computes a layer's lengths, selectors and checksums, once everything above it is finished. */
import { sumOctets } from '../../bytes/checksum.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { sumOf } from '../../bytes/sums.ts';
import type { AnyLayer, LayerCode } from '../spec/spec.ts';
import type { FieldRoles, IntegerKind } from '../spec/field.ts';
import type { Slot } from '../spec/slot.ts';
import { conditionAt } from './condition-text.ts';
import { isFixed, numberSlot, octetsTo, placeFinder } from './anchor.ts';
import { evaluate } from './evaluate.ts';
import { Constants } from './constants.ts';
import { misfitText, storeText } from './text.ts';

function tooLong(layer: AnyLayer, slot: Slot, x: number): never {
  throw new PacketwrightError('ERR_RANGE', `${layer.layerName}.${slot.name}: the computed value ${x} does not fit ${slot.bits} bits`, {
    layer: layer.layerName,
    field: slot.name,
    value: x,
    remedy: `make the payload shorter, or give ${slot.name} yourself`,
  });
}

/** How the text finds what lies around the layer: in a frame at run time, or known already when a stack's builder is made. */
export interface Surroundings {
  /** An expression for the pseudo-header's sum. */
  pseudo(protocol: number): string;
  /** An expression for the number that the next layer has in a selector's space; -1 for none. */
  selected(slot: Slot): string;
  /** An expression for the layer's context. */
  readonly context: string;
}

const inFrame: Surroundings = {
  pseudo: (protocol) => `(F.pseudo(i,${protocol})??0)`,
  selected: (slot) => `F.selected(i,${slot.index})`,
  context: 'F.at(i)',
};

/** Text that computes `x` for one field; false when the writer did it already (lengths and counts of named fields). */
function valueText(s: Slot, layer: AnyLayer, pre: string, c: Constants, around: Surroundings): string | false {
  const { measures, counts, selects, checksums, sum, skips = 0, compute, unit = 1, bias = 0, zeroIsOpen } = s.options;
  const own = layer.spec.compute?.[s.name];
  if (own !== undefined) return `x=${c.add(`${pre}C${s.index}`, own)}(${around.context}.fields,${around.context});`;
  if (compute !== undefined) return `x=${c.add(`${pre}C${s.index}`, compute)}(${around.context});`;
  if (checksums !== undefined && sum !== undefined) {
    const { little } = numberSlot(s).kind as IntegerKind;
    const [from, to] = rangeOf(checksums, around.context);
    const { bit } = numberSlot(s);
    return `${storeText(numberSlot(s), 'b', baseOf(s), '0')}x=${c.add(`${pre}C${s.index}`, sumOf(sum, little))}(b,${from}+${skips},${to},${baseOf(s)}+${bit / 8});`;
  }
  if (checksums !== undefined) {
    const zero = storeText(numberSlot(s), 'b', baseOf(s), '0'),
      end = checksums === 'header' ? 'h' : 'e';
    const start = s.options.pseudoHeader === undefined ? '0' : around.pseudo(s.options.pseudoHeader);
    // A header without options is summed word by word, without a call.
    const { minimum } = layer.layout;
    const words = Array.from({ length: minimum / 2 }, (_, k) => `(b[s+${2 * k}]<<8|b[s+${2 * k + 1}])`).join('+');
    const text =
      checksums === 'header' && start === '0' && minimum % 2 === 0 && minimum <= 32
        ? `if(h-s===${minimum}){x=${words};x=(x&65535)+(x>>>16);x=~((x&65535)+(x>>>16))&65535}else x=~sum(b,s,h,0)&65535;`
        : `x=~sum(b,s,${end},${start})&0xffff;`;
    return `${zero}${text}${s.options.zeroIsNone ? 'if(x===0)x=0xffff;' : ''}`;
  }
  if (selects !== undefined) return `x=${around.selected(s)};if(x<0)break ${pre}c${s.index};`;
  if (counts !== undefined) return false;
  if (measures === 'header') return `x=Math.ceil((h-s)/${unit})-(${bias});`;
  if (measures === 'layer' || measures === 'payload') {
    const from = measures === 'layer' ? 's' : 'h';
    const open = zeroIsOpen ? `if(x>${2 ** numberSlot(s).bits - 1})x=0;` : '';
    return `x=${unit === 1 ? `e-${from}` : `Math.ceil((e-${from})/${unit})`}-(${bias});${open}`;
  }
  return false;
}

/** What a checksum covers, as expressions. A trailer whose layer is not there covers nothing. */
function rangeOf(covered: NonNullable<FieldRoles['checksums']>, context: string): readonly [from: string, to: string] {
  if (covered === 'frame') return [`(${context}.owner?.start??s)`, 's'];
  if (covered === 'carried') return [`(${context}.owner?.headerEnd??s)`, 's'];
  return ['s', covered === 'header' ? 'h' : 'e'];
}

/** The variable that a field's bits are counted from. */
const baseOf = (s: Slot): string => (isFixed(s) ? 's' : 'q');

/** Text that computes the fields of mask `m`: uses `b`, `s` (start), `h` (header's end), `e` (end), and wants `x` and `q` declared. */
export function finishText(layer: AnyLayer, pre: string, c: Constants, around: Surroundings): string {
  const { computed } = layer.layout;
  // What functions compute may be made of the lengths; checksums come last, for they cover the rest.
  const rank = (s: Slot): number =>
    layer.spec.compute?.[s.name] !== undefined || s.options.compute !== undefined ? 1 : s.options.checksums === undefined ? 0 : 2;
  const ordered = [...computed].sort((a, b) => rank(a) - rank(b));
  let body = '';
  for (const s of ordered) {
    const value = valueText(s, layer, pre, c, around);
    if (value === false) continue;
    const bad = c.add(`${pre}X${s.index}`, (x: number) => tooLong(layer, s, x));
    // A quote that is cut before the field has no room for it.
    const room = layer.layout.whole > layer.layout.minimum ? `&&h-s>=${layer.layout.whole}` : '';
    const there = s.when === undefined || s.step !== undefined ? '' : `&&${conditionAt(s.when, 'b', 's')}`;
    // All octets are there by now, and tell where it is, if anywhere.
    const sought = isFixed(s)
      ? ''
      : `q=${c.add(`${pre}A${s.index}`, placeFinder(layer, s))}(b,s,h);if(q<0||q+${octetsTo(numberSlot(s))}>h)break ${pre}c${s.index};`;
    body += `${pre}c${s.index}:if(m&${1 << s.computed}${room}${there}){${sought}${value}if(${misfitText(numberSlot(s), 'x')})${bad}(x);${storeText(numberSlot(s), 'b', baseOf(s), 'x')}}`;
  }
  return body;
}

export function compileFinish(layer: AnyLayer): LayerCode['finish'] {
  const c = new Constants();
  const body = finishText(layer, '', c, inFrame);
  return evaluate(['sum', ...c.names].join(), `return (b,s,h,e,m,F,i)=>{let x,q;${body}}`, sumOctets, ...c.values) as LayerCode['finish'];
}
