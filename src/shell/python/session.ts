/** What a session gives to Python: its names, its output, its modules, and how it is stopped. */
import type { Random } from '../../bytes/random.ts';

export interface Session {
  /** The names of the session, shared with the prompt. */
  readonly names: Map<string, unknown>;
  write(text: string): void;
  writeError(text: string): void;
  /** The answer to `input('…')`. */
  input(prompt: string): Promise<string>;
  /** An address of a name, for socket.gethostbyname. */
  resolve(name: string): Promise<string>;
  /** Shows the value of an expression, as the prompt does. */
  show(value: unknown): void | Promise<void>;
  /** Loaders of modules that others give (`scapy.all`); they come before Python's. A loader gives a record or a Map of names. */
  readonly modules: Readonly<Record<string, () => unknown>>;
  readonly argv: readonly string[];
  /** `random.seed(…)`: from now on what others draw belongs to this sequence too; undefined: to none that anybody knows. */
  seeded(random: Random | undefined): void;
  signal(): AbortSignal | undefined;
}
