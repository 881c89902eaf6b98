/** `pkw` inside this process: the real commands, with a terminal that keeps what they write. */
import { cli } from '../../src/cli/cli.ts';
import { commands } from '../../src/cli/table.ts';
import type { Terminal } from '../../src/cli/terminal.ts';

export interface CliRun {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** Both streams in their order, as a terminal shows them. */
  readonly all: string;
}

/**
 * Runs a command line.
 * @param o.stdin what comes in; nothing by default
 * @param o.reads how many writes the reader of the output takes before it goes away; all by default
 * @param o.env variables of the environment; none by default
 * @param o.interrupt aborted where Ctrl-C is to come; never by default
 */
export async function runCli(
  argv: readonly string[],
  o: { stdin?: Uint8Array; reads?: number; interrupt?: AbortSignal; env?: Readonly<Record<string, string>> } = {},
): Promise<CliRun> {
  const out: string[] = [];
  let err = '';
  let all = '';
  const { stdin, env = {}, reads = Number.POSITIVE_INFINITY, interrupt = new AbortController().signal } = o;
  const terminal: Terminal = {
    io: ({ quiet, colour }) => ({
      write: (data) => {
        if (out.length >= reads) return false;
        const text = typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
        out.push(text);
        all += text;
        return true;
      },
      warn: (line) => {
        if (quiet) return;
        err += `${line}\n`;
        all += `${line}\n`;
      },
      writeError: (text) => {
        err += text;
        all += text;
      },
      progress: () => undefined,
      stdin: (async function* () {
        if (stdin !== undefined) yield stdin;
      })(),
      isTerminal: false,
      colour,
      columns: 80,
      env,
      signal: interrupt,
    }),
    error: (line) => {
      err += `${line}\n`;
      all += `${line}\n`;
    },
    finish: () => Promise.resolve(),
    get interrupted() {
      return interrupt.aborted ? 'SIGINT' : undefined;
    },
    closed: false,
  };
  const status = await cli(argv, commands, terminal);
  // Besides the three, which tests compare as a whole.
  return Object.defineProperty({ status, out: out.join(''), err }, 'all', { value: all }) as CliRun;
}
