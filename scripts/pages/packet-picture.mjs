// docs/pictures/packet.svg, the README's picture: `node scripts/pages/packet-picture.mjs`, after a build; `--check` says whether it is up to date.
//
// It draws a packet's headers as RFCs do, 32 bits a row, each layer from a row of its own. Where a field begins and how wide it is, `packet.at()` says;
// what it says, `sprintf()`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BIT, box, LEFT, pictureOf, ROW, ROW_BITS, TOP } from '../lib/drawing.mjs';
import { finish, root, standsAs } from '../lib/tree.mjs';

const PICTURE = 'docs/pictures/packet.svg';
/** Between one layer's rows and the next one's. */
const GAP = 6;

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

/** @param {string} layer @param {Piece} piece @param {number} colour @param {number} y */
const cell = (layer, { field, from, bits, isFirst }, colour, y) =>
  box({
    x: LEFT + from * BIT,
    y,
    width: bits * BIT,
    colour,
    name: isFirst ? field : `${field}, rest`,
    second: isFirst ? p.sprintf(`%${layer}.${field}%`) : '',
  });

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
const picture = pictureOf({
  height: top + 6,
  label: `${p.summary()}: the fields of its headers, 32 bits a row`,
  by: 'scripts/pages/packet-picture.mjs of a dissected packet',
  drawing: drawing.join('\n'),
});

if (process.argv.includes('--check')) {
  finish(
    standsAs(PICTURE, picture) ? [] : [`${PICTURE} is not what the package draws; run: node scripts/pages/packet-picture.mjs`],
    `${PICTURE} is up to date`,
  );
} else {
  mkdirSync(dirname(join(root, PICTURE)), { recursive: true });
  writeFileSync(join(root, PICTURE), picture);
  console.log(`${PICTURE}: ${layers.map(({ name }) => name).join(', ')}`);
}
