/** What a command of `pkw` is. The files in `cli/commands/` give one each; `cli/main.ts` finds them by a table of lazy imports. */
export interface OptionSpec {
  /** commander's notation: `-c, --count <n>`. */
  readonly flags: string;
  readonly help: string;
  /** Turns the text into a value; throws PacketwrightError(ERR_USAGE) with what was expected. */
  readonly parse?: (text: string, before: unknown) => unknown;
  readonly default?: unknown;
  readonly choices?: readonly string[];
}

/** Where a command writes and reads: tests hand in their own. */
export interface CommandIo {
  /** Text or octets to standard output. Resolves when it may write more; false after the reader closed the pipe. */
  write(data: string | Uint8Array): Promise<boolean> | boolean;
  /** One line to standard error. */
  warn(line: string): void;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly isTerminal: boolean;
  readonly colour: boolean;
  readonly columns: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C or a closed pipe: give what there is, and end. */
  readonly signal: AbortSignal;
}

export interface Args { readonly operands: readonly string[]; readonly options: Readonly<Record<string, unknown>> }

export interface Command {
  readonly name: string;
  /** The tool whose flags and text it follows. */
  readonly follows?: string;
  readonly summary: string;
  /** `FILE`, `[FILTER...]`: for usage lines and completion. */
  readonly operands?: string;
  readonly options: readonly OptionSpec[];
  /** Exit status: 0 done, 1 failed (after one line on stderr), 2 usage. */
  run(args: Args, io: CommandIo): Promise<0 | 1 | 2>;
}
