/** `pkw help [COMMAND]`. */
import type { Command, CommandEntry } from '../command.ts';
import { manPage, overviewManPage } from '../man-page.ts';
import { overview } from '../overview.ts';
import { helpText, unknownCommand } from '../parser.ts';

export function helpCommand(commands: readonly CommandEntry[]): Command {
  return {
    name: 'help',
    summary: 'help for a command, or its man page',
    operands: '[COMMAND]',
    options: [{ flags: '--man', help: 'print the man page, for: man -l -' }],
    examples: ['pkw help read', 'pkw help --man read | man -l -'],
    async run({ operands: [name], options }, io) {
      const entry = commands.find((candidate) => candidate.name === name);
      if (name !== undefined && entry === undefined) throw unknownCommand(name, commands);
      if (entry === undefined) io.write(options['man'] ? overviewManPage(commands) : overview(commands));
      else {
        const command = await entry.load();
        io.write(options['man'] ? manPage(command) : helpText(command));
      }
      return 0;
    },
  };
}
