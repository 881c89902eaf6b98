/** Modules of the user: what he names is resolved by Node, and not by what bundles this file. */
import { constants, Script } from 'node:vm';

/** `import(specifier)`: a URL, a package, a part of Node; relative paths begin where the process runs. */
export const importModule = new Script('(specifier) => import(specifier)', {
  importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
}).runInThisContext() as (specifier: string) => Promise<Readonly<Record<string, unknown>>>;
