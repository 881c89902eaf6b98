/** `pkw ifaces`: the interfaces, with their addresses; `--live`: what goes through each, once a second. */
import { noInterface } from '../../host/no-interface.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import type { InterfaceInfo } from '../../capture/batch.ts';
import type { Host } from '../../host/host.ts';
import { alignedRows } from '../aligned.ts';
import type { Args, Command, CommandIo } from '../command.ts';
import { becomeUser, kernelHost } from '../command-host.ts';
import { refuseWithout } from './only-with.ts';
import { orSignal } from '../../host/or-signal.ts';
import { jsonLine } from '../json-line.ts';

const SECOND = 1000;

type Counters = NonNullable<InterfaceInfo['statistics']>;
const RATES = ['rxPackets', 'rxOctets', 'txPackets', 'txOctets'] as const satisfies readonly (keyof Counters)[];

interface IfacesOptions {
  readonly json?: boolean;
  readonly interface?: string;
  readonly live?: boolean;
  readonly count?: number;
}

function parseCount(text: string): number {
  const n = Number(text);
  if (Number.isInteger(n) && n >= 1) return n;
  throw new PacketwrightError('ERR_USAGE', `-c ${text}: expected a whole number of seconds, 1 or more`, { value: text });
}

async function run({ options }: Args, io: CommandIo): Promise<0 | 1 | 2> {
  const o = options as IfacesOptions;
  if (!o.live) refuseWithout('--live', { '-c': o.count });
  const host = await kernelHost(options);
  try {
    if (options.user !== undefined) {
      // Opens what it will read from.
      await host.interfaces();
      await becomeUser(options);
    }
    if (o.live) return await live(host, o, io);
    const list = await orSignal(wanted(host, o), io.signal);
    const all = o.interface === undefined ? [...list, ...((await host.pseudoInterfaces?.()) ?? [])] : list;
    await io.write(o.json ? all.map((one) => jsonLine(one)).join('') : listText(all));
    return 0;
  } finally {
    await host.close();
  }
}

/** @throws ERR_INTERFACE */
async function wanted(host: Host, o: IfacesOptions): Promise<InterfaceInfo[]> {
  const all = await host.interfaces();
  if (o.interface === undefined) return all;
  const found = all.filter(({ name }) => name === o.interface);
  if (found.length === 0) throw noInterface(o.interface);
  return found;
}

function listText(list: readonly InterfaceInfo[]): string {
  const rows = list.map((one) => [
    String(one.index ?? ''),
    one.name,
    stateOf(one),
    one.mtu === undefined ? '' : String(one.mtu),
    one.mac ?? '',
    [...(one.addresses ?? []), ...(one.description === undefined ? [] : [`(${one.description})`])].join(' '),
  ]);
  return alignedRows([['', 'name', 'state', 'mtu', 'mac', 'addresses'], ...rows], [0, 3]);
}

function stateOf({ up, running }: InterfaceInfo): string {
  if (up === undefined) return '';
  return up ? (running === false ? 'no carrier' : 'up') : 'down';
}

/** What went through since the last time, a second. */
async function live(host: Host, o: IfacesOptions, io: CommandIo): Promise<0> {
  let before = new Map<string, Counters>();
  let at = host.clock.monotonic();
  for (let i = 0; i <= (o.count ?? Number.POSITIVE_INFINITY); i++) {
    const list = await orSignal(wanted(host, o), io.signal);
    const now = host.clock.monotonic();
    const rates = list.flatMap(({ name, statistics }) => {
      const then = before.get(name);
      if (statistics === undefined || then === undefined) return [];
      return [{ name, ...ratesOf(statistics, then, (now - at) / SECOND) }];
    });
    before = new Map(list.flatMap(({ name, statistics }) => (statistics === undefined ? [] : [[name, statistics]])));
    at = now;
    if (i > 0 && !(await io.write(o.json ? jsonLines(rates, host.clock.now()) : liveText(rates)))) return 0;
    if (i === o.count) return 0;
    try {
      await host.clock.sleep(SECOND, io.signal);
    } catch {
      // Ctrl-C is how it ends.
      return 0;
    }
  }
  return 0;
}

type Rates = { readonly name: string } & Readonly<Record<(typeof RATES)[number], number>>;

function ratesOf(now: Counters, then: Counters, seconds: number): Omit<Rates, 'name'> {
  const [rxPackets, rxOctets, txPackets, txOctets] = RATES.map((key) => Math.max(0, Math.round((now[key] - then[key]) / seconds))) as [
    number,
    number,
    number,
    number,
  ];
  return { rxPackets, rxOctets, txPackets, txOctets };
}

function liveText(rates: readonly Rates[]): string {
  const head = ['name', 'in packets/s', 'octets/s', 'out packets/s', 'octets/s'];
  const rows = rates.map(({ name, ...numbers }) => [name, ...RATES.map((key) => String(numbers[key]))]);
  return `${alignedRows([head, ...rows], [1, 2, 3, 4])}\n`;
}

const jsonLines = (rates: readonly Rates[], ms: number): string => rates.map((one) => jsonLine({ time: ms / SECOND, ...one })).join('');

export const ifaces: Command = {
  name: 'ifaces',
  summary: 'the interfaces and their addresses, or their traffic',
  common: ['json', 'interface', 'netns', 'private'],
  options: [
    { flags: '--live', help: 'print the packets and octets per second of each interface, once a second' },
    { flags: '-c, --count <n>', help: 'with --live: stop after N seconds', parse: parseCount },
  ],
  holdsSockets: true,
  examples: ['pkw ifaces', 'pkw ifaces --live -i eth0', 'pkw ifaces --netns blue --json'],
  run,
};
