/** `pkw lint FILE`: what is likely to be a mistake, without running anything. */
import { NotationError } from '../notation/error.ts';
import { Blocks } from '../notation/read/blocks.ts';
import { Scope } from '../notation/read/scope.ts';
import { Source } from '../notation/read/source.ts';
import { Tokenizer } from '../notation/read/tokenizer.ts';
import { statementsOf } from './from-typescript.ts';
import { byHand, type Finding, otherPort, randomCompared, randomTwice } from './rules.ts';
import { bodiesIn } from './walk.ts';

export interface LintFinding {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly rule: Finding['rule'] | 'grammar';
  readonly text: string;
}

/** In the order of the text. What cannot be read is one finding. */
export function lint(text: string, o: { readonly python?: boolean } = {}): LintFinding[] {
  const source = new Source(text);
  try {
    const statements = new Blocks(new Tokenizer(source, o.python ?? false), new Scope('top')).program();
    const line = (at: number): number => source.place(at).line;
    const found = [...bodiesIn(statements)].flatMap((body) => [
      ...randomTwice(body, line),
      ...otherPort(body),
      ...byHand(body),
      ...randomCompared(body),
    ]);
    return inOrder(found, source);
  } catch (error) {
    return [ofGrammar(error)];
  }
}

/** A program in TypeScript or JavaScript, which draws no random value by itself: what is said of numbers that are given. */
export async function lintModule(text: string): Promise<LintFinding[]> {
  // Loaded for such files only: the parser is large.
  const { parseModule } = await import('../notation/native/parser.ts');
  try {
    const bodies = [...bodiesIn(statementsOf(await parseModule(text)))];
    return inOrder(
      bodies.flatMap((body) => [...otherPort(body), ...byHand(body)]),
      new Source(text),
    );
  } catch (error) {
    return [ofGrammar(error)];
  }
}

const inOrder = (found: readonly Finding[], source: Source): LintFinding[] =>
  found.toSorted((a, b) => a.at - b.at).map(({ at, rule, text }) => ({ ...source.place(at), rule, text }));

function ofGrammar(error: unknown): LintFinding {
  if (!(error instanceof NotationError)) throw error;
  return { ...error.place, rule: 'grammar', text: error.message.replace(/^line \d+, column \d+: /, '') };
}
