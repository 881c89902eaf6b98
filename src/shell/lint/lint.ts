/** `pkw lint FILE`: what is likely to be a mistake, without running anything. */
import { NotationError } from '../notation/error.ts';
import { Blocks } from '../notation/read/blocks.ts';
import { Scope } from '../notation/read/scope.ts';
import { Source } from '../notation/read/source.ts';
import { Tokenizer } from '../notation/read/tokenizer.ts';
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
    return found.toSorted((a, b) => a.at - b.at).map(({ at, rule, text: words }) => ({ ...source.place(at), rule, text: words }));
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    return [{ ...error.place, rule: 'grammar', text: error.message.replace(/^line \d+, column \d+: /, '') }];
  }
}
