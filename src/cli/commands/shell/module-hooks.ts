/** How programs of the user find this package wherever they stand, and run without their types, on every Node that we support. */
import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';

/** What a program may import by name. */
const OWN = ['packetwright', 'packetwright/core', 'packetwright/lab', 'packetwright/scapy', 'packetwright/vendors'] as const;

/** Runs in a thread of its own: it knows only what `initialize` was given. */
const HOOKS = `
import { readFile } from 'node:fs/promises';
let own, notation;
export const initialize = (data) => { own = data; };
export const resolve = (specifier, context, next) =>
  Object.hasOwn(own, specifier) ? { url: own[specifier], shortCircuit: true } : next(specifier, context);
export async function load(url, context, next) {
  if (!/^file:.*\\.m?ts$/.test(url)) return next(url, context);
  notation ??= await import(own['packetwright/scapy']);
  try {
    return { format: 'module', source: await notation.stripTypes(await readFile(new URL(url), 'utf8')), shortCircuit: true };
  } catch (error) {
    throw Object.assign(new SyntaxError(error.message.replace(/^line \\d+, column \\d+: /, '')), { place: error.place, file: url });
  }
}`;

let registered = false;

/** For all modules that are imported from now on. */
export function registerHooks(): void {
  if (registered) return;
  registered = true;
  const { resolve } = createRequire(import.meta.url);
  const data = Object.fromEntries(
    OWN.flatMap((name) => {
      try {
        return [[name, pathToFileURL(resolve(name)).href]];
      } catch {
        return [];
      }
    }),
  );
  register(`data:text/javascript,${encodeURIComponent(HOOKS)}`, { data });
}
