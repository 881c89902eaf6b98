/** `pkw --help`: what there is, without loading any of it. */
import type { CommandEntry } from './command.ts';

export function overview(commands: readonly CommandEntry[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  return `Usage: pkw COMMAND [options] [operands]
       pkw [-c TEXT]   the shell

Craft, send, sniff, dissect and drive packets.

Commands:
${commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`).join('\n')}

  pkw help COMMAND   the options of a command, and examples
  pkw --version      the version of this program
`;
}
