/** Text of scapy's and TypeScript's notation in, JavaScript out: `(async (py) => { … })`, which calls a {@link Runtime}. */
import { NotationError } from './error.ts';
import type { SourceMapV3 } from './map.ts';
import { docOf, type NativeReader } from './read/blocks.ts';
import { Patterns } from './read/patterns.ts';
import { Scope } from './read/scope.ts';
import { type Note, Source } from './read/source.ts';
import { Tokenizer } from './read/tokenizer.ts';
import { Writer } from './write/statements.ts';

/** How a text is read. */
export interface RewriteOptions {
  /** For the source map. */
  readonly file?: string;
  /** Each expression of the outermost level is shown, as a prompt does. */
  readonly interactive?: boolean;
  /** Python's grammar only, as for a `.py` file. */
  readonly python?: boolean;
  /** Reads what only a TypeScript parser can. */
  readonly native?: NativeReader;
}

/** What a text became. */
export interface Rewritten {
  /** An expression: an async function that takes the runtime. */
  readonly code: string;
  readonly map: SourceMapV3;
  /** Names of the session that the text asks for, and those that it sets. */
  readonly names: { readonly loaded: readonly string[]; readonly stored: readonly string[] };
  /** What was left out or read as something else. */
  readonly notes: readonly Note[];
  /** The text that it begins with, when that is its first statement. */
  readonly doc?: string;
}

/** Throws a {@link NotationError} when the text is wrong, and no other error. */
export function rewrite(text: string, options: RewriteOptions = {}): Rewritten {
  const source = new Source(text);
  const scope = new Scope('top');
  const python = options.python ?? false;
  const parser = new Patterns(new Tokenizer(source, python), scope);
  parser.native = options.native;
  const body = parser.program();
  const writer = new Writer(source, scope);
  writer.interactive = options.interactive ?? false;
  writer.program(body);
  const { code, map } = writer.out.finish(source, options.file ?? '<input>', text);
  return { code, map, names: { loaded: [...writer.loaded], stored: [...writer.stored] }, notes: source.notes, ...docOf(body) };
}

/** The same, with what only a TypeScript parser reads. The parser is loaded when a text first needs it. */
export async function rewriteAll(text: string, options: Omit<RewriteOptions, 'native'> = {}): Promise<Rewritten> {
  try {
    return rewrite(text, options);
  } catch (error) {
    if (!(error instanceof NotationError) || options.python === true) throw error;
    const { loadNative } = await import('./native/parser.ts');
    return rewrite(text, { ...options, native: await loadNative() });
  }
}
