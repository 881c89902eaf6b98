/** acorn, with TypeScript: loaded when a text first has something that only such a parser reads. */
import type { NativeReader } from '../read/blocks.ts';
import { Source } from '../read/source.ts';
import { Edits } from './edits.ts';
import { type Node, Refused } from './node.ts';
import { NativeRewriter } from './rewrite-native.ts';
import { stripNode } from './types.ts';

interface Parsers {
  /** One statement, from the beginning of a text. */
  one(text: string, inFunction: boolean): Node;
  all(text: string): Node;
}

/** What acorn's parsers have inside. */
interface Telling {
  readonly start: number;
  readonly input: string;
  eat(type: unknown): boolean;
  expect(type: { readonly label: string }): void;
  semicolon(): void;
  insertSemicolon(): boolean;
  parseExprAtom(...all: unknown[]): unknown;
  raise(at: number, message: string): never;
  unexpected(at?: number): never;
}

let loading: Promise<Parsers> | undefined;

async function load(): Promise<Parsers> {
  const [{ Parser, tokTypes }, { tsPlugin }] = await Promise.all([import('acorn'), import('@sveltejs/acorn-typescript')]);
  // What was expected: acorn knows it where it looks, and forgets it in its words.
  const Base = Parser.extend(tsPlugin() as never) as unknown as { prototype: Telling };
  class Words extends (Base as unknown as new (...all: never[]) => Telling) {
    #expression = -1;
    override expect(type: { readonly label: string }): void {
      if (this.eat(type)) return;
      const what = type.label === ',' ? "',' or a closing bracket" : `'${type.label}'`;
      this.raise(this.start, `${what} was expected ${this.#instead(this.start)}`);
    }
    override semicolon(): void {
      if (!this.eat(tokTypes.semi) && !this.insertSemicolon())
        this.raise(this.start, `';' or the end of the line was expected ${this.#instead(this.start)}`);
    }
    override parseExprAtom(...all: unknown[]): unknown {
      this.#expression = this.start;
      return super.parseExprAtom(...all);
    }
    override unexpected(at: number = this.start): never {
      const found = this.#found(at);
      if (at === this.#expression) return this.raise(at, `an expression was expected ${this.#instead(at)}`);
      return this.raise(at, found === '' ? 'more was expected before the end' : `'${found}' cannot stand here`);
    }
    #found(at: number): string {
      return /^(?:[\p{L}_$][\p{L}\p{N}_$]*|\d[\w.]*|\s*$|.)/su.exec(this.input.slice(at))?.[0].trim() ?? '';
    }
    #instead(at: number): string {
      const found = this.#found(at);
      return found === '' ? 'before the end' : `and not '${found}'`;
    }
  }
  const options = { ecmaVersion: 'latest', sourceType: 'module', allowAwaitOutsideFunction: true, locations: true } as const;
  // parseStatement is what acorn itself calls for each statement of a program.
  const Typed = Words as unknown as {
    new (options: object, text: string): { nextToken(): void; parseStatement(context: null, outermost: boolean, exports: object): Node };
    parse(text: string, options: object): Node;
  };
  return {
    one(text, inFunction) {
      const parser = new Typed({ ...options, allowReturnOutsideFunction: inFunction }, text);
      parser.nextToken();
      return parser.parseStatement(null, true, Object.create(null));
    },
    all: (text) => Typed.parse(text, options),
  };
}

/** What went wrong, and where: acorn's own errors, and stacks that are used up. */
function told(error: unknown): { text: string; at: number; suggestion?: string | undefined } {
  if (error instanceof Refused) return { text: error.message, at: error.at, suggestion: error.suggestion };
  if (error instanceof RangeError) return { text: 'too deep: too many things within each other', at: 0 };
  const { pos, message } = error as { pos?: number; message: string };
  return { text: inOurWords(String(message).replace(/ \(\d+:\d+\)$/, '')), at: pos ?? 0 };
}

/** acorn's, where they are no sentence of what to write. */
const inOurWords = (text: string): string =>
  text
    .replace(/^Unexpected keyword '(\w+)'$/, "a name was expected and not '$1'")
    .replace(/^Identifier directly after number$/, 'a name does not begin with a digit')
    .replace(/^Unterminated template$/, 'the text that begins here does not end: close it with `');

export async function loadNative(): Promise<NativeReader> {
  const parsers = await (loading ??= load());
  return (text, offset, inFunction) => {
    try {
      // The rest only, so that acorn's lines need not be counted from the beginning.
      const rest = text.slice(offset);
      const piece = new NativeRewriter(rest, new Edits(rest)).statement(parsers.one(rest, inFunction));
      return { ...piece, end: piece.end + offset, code: piece.code.map((one) => ({ text: one.text, at: one.at + offset })) };
    } catch (error) {
      const { text: message, at, suggestion } = told(error);
      return { error: message, at: at + offset, suggestion };
    }
  };
}

/** acorn's tree of a file of TypeScript or JavaScript. Throws a {@link NotationError}. */
export async function parseModule(text: string): Promise<Node> {
  const parsers = await (loading ??= load());
  try {
    return parsers.all(text);
  } catch (error) {
    throw atPlace(error, text);
  }
}

function atPlace(error: unknown, text: string): Error {
  const { text: message, at, suggestion } = told(error);
  return new Source(text).error(message, at, at + 1, suggestion === undefined ? {} : { suggestion });
}

/** A file of TypeScript as JavaScript, types blanked: for Node 20, which does not do it by itself. Throws a {@link NotationError}. */
export async function stripTypes(text: string): Promise<string> {
  const parsers = await (loading ??= load());
  const edits = new Edits(text);
  try {
    for (const node of parsers.all(text)['body'] as Node[]) stripNode(node, text, edits);
    return edits.toString();
  } catch (error) {
    throw atPlace(error, text);
  }
}
