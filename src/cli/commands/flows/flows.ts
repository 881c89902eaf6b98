/** `pkw flows`: flows of a capture or an interface, listed, shown live, written, or sent to collectors; with softflowd's options. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { FlowTable } from '../../../flows/flow-table.ts';
import type { FlowOptions, FlowTrack } from '../../../flows/flow-options.ts';
import type { FlowMessageOptions, NetflowVersion } from '../../../flows/messages/message-options.ts';
import { parseTarget } from '../../../tools/flows/flow-target.ts';
import type { Args, Command, CommandIo, OptionSpec } from '../../command.ts';
import { kernelHost } from '../../command-host.ts';
import { wholeNumber } from '../../whole-number.ts';
import { feedFlows, type FlowInputOptions, flowInputOptions } from './flow-input.ts';
import type { FlowOutput } from './flow-output.ts';
import { flowParquet } from './flow-parquet.ts';
import { exportedFlows, FLOW_HEAD, lineFlows } from './flow-outputs.ts';
import { writtenFlows } from './message-files.ts';
import { parseTimeout, type SoftflowdTimeouts, timeoutsOf } from './timeouts.ts';
import { TopTalkers } from './top-talkers.ts';

interface FlowsOptions extends FlowInputOptions {
  readonly n?: string;
  readonly v?: string;
  readonly P?: 'udp' | 'tcp';
  readonly A?: FlowMessageOptions['times'];
  readonly l?: boolean;
  readonly b?: boolean;
  readonly m?: number;
  readonly s?: number;
  readonly T?: FlowTrack;
  readonly t?: SoftflowdTimeouts;
  readonly key?: readonly string[];
  readonly write?: string;
}

/** Flows of 32-bit counters end before these are full, at softflowd's bound. */
const TWO_GIB = 2 ** 31;

async function run({ options, operands }: Args, io: CommandIo): Promise<0 | 1 | 2> {
  const o = options as FlowsOptions;
  check(o);
  const host = await kernelHost(o);
  try {
    let table: FlowTable | undefined;
    let outputs: readonly FlowOutput[] = [];
    const isLive = o.read === undefined && io.isTerminal && !o.json && o.n === undefined && o.write === undefined;
    await feedFlows(host, o, operands.join(' '), io, async (interfaces) => {
      outputs = isLive ? [] : await outputsOf(o, io, host);
      const made = new FlowTable(
        tableOptions(o),
        (flow) => {
          for (const output of outputs) output.add(flow);
        },
        interfaces,
      );
      table = made;
      const top = isLive ? new TopTalkers(host.clock.now()) : undefined;
      return {
        take: (batch, selection) => made.take(batch, selection),
        passTo: (us) => {
          made.passTo(us);
          for (const output of outputs) output.passTo(us);
          // The picture begins at the terminal's first line, and what was below is taken away.
          if (top !== undefined) void io.write(`\u001b[H\u001b[J${top.picture(made, us / 1000, ROWS)}`);
        },
        turn: async () => (await Promise.all(outputs.map((output) => output.turn()))).every(Boolean),
      };
    });
    await drained(table, outputs);
    for (const output of outputs) for (const line of await output.close()) io.warn(line);
    if (table !== undefined) for (const line of totalLines(table, o)) io.warn(line);
  } finally {
    await host.close();
  }
  return 0;
}

/** Tells all that is left, in parts: whoever sends it must not fall behind. */
export async function drained(table: FlowTable | undefined, outputs: readonly FlowOutput[]): Promise<void> {
  for (const _ of table?.drain() ?? []) for (const output of outputs) await output.turn();
}

/** Lines of a picture where the terminal's height is not known. */
const ROWS = 24;

/** @throws ERR_USAGE for what cannot be together */
function check(o: FlowsOptions): void {
  const clash = (what: string, remedy: string): never => {
    throw new PacketwrightError('ERR_USAGE', what, { remedy });
  };
  if (o.b && o.v !== '10' && (o.n !== undefined || o.write !== undefined))
    clash('-b needs IPFIX: only that has records of both directions', 'add -v 10');
  if (o.P === 'tcp' && o.v !== '10') clash('-P tcp needs IPFIX: NetFlow goes over UDP', 'add -v 10');
  if (o.A !== undefined && o.v !== '10') clash('-A needs IPFIX: NetFlow has milliseconds since the exporter began', 'add -v 10');
}

async function outputsOf(o: FlowsOptions, io: CommandIo, host: Awaited<ReturnType<typeof kernelHost>>): Promise<FlowOutput[]> {
  const messages: FlowMessageOptions & { readonly spread: boolean } = {
    version: versionOf(o),
    spread: o.l ?? false,
    biflow: o.b ?? false,
    ...(o.s !== undefined && { sampling: o.s }),
    ...(o.A !== undefined && { times: o.A }),
    ...((o.T === 'vlan' || o.T === 'ether') && { vlan: true, ether: o.T === 'ether' }),
  };
  const { spread, ...ofFile } = messages;
  const outputs: FlowOutput[] = [];
  if (o.n !== undefined) {
    const to = o.n.split(',').map((text) => parseTarget(text, o.P ?? 'udp'));
    outputs.push(await exportedFlows(host, to, { ...ofFile, spread }));
  }
  if (o.write !== undefined) outputs.push(o.write.endsWith('.parquet') ? await flowParquet(o.write) : await writtenFlows(o.write, ofFile));
  if (outputs.length === 0) {
    if (!o.json) await io.write(FLOW_HEAD);
    outputs.push(lineFlows(io, o.json ?? false, o.key ?? []));
  }
  return outputs;
}

const versionOf = ({ v = '5' }: FlowsOptions): NetflowVersion => Number(v) as NetflowVersion;

const tableOptions = (o: FlowsOptions): FlowOptions => ({
  ...timeoutsOf(o.t),
  bidirectional: true,
  ...(versionOf(o) < 9 && { maxOctets: TWO_GIB }),
  ...(o.m !== undefined && { maxFlows: o.m }),
  ...(o.s !== undefined && { sampling: o.s }),
  ...(o.T !== undefined && { track: o.T }),
  ...(o.key !== undefined && { keys: o.key }),
});

/** What was counted, and what was cut short. */
function totalLines(table: FlowTable, o: FlowsOptions): string[] {
  const { packets, octets, otherPackets, notSampled, told, crowdedKeys } = table.stats;
  const flows = Object.values(told).reduce((sum, n) => sum + n, 0);
  return [
    `${flows} flows: ${packets} packets, ${octets} octets`,
    ...(otherPackets > 0 ? [`${otherPackets} packets without an IP header are in no flow`] : []),
    ...(notSampled > 0 ? [`${notSampled} packets passed over: -s ${o.s} takes one in ${o.s}`] : []),
    ...(told.room > 0 ? [`${told.room} flows ended early to make room: -m allows more`] : []),
    ...(crowdedKeys > 0 ? [`${crowdedKeys} packets had one of too many different values of --key, which are taken for one`] : []),
  ];
}

export const gatherKeys = (text: string, before: unknown): readonly string[] => [
  ...((before as readonly string[] | undefined) ?? []),
  text,
];

const own: readonly OptionSpec[] = [
  ...flowInputOptions,
  { flags: '-n <host:port>', help: 'send flows to this collector, or to several: HOST:PORT,HOST:PORT' },
  { flags: '-v <version>', help: 'version of NetFlow for -n and -w; 10 is IPFIX (default: 5)', choices: ['1', '5', '9', '10'] },
  { flags: '-P <transport>', help: 'send over udp or, IPFIX only, tcp (default: udp)', choices: ['udp', 'tcp'] },
  {
    flags: '-A <unit>',
    help: 'IPFIX: unit of the times: sec, milli, micro, nano (default: milli)',
    choices: ['sec', 'milli', 'micro', 'nano'],
  },
  { flags: '-l', help: 'with several collectors: send each message to one of them, in turns' },
  { flags: '-b', help: 'IPFIX: one record for both directions of a flow' },
  {
    flags: '-m <n>',
    help: 'track at most this many flows (default: 1048576); the quietest end early',
    parse: wholeNumber('-m', 'flows'),
  },
  { flags: '-s <n>', help: 'look at one in n packets', parse: wholeNumber('-s', 'packets') },
  {
    flags: '-T <level>',
    help: 'what tells flows apart: ip, proto, full, vlan, ether (default: full)',
    choices: ['ip', 'proto', 'full', 'vlan', 'ether'],
  },
  {
    flags: '-t <name=time>',
    help: 'end flows that were quiet for so long: general, tcp, tcp.rst, tcp.fin, udp, icmp; maxlife: that are older; 90, 10m, 1h30m',
    parse: parseTimeout,
  },
  {
    flags: '--key <field>',
    help: 'a field, by its Wireshark name, that tells flows apart besides; may be given several times',
    parse: gatherKeys,
  },
  {
    flags: '-w, --write <file>',
    help: 'write messages to a file instead of listing flows: as datagrams if its name ends in .pcap, flows as a table if in .parquet',
  },
];

export const flowsCommand: Command = {
  name: 'flows',
  follows: 'softflowd',
  summary: 'flows of a capture or an interface: list them, show the busiest, send them as NetFlow or IPFIX',
  operands: '[FILTER...]',
  common: ['json', 'interface', 'netns', 'private'],
  options: own,
  holdsSockets: true,
  examples: [
    'pkw flows -r web.pcap',
    'pkw flows -i eth0',
    'pkw flows -i eth0 -v 9 -n 192.0.2.1:2055 -t udp=1m30s',
    'pkw flows -r web.pcap -v 10 -b -w web.ipfix',
  ],
  run,
};
