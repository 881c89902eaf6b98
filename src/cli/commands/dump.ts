/** `pkw dump`: captures from an interface, or reads a capture, and lists or writes what it gets. Its flags are tcpdump's, its list is that of `pkw read`. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { InterfaceInfo, PacketBatch, SourceStats } from '../../capture/batch.ts';
import { formatOfName } from '../../capture/node/capture-name.ts';
import { linkType, linkTypeName } from '../../capture/link-types.ts';
import type { CaptureFormat } from '../../capture/walker.ts';
import type { Host } from '../../host/host.ts';
import type { Args, Command, CommandIo } from '../command.ts';
import { becomeUser, kernelHost } from '../command-host.ts';
import { openInput } from '../open-input.ts';
import { orSignal } from '../../host/or-signal.ts';
import { Pace } from '../pace.ts';
import { firstOf, jsonLines, listLines } from '../packet-lines.ts';
import { abilitiesOf, captureInterfaces, chosenInterface, interfaceLines, linkTypeLines, timestampLines } from './dump-listings.ts';
import { checkDumpOptions, type DumpOptions, dumpOptions, linkOptionsOf } from './dump-options.ts';
import { CaptureFilter, filterListing } from './dump-filter.ts';
import { type DumpOutput, fileOutput, lineOutput } from './dump-outputs.ts';
import { jsonLine } from '../json-line.ts';

/** Where packets come from, whichever it is. */
interface Source {
  readonly interfaces: readonly InterfaceInfo[];
  readonly format?: CaptureFormat;
  batches(o: { signal: AbortSignal }): AsyncIterable<PacketBatch>;
}

async function run({ options, operands }: Args, io: CommandIo): Promise<0 | 1 | 2> {
  const o = options as DumpOptions;
  checkDumpOptions(o);
  if (o.w === '-' && io.isTerminal)
    throw new PacketwrightError('ERR_USAGE', '-w -: standard output is a terminal', { remedy: 'send it to a pipe or a file: -w FILE' });
  const filter = operands.join(' ');
  const host = await kernelHost(o);
  try {
    if (o.d) await io.write(await filterListing(host, o, filter, io));
    else if (o.read !== undefined) await fromFile(o.read, host, o, filter, io);
    else if (!(await listed(host, o, io))) await live(host, o, filter, io);
  } finally {
    await host.close();
  }
  return 0;
}

/** The lists that are asked for instead of packets. */
async function listed(host: Host, o: DumpOptions, io: CommandIo): Promise<boolean> {
  if (o.listInterfaces) {
    const all = await captureInterfaces(host);
    await io.write(o.json ? all.map((one) => jsonLine(one)).join('') : interfaceLines(all));
    return true;
  }
  if (!o.listDataLinkTypes && !o.listTimeStampTypes) return false;
  const name = await chosenInterface(host, o.interface);
  const abilities = await abilitiesOf(host, name);
  if (o.json) await io.write(jsonLine({ iface: name, ...abilities }));
  else await io.write(o.listDataLinkTypes ? linkTypeLines(name, abilities) : timestampLines(name, abilities));
  return true;
}

async function fromFile(path: string, host: Host, o: DumpOptions, filter: string, io: CommandIo): Promise<void> {
  const pace = new Pace(io);
  const capture = await openInput(path, io, pace, o);
  try {
    const wanted = filter === '' ? undefined : new CaptureFilter(filter, host, capture.interfaces);
    // What is wrong with it is said before a file is made.
    if (wanted !== undefined) await orSignal(wanted.check(), io.signal);
    const outputs = await openOutputs(capture, o, io, pace);
    try {
      await pass(capture, outputs, o, io, pace, wanted);
    } finally {
      for (const output of outputs) await output.close(undefined);
    }
  } finally {
    await capture.close();
  }
}

async function live(host: Host, o: DumpOptions, filter: string, io: CommandIo): Promise<void> {
  const name = await chosenInterface(host, o.interface);
  const link = await orSignal(host.open(name, { ...linkOptionsOf(o), ...(filter !== '' && { filter }) }), io.signal);
  const passed = { packets: 0 };
  let isListening = false;
  const pace = new Pace(io);
  try {
    const interfaces = link.interfaces.map((info) => ({ ...info, ...(filter !== '' && { filter }) }));
    await becomeUser(o);
    isListening = true;
    io.warn(listeningLine(name, link.linkType, interfaces[0]?.snaplen));
    const outputs = await openOutputs({ interfaces }, o, io, pace, host);
    try {
      await pass({ interfaces, batches: (way) => link.batches(way) }, outputs, o, io, pace, undefined, passed);
    } finally {
      for (const output of outputs) await output.close(link.stats());
    }
  } finally {
    await link.close();
    if (isListening) for (const line of counterLines(passed.packets, link.stats())) io.warn(line);
  }
}

async function openOutputs(source: Omit<Source, 'batches'>, o: DumpOptions, io: CommandIo, pace: Pace, host?: Host): Promise<DumpOutput[]> {
  const outputs: DumpOutput[] = [];
  if (o.w !== undefined) {
    const file = {
      path: o.w,
      format: o.pcapng ? 'pcapng' : formatOfName(o.w),
      nanoseconds: o.nano ?? false,
      interfaces: source.interfaces,
      ...(host !== undefined && { clock: host.clock }),
    } as const;
    outputs.push(await fileOutput(file, io));
  }
  if (o.w === undefined || o.print) outputs.push(lineOutput(o.json ? jsonLines : listLines({ numbers: o.numeric }), source, io, pace));
  return outputs;
}

/** Everything from the source to the outputs, until it ends: its last packet, -c, Ctrl-C, or nobody who reads. */
async function pass(
  source: Source,
  outputs: readonly DumpOutput[],
  o: DumpOptions,
  io: CommandIo,
  pace: Pace,
  filter?: CaptureFilter,
  passed = { packets: 0 },
): Promise<void> {
  const most = o.c ?? Number.POSITIVE_INFINITY;
  let seen = 0;
  try {
    for await (const batch of source.batches({ signal: io.signal })) {
      pace.took(batch);
      const left = most - passed.packets;
      const { selection, packets } = (await filter?.select(batch, left, pace)) ?? {
        selection: firstOf(batch, left),
        packets: Math.min(batch.n, left),
      };
      let isRead = true;
      for (const output of outputs) isRead = (await output.take(batch, seen, selection)) && isRead;
      seen += batch.n;
      passed.packets += packets;
      await pace.step();
      if (!isRead || passed.packets >= most) break;
    }
  } catch (error) {
    // Ctrl-C is how it ends.
    if (!io.signal.aborted) throw error;
  }
}

function listeningLine(name: string, type: number, snaplen: number | undefined): string {
  const length = snaplen === undefined ? '' : `, snapshot length ${snaplen} octets`;
  return `pkw dump: listening on ${name}, link-type ${linkTypeName(type)} (${linkType(type)?.description ?? 'not known'})${length}`;
}

/** As tcpdump ends. What the kernel dropped had passed the filter. */
function counterLines(captured: number, { received, dropped }: SourceStats): string[] {
  const packets = (n: number): string => `${n} packet${n === 1 ? '' : 's'}`;
  return [`${packets(captured)} captured`, `${packets(received + dropped)} received by filter`, `${packets(dropped)} dropped by kernel`];
}

export const dump: Command = {
  name: 'dump',
  summary: "list packets of an interface or a capture, or write them to a file; with tcpdump's options",
  operands: '[FILTER...]',
  common: ['json', 'interface', 'netns', 'private'],
  options: dumpOptions,
  holdsSockets: true,
  examples: [
    'pkw dump -i eth0 -w web.pcap tcp port 80',
    'ssh router pkw dump -i eth1 -w - | pkw read -',
    'pkw dump -r web.pcap -w first.pcapng -c 100',
  ],
  run,
};
