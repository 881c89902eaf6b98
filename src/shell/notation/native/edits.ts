/** Changes of a text: parts replaced and things put in, by offset. What is left knows where it comes from. */
export class Edits {
  readonly #text: string;
  readonly #replaced: { start: number; end: number; text: string }[] = [];
  /** Put in at an offset: what closes there comes before what opens there. */
  readonly #closing = new Map<number, string[]>();
  readonly #opening = new Map<number, string[]>();
  readonly #marks = new Set<number>();

  constructor(text: string) {
    this.#text = text;
  }

  replace(start: number, end: number, text: string): void {
    if (end > start) this.#replaced.push({ start, end, text });
  }

  /** Spaces instead: everything behind stays in its place. */
  blank(start: number, end: number): void {
    this.replace(start, end, this.#text.slice(start, end).replace(/[^\n\r]/g, ' '));
  }

  /** Around a part. Of two that open at the same offset the first call is the outer one. */
  around(start: number, before: string, end: number, after: string): void {
    const open = this.#opening.get(start);
    if (open === undefined) this.#opening.set(start, [before]);
    else open.push(before);
    const close = this.#closing.get(end);
    if (close === undefined) this.#closing.set(end, [after]);
    else close.unshift(after);
  }

  mark(at: number): void {
    this.#marks.add(at);
  }

  /** The text from one offset to another, in pieces with the offset that each comes from. */
  pieces(from: number, to: number): { text: string; at: number }[] {
    const replaced = this.#replaced
      .filter(({ start, end }) => start >= from && end <= to)
      .sort((a, b) => a.start - b.start || b.end - a.end);
    const stops = new Set([from, to, ...this.#opening.keys(), ...this.#closing.keys(), ...this.#marks]);
    for (const { start, end } of replaced) stops.add(start).add(end);
    const places = [...stops].filter((at) => at >= from && at <= to).sort((a, b) => a - b);
    const pieces: { text: string; at: number }[] = [];
    let next = 0,
      covered = from;
    for (const [index, at] of places.entries()) {
      while (replaced[next] !== undefined && replaced[next]!.start < covered) next++;
      let text = at >= covered ? [...(this.#closing.get(at) ?? []), ...(this.#opening.get(at) ?? [])].join('') : '';
      const change = replaced[next];
      if (change !== undefined && change.start === at && at >= covered) {
        text += change.text;
        covered = change.end;
      } else if (at >= covered && index < places.length - 1) text += this.#text.slice(at, places[index + 1]!);
      if (text !== '') pieces.push({ text, at });
    }
    return pieces;
  }

  toString(): string {
    return this.pieces(0, this.#text.length)
      .map(({ text }) => text)
      .join('');
  }
}
