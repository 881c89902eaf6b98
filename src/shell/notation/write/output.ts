/** The code as it is written: text, the places that it comes from, and gaps that are filled later. */
import { Mappings, type SourceMapV3 } from '../map.ts';
import type { Source } from '../read/source.ts';

export class Output {
  /** A number is an offset into the source: what follows comes from there. */
  readonly #parts: (string | number)[] = [];

  text(text: string): undefined {
    this.#parts.push(text);
  }

  mark(at: number): void {
    this.#parts.push(at);
  }

  /** A place that is filled when more is known; the number is for {@link fill}. */
  gap(): number {
    return this.#parts.push('') - 1;
  }

  fill(gap: number, text: string): void {
    this.#parts[gap] = text;
  }

  finish(source: Source, file: string, original: string): { code: string; map: SourceMapV3 } {
    const mappings = new Mappings();
    const texts: string[] = [];
    let line = 0,
      column = 0,
      from = -1;
    for (const part of this.#parts) {
      if (typeof part === 'number') {
        from = part;
        continue;
      }
      if (part === '') continue;
      if (from >= 0) {
        mappings.add(line, column, source.place(from));
        from = -1;
      }
      texts.push(part);
      for (let at = part.indexOf('\n'), begun = 0; ; at = part.indexOf('\n', begun)) {
        if (at < 0) {
          column += part.length - begun;
          break;
        }
        line++;
        column = 0;
        begun = at + 1;
      }
    }
    const map = { version: 3 as const, sources: [file], sourcesContent: [original], names: [], mappings: mappings.toString() };
    return { code: texts.join(''), map };
  }
}
