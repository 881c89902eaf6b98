/** Where a layer's header ends, and where its payload does by its own claim. */
import type { Fields } from '../spec/field.ts';
import type { Layout, Slot } from '../spec/slot.ts';
import type { AnyLayer, LayerCode, Spec, View } from '../spec/spec.ts';
import { asked } from '../spec/asked.ts';
import { isFixed, numberPlace, numberSlot } from './anchor.ts';
import { conditionAt, stepsText } from './condition-text.ts';
import { evaluate } from './evaluate.ts';
import { claimText, loadText } from './text.ts';

export function compileHeaderEnd(
  layout: Layout,
  size: Spec<Fields>['headerSize'],
  put: (b: Uint8Array, o: number, end: number) => View,
): LayerCode['headerEnd'] {
  const { minimum, whole } = layout;
  const cut = whole > minimum ? `if(end-o<${whole})return end;` : '';
  switch (layout.header) {
    case 'greedy':
      return (_b, o, end) => (end - o < minimum ? -1 : end);
    case 'measured': {
      const s = layout.headerSlot as Slot;
      const open = s.options.zeroIsOpen ? `if(${loadText(s, 'b', 'o')}===0)return end;` : '';
      return evaluate(
        '',
        `return (b,o,end)=>{if(end-o<${minimum})return -1;${cut}${open}const h=o+(${loadText(s, 'b', 'o')}+${s.options.bias ?? 0})*${s.options.unit ?? 1};return h<o+${whole}?o+${whole}:h>end?end:h}`,
      ) as LayerCode['headerEnd'];
    }
    case 'parsed':
      if (size !== undefined)
        return (b, o, end) => {
          if (end - o < minimum) return -1;
          const h = o + asked(() => size(b, o, end), -1);
          return h >= o && h <= end ? h : -1;
        };
      return compileWalk(layout, (b, o, end) => {
        if (end - o < minimum) return -1;
        const view = put(b, o, end);
        const last = (view.$layout().at(-1) ?? o) + layout.tail;
        return last > end || !view.$whole() ? -1 : last;
      });
    default:
      return (_b, o, end) => (end - o < minimum ? -1 : o + minimum);
  }
}

/**
 * Goes through the variable fields: steps by their sizes; others have no octets where a declared condition does not hold. `find` looks at
 * the fields themselves, where that does not tell.
 */
function compileWalk(layout: Layout, find: LayerCode['headerEnd']): LayerCode['headerEnd'] {
  const { variables, minimum, whole, tail } = layout;
  if (whole > minimum || variables.some((v) => v.when === undefined)) return find;
  let text = '',
    from = 0;
  variables.forEach((v, k) => {
    if (v.step !== undefined) return;
    text += `${stepsText(variables, from, k, 'b', 'o')}if(${conditionAt(v.when ?? [], 'b', 'o')})return find(b,o,end);`;
    // What is always there before it is there without it.
    if (v.bit > 0) text += `a+=${v.bit / 8};`;
    from = k + 1;
  });
  text += stepsText(variables, from, variables.length, 'b', 'o');
  return evaluate(
    'find',
    `return (b,o,end)=>{if(end-o<${minimum})return -1;let a=o;${text}a+=${tail};return a>end?-1:a}`,
    find,
  ) as LayerCode['headerEnd'];
}

/** No number of the layer says where its payload ends. */
const NO_CLAIM = -1;

/** Where a layer's payload ends by its own word, which may be behind what is there; less than 0 where it says nothing. */
export function compileClaim(
  layer: AnyLayer,
  payloadLength: Spec<Fields>['payloadLength'],
  put: (b: Uint8Array, o: number, end: number) => View,
): LayerCode['claim'] {
  if (payloadLength !== undefined)
    return (b, o, h, end) => {
      const n = asked(() => payloadLength(put(b, o, end) as object, end - h), undefined);
      return typeof n === 'number' && n >= 0 && Number.isFinite(n) ? h + Math.floor(n) : NO_CLAIM;
    };
  const s = layer.layout.extentSlot;
  if (s === undefined) return () => NO_CLAIM;
  const { measures, unit = 1, bias = 0, zeroIsOpen } = s.options;
  const place = isFixed(s) ? undefined : numberPlace(layer, s);
  const number = numberSlot(s);
  return (b, o, h, end) => {
    const at = place === undefined ? o : place(b, o, end);
    if (at < 0) return NO_CLAIM;
    const value = layer.code.load(number, b, at);
    // A bias may put the end before the header's: there is no payload then.
    return zeroIsOpen && value === 0 ? NO_CLAIM : Math.max((measures === 'payload' ? h : o) + (value + bias) * unit, h);
  };
}

/** The same within what is there: without a claim all of it. */
export function compileExtent(layer: AnyLayer): LayerCode['extent'] {
  const s = layer.layout.extentSlot;
  if (layer.spec.payloadLength !== undefined || (s !== undefined && !isFixed(s))) {
    const { claim } = layer.code;
    return (b, o, h, end) => {
      const e = claim(b, o, h, end);
      return e < 0 || e > end ? end : e;
    };
  }
  if (s === undefined) return (_b, _o, _h, end) => end;
  const open = s.options.zeroIsOpen ? `if(${loadText(s, 'b', 'o')}===0)return end;` : '';
  return evaluate(
    '',
    `return (b,o,h,end)=>{${open}const e=${claimText(s, 'b', 'o', 'h')};return e<h?h:e>end?end:e}`,
  ) as LayerCode['extent'];
}
