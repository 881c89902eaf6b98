// A source with what is no code blanked, for checks that look for words in code.

/** A slash behind one of these begins a regular expression. */
const BEFORE_REGEX = /(?:^|[([{,;:=&|?+\-*%<>~^]|\breturn|=>)\s*$|!$/;

/**
 * The same length and lines; comments, the insides of strings, and regular expressions as spaces. What stands in `${…}` stays.
 *
 * @param {string} text
 */
export function masked(text) {
  const out = [...text.split('')];
  /** @param {number} from @param {number} to */
  const blank = (from, to) => {
    for (let i = from; i < to; i++) if (out[i] !== '\n') out[i] = ' ';
  };
  /** Masks from `at` to the `}` that ends a template's part, or to the end. @param {number} at @param {boolean} inTemplate @returns {number} */
  const code = (at, inTemplate) => {
    let depth = 0;
    for (let i = at; i < text.length; i++) {
      const two = text.slice(i, i + 2);
      const one = text[i];
      if (two === '//' || two === '/*') {
        const end = two === '//' ? text.indexOf('\n', i) : text.indexOf('*/', i) + 2;
        blank(i, end < 2 ? text.length : end);
        i = (end < 2 ? text.length : end) - 1;
      } else if (one === "'" || one === '"') i = string(i);
      else if (one === '`') i = template(i);
      else if (one === '/' && BEFORE_REGEX.test(out.slice(Math.max(0, i - 12), i).join(''))) i = regex(i);
      else if (one === '{') depth++;
      else if (one === '}' && depth-- === 0 && inTemplate) return i;
    }
    return text.length;
  };
  /** @param {number} at */
  const string = (at) => {
    let i = at + 1;
    for (; i < text.length && text[i] !== text[at] && text[i] !== '\n'; i++) if (text[i] === '\\') i++;
    blank(at + 1, i);
    return i;
  };
  /** @param {number} at */
  const regex = (at) => {
    let i = at + 1;
    for (let inClass = false; i < text.length && text[i] !== '\n' && (inClass || text[i] !== '/'); i++)
      if (text[i] === '\\') i++;
      else if (text[i] === '[') inClass = true;
      else if (text[i] === ']') inClass = false;
    blank(at + 1, i);
    return i;
  };
  /** @param {number} at */
  const template = (at) => {
    let i = at + 1;
    for (; i < text.length && text[i] !== '`'; i++)
      if (text[i] === '$' && text[i + 1] === '{') i = code(i + 2, true);
      else {
        if (text[i] === '\\') blank(i, ++i);
        blank(i, i + 1);
      }
    return i;
  };
  code(0, false);
  return out.join('');
}
