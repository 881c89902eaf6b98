/** What help and errors name: every command and option must be there. */
import { readFileSync } from 'node:fs';
import type { Option } from 'commander';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../src/cli/command.ts';
import { optionsOf } from '../../src/cli/common-options.ts';
import { insteadLines } from '../../src/cli/other-tools.ts';
import { helpText, parseWords } from '../../src/cli/parser.ts';
import { commands } from '../../src/cli/table.ts';
import { runCli } from '../support/run-cli.ts';

let all: Command[];
beforeAll(async () => {
  all = await Promise.all(commands.map((entry) => entry.load()));
});

/** Values of the forms that an option's argument says. */
const FORMS: readonly (readonly [form: string, value: string])[] = [
  ['<name=time>', 'udp=5m'],
  ['<active,idle>', '9,5'],
  ['<chance>', '5%'],
  ['<time>', '20ms'],
  ['<bits>', '10mbit'],
];

/** A value that the option takes. */
function sample({ long, short, argChoices, flags }: Option): string {
  const own: Readonly<Record<string, string>> = {
    '--separate': 'header=y',
    '--linktype': 'EN10MB',
    '--time-stamp-type': 'host',
    '--direction': 'in',
    '--table': 'main',
    '--pattern': 'ff00',
    '--tos': 'EF',
    '--blksize': '512',
  };
  return (
    argChoices?.[0] ??
    own[long ?? short ?? ''] ??
    FORMS.find(([form]) => flags.includes(form))?.[1] ??
    (/<(n|mb|kib|octets|port|seconds)>/.test(flags) ? '7' : /<address>/.test(flags) ? '192.0.2.1' : 'x')
  );
}

const needed = ({ operands = '' }: Command): string[] => operands.split(' ').flatMap((word) => (/^[A-Z]/.test(word) ? ['x'] : []));

const flagsOf = (command: Command): (string | undefined)[] => {
  const { own, common } = optionsOf(command);
  return [...own, ...common].flatMap(({ short, long }) => [short, long]).concat('-h', '--help');
};

/** The words of a command line as a shell has them: up to a pipe or a file, without what stands before `pkw`. */
function wordsOf(line: string): string[] | undefined {
  const [, text] = /\bpkw ([^|>;"()]*)/.exec(line) ?? [];
  return text?.trim().split(/\s+/);
}

/** Parses what follows `pkw`. @throws what the parser throws */
function parsed(words: readonly string[]): unknown {
  const name = words.find((word) => !word.startsWith('-'));
  // Options alone are the shell's.
  const command = all.find((one) => one.name === (name ?? 'shell'));
  if (command === undefined) throw new Error(`no command ${name}`);
  const rest = words.filter((word) => word !== name);
  try {
    return parseWords(command, rest);
  } catch (error) {
    // Cut off at a quote or a name in capitals, say.
    if (!/ is missing/.test((error as Error).message)) throw error;
    return parseWords(command, [...rest, ...needed(command)]);
  }
}

describe('help', () => {
  it('names options that the parser takes, each by all its names', () => {
    let tried = 0;
    for (const command of all) {
      const { own, common } = optionsOf(command);
      const text = helpText(command);
      for (const option of [...own, ...common])
        for (const flag of [option.short, option.long]) {
          if (flag === undefined) continue;
          expect(text).toContain(flag);
          // --lab takes a name behind = only.
          const words = option.required && flag !== '--lab' ? [flag, sample(option)] : [flag];
          const result = parseWords(command, [...words, ...needed(command)]);
          expect([command.name, flag, 'args' in result && option.attributeName() in result.args.options]).toEqual([
            command.name,
            flag,
            true,
          ]);
          tried++;
        }
      // And it lists no others.
      const listed = Array.from(
        text.matchAll(/^ {2}(-\S(?:.*?\S)??)(?: {2}.*)?$/gm),
        ([, term = '']) => term.match(/(?<!\S)--?[a-z][\w-]*/gi) ?? [],
      ).flat();
      expect(listed.filter((flag) => !flagsOf(command).includes(flag))).toEqual([]);
    }
    expect(tried).toBeGreaterThan(80);
  });

  it('has examples that the parser takes', () => {
    for (const command of all)
      for (const line of command.examples ?? []) {
        const words = wordsOf(line);
        if (words !== undefined && command.name !== 'help' && command.name !== 'completion')
          expect(() => parsed(words), line).not.toThrow();
      }
  });

  it('has the same sentence for a command wherever it is listed', () => {
    expect(commands.map(({ name, summary }) => [name, summary])).toEqual(all.map(({ name, summary }) => [name, summary]));
  });

  it('offers no option that the command does nothing with', async () => {
    for (const words of [
      ['read', '--netns', 'x'],
      ['read', '--seed', '1'],
      ['tour', '--json'],
      ['doctor', '-i', 'lo'],
      ['firewall', '-i', 'lo'],
      ['fields', '--lab'],
    ])
      expect(await runCli(words)).toMatchObject({ status: 2, err: expect.stringContaining('unknown option') });
  });
});

describe('an option of another tool', () => {
  it.each([
    [['read', 'x', '-i', 'eth0'], 'pkw dump -i IFACE'],
    [['read', 'x', '-A'], 'pkw read -x'],
    [['read', 'x', '-tttt'], '-e frame.time'],
    [['read', 'x', '-Y', 'tcp'], 'pkw dump -r FILE FILTER'],
    [['read', 'x', '-z', 'io,stat,1'], 'columns()'],
    [['read', 'x', '-j', 'tcp'], 'pkw read -O'],
    [['read', 'x', '-w', 'y'], 'pkw dump -r OLD -w NEW'],
    [['read', 'x', '-G'], 'pkw fields'],
    [['read', '-2', 'x'], 'a capture is read once'],
    [['read', '-2', '-R', 'tcp', 'x'], 'pkw dump -r FILE FILTER'],
    [['read', 'x', '-T', 'ek'], 'pkw read --json'],
    [['read', 'x', '-Tpdml'], 'pkw read -V'],
    [['read', 'x', '-T', 'tabs'], 'pkw read -T fields -e NAME'],
    [['dump', '-X'], 'pkw read -x'],
    [['dump', '-XX'], 'pkw read -x'],
    [['dump', '-ttttt'], '-e frame.time'],
    [['dump', '-vvv'], 'pkw read -V'],
    [['dump', '-nvvv'], 'pkw read -V'],
    [['dump', '-T', 'fields'], 'pkw read -T fields -e NAME'],
    [['dump', '-e'], '-e eth.src'],
    [['dump', '-C', '5'], 'one file'],
    [['dump', '-Y', 'tcp'], 'pkw dump -r FILE FILTER'],
    [['dump', '--count'], 'pkw read FILE | wc -l'],
    [['dump', '--time-stamp-precision=nano'], '--nano'],
    [['ifaces', '-s'], 'pkw ifaces --live'],
    [['tcpdump', '-i', 'lo'], 'use: pkw dump'],
    [['tshark'], 'use: pkw read'],
  ])('%j names what to use here', async (words, what) => {
    const { status, out, err } = await runCli(words);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(what);
    expect(err.trimEnd()).not.toContain('\n');
  });

  it('is answered with commands and options that there are', () => {
    const tried: string[] = [];
    for (const line of insteadLines())
      for (const [text, name, rest = ''] of line.matchAll(/\bpkw ([a-z]+)([^,;|()]*)/g)) {
        const command = all.find((one) => one.name === name);
        const flags = rest.match(/(?<!\S)--?[a-z][\w-]*/gi) ?? [];
        expect([text, command !== undefined, flags.filter((flag) => command !== undefined && !flagsOf(command).includes(flag))]).toEqual([
          text,
          true,
          [],
        ]);
        tried.push(text);
      }
    expect(tried.length).toBeGreaterThan(25);
  });
});

describe('-V of commands that follow a tool which has it', () => {
  it.each(['ping', 'arping'])('pkw %s -V prints the version, with or without a destination', async (name) => {
    const version = await runCli(['--version']);
    for (const words of [['-V'], ['-V', '192.0.2.1']]) expect(await runCli([name, ...words])).toEqual(version);
  });
});

describe('README', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

  it('says which commands have no --json, and has a row for each command', () => {
    const [, told = ''] = /all except ([^.]*?) take `--json`/.exec(readme) ?? [];
    const without = all.filter((command) => !flagsOf(command).includes('--json')).map(({ name }) => name);
    expect(told.match(/`(\w+)`/g)?.map((word) => word.slice(1, -1))).toEqual(
      [...without, 'tour', 'help', 'completion'].filter((name, i, names) => names.indexOf(name) === i),
    );
    for (const { name } of all) expect([name, new RegExp(`^\\|.*\`(pkw )?${name}\\b`, 'm').test(readme)]).toEqual([name, true]);
  });
});
