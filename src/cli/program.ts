/** `pkw` with a command: what main.ts loads when it cannot answer by itself. */
import { cli } from './cli.ts';
import { errorLine } from './error-line.ts';
import { commands } from './table.ts';
import { processTerminal } from './terminal.ts';

/** Runs the command line and ends the process. */
export async function program(words: readonly string[]): Promise<never> {
  const terminal = processTerminal();
  // What no command waited for is a fault of the program; the user sees one line all the same.
  process.on('uncaughtException', (error) => {
    terminal.error(`pkw: ${errorLine(error)}`);
    process.exit(1);
  });
  // A socket or a pipe that something left open is no reason to stay.
  process.exit(await cli(words, commands, terminal));
}
