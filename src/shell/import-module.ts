/** Modules of the user: as a program where he stands would import them. */
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** `import(specifier)`: a URL, a part of Node, a path from where the process runs, a package that is installed there or here. */
export function importModule(specifier: string): Promise<Readonly<Record<string, unknown>>> {
  const url = urlOf(specifier);
  return import(url) as Promise<Readonly<Record<string, unknown>>>;
}

function urlOf(specifier: string): string {
  if (/^[a-z]+:/.test(specifier)) return specifier;
  if (/^\.{0,2}\//.test(specifier)) return pathToFileURL(resolve(specifier)).href;
  try {
    const found = createRequire(join(process.cwd(), 'here.js')).resolve(specifier);
    return found === specifier ? `node:${specifier}` : pathToFileURL(found).href;
  } catch {
    return specifier;
  }
}
