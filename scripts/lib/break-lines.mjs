// Published files have a statement a line: Node shows the whole line in which an error was thrown that nobody caught, and without breaks that is
// some tens of kilobytes of code.
import { parseSync } from 'rolldown/utils';
import { edited, mapText } from './edited.mjs';

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

/** Where lines are broken. @param {string} code @returns {import('./edited.mjs').Edit[]} */
export function breaksIn(code) {
  const { program } = parseSync('chunk.js', code);
  /** @type {number[]} */
  const starts = [];
  walk(program, (start) => starts.push(start));
  /** @type {import('./edited.mjs').Edit[]} */
  const breaks = [];
  let from = 0,
    line = 0;
  for (const start of starts.sort((a, b) => a - b)) {
    const last = code.lastIndexOf('\n', start - 1);
    line = last < from ? line + start - from : start - last - 1;
    from = start;
    if (line > WIDTH) {
      breaks.push({ start, end: start, text: '\n' });
      line = 0;
    }
  }
  return breaks;
}

/** @type {import('rolldown').Plugin} */
export const breakLines = {
  name: 'break-lines',
  generateBundle(_options, bundle) {
    for (const one of Object.values(bundle)) {
      if (one.type !== 'chunk') continue;
      const file = one.sourcemapFileName === null ? undefined : bundle[one.sourcemapFileName];
      const asset = file?.type === 'asset' ? file : undefined;
      const { code, map } = edited(one.code, asset && JSON.parse(String(asset.source)), breaksIn(one.code));
      one.code = code;
      if (asset && map) asset.source = mapText(map);
    }
  },
};
