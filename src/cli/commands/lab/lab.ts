/** `pkw lab`: networks in memory that are ready to use, and commands that run in them. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { Lab } from '../../../lab/lab.ts';
import { type LabTopology, readyTopology, topologies, topologyOf } from '../../../lab/topologies.ts';
import type { Args, Command, CommandEntry, CommandIo } from '../../command.ts';
import { runIn } from '../../command-host.ts';
import { findCommand, runCommand } from '../../run-command.ts';
import { LabRecording } from './lab-recording.ts';

interface LabCommandOptions {
  readonly seed?: number;
  readonly host?: string;
  readonly write?: string;
  readonly real?: boolean;
}

/** @param commands those that may run in a lab */
export function labCommand(commands: readonly CommandEntry[]): Command {
  return {
    name: 'lab',
    summary: 'networks in memory that are ready to use: lists them, shows one, runs a command in it',
    operands: '[NAME] [COMMAND...]',
    common: ['seed'],
    options: [
      { flags: '-w, --write <file>', help: 'write all frames of all segments to this capture (pcapng); the seed stands in it' },
      { flags: '--host <name>', help: 'the host that the command runs on' },
      { flags: '--real', help: 'in real time; without it time-outs take no time, and every run is the same' },
    ],
    examples: [
      'pkw lab',
      'pkw lab routed',
      'pkw lab routed -- ping -c 3 10.0.2.2',
      'pkw lab lossy --seed 7 -w line.pcapng -- ping -c 20 -i 0.2 10.0.2.2',
    ],
    run: (args, io) => run(args, io, commands),
  };
}

/** What is wrong with a word of the command line. */
function usage<T>(f: () => T): T {
  try {
    return f();
  } catch (error) {
    const { message, details } = error as PacketwrightError;
    throw new PacketwrightError('ERR_USAGE', message, details);
  }
}

async function run({ operands: [name, ...words], options }: Args, io: CommandIo, commands: readonly CommandEntry[]): Promise<number> {
  const o = options as LabCommandOptions;
  if (name === undefined) {
    await io.write(listText());
    return 0;
  }
  const topology = usage(() => topologyOf(name));
  const seed = o.seed ?? 1;
  const net = readyTopology(name, { seed, time: o.real === true ? 'real' : 'virtual' });
  try {
    const seat = o.host ?? topology.seat;
    // A host that is not there is an error at once.
    usage(() => net.host(seat));
    if (words.length > 0) return await runThere(net, { name, seed, seat, file: o.write }, words, io, commands);
    if (o.write !== undefined)
      throw new PacketwrightError('ERR_USAGE', '-w needs a command, which makes the packets', { remedy: `see: pkw lab ${name}` });
    await io.write(`lab ${name}, seed ${seed}: ${topology.about}\n\n${showText(net, name, topology)}`);
    return 0;
  } finally {
    await net.close();
  }
}

interface Run {
  readonly name: string;
  readonly seed: number;
  readonly seat: string;
  /** Where frames are kept. */
  readonly file: string | undefined;
}

async function runThere(
  net: Lab,
  { name, seed, seat, file }: Run,
  words: readonly string[],
  io: CommandIo,
  commands: readonly CommandEntry[],
): Promise<number> {
  io.warn(`lab ${name}, seed ${seed}, on ${seat}`);
  const recording =
    file === undefined ? undefined : new LabRecording(net, file, `lab ${name}, seed ${seed}: ${['pkw', ...words].join(' ')}`);
  const end = runIn(net, seat);
  try {
    return await runWords(words, seat, io, commands);
  } finally {
    end();
    await recording?.save();
  }
}

async function runWords(words: readonly string[], seat: string, io: CommandIo, commands: readonly CommandEntry[]): Promise<number> {
  const found = await findCommand(words, commands);
  if (found.command.common?.includes('lab') !== true)
    throw new PacketwrightError('ERR_USAGE', `pkw ${found.command.name} does not run in a lab`, {
      remedy: 'ping, arping, dns, sr, send, sniff, dhcp, ntp, tftp and shell do',
    });
  // What it prints goes where ours does; its own -q and --no-color are its own.
  return await runCommand(found.command, [`--lab=${seat}`, ...found.words], {
    io: ({ quiet, colour }) =>
      Object.create(io, {
        warn: { value: (line: string) => (quiet ? undefined : io.warn(line)) },
        colour: { value: colour && io.colour },
      }) as CommandIo,
  });
}

function listText(): string {
  const names = Object.keys(topologies);
  const width = Math.max(...names.map((name) => name.length));
  const lines = Object.entries(topologies).map(([name, { about }]) => `${name.padEnd(width)}  ${about}`);
  return `${lines.join('\n')}\n\npkw lab NAME shows one; pkw lab NAME -- COMMAND runs a command of pkw in it.\n`;
}

function showText(net: Lab, name: string, { seat, tries, spec }: LabTopology): string {
  const cards = [
    ...Object.entries(spec.hosts).map(
      ([host, { segment, address, services = {} }]) => [host, 'eth0', segment, address, Object.keys(services).join(' ')] as const,
    ),
    ...Object.entries(spec.routers ?? {}).flatMap(([host, r]) =>
      Object.entries(r.cards).map(([iface, { segment, address }], i) => [host, iface, segment, address, i === 0 ? 'router' : ''] as const),
    ),
  ].map(([host, iface, segment, address = [], does]) => [
    host === seat ? `${host} *` : host,
    iface,
    segment ?? (net.segments[0] as string),
    typeof address === 'string' ? address : address.join(' '),
    does,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cards.map((card) => (card[column] as string).length)));
  const lines = cards.map((card) =>
    card
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n\n* is where commands run. To try:\n${tries.map((line) => `  pkw lab ${name} -- ${line}\n`).join('')}`;
}
