// Drawings of headers as RFCs have them: 32 bits a row.

export const ROW_BITS = 32;
export const BIT = 20;
export const ROW = 38;
export const LEFT = 92;
export const TOP = 46;
/** About the width of a letter. */
export const LETTER = 6.7;

/** @param {string} text */
export const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

/**
 * A field in a row, with its name and, where there is room, a second line.
 *
 * @param {{ x: number, y: number, width: number, colour: number, name: string, second?: string | undefined }} o
 */
export function box({ x, y, width, colour, name, second = '' }) {
  const middle = x + width / 2;
  const fits = second !== '' && second.length * LETTER < width - 4;
  const lines = [`<rect class="c${colour}" x="${x}" y="${y}" width="${width}" height="${ROW}"/>`];
  const short = name.length * LETTER < width - 2;
  // A name that is wider than its field stands upright in it, as far as there is room.
  const turned = short ? '' : ` transform="rotate(-90 ${middle} ${y + ROW / 2})"`;
  const shown = short || name.length * LETTER * 0.8 < ROW ? name : `${name.slice(0, 5)}…`;
  lines.push(
    `<text class="${short ? 'name' : 'narrow'}" x="${middle}" y="${y + (fits ? 16 : 23)}"${turned}>${escaped(short ? name : shown)}</text>`,
  );
  if (fits) lines.push(`<text class="value" x="${middle}" y="${y + 31}">${escaped(second)}</text>`);
  return lines.join('\n');
}

/** Numbers of the bits above the rows: a text of many places. */
function ruler() {
  const bits = Array.from({ length: ROW_BITS }, (_, bit) => bit);
  const x = (/** @type {number} */ bit) => LEFT + bit * BIT + BIT / 2;
  const tens = bits.filter((bit) => bit % 10 === 0);
  return `<text class="bit" x="${tens.map(x).join(' ')}" y="18">${tens.map((bit) => bit / 10).join('')}</text>
<text class="bit" x="${bits.map(x).join(' ')}" y="32">${bits.map((bit) => bit % 10).join('')}</text>
<path class="tick" d="${bits.map((bit) => `M${LEFT + bit * BIT} 38v5`).join('')}"/>`;
}

/**
 * The picture around a drawing that is so high.
 *
 * @param {{ height: number, label: string, by: string, drawing: string }} o
 */
export function pictureOf({ height, label, by, drawing }) {
  const width = LEFT + ROW_BITS * BIT + 12;
  return `<!-- Made by ${by}. -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(label)}">
<style>
text { font-family: ui-sans-serif, system-ui, "DejaVu Sans", sans-serif; font-size: 12px; fill: #1f2328; text-anchor: middle }
.layer { font-size: 15px; font-weight: 700; text-anchor: end }
.when { font-size: 11px; font-style: italic; text-anchor: start; fill: #59636e }
.octet { font-size: 10px; fill: #59636e; text-anchor: end }
.narrow { font-size: 9px }
.bit, .value { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 11px }
.bit { fill: #59636e }
.tick { stroke: #8c959f }
rect { stroke: #6e7781; stroke-width: 1 }
.c0 { fill: #ddf4ff } .c1 { fill: #dafbe1 } .c2 { fill: #fff1d6 } .c3 { fill: #fbefff }
.t0 { fill: #0550ae } .t1 { fill: #116329 } .t2 { fill: #8a4600 } .t3 { fill: #6639ba }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc }
.octet, .bit, .when { fill: #9198a1 }
.tick, rect { stroke: #656c76 }
.c0 { fill: #0c2d4d } .c1 { fill: #0f3320 } .c2 { fill: #42290a } .c3 { fill: #2f1d4d }
.t0 { fill: #79c0ff } .t1 { fill: #7ee787 } .t2 { fill: #ffa657 } .t3 { fill: #d2a8ff }
}
</style>
${ruler()}
${drawing}
</svg>
`;
}
