/** `--follow N`: what the two sides of one connection say, in turns, as `tshark -z follow,tcp` prints it. */
import { toHex } from '../../../bytes/hex.ts';
import { type Connection, endText, type StreamSide } from '../../../streams/tcp/connection.ts';
import type { TcpHandlers } from '../../../streams/tcp/events.ts';

export const FOLLOW_FORMS = ['ascii', 'hex', 'raw'] as const;
export type FollowForm = (typeof FOLLOW_FORMS)[number];

const LINE = '='.repeat(67);
/** Octets in a line of hex, and in each half of it. */
const ROW = 16;
const HALF = 8;

export class FollowText {
  readonly #number: number;
  readonly #form: FollowForm;
  readonly #parts: string[] = [];
  /** Octets so far, by side: the numbers before lines of hex. */
  readonly #told = { client: 0, server: 0 };
  #met: Connection | undefined;
  /** Who sent the first segment: tshark's node 0. */
  #first: StreamSide | undefined;

  /** @param number of the connection, from 0, in the order in which they begin */
  constructor(number: number, form: FollowForm) {
    this.#number = number;
    this.#form = form;
  }

  /** Whether there was such a connection. */
  get met(): boolean {
    return this.#met !== undefined;
  }

  readonly handlers: TcpHandlers = {
    open: (c) => this.#begin(c),
    data: (c, from, octets) => {
      if (this.#begin(c)) this.#say(from, octets);
    },
    // tshark says it in the same words, as if it was said.
    gap: (c, from, octets) => {
      if (this.#begin(c)) this.#say(from, new TextEncoder().encode(`[${octets} bytes missing in capture file]`));
    },
  };

  /** What is to be printed since the last call. */
  take(): string {
    return this.#parts.splice(0).join('');
  }

  close(): string {
    if (this.#met === undefined) return '';
    if (this.#first === undefined) this.#head();
    return `${this.take()}${LINE}\n`;
  }

  #begin(c: Connection): boolean {
    if (c.number !== this.#number) {
      c.ignore();
      return false;
    }
    this.#met = c;
    return true;
  }

  #head(): void {
    const { client, server, firstFrom: first } = this.#met as Connection;
    this.#first = first;
    const [a, z] = first === 'client' ? [client, server] : [server, client];
    const head = ['', LINE, `Follow: tcp,${this.#form}`, `Filter: tcp.stream eq ${this.#number}`];
    this.#parts.push([...head, `Node 0: ${endText(a)}`, `Node 1: ${endText(z)}`, ''].join('\n'));
  }

  #say(from: StreamSide, octets: Uint8Array): void {
    if (this.#first === undefined) this.#head();
    const indent = from === this.#first ? '' : '\t';
    if (this.#form === 'raw') this.#parts.push(`${indent}${toHex(octets)}\n`);
    else if (this.#form === 'ascii') this.#parts.push(`${indent}${octets.length}\n${printed(octets)}\n`);
    else for (let at = 0; at < octets.length; at += ROW) this.#row(indent, this.#told[from] + at, octets.subarray(at, at + ROW));
    this.#told[from] += octets.length;
  }

  #row(indent: string, at: number, octets: Uint8Array): void {
    const halves = [octets.subarray(0, HALF), octets.subarray(HALF)];
    const hex = halves.map((half) => Array.from(half, (octet) => octet.toString(16).padStart(2, '0')).join(' '));
    const text = halves
      .map((half) => printed(half).replace(/[\r\n]/g, '.'))
      .join(' ')
      .trimEnd();
    const columns = `${hex[0]}  ${hex[1]}`.padEnd(3 * ROW + 1);
    this.#parts.push(`${indent}${at.toString(16).padStart(8, '0').toUpperCase()}  ${columns} ${text}\n`);
  }
}

/** Lines stay lines; what a terminal would obey is a dot. */
const printed = (octets: Uint8Array): string => {
  let text = '';
  for (const octet of octets) text += octet === 10 || octet === 13 || (octet >= 32 && octet < 127) ? String.fromCharCode(octet) : '.';
  return text;
};
