// Declarations for TypeScript's CommonJS under `module: node16` and `node18`, which describe versions of Node that could not `require` an ES
// module: the compiler refuses the package's own declarations there, whatever Node runs the program. These say of each name that it is the ES
// module's (Node gives one and the same object), so that a value that came by `require` fits where one that came by `import` is wanted.
import { dirname, relative } from 'node:path';
import { publicNames } from './public-names.mjs';

/** @typedef {{ require: string, default: string }} Entry the declarations of an entry: for CommonJS, and those that are there */
/** @typedef {ReturnType<typeof publicNames>} Names */

const VALUES = ['const', 'function', 'class'];
const AS_IMPORTED = "with { 'resolution-mode': 'import' }";

/** @param {string} from @param {string} to */
const specifier = (from, to) => `./${relative(dirname(from), to)}`.replace(/\.d\.([cm]?)ts$/, '.$1js');

/** A class is a type as well: `<S extends string = string>` and `<S>`. @param {string} name @param {string} text */
function typeOfClass(name, text) {
  const wanted = /^(?:abstract )?class \w+(<.*?>)?(?= extends | implements | \{)/.exec(text)?.[1] ?? '';
  const given = wanted.replace(/ (?:extends|=) [^,>]+/g, '');
  return `export type ${name}${wanted} = all.${name}${given};`;
}

/** @param {Names} names @param {Names} others whether all of the others are among the names */
const has = (names, others) => [...others].every(([name, other]) => other !== undefined && names.get(name)?.path === other.path);

/**
 * The files' texts by their paths.
 *
 * @param {readonly Entry[]} entries
 * @returns {Map<string, string>}
 */
export function commonjsTypes(entries) {
  const all = entries.map((one) => ({ ...one, names: publicNames(one.default) }));
  return new Map(
    all.map((one) => {
      const within = all.find(({ names }) => names !== one.names && has(one.names, names));
      const own = [...one.names].flatMap(([, found]) => (found === undefined || within?.names.has(found.name) ? [] : [found]));
      const from = `from '${specifier(one.require, one.default)}' ${AS_IMPORTED};`;
      const types = own.filter(({ kind }) => !VALUES.includes(kind)).map(({ name }) => name);
      const lines = [
        `import type * as all ${from}`,
        ...(within ? [`export * from '${specifier(one.require, within.require)}';`] : []),
        ...(types.length > 0 ? [`export type { ${types.join(', ')} } ${from}`] : []),
      ];
      for (const { name, kind, comment, text } of own) {
        if (!VALUES.includes(kind)) continue;
        lines.push(...(comment === undefined ? [] : [comment]), `export declare const ${name}: typeof all.${name};`);
        if (kind === 'class') lines.push(typeOfClass(name, text));
      }
      return [one.require, `${lines.join('\n')}\n`];
    }),
  );
}
