// Golden octets are somebody else's: `node scripts/check-golden.mjs`.
//
// In a test that calls layerSuite, what stands behind `octets:` is made of literals. No function or value of ours takes part, not by way
// of a constant either: octets that our own code made prove nothing about our code.
import { filesIn, finish, isTest, readText } from './lib/tree.mjs';
import { masked } from './lib/mask.mjs';

/** Names of the language itself, which any expression may have. */
const OF_THE_LANGUAGE = new Set(['String', 'Array', 'true', 'false', 'undefined', 'as', 'const', 'string', 'new']);
/** Fixtures are data. */
const DATA = /\/fixtures\//;

/** Identifiers in an expression; not what follows a dot, and not a key. @param {string} code masked */
const namesIn = (code) => [...code.matchAll(/(?<![.\w$])[A-Za-z_$][\w$]*(?!\s*:)/g)].map(([name]) => name);

/** From `at` to the comma or bracket that ends the expression. @param {string} code masked @param {number} at */
function expressionAt(code, at) {
  let depth = 0;
  for (let i = at; i < code.length; i++) {
    const one = code[i] ?? '';
    if ('([{'.includes(one)) depth++;
    else if (')]}'.includes(one) && depth-- === 0) return code.slice(at, i);
    else if (one === ',' && depth === 0) return code.slice(at, i);
  }
  return code.slice(at);
}

/** What a file imports that is no data: name -> where from. @param {string} text @param {string} code masked */
function importedNames(text, code) {
  /** @type {Map<string, string>} */
  const names = new Map();
  for (const found of code.matchAll(/^import\b([^;]*?)from\s*(['"])/gm)) {
    const from = found.index + found[0].length;
    const specifier = text.slice(from, text.indexOf(found[2] ?? "'", from));
    if (!DATA.test(specifier)) for (const name of namesIn(found[1] ?? '')) names.set(name, specifier);
  }
  return names;
}

/** What a file's top level declares: name -> its text. @param {string} code masked */
function declaredNames(code) {
  /** @type {Map<string, string>} */
  const names = new Map();
  for (const statement of code.split(/^(?=\w)/m)) {
    // const a = …,
    //   b = …;
    for (const part of statement.split(/^(?= {2}[\w$]+ = )/m)) {
      const name = /^(?:(?:export )?(?:const|let|function|async function) | {2})([\w$]+)/.exec(part)?.[1];
      if (name !== undefined && !names.has(name)) names.set(name, part);
    }
  }
  return names;
}

/** @param {string} path */
function problemsOf(path) {
  const text = readText(path);
  const code = masked(text);
  if (!/\blayerSuite\(/.test(code)) return [];
  const imported = importedNames(text, code);
  const declared = declaredNames(code);
  /** The first name of ours that an expression comes to, by way of constants too. @param {string} expression @param {Set<string>} seen @returns {string | undefined} */
  const ours = (expression, seen) => {
    for (const name of namesIn(expression)) {
      if (OF_THE_LANGUAGE.has(name) || seen.has(name)) continue;
      seen.add(name);
      if (imported.has(name)) return `${name} of ${imported.get(name)}`;
      const found = ours(declared.get(name) ?? '', seen);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return [...code.matchAll(/\boctets:|^\s+octets,$/gm)].flatMap((found) => {
    const value = found[0].endsWith(':') ? expressionAt(code, found.index + found[0].length) : 'octets';
    const name = ours(value, new Set());
    const line = text.slice(0, found.index + found[0].search(/o/)).split('\n').length;
    return name === undefined
      ? []
      : [`${path}:${line}: golden octets take part of ${name}; write down what another program made, and say in 'origin' which`];
  });
}

const tests = filesIn(['src', 'test', 'examples'], isTest);
finish(tests.flatMap(problemsOf), 'golden octets are literals');
