// Published files have a statement a line: Node shows the whole line in which an error was thrown that nobody caught, and without breaks that is
// some tens of kilobytes of code.
import { parseSync } from 'rolldown/utils';

/** Shorter statements share a line. */
const WIDTH = 100;

/** Where statements and members of classes begin. @param {any} node @param {(start: number) => void} found */
function walk(node, found) {
  if (node === null || typeof node !== 'object') return;
  if (Array.isArray(node.body)) for (const one of node.body) found(one.start);
  if (node.type === 'SwitchCase') for (const one of node.consequent) found(one.start);
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) for (const one of value) walk(one, found);
    else if (typeof value === 'object') walk(value, found);
  }
}

/** @param {string} code */
export function brokenIntoLines(code) {
  const { program } = parseSync('chunk.js', code);
  /** @type {number[]} */
  const starts = [];
  walk(program, (start) => starts.push(start));
  let out = '',
    from = 0,
    line = 0;
  for (const start of starts.sort((a, b) => a - b)) {
    const piece = code.slice(from, start);
    const last = piece.lastIndexOf('\n');
    line = last < 0 ? line + piece.length : piece.length - last - 1;
    out += piece;
    from = start;
    if (line > WIDTH) {
      out += '\n';
      line = 0;
    }
  }
  return out + code.slice(from);
}

/** @type {import('rolldown').Plugin} */
export const breakLines = {
  name: 'break-lines',
  generateBundle(_options, bundle) {
    for (const one of Object.values(bundle)) if (one.type === 'chunk') one.code = brokenIntoLines(one.code);
  },
};
