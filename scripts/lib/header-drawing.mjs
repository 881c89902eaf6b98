// A layer's header as its RFC draws it: 32 bits a row, from where its spec puts the fields.
import { BIT, box, escaped, LEFT, pictureOf, ROW, ROW_BITS, TOP } from './drawing.mjs';

/** Room for the words above a part that is there only sometimes. */
const WORDS = 22;
/** So many rows of a longer field are drawn. */
const MOST_ROWS = 2;

/** @typedef {{ row: number, from: number, bits: number, name: string }} Cell a field's part in one row */
/** @typedef {{ name: string, kind: any, bit: number, bits: number, anchor: number, variable: number, step?: { bits: number } | undefined }} Slot */

/** A field's bits, in the order of the octets that they stand in. @param {Slot} slot @param {(slot: any) => { octet: number, mask: number }[]} piecesOf */
function runsOf(slot, piecesOf) {
  if (!(slot.kind.form === 'integer' && slot.kind.little && (slot.bit % 8 !== 0 || slot.bits % 8 !== 0)))
    return [{ bit: slot.bit, bits: slot.bits }];
  // Counted from the least significant bit: they do not follow one another from the left.
  return piecesOf(slot).map(({ octet, mask }) => ({
    bit: octet * 8 + Math.clz32(mask) - 24,
    bits: 32 - Math.clz32(mask) - Math.log2(mask & -mask),
  }));
}

/**
 * The cells of fields that stand one behind another; a field of no fixed size has a row of its own, and what is behind it begins a new one.
 *
 * @param {readonly Slot[]} slots
 * @param {(slot: any) => { octet: number, mask: number }[]} piecesOf
 */
function cellsOf(slots, piecesOf) {
  /** @type {Cell[]} */
  const cells = [];
  let first = 0,
    next = 0,
    anchor = slots[0]?.anchor ?? 0,
    origin = slots[0]?.variable === -1 ? slots[0].bit - (slots[0].bit % ROW_BITS) : 0;
  /** Bits of the conditional fields of fixed size that stand one behind another. */
  let behind = 0;
  /** @param {string} name @param {number} start @param {number} bits */
  const put = (name, start, bits) => {
    const octets = bits >= 2 * ROW_BITS ? ` (${bits / 8} octets)` : '';
    for (let bit = start, end = start + bits, isFirst = true; bit < end; isFirst = false) {
      const from = bit % ROW_BITS;
      const part = Math.min(ROW_BITS - from, end - bit);
      const row = first + Math.floor(bit / ROW_BITS);
      cells.push({ row, from, bits: part, name: isFirst ? name + octets : '' });
      next = Math.max(next, row + 1);
      bit += part;
    }
  };
  for (const slot of slots) {
    if (slot.variable >= 0 && slot.step !== undefined) {
      if (behind === 0) first = next;
      put(slot.name, behind, slot.step.bits);
      behind += slot.step.bits;
      anchor = slot.variable + 1;
      origin = 0;
      continue;
    }
    if (behind > 0) {
      first = next;
      behind = 0;
    }
    if (slot.variable >= 0) {
      cells.push({ row: next, from: 0, bits: ROW_BITS, name: `${slot.name} (no fixed length)` });
      next += 1;
      first = next;
      anchor = slot.variable + 1;
      origin = 0;
      continue;
    }
    if (slot.anchor !== anchor) {
      first = next;
      anchor = slot.anchor;
      origin = slot.bit - (slot.bit % ROW_BITS);
    }
    for (const { bit, bits } of runsOf(slot, piecesOf)) put(slot.name, bit - origin, bits);
  }
  return withoutLongRest(cells);
}

/** Rows that are nothing but the rest of a long field are left out, but for the first. @param {Cell[]} cells */
function withoutLongRest(cells) {
  const isRest = (/** @type {number} */ row) => cells.some((c) => c.row === row && c.bits === ROW_BITS && c.name === '');
  const rows = [...new Set(cells.map(({ row }) => row))].sort((a, b) => a - b);
  const drawn = rows.filter((row) => !Array.from({ length: MOST_ROWS }, (_, i) => row - i).every(isRest));
  return cells.flatMap((c) => (drawn.includes(c.row) ? [{ ...c, row: drawn.indexOf(c.row), name: c.name === '' ? '…' : c.name }] : []));
}

/**
 * Where a field belongs: to what is always there, or to what is there under the same condition since something was that always is. Fields that
 * share octets stand one below another so, and those behind them stay behind.
 *
 * @param {{ when: string, slots: Slot[] }[]} parts
 * @param {string} when
 */
function partFor(parts, when) {
  const always = parts.findLastIndex((part) => part.when === '');
  const found =
    when === '' ? (always === parts.length - 1 ? parts[always] : undefined) : parts.slice(always + 1).find((part) => part.when === when);
  if (found !== undefined) return found.slots;
  /** @type {Slot[]} */
  const slots = [];
  parts.push({ when, slots });
  return slots;
}

/**
 * The picture of a layer's header; undefined where there is nothing to draw.
 *
 * @param {{ layerName: string, title: string, layout: { slots: readonly any[] } }} layer
 * @param {{ placesOf: (slot: any) => { slot: Slot, when: string }[], piecesOf: (slot: any) => { octet: number, mask: number }[] }} facts
 */
export function headerPicture(layer, { placesOf, piecesOf }) {
  /** In the order of the octets. @type {{ when: string, slots: Slot[] }[]} */
  const parts = [];
  // `$rest`: what the engine keeps of a header that is longer than its fields.
  for (const declared of layer.layout.slots.filter(({ name }) => !name.startsWith('$')))
    for (const { slot, when } of placesOf(declared)) partFor(parts, when).push(slot);
  if (!parts.flatMap(({ slots }) => slots).some(({ variable, step }) => variable < 0 || step !== undefined)) return undefined;
  /** @type {string[]} */
  const drawing = [];
  let top = TOP;
  parts.forEach(({ when, slots }, part) => {
    if (when !== '') {
      drawing.push(`<text class="when" x="${LEFT}" y="${top + WORDS - 6}">when ${escaped(when)}</text>`);
      top += WORDS;
    }
    const cells = cellsOf(slots, piecesOf);
    const colour = when === '' ? 0 : part % 4 || 1;
    for (const { row, from, bits, name } of cells)
      drawing.push(box({ x: LEFT + from * BIT, y: top + row * ROW, width: bits * BIT, colour, name }));
    top += (Math.max(-1, ...cells.map(({ row }) => row)) + 1) * ROW + 6;
  });
  return pictureOf({
    height: top,
    label: `The header of ${layer.layerName}, 32 bits a row`,
    by: 'scripts/protocol-pages.mjs of the spec',
    drawing: drawing.join('\n'),
  });
}
