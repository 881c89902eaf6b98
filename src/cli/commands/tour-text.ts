/** How the tour looks: plain text, coloured where the terminal wants it. No meaning is in the colours alone. */
import { utf8Octets } from '../../bytes/text.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { CommandIo } from '../command.ts';

const RESET = '\x1b[0m';
const BOLD = '\x1b[1m';
const DIM = '\x1b[2m';
/** A colour a layer: cyan, green, yellow, magenta. */
const LAYERS = ['\x1b[36m', '\x1b[32m', '\x1b[33m', '\x1b[35m'];

const INDENT = '    ';
const OCTETS_A_LINE = 16;

export class TourText {
  readonly #io: CommandIo;
  #text = '';

  constructor(io: CommandIo) {
    this.#io = io;
  }

  paint(text: string, ...codes: readonly string[]): string {
    return this.#io.colour ? `${codes.join('')}${text}${RESET}` : text;
  }

  /** Text in the colour of the layer at that depth. */
  ofLayer(depth: number, text: string): string {
    return this.paint(text, LAYERS[depth % LAYERS.length] as string);
  }

  title(text: string): void {
    this.#text += `\n${this.paint(text, BOLD)}\n${this.paint('─'.repeat(text.length), DIM)}\n`;
  }

  say(line: string): void {
    this.#text += `${line}\n`;
  }

  /** What one writes in a program. */
  code(...lines: readonly string[]): void {
    for (const line of lines) this.#text += `${INDENT}${this.paint(line, BOLD)}\n`;
  }

  /** What one writes in a shell. */
  command(line: string, ...more: readonly string[]): void {
    this.#text += `${INDENT}${this.paint('$', DIM)} ${this.paint(line, BOLD)}\n`;
    this.code(...more);
  }

  /** What comes of it. */
  lines(lines: readonly string[]): void {
    for (const line of lines) this.#text += `${INDENT}${line}\n`;
    this.#text += '\n';
  }

  exchange(sent: string, received: string): void {
    this.lines([`> ${sent}`, `< ${received}`]);
  }

  /** Writes what was gathered. False when nobody reads any more, or the tour was interrupted. */
  async flush(): Promise<boolean> {
    const more = await this.#io.write(utf8Octets(this.#text)); // with colours, which are ours
    this.#text = '';
    // A turn of the loop, in which signals are heard: time in memory passes without one.
    await new Promise((resolve) => setImmediate(resolve));
    return more && !this.#io.signal.aborted;
  }

  /** The same terminal for a command whose long lines would wrap: they end where it does. */
  cutting(io: CommandIo): CommandIo {
    const most = Math.max(20, io.columns);
    return {
      write: (data) =>
        io.write(
          typeof data === 'string'
            ? data
                .split('\n')
                .map((line) => (line.length > most ? `${line.slice(0, most - 1)}…` : line))
                .join('\n')
            : data,
        ),
      warn: (line) => io.warn(line),
      progress: (text) => io.progress(text),
      stdin: io.stdin,
      isTerminal: io.isTerminal,
      colour: io.colour,
      columns: io.columns,
      env: io.env,
      signal: io.signal,
    };
  }
}

/** Offset, octets in their layers' colours, and what they are as text. */
export function octetLines(p: Packet<any>, text: TourText): string[] {
  const { bytes } = p;
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; from += OCTETS_A_LINE) {
    let line = `${from.toString(16).padStart(4, '0')} `;
    let plain = '';
    for (let i = from; i < Math.min(from + OCTETS_A_LINE, bytes.length); i++) {
      const octet = bytes[i] as number;
      line += ` ${text.ofLayer(p.at(i)?.depth ?? 0, octet.toString(16).padStart(2, '0'))}`;
      plain += octet >= 32 && octet < 127 ? String.fromCharCode(octet) : '.';
    }
    lines.push(`${line}${'   '.repeat(OCTETS_A_LINE - plain.length)}  ${plain}`);
  }
  return lines;
}

/** A line a layer: which octets, and its fields in order. */
export function fieldRanges(p: Packet<any>, text: TourText): string[] {
  const found = p.layers().map(() => ({ from: -1, to: -1, fields: [] as string[] }));
  for (let i = 0; i < p.length; i++) {
    for (let bit = 0; bit < 8; bit++) {
      const at = p.at(i, bit);
      const layer = at === undefined ? undefined : found[at.depth];
      if (at === undefined || layer === undefined) continue;
      if (layer.from < 0) layer.from = i;
      layer.to = i;
      if (at.field !== undefined && layer.fields.at(-1) !== at.field) layer.fields.push(at.field);
    }
  }
  return p.layers().map((layer, depth) => {
    const { from, to, fields } = found[depth] as (typeof found)[number];
    return `${String(from).padStart(2)}-${String(to).padEnd(2)} ${text.ofLayer(depth, layer.layerName.padEnd(5))} ${fields.join(' ')}`;
  });
}
