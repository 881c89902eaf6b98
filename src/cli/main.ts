/** The program `pkw`. */
import { cli } from './cli.ts';
import { commands } from './table.ts';
import { processTerminal } from './terminal.ts';

// A socket or a pipe that something left open is no reason to stay.
process.exit(await cli(process.argv.slice(2), commands, processTerminal()));
