import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { PacketwrightError } from '../bytes/errors.ts';
import { cli } from './cli.ts';
import type { Args, Command, CommandEntry, CommandIo } from './command.ts';
import type { Terminal } from './terminal.ts';

interface Run {
  status: number;
  out: string;
  err: string;
  args: Args | undefined;
}

const probe: Command = {
  name: 'probe',
  follows: 'a tool',
  summary: 'a command for tests',
  operands: 'FILE [FILTER...]',
  sends: true,
  common: ['json', 'interface', 'netns', 'private', 'lab', 'seed'],
  examples: ['pkw probe x.pcap tcp'],
  options: [
    { flags: '-n', help: 'no names', parse: (_, before) => (before as number) + 1, default: 0 },
    { flags: '-v', help: 'more', parse: (_, before) => (before as number) + 1, default: 0 },
    { flags: '-c, --count <n>', help: 'how many', parse: Number },
    { flags: '-w <file>', help: 'write' },
    { flags: '-T <form>', help: 'form', choices: ['fields', 'json'] },
    { flags: '-i, --input <name>', help: 'its own -i' },
  ],
  run: () => Promise.resolve(0),
};

/** Runs a command line against `probe`, whose body is `body`. */
async function run(
  argv: string[],
  body: (io: CommandIo, args: Args) => Promise<0 | 1 | 2> | 0 | 1 | 2 = () => 0,
  o: Partial<Terminal> = {},
): Promise<Run> {
  const seen: Run = { status: -1, out: '', err: '', args: undefined };
  const command: Command = {
    ...probe,
    run: async (args, io) => {
      seen.args = args;
      return await body(io, args);
    },
  };
  const entries: CommandEntry[] = [{ name: 'probe', summary: probe.summary, load: () => Promise.resolve(command) }];
  const terminal: Terminal = {
    io: ({ quiet, colour }) => ({
      write: (data) => {
        seen.out += typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
        return true;
      },
      warn: (line) => {
        if (!quiet) seen.err += `${line}\n`;
      },
      progress: () => undefined,
      stdin: (async function* () {})(),
      isTerminal: false,
      colour,
      columns: 80,
      env: {},
      signal: new AbortController().signal,
    }),
    error: (line) => {
      seen.err += `${line}\n`;
    },
    finish: () => Promise.resolve(),
    interrupted: o.interrupted,
    closed: o.closed ?? false,
  };
  seen.status = await cli(argv, entries, terminal);
  return seen;
}

describe('pkw', () => {
  it('prints the version of package.json', async () => {
    for (const flag of ['--version', '-V'])
      expect(await run([flag])).toMatchObject({ status: 0, out: `packetwright ${manifest.version}\n`, err: '' });
  });

  it('lists its commands for --help', async () => {
    for (const argv of [['--help'], ['-h'], ['help']]) {
      const { status, out } = await run(argv);
      expect(status).toBe(0);
      expect(out).toContain('  probe       a command for tests\n');
    }
  });

  it('takes clusters of short options, counted flags, and options after operands', async () => {
    const { args } = await run(['probe', '-nnvvc10', 'x.pcap', 'tcp', '-v', 'port', '80']);
    expect(args).toMatchObject({ operands: ['x.pcap', 'tcp', 'port', '80'], options: { n: 2, v: 3, count: 10 } });
  });

  it('takes the common options before and behind the command', async () => {
    const { args } = await run([
      '--netns',
      'c',
      '--json',
      'probe',
      'x',
      '--seed',
      '0x10',
      '--dry-run',
      '--no-color',
      '--interface',
      'eth0',
    ]);
    expect(args?.options).toMatchObject({ netns: 'c', json: true, seed: 16, dryRun: true, color: false, interface: 'eth0' });
  });

  it('leaves an option to the command that has its own', async () => {
    expect((await run(['probe', 'x', '-i', 'in'])).args?.options).toMatchObject({ input: 'in' });
  });

  it('takes a name for --lab behind = only', async () => {
    expect((await run(['probe', '--lab', 'x'])).args).toMatchObject({ operands: ['x'], options: { lab: true } });
    expect((await run(['probe', '--lab=home', 'x'])).args?.options).toMatchObject({ lab: 'home' });
    expect((await run(['probe', 'x', '--', '--lab'])).args?.operands).toEqual(['x', '--lab']);
  });

  it('expands ~ where a file is meant', async () => {
    const { args } = await run(['probe', '~/x.pcap', '~/filter', '-w', '~/y.pcap']);
    expect(args).toMatchObject({ operands: [join(homedir(), 'x.pcap'), '~/filter'], options: { w: join(homedir(), 'y.pcap') } });
  });

  it('takes typographic dashes for -, with a word', async () => {
    const { args, err } = await run(['probe', '\u2013n', 'x']);
    expect(args?.options).toMatchObject({ n: 1 });
    expect(err).toBe("pkw: read U+2013 in '\u2013n' as '-': -n\n");
  });

  it.each([
    [['prob'], "pkw: unknown command 'prob' (Did you mean probe?); see: pkw --help"],
    [['xyzzy'], "pkw: unknown command 'xyzzy'; see: pkw --help"],
    [['--json'], 'pkw: COMMAND is missing; see: pkw --help'],
    [['probe', '--cont', '3', 'x'], "pkw probe: unknown option '--cont' (Did you mean --count?); see: pkw help probe"],
    [['probe', '-c'], "pkw probe: option '-c, --count <n>' argument missing; see: pkw help probe"],
    [['probe'], 'pkw probe: FILE is missing; see: pkw help probe'],
    [
      ['probe', 'x', '-T', 'xml'],
      "pkw probe: option '-T <form>' argument 'xml' is invalid. Allowed choices are fields, json; see: pkw help probe",
    ],
    [['probe', 'x', '--seed', 'abc'], 'pkw probe: --seed abc: expected a whole number of 0 or more'],
    [['help', 'prob'], "pkw help: unknown command 'prob' (Did you mean probe?); see: pkw --help"],
    [['help', 'probe', 'x'], "pkw help: 'x' is one operand too many; see: pkw help help"],
    [['completion', 'tcsh'], "pkw completion: 'tcsh' is not a known shell; give one of: bash, zsh, fish"],
  ])('says what is wrong with %j, in one line', async (argv, line) => {
    expect(await run(argv)).toMatchObject({ status: 2, out: '', err: `${line}\n`, args: undefined });
  });

  it('gives the status that the command gives', async () => {
    for (const status of [0, 1, 2] as const) expect((await run(['probe', 'x'], () => status)).status).toBe(status);
  });

  it('tells an error in one line, with what helps', async () => {
    const failing = (error: unknown) =>
      run(['probe', 'x'], () => {
        throw error;
      });
    expect(await failing(new PacketwrightError('ERR_FILE', 'x.pcap: cut at 24', { remedy: 'read on' }))).toMatchObject({
      status: 1,
      err: 'pkw probe: x.pcap: cut at 24; read on\n',
    });
    expect(await failing(new PacketwrightError('ERR_USAGE', 'no'))).toMatchObject({ status: 2 });
    const missing = Object.assign(new Error('ENOENT: no such file or directory, open'), {
      code: 'ENOENT',
      syscall: 'open',
      path: 'x.pcap',
    });
    expect(await failing(missing)).toMatchObject({ status: 1, err: 'pkw probe: x.pcap: no such file or folder\n' });
    expect(await failing(new TypeError('a\n  b'))).toMatchObject({
      status: 1,
      err: 'pkw probe: internal error: a; b; PKW_DEBUG=1 shows where\n',
    });
  });

  it('keeps notes back with --quiet, and errors not', async () => {
    const body = (io: CommandIo) => {
      io.warn('a note');
      throw new PacketwrightError('ERR_FILE', 'bad');
    };
    expect((await run(['probe', 'x', '--quiet'], body)).err).toBe('pkw probe: bad\n');
    expect((await run(['probe', 'x'], body)).err).toBe('a note\npkw probe: bad\n');
  });

  it('ends with 130 when Ctrl-C cut the work short, and with 143 after SIGTERM', async () => {
    const abort = () => {
      throw new DOMException('stop', 'AbortError');
    };
    expect(await run(['probe', 'x'], () => 0, { interrupted: 'SIGINT' })).toMatchObject({ status: 130, err: '' });
    expect(await run(['probe', 'x'], abort, { interrupted: 'SIGINT' })).toMatchObject({ status: 130, err: '' });
    expect(await run(['probe', 'x'], () => 1, { interrupted: 'SIGINT' })).toMatchObject({ status: 1 });
    expect(await run(['probe', 'x'], () => 0, { interrupted: 'SIGTERM' })).toMatchObject({ status: 143, err: '' });
    expect(await run(['probe', 'x'], abort, { closed: true })).toMatchObject({ status: 0, err: '' });
  });

  it('prints the help of a command', async () => {
    const { out } = await run(['help', 'probe']);
    expect(out).toBe(`Usage: pkw probe [options] FILE [FILTER...]

A command for tests.
Options and output follow a tool.

Options:
  -n                no names
  -v                more
  -c, --count N     how many
  -w FILE           write
  -T FORM           form (choices: "fields", "json")
  -i, --input NAME  its own -i

Common options:
  --json            print one JSON object per line
  --interface NAME  the interface
  --netns NAME      use this network namespace: a name, or the PID of a process in it
  --private         run in a new user and network namespace; needs no root
  --lab[=NAME]      use a LAN in memory instead of the real network, as its host NAME (default: me)
  --seed N          seed for all random values: the same seed repeats the same run
  -q, --quiet       print no progress or notes on standard error
  --no-color        do not use colours (also: NO_COLOR=1)
  --dry-run         show what would be sent, and send nothing
  -h, --help        show this text

Examples:
  pkw probe x.pcap tcp
`);
    expect((await run(['probe', '--help'])).out).toBe(out);
  });
});

describe('completion', () => {
  const offered = async (...words: string[]) =>
    (await run(['completion', '--words', '--', ...words])).out.split('\n').flatMap((line) => line.split('\t')[0] || []);

  it('offers commands, options, choices and interfaces', async () => {
    expect(await offered('')).toEqual(['probe', 'completion', 'help', '--help', '--version']);
    expect(await offered('pr')).toEqual(['probe']);
    expect(await offered('--json', 'pr')).toEqual(['probe']);
    expect(await offered('probe', '--in')).toEqual(['--input', '--interface']);
    expect(await offered('probe', '-T', '')).toEqual(['fields', 'json']);
    expect(await offered('probe', '--interface', 'l')).toEqual(['lo']);
    expect(await offered('probe', '--interface=l')).toEqual(['--interface=lo']);
    expect(await offered('help', 'p')).toEqual(['probe']);
    expect(await offered('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  it('offers nothing where a file may stand', async () => {
    expect(await offered('probe', '')).toEqual([]);
    expect(await offered('probe', '-w', '')).toEqual([]);
    expect(await offered('probe', '--', '-')).toEqual([]);
    expect(await offered('nonesuch', '')).toEqual([]);
  });
});
