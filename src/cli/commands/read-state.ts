/** `--follow-state`: what packets tell the session that reads them, printed with the packet that told it, and at the end how much is known. */
import { type Learned, Session } from '../../packet/object/session.ts';
import { jsonLine } from '../json-line.ts';
import { jsonLines, jsonLinesWith, type PacketLines } from '../packet-lines.ts';

/** Characters of a value in a line of text; JSON has all of it. */
const MOST_VALUE = 100;

/** A session, and what it learns as lines. A packet is to be read by it just before its line is made. */
export class FollowedState {
  #news: Learned[] = [];
  readonly session = new Session({ learned: (what) => void this.#news.push(what) });
  readonly lines: PacketLines;
  readonly #isJson: boolean;

  /** @param lines what is printed of each packet: JSON gets a key `learned`, text a line below for each entry */
  constructor(lines: PacketLines) {
    this.#isJson = lines === jsonLines;
    this.lines = this.#isJson
      ? jsonLinesWith(() => {
          const learned = this.#take();
          return learned.length > 0 ? { learned } : {};
        })
      : {
          ...lines,
          line: (p, row) => [lines.line(p, row), ...this.#take().map((what) => learnedLine(row.number, what))].join('\n'),
        };
  }

  #take(): readonly Learned[] {
    const news = this.#news;
    if (news.length > 0) this.#news = [];
    return news;
  }

  /** How much it knows now, and how much it had to forget. */
  end(): string {
    const { tables, expected, conversations, dropped } = this.session.toJSON();
    const entries = [expected, conversations, ...Object.values(tables)].reduce((n, table) => n + table.length, 0);
    return this.#isJson ? jsonLine({ state: { entries, dropped } }) : `state: ${entries} known, ${dropped} dropped to make room\n`;
  }
}

function learnedLine(number: number, { layer, table, key, value }: Learned): string {
  const text = value === undefined ? 'ended' : `= ${short(typeof value === 'string' ? value : JSON.stringify(value))}`;
  return `  ${number} ${layer}: ${table}: ${key} ${text}`;
}

const short = (text: string): string => (text.length <= MOST_VALUE ? text : `${text.slice(0, MOST_VALUE)}…`);
