/** What a shell, or a script, has for as long as it runs: names, settings, the host that packets leave by. */
import type { Host } from '../host/host.ts';
import type { Place } from './packets/place.ts';
import type { Conf } from './functions/conf/conf.ts';
import type { PythonRuntime } from './python/runtime.ts';
import type { ConnectionsSeen } from './functions/connections-seen.ts';

export interface Shell {
  readonly place: Place;
  readonly runtime: PythonRuntime;
  readonly conf: Conf;
  /** What was sent before, for words of warning. */
  readonly connections: ConnectionsSeen;
  /** All names that the user has: those that stand at the beginning, and his own. */
  readonly names: Map<string, unknown>;
  /** Opened when it is first needed. */
  host(): Promise<Host>;
  /** Aborts when the user presses Ctrl-C: one for each command. */
  readonly signal: AbortSignal;
  write(text: string): void;
  /** A note beside the output: on standard error. */
  note(text: string): void;
  /** Reads routes and neighbours again, so that packets show the addresses that they would get. */
  refresh(): Promise<void>;
}
