/** What `pkw flowgrep` prints of a match: ngrep's forms. */
import { jsonLine } from '../../json-line.ts';
import type { FlowEnds, FlowMatch } from '../../../streams/search/search-flows.ts';
import type { StreamSide } from '../../../streams/tcp/events.ts';

export const FORMATS = ['normal', 'byline', 'single', 'none', 'hex'] as const;
export type MatchFormat = (typeof FORMATS)[number];

export interface MatchLineOptions {
  readonly format: MatchFormat;
  /** Of the terminal. */
  readonly columns: number;
  readonly colour: boolean;
  /** Octets of a match that are shown, at most. */
  readonly limit: number;
  /** What stands for an octet that is not printed. */
  readonly other: string;
  /** `time`: that of the packet; `since`: seconds since the one before; `since-first`. */
  readonly stamps?: 'time' | 'since' | 'since-first' | undefined;
}

const ON = '\x1b[1;31m';
const OFF = '\x1b[0m';
const INDENT = '  ';
const HEX_ROW = 16;

const endText = (address: string, port: number | undefined): string =>
  port === undefined ? address : `${address.includes(':') ? `[${address}]` : address}:${port}`;

const LETTERS: Readonly<Record<string, string>> = { tcp: 'T', udp: 'U', 1: 'I', 58: 'I', 2: 'G' };

/** `T 192.0.2.1:45678 -> 192.0.2.2:80`; ngrep's letters, and the number of a protocol that has none. */
export function flowLine({ protocol, source, sourcePort, destination, destinationPort }: FlowEnds): string {
  const letter = LETTERS[protocol] ?? `${protocol}`;
  return `${letter} ${endText(source, sourcePort)} -> ${endText(destination, destinationPort)}`;
}

export class MatchLines {
  readonly #o: MatchLineOptions;
  #firstMs: number | undefined;
  #lastMs = 0;

  constructor(o: MatchLineOptions) {
    this.#o = o;
  }

  /** A head and the octets. All that is not printable is escaped; colours are ours. */
  text(match: FlowMatch): string {
    const { octets, spans, connection, at, isCut } = match;
    const place = connection === undefined ? '' : ` @${at}`;
    const shown = octets.subarray(0, Math.min(octets.length, this.#o.limit));
    const rest = octets.length > shown.length ? `${INDENT}... ${octets.length - shown.length} octets more\n` : '';
    return `${this.#head(match)} #${match.packet}${place}${isCut ? ' (cut)' : ''}\n${this.#body(shown, spans)}${rest}`;
  }

  /** Of what has no match: its head, and what there is of it. */
  without(flow: FlowEnds & { readonly octets?: Uint8Array }): string {
    const { octets } = flow;
    const body = octets === undefined ? '' : this.#body(octets.subarray(0, Math.min(octets.length, this.#o.limit)), []);
    return `${this.#head(flow)} #${flow.packet}\n${body}`;
  }

  #head(flow: FlowEnds): string {
    const { stamps } = this.#o;
    const { timeMs } = flow;
    this.#firstMs ??= this.#lastMs = timeMs;
    const since = (timeMs - (stamps === 'since-first' ? this.#firstMs : this.#lastMs)) / 1e3;
    this.#lastMs = timeMs;
    const line = flowLine(flow);
    if (stamps === undefined) return line;
    return line.replace(' ', ` ${stamps === 'time' ? stampText(timeMs) : `+${since.toFixed(6)}`} `);
  }

  #body(octets: Uint8Array, spans: readonly number[]): string {
    const { format, columns } = this.#o;
    if (format === 'hex') return this.#hex(octets, spans);
    const width = format === 'normal' || format === 'byline' ? Math.max(20, columns) - INDENT.length : Number.POSITIVE_INFINITY;
    const indent = format === 'single' || format === 'none' ? '' : INDENT;
    let out = indent;
    let column = 0;
    let next = 0;
    let isOn = false;
    const turn = (on: boolean): void => {
      if (isOn !== on && this.#o.colour) out += on ? ON : OFF;
      isOn = on;
    };
    for (let i = 0; i < octets.length; i++) {
      while (next < spans.length && i >= (spans[next + 1] as number)) next += 2;
      const on = next < spans.length && i >= (spans[next] as number);
      const octet = octets[i] as number;
      if (format === 'byline' && octet === 10) {
        turn(false);
        out += `\n${i + 1 < octets.length ? indent : ''}`;
        column = 0;
        continue;
      }
      if (column >= width) {
        turn(false);
        out += `\n${indent}`;
        column = 0;
      }
      turn(on);
      out += octet >= 32 && octet < 127 ? String.fromCharCode(octet) : this.#o.other;
      column++;
    }
    turn(false);
    return out.endsWith('\n') ? out : `${out}\n`;
  }

  #hex(octets: Uint8Array, spans: readonly number[]): string {
    let out = '';
    const found = new Uint8Array(octets.length);
    for (let i = 0; i < spans.length; i += 2) found.fill(1, spans[i], spans[i + 1]);
    const colour = (i: number, text: string): string => (this.#o.colour && found[i] === 1 ? `${ON}${text}${OFF}` : text);
    for (let row = 0; row < octets.length; row += HEX_ROW) {
      let hex = '';
      let text = '';
      for (let i = row; i < row + HEX_ROW; i++) {
        const octet = octets[i];
        hex += octet === undefined ? '   ' : `${colour(i, octet.toString(16).padStart(2, '0'))} `;
        if (octet !== undefined) text += colour(i, octet >= 32 && octet < 127 ? String.fromCharCode(octet) : this.#o.other);
      }
      out += `${INDENT}${row.toString(16).padStart(4, '0')}  ${hex} ${text}\n`;
    }
    return out;
  }
}

/** As ngrep writes it, in local time: `2026/11/30 02:45:01.123456`. */
function stampText(timeMs: number): string {
  const micros = Math.floor((timeMs - Math.floor(timeMs / 1000) * 1000) * 1000);
  const d = new Date(timeMs);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${d.getFullYear()}/${two(d.getMonth() + 1)}/${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}.${String(micros).padStart(6, '0')}`;
}

const latin1 = (octets: Uint8Array, from: number, to: number): string => {
  let text = '';
  for (let i = from; i < to; i++) text += String.fromCharCode(octets[i] as number);
  return text;
};

/** A line of `--json`. */
export interface FlowgrepJson {
  /** Seconds since 1970. */
  readonly time: number;
  readonly packet: number;
  readonly protocol: FlowEnds['protocol'];
  readonly source: string;
  readonly sourcePort?: number | undefined;
  readonly destination: string;
  readonly destinationPort?: number | undefined;
  readonly connection?: number | undefined;
  readonly side?: StreamSide | undefined;
  readonly at?: number;
  readonly length?: number;
  readonly cut?: boolean;
  readonly matches: readonly { readonly at: number; readonly length: number; readonly text: string }[];
  readonly text?: string;
}

type Ends = Pick<FlowgrepJson, 'time' | 'packet' | 'protocol' | 'source' | 'sourcePort' | 'destination' | 'destinationPort'>;

const endsOf = ({ protocol, source, sourcePort, destination, destinationPort, packet, timeMs }: FlowEnds): Ends => ({
  ...{ time: Math.round(timeMs * 1e3) / 1e6, packet, protocol, source, sourcePort, destination, destinationPort },
});

export function matchJson({ octets, spans, connection, from, at, isCut, ...ends }: FlowMatch, limit: number): string {
  const matches = spans.flatMap((start, i) => {
    if (i % 2 === 1) return [];
    const end = spans[i + 1] as number;
    return [{ at: at + start, length: end - start, text: latin1(octets, start, Math.min(end, start + limit)) }];
  });
  const line: FlowgrepJson = {
    ...endsOf(ends),
    ...{ connection: connection?.number, side: from, at, length: octets.length },
    ...(isCut && { cut: true }),
    ...{ matches, text: latin1(octets, 0, Math.min(octets.length, limit)) },
  };
  return jsonLine(line);
}

export function withoutJson(flow: FlowEnds & { readonly connection?: { readonly number: number }; readonly octets?: Uint8Array }): string {
  const length = flow.octets === undefined ? {} : { length: flow.octets.length };
  const line: FlowgrepJson = { ...endsOf(flow), connection: flow.connection?.number, matches: [], ...length };
  return jsonLine(line);
}
