/** `pkw flowgrep`: patterns searched for in TCP streams, UDP and other IP packets, of an interface or a capture; what has a match is shown, logged, ended or slowed. */
import type { InterfaceInfo, PacketBatch, PacketSource } from '../../../capture/batch.ts';
import { formatOfName } from '../../../capture/node/capture-name.ts';
import type { Selection } from '../../../capture/packet-record.ts';
import type { Host } from '../../../host/host.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { searchFlows } from '../../../streams/search/search-flows.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { becomeUser, kernelHost } from '../../command-host.ts';
import { openInput } from '../../open-input.ts';
import { orSignal } from '../../or-signal.ts';
import { Pace } from '../../pace.ts';
import { CaptureFilter } from '../dump-filter.ts';
import { chosenInterface } from '../dump-listings.ts';
import { fileOutput } from '../dump-outputs.ts';
import { FlowReport } from './flow-report.ts';
import { checkFlowgrepOptions, type FlowgrepOptions, flowgrepOptions, wanted } from './flowgrep-options.ts';

/** Where packets come from, whichever it is. */
interface Source {
  readonly interfaces: readonly InterfaceInfo[];
  batches(o: { signal: AbortSignal }): AsyncIterable<PacketBatch>;
}

/** With node's search in octets, which looks at many at a time. */
const find = (octets: Uint8Array, literal: Uint8Array, from: number): number => Buffer.prototype.indexOf.call(octets, literal, from);

async function run({ options, operands }: Args, io: CommandIo): Promise<0 | 1> {
  const o = options as unknown as FlowgrepOptions;
  checkFlowgrepOptions(o);
  const what = wanted(o, operands, find);
  const host = await kernelHost(o);
  try {
    const file = o.read ?? o.I;
    return file === undefined ? await live(host, o, what, io) : await fromFile(file, host, o, what, io);
  } finally {
    await host.close();
  }
}

type Wanted = ReturnType<typeof wanted>;

async function fromFile(path: string, host: Host, o: FlowgrepOptions, { patterns, filter }: Wanted, io: CommandIo): Promise<0 | 1> {
  const pace = new Pace(io);
  const capture = await openInput(path, io, pace, o);
  try {
    const passes = filter === '' ? undefined : new CaptureFilter(filter, host, capture.interfaces);
    if (passes !== undefined) await orSignal(passes.check(), io.signal);
    await becomeUser(o);
    return await search(capture, patterns, o, io, pace, new FlowReport(o, io, capture), passes);
  } finally {
    await capture.close();
  }
}

async function live(host: Host, o: FlowgrepOptions, { patterns, filter }: Wanted, io: CommandIo): Promise<0 | 1> {
  const name = await chosenInterface(host, o.interface);
  const promiscuous = o.promiscuousMode !== false;
  // Who answers has to be quick.
  const immediate = o.kill === true || o.slow === true;
  const link = await orSignal(host.open(name, { promiscuous, immediate, ...(filter !== '' && { filter }) }), io.signal);
  try {
    const { openForgeLink } = await import('../../../tools/forge.ts');
    const sender = o.kill || o.slow ? await openForgeLink(host, name) : undefined;
    try {
      await link.ready;
      await becomeUser(o);
      const report = new FlowReport(o, io, link, sender && { link: sender, clock: host.clock });
      io.warn(`pkw flowgrep: listening on ${name}${filter === '' ? '' : `, filter: ${filter}`}`);
      return await search(link, patterns, o, io, new Pace(io), report);
    } finally {
      await sender?.close();
    }
  } finally {
    await link.close();
    const { dropped } = link.stats();
    if (dropped > 0) io.warn(`${dropped} packets dropped by kernel`);
  }
}

async function search(
  source: Source,
  patterns: Wanted['patterns'],
  o: FlowgrepOptions,
  io: CommandIo,
  pace: Pace,
  report: FlowReport,
  filter?: CaptureFilter,
): Promise<0 | 1> {
  const output =
    o.write === undefined
      ? undefined
      : await fileOutput({ path: o.write, format: formatOfName(o.write), nanoseconds: false, interfaces: source.interfaces }, io);
  let selection: Selection | undefined;
  let left = o.packets ?? Number.POSITIVE_INFINITY;
  async function* batches(): AsyncGenerator<PacketBatch> {
    try {
      for await (const batch of source.batches({ signal: io.signal })) {
        pace.took(batch);
        const chosen = await filter?.select(batch, left, pace);
        selection = chosen?.selection ?? (left < batch.n ? limited(left) : undefined);
        left -= chosen?.packets ?? Math.min(batch.n, left);
        report.begin(batch);
        yield batch;
        const found = report.found();
        if (output !== undefined && found !== undefined) await output.take(batch, 0, found);
        if (!(await report.flush()) || report.isEnough || left <= 0) return;
        await pace.step();
      }
    } catch (error) {
      // Ctrl-C is how it ends.
      if (!io.signal.aborted) throw error;
    }
  }
  const given = {
    get interfaces() {
      return source.interfaces;
    },
    batches,
  } as unknown as PacketSource<Packet>;
  try {
    const stats = await searchFlows(given, patterns, report.handlers, {
      tcp: report.tcp,
      packet: report.packet,
      select: () => selection,
      once: o.once ?? false,
      ...(o.decoded && { messages: { decode: (await import('../../../streams/messages/node/node-decoders.ts')).nodeDecoders } }),
    });
    await report.flush();
    report.close(stats);
  } finally {
    await report.end();
    await output?.close(undefined);
  }
  return report.matches > 0 ? 0 : 1;
}

const limited =
  (most: number): Selection =>
  (i) =>
    i < most;

export const flowgrep: Command = {
  name: 'flowgrep',
  follows: 'flowgrep and ngrep',
  summary: "TCP/IP payload 'grep' utility: patterns in TCP streams, UDP and other IP packets",
  operands: '[PATTERN] [FILTER...]',
  common: ['json', 'netns', 'private'],
  options: flowgrepOptions,
  holdsSockets: true,
  failure: 2,
  examples: [
    "pkw flowgrep -r web.pcap 'GET /[a-z]+' tcp port 80",
    "pkw flowgrep -d eth0 -u nobody -c 'SELECT .* FROM' -l found port 3306",
    "pkw flowgrep -d eth0 -k -s 'HTTP/1.1 200' host 192.0.2.7",
  ],
  run,
};
