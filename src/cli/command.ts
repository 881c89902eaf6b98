/** What a command of `pkw` is. The files in `cli/commands/` give one each; `cli/table.ts` finds them by lazy imports. */
export interface OptionSpec {
  /** commander's notation: `-c, --count <n>`. An argument called `<file>` or `<folder>` gets its `~` expanded. */
  readonly flags: string;
  readonly help: string;
  /**
   * Turns the text into a value; throws PacketwrightError(ERR_USAGE) with what was expected. For a flag without an
   * argument the text is empty: `parse: (_, before) => (before as number) + 1` counts, as in `-vvv`.
   */
  readonly parse?: (text: string, before: unknown) => unknown;
  readonly default?: unknown;
  readonly choices?: readonly string[];
}

/** Where a command writes and reads: tests hand in their own. */
export interface CommandIo {
  /** Text or octets to standard output. Resolves when it may write more; false after the reader closed the pipe. */
  write(data: string | Uint8Array): Promise<boolean> | boolean;
  /** One line to standard error that is no failure; `--quiet` silences it. */
  warn(line: string): void;
  /** What the user's own program writes to standard error, as it stands. */
  readonly writeError?: (text: string) => void;
  /** How far long work is: one line that replaces the last, on a terminal only. Undefined takes it away. */
  progress(text: string | undefined): void;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly isTerminal: boolean;
  readonly colour: boolean;
  readonly columns: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by Ctrl-C or a closed pipe: give what there is, and end. */
  readonly signal: AbortSignal;
}

/** The options that several commands take. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly netns?: string;
  /** In a user and network namespace of its own; done before the command runs. */
  readonly private?: boolean;
  /** `NAME` or `NAME:GROUP`. Only of commands with {@link Command.holdsSockets}. */
  readonly user?: string;
  /** `--lab=NAME`; true without a name. */
  readonly lab?: string | true;
  readonly interface?: string;
  readonly seed?: number;
  /** Only of commands with {@link Command.sends}. */
  readonly dryRun?: boolean;
  readonly quiet?: boolean;
  readonly color?: boolean;
}

/** A common option by its name. */
export type CommonOption = 'json' | 'interface' | 'netns' | 'private' | 'lab' | 'seed';

export interface Args {
  readonly operands: readonly string[];
  readonly options: CommonOptions & Readonly<Record<string, unknown>>;
  /** The words behind the command as they were typed; absent where another command runs it. */
  readonly words?: readonly string[];
}

export interface Command {
  readonly name: string;
  /** The tool whose flags and text it follows. */
  readonly follows?: string;
  readonly summary: string;
  /** `FILE`, `[FILTER...]`: for usage lines and completion. A word that ends in FILE or FOLDER gets its `~` expanded. */
  readonly operands?: string;
  /** The common options that it takes, besides those of every command. */
  readonly common?: readonly CommonOption[];
  /** Its own options. One that has the name or letter of a common option replaces that one. */
  readonly options: readonly OptionSpec[];
  /** What stands behind its first operand is for a program that it runs: all of it are operands. */
  readonly passesOn?: boolean;
  /** It sends packets, so it takes `--dry-run`. */
  readonly sends?: boolean;
  /** It goes on with what it has opened, so it takes `--user`, and calls `becomeUser` (command-host.ts) when all is open. */
  readonly holdsSockets?: boolean;
  /**
   * By the name of an option of the library, what the command has for it: remedies that name `{ broadcast: true }` say `-b`. Those of common
   * options are known.
   */
  readonly inWords?: Readonly<Record<string, string>>;
  /** Exit status where it fails with an error; 1 unless the tool that it follows has another. */
  readonly failure?: 1 | 2 | 9;
  /** Lines for the end of its help: a command and what it does. */
  readonly examples?: readonly string[];
  /**
   * Exit status: 0 done, 1 failed (after one line on stderr), 2 usage; that of the program it ran, where it runs one. After a signal it ends
   * at once (pace.ts, or-signal.ts), and `cli()` makes 130 or 143 of 0.
   */
  run(args: Args, io: CommandIo): Promise<number>;
}

/** A command that is not loaded yet: what `pkw --help` needs to know of it. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<Command>;
}
