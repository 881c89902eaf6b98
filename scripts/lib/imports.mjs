// What sources import, and the circles in that.
import { dirname, join } from 'node:path';
import { readText } from './tree.mjs';

/**
 * @typedef {object} Import one place where a source names another
 * @property {string} specifier as written
 * @property {boolean} typeOnly nothing but types come of it
 * @property {number} line
 */

const IMPORT = /^\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/**
 * What a source names, with comments left out.
 *
 * @param {string} text
 * @returns {Import[]}
 */
export function importsOf(text) {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/^\s*\/\/.*$/gm, '');
  return [...code.matchAll(IMPORT)].map((found) => ({
    specifier: found[1] ?? found[2] ?? found[3] ?? '',
    typeOnly: /^\s*(import|export)\s+type\b/.test(found[0]),
    line: code.slice(0, found.index + found[0].search(/\S/)).split('\n').length,
  }));
}

/**
 * Which of `paths` each imports, types included.
 *
 * @param {readonly string[]} paths
 * @returns {Map<string, string[]>}
 */
export function importGraph(paths) {
  const known = new Set(paths);
  return new Map(
    paths.map((path) => [
      path,
      importsOf(readText(path))
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => join(dirname(path), specifier))
        .filter((target) => known.has(target)),
    ]),
  );
}

/**
 * Groups of files that reach each other, each with the shortest way from one back to itself.
 *
 * @param {ReadonlyMap<string, readonly string[]>} graph
 * @returns {{ files: string[], chain: string[] }[]}
 */
export function circlesOf(graph) {
  return groupsOf(graph)
    .filter((files) => files.length > 1 || graph.get(files[0] ?? '')?.includes(files[0] ?? ''))
    .map((files) => {
      const within = new Set(files);
      const chains = files.map((file) => wayBack(graph, file, within)).sort((a, b) => a.length - b.length);
      return { files: files.sort(), chain: chains[0] ?? [] };
    });
}

/** Tarjan's: strongly connected components. @param {ReadonlyMap<string, readonly string[]>} graph */
function groupsOf(graph) {
  /** @type {Map<string, number>} */
  const order = new Map();
  /** @type {Map<string, number>} */
  const lowest = new Map();
  /** @type {string[]} */
  const open = [];
  /** @type {string[][]} */
  const groups = [];
  /** @param {string} file @returns {number} */
  const visit = (file) => {
    const mine = order.size;
    order.set(file, mine);
    open.push(file);
    let low = mine;
    for (const next of graph.get(file) ?? [])
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (open.includes(next)) low = Math.min(low, order.get(next) ?? mine);
    lowest.set(file, low);
    if (low === mine) groups.push(open.splice(open.indexOf(file)));
    return low;
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return groups;
}

/**
 * The shortest way from a file to itself: breadth first.
 *
 * @param {ReadonlyMap<string, readonly string[]>} graph
 * @param {string} start
 * @param {ReadonlySet<string>} within
 */
function wayBack(graph, start, within) {
  /** @type {string[][]} */
  const ways = [[start]];
  const seen = new Set();
  for (const way of ways)
    for (const next of graph.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return [...way, start];
      if (!within.has(next) || seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  return [start];
}
