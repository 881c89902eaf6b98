/** Text for PDF's and PostScript's own fonts: one octet a letter, by Windows' table of Latin letters (WinAnsi), which both know. */

/** Letters of WinAnsi that are not at their place of Unicode (PDF 1.7, annex D.2), by their names in PostScript. */
const MOVED: Readonly<Record<string, readonly [octet: number, name: string]>> = {
  '€': [0x80, 'Euro'],
  '…': [0x85, 'ellipsis'],
  '‘': [0x91, 'quoteleft'],
  '’': [0x92, 'quoteright'],
  '“': [0x93, 'quotedblleft'],
  '”': [0x94, 'quotedblright'],
  '•': [0x95, 'bullet'],
  '–': [0x96, 'endash'],
  '—': [0x97, 'emdash'],
};

/** What those are called in a PostScript encoding: `133 /ellipsis`. */
export const movedNames: readonly (readonly [octet: number, name: string])[] = Object.values(MOVED);

const octetOf = (letter: string): number | undefined => {
  const code = letter.codePointAt(0) as number;
  // 0xad is a hyphen that nobody sees.
  if ((code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code < 0x100 && code !== 0xad)) return code;
  return MOVED[letter]?.[0];
};

/** The text with what those fonts have no letter for as `\u4e2d`. */
export function latin(text: string): string {
  let out = '';
  for (const letter of text) {
    const code = letter.codePointAt(0) as number;
    out +=
      octetOf(letter) !== undefined ? letter : code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  }
  return out;
}

/** The text as a string of PDF or PostScript, in ASCII: brackets and backslashes are escaped, other letters are octal. */
export function latinString(text: string): string {
  let out = '';
  for (const letter of latin(text)) {
    const octet = octetOf(letter) as number;
    out += octet > 0x7e ? `\\${octet.toString(8).padStart(3, '0')}` : /[()\\]/.test(letter) ? `\\${letter}` : letter;
  }
  return `(${out})`;
}
