/** `pkw jflow`: packets of an interface or a capture as NetFlow to a collector, as a daemon. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { FlowTable } from '../../../flows/flow-table.ts';
import { FlowMessages } from '../../../flows/messages/flow-messages.ts';
import { FlowReader } from '../../../flows/reader/flow-reader.ts';
import type { NetflowVersion } from '../../../flows/messages/message-options.ts';
import { parseTarget } from '../../../tools/flows/flow-target.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { kernelHost } from '../../command-host.ts';
import { daemonReady, isDaemon, pidFile, startDaemon } from './daemon.ts';
import { feedFlows, type FlowInputOptions, flowInputOptions } from './flow-input.ts';
import type { FlowOutput } from './flow-output.ts';
import { exportedFlows, lineFlows } from './flow-outputs.ts';
import { drained } from './flows.ts';
import { clockText, messageLines } from './message-lines.ts';
import { parseSpan } from './span.ts';

interface JflowOptions extends FlowInputOptions {
  readonly n?: string;
  readonly v: string;
  readonly e?: readonly [active: number, idle: number];
  readonly d?: boolean;
  readonly pidfile?: string;
  readonly print?: boolean;
}

/** As nfpcapd's: seconds that a flow may go on, and may be quiet. */
const SPANS = [300_000, 60_000] as const;
const TWO_GIB = 2 ** 31;

async function run({ options, operands, words }: Args, io: CommandIo): Promise<0 | 1 | 2> {
  const o = options as unknown as JflowOptions;
  if (o.n === undefined && !o.print && !o.json)
    throw new PacketwrightError('ERR_USAGE', 'jflow needs a collector', {
      remedy: 'add -n HOST:PORT, or --print to see what it would send',
    });
  const target = o.n === undefined ? undefined : parseTarget(o.n);
  const staysHere = o.d === true || o.print === true || o.json === true || o.read !== undefined || isDaemon() || words === undefined;
  if (!staysHere) {
    const pid = await startDaemon(['jflow', ...words]);
    io.warn(`jflow goes on as process ${pid}`);
    return 0;
  }
  const host = await kernelHost(o);
  let removePid = (): void => undefined;
  try {
    const messages = { version: Number(o.v) as NetflowVersion };
    const outputs: FlowOutput[] = [];
    let table: FlowTable | undefined;
    const [activeMs, idleMs] = o.e ?? SPANS;
    await feedFlows(host, o, operands.join(' '), io, async (interfaces) => {
      if (target !== undefined) outputs.push(await exportedFlows(host, [target], { ...messages, spread: false }));
      if (o.print) outputs.push(printedFlows(io, messages.version));
      else if (o.json) outputs.push(lineFlows(io, true, []));
      removePid = pidFile(o.pidfile);
      daemonReady();
      const made = new FlowTable({ activeMs, idleMs, ...(messages.version < 9 && { maxOctets: TWO_GIB }) }, tell(outputs), interfaces);
      table = made;
      return {
        take: (batch, selection) => made.take(batch, selection),
        passTo: (us) => {
          made.passTo(us);
          for (const output of outputs) output.passTo(us);
        },
        turn: async () => (await Promise.all(outputs.map((output) => output.turn()))).every(Boolean),
      };
    });
    await drained(table, outputs);
    for (const output of outputs) for (const line of await output.close()) io.warn(line);
  } finally {
    removePid();
    await host.close();
  }
  return 0;
}

const tell = (outputs: readonly FlowOutput[]) => (flow: Parameters<FlowOutput['add']>[0]) => {
  for (const output of outputs) output.add(flow);
};

/** The messages as `tcpdump -T cnfp` prints them, when they are full. */
function printedFlows(io: CommandIo, version: NetflowVersion): FlowOutput {
  let waiting = '';
  const reader = new FlowReader();
  const messages = new FlowMessages({ version }, (octets) => {
    const records = reader.read(octets, '127.0.0.1');
    const { time } = records[0] ?? {};
    waiting += `${clockText(Number(time ?? 0) * 1000)} ${messageLines(octets, records)}`;
  });
  const put = async (): Promise<boolean> => {
    const text = waiting;
    waiting = '';
    return text === '' || (await io.write(text));
  };
  return {
    add: (flow) => messages.add(flow),
    passTo: (us) => {
      messages.passTo(us);
      messages.flush();
    },
    turn: put,
    close: async () => {
      messages.flush();
      await put();
      return [];
    },
  };
}

function parseSpans(text: string): readonly [number, number] {
  const [active, idle, more] = text.split(',');
  if (active === undefined || idle === undefined || more !== undefined)
    throw new PacketwrightError('ERR_USAGE', `-e ${text}: expected ACTIVE,IDLE in seconds`, { value: text });
  return [parseSpan('-e', active), parseSpan('-e', idle)];
}

export const jflowCommand: Command = {
  name: 'jflow',
  summary: 'packets of an interface or a capture as NetFlow 1 to a collector, as a daemon',
  operands: '[FILTER...]',
  common: ['json', 'interface', 'netns', 'private'],
  options: [
    ...flowInputOptions,
    { flags: '-n <host:port>', help: 'the collector' },
    { flags: '-v <version>', help: 'version of NetFlow; 10 is IPFIX (default: 1)', choices: ['1', '5', '9', '10'], default: '1' },
    {
      flags: '-e <active,idle>',
      help: 'end flows that are older, that were quiet for longer: seconds (default: 300,60)',
      parse: parseSpans,
    },
    { flags: '-d', help: 'stay in the foreground; of a capture it always does' },
    { flags: '-p, --pidfile <file>', help: "write the daemon's process number to this file, as long as it runs" },
    { flags: '-u, --user <name[:group]>', help: 'become that user once the interface and the socket are open' },
    { flags: '--print', help: 'print what is sent as tcpdump -T cnfp does, and stay in the foreground' },
  ],
  holdsSockets: true,
  examples: [
    'pkw jflow -i eth0 -n 192.0.2.1:5000 -u nobody',
    'pkw jflow -r web.pcap --print',
    'pkw jflow -d -i eth0 -v 5 -n 192.0.2.1:2055 tcp',
  ],
  run,
};
