// docs/pictures/packet.svg, the README's picture: `node scripts/packet-picture.mjs`, after a build; `--check` says whether it is up to date.
//
// It draws a packet's headers as RFCs do, 32 bits a row, each layer from a row of its own. Where a field begins and how wide it is, `packet.at()` says;
// what it says, `sprintf()`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { finish, readText, root } from './lib/tree.mjs';

const PICTURE = 'docs/pictures/packet.svg';
const ROW_BITS = 32;
const BIT = 20;
const ROW = 38;
const LEFT = 92;
const TOP = 46;
/** Between one layer's rows and the next one's. */
const GAP = 6;
/** About the width of a letter. */
const LETTER = 6.7;

/** @typedef {{ field: string, row: number, from: number, bits: number, isFirst: boolean }} Piece a field's part in one row */
/** @typedef {{ name: string, start: number, pieces: Piece[] }} Drawn */

const { dissect, Ether, IP, packet, TCP } = await import(pathToFileURL(join(root, 'dist/index.js')).href);
const crafted = packet(
  Ether({ dst: '02:00:00:00:00:02', src: '02:00:00:00:00:01' }),
  IP({ src: '192.0.2.1', dst: '192.0.2.2' }),
  TCP({ sport: 40_000, dport: 80, flags: 'S', options: [['MSS', 1460]] }),
);
const p = dissect(crafted.bytes, Ether);

/** The layers in the order of their octets, each with its fields cut at the ends of rows. @returns {Drawn[]} */
function drawnLayers() {
  /** @type {Drawn[]} */
  const layers = [];
  const end = p.length * 8;
  for (let bit = 0; bit < end; ) {
    const at = p.at(bit >> 3, bit & 7);
    if (layers.at(-1)?.name !== at.layer) layers.push({ name: at.layer, start: bit, pieces: [] });
    const drawn = /** @type {Drawn} */ (layers.at(-1));
    const last = Math.min(end, at.bit + at.bits);
    for (let isFirst = true; bit < last; isFirst = false) {
      const place = bit - drawn.start;
      const from = place % ROW_BITS;
      const bits = Math.min(ROW_BITS - from, last - bit);
      drawn.pieces.push({ field: at.field ?? '', row: Math.floor(place / ROW_BITS), from, bits, isFirst });
      bit += bits;
    }
  }
  return layers;
}

/** @param {string} text */
const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** @param {string} layer @param {Piece} piece @param {number} index @param {number} top */
function cell(layer, { field, from, bits, isFirst }, index, top) {
  const [x, width] = [LEFT + from * BIT, bits * BIT];
  const middle = x + width / 2;
  const value = p.sprintf(`%${layer}.${field}%`);
  const lines = [`<rect class="c${index}" x="${x}" y="${top}" width="${width}" height="${ROW}"/>`];
  const fits = value.length * LETTER < width - 4;
  const name = isFirst ? field : `${field}, rest`;
  lines.push(`<text class="name" x="${middle}" y="${top + (fits && isFirst ? 16 : 23)}">${escaped(name)}</text>`);
  if (isFirst && fits) lines.push(`<text class="value" x="${middle}" y="${top + 31}">${escaped(value)}</text>`);
  return lines.join('\n');
}

const layers = drawnLayers();
/** @type {string[]} */
const drawing = [];
let top = TOP;
layers.forEach(({ name, start, pieces }, index) => {
  const rows = Math.max(...pieces.map(({ row }) => row)) + 1;
  drawing.push(`<text class="layer t${index}" x="${LEFT - 14}" y="${top + 18}">${name}</text>`);
  drawing.push(`<text class="octet" x="${LEFT - 14}" y="${top + 32}">octet ${start / 8}</text>`);
  for (const piece of pieces) drawing.push(cell(name, piece, index, top + piece.row * ROW));
  top += rows * ROW + GAP;
});
const ruler = Array.from({ length: ROW_BITS }, (_, bit) => {
  const x = LEFT + bit * BIT + BIT / 2;
  const tens = bit % 10 === 0 ? `<text class="bit" x="${x}" y="18">${bit / 10}</text>` : '';
  return `${tens}<text class="bit" x="${x}" y="32">${bit % 10}</text><path class="tick" d="M${x - BIT / 2} 38v5"/>`;
});
const [width, height] = [LEFT + ROW_BITS * BIT + 12, top + 6];
const summary = escaped(p.summary());
const picture = `<!-- Made by scripts/packet-picture.mjs of a dissected packet. -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${summary}: the fields of its headers, 32 bits a row">
<style>
text { font-family: ui-sans-serif, system-ui, "DejaVu Sans", sans-serif; font-size: 12px; fill: #1f2328; text-anchor: middle }
.layer { font-size: 15px; font-weight: 700; text-anchor: end }
.octet { font-size: 10px; fill: #59636e; text-anchor: end }
.bit, .value { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 11px }
.bit { fill: #59636e }
.tick { stroke: #8c959f }
rect { stroke: #6e7781; stroke-width: 1 }
.c0 { fill: #ddf4ff } .c1 { fill: #dafbe1 } .c2 { fill: #fff1d6 } .c3 { fill: #fbefff }
.t0 { fill: #0550ae } .t1 { fill: #116329 } .t2 { fill: #8a4600 } .t3 { fill: #6639ba }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc }
.octet, .bit { fill: #9198a1 }
.tick, rect { stroke: #656c76 }
.c0 { fill: #0c2d4d } .c1 { fill: #0f3320 } .c2 { fill: #42290a } .c3 { fill: #2f1d4d }
.t0 { fill: #79c0ff } .t1 { fill: #7ee787 } .t2 { fill: #ffa657 } .t3 { fill: #d2a8ff }
}
</style>
${ruler.join('\n')}
${drawing.join('\n')}
</svg>
`;

if (process.argv.includes('--check')) {
  let stands = '';
  try {
    stands = readText(PICTURE);
  } catch {
    // Not there is not up to date.
  }
  finish(
    stands === picture ? [] : [`${PICTURE} is not what the package draws; run: node scripts/packet-picture.mjs`],
    `${PICTURE} is up to date`,
  );
} else {
  mkdirSync(dirname(join(root, PICTURE)), { recursive: true });
  writeFileSync(join(root, PICTURE), picture);
  console.log(`${PICTURE}: ${layers.map(({ name }) => name).join(', ')}`);
}
