/** `pkw` with commands that only tests have; support/built-cli.ts bundles it as a program. */
import { cli } from '../../src/cli/cli.ts';
import type { Command } from '../../src/cli/command.ts';
import { processTerminal } from '../../src/cli/terminal.ts';

const lines: Command = {
  name: 'lines',
  summary: 'writes N lines',
  options: [{ flags: '-c, --count <n>', help: 'how many', parse: Number, default: 10 }],
  async run({ options }, io) {
    for (let i = 0; i < (options['count'] as number); i++) if (!(await io.write(`line ${i} of many\n`))) break;
    return 0;
  },
};

const wait: Command = {
  name: 'wait',
  summary: 'waits for the end',
  options: [{ flags: '--forever', help: 'take no notice of Ctrl-C' }],
  async run({ options }, io) {
    io.write('begun\n');
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 20_000);
      if (!options['forever']) io.signal.addEventListener('abort', () => resolve(clearTimeout(timer)));
    });
    io.write('what there is\n');
    return 0;
  },
};

const ask: Command = {
  name: 'ask',
  summary: 'what it knows of its terminal',
  operands: '[FILE]',
  common: ['interface'],
  options: [{ flags: '-T <form>', help: 'form', choices: ['fields', 'json'] }],
  async run({ operands }, io) {
    io.progress('10 %');
    io.warn(`operands: ${operands.join(' ')}`);
    let read = 0;
    if (operands[0] === '-') for await (const octets of io.stdin) read += octets.length;
    io.write(`${JSON.stringify({ isTerminal: io.isTerminal, colour: io.colour, columns: io.columns, read })}\n`);
    return 0;
  },
};

const table = [lines, wait, ask].map((command) => ({ name: command.name, summary: command.summary, load: () => Promise.resolve(command) }));
process.exit(await cli(process.argv.slice(2), table, processTerminal()));
