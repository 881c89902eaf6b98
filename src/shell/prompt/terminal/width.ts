/** How many columns characters take on a terminal. */

/** What takes none: marks, joiners, and what chooses a form. */
const MARKS = /\p{Mn}|\p{Me}|\p{Cf}|[\ufe00-\ufe0f]/u;
/** East Asian wide and full-width characters, and pictures (Unicode 15, UAX 11). */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;

export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const one of text) width += MARKS.test(one) ? 0 : WIDE.test(one) ? 2 : 1;
  return width;
}

/** The beginning that fits. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let width = 0;
  let out = '';
  for (const one of text) {
    width += widthOf(one);
    if (width > columns - 1) break;
    out += one;
  }
  return `${out}…`;
}
