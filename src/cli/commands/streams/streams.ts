/** `pkw streams`: the TCP connections of an interface or a capture: a line each, and what both sides sent in files. */
import type { InterfaceInfo, PacketBatch, PacketSource } from '../../../capture/batch.ts';
import type { Selection } from '../../../capture/packet-record.ts';
import type { Host } from '../../../host/host.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import type { TcpHandlers } from '../../../streams/tcp/events.ts';
import { followTcp } from '../../../streams/tcp/tcp-streams.ts';
import { StreamFiles } from '../../../tools/stream-files.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { becomeUser, kernelHost } from '../../command-host.ts';
import { openInput } from '../../open-input.ts';
import { orSignal } from '../../or-signal.ts';
import { Pace } from '../../pace.ts';
import { CaptureFilter } from '../dump-filter.ts';
import { chosenInterface } from '../dump-listings.ts';
import { type FollowForm, FollowText } from './follow-text.ts';
import { handlersOfAll } from './handlers-of-all.ts';
import { SideFiles } from './side-files.ts';
import { StreamReport } from './stream-report.ts';
import { checkStreamsOptions, type StreamsOptions, streamsOptions } from './streams-options.ts';

/** Where packets come from, whichever it is. */
interface Source {
  readonly interfaces: readonly InterfaceInfo[];
  batches(o: { signal: AbortSignal }): AsyncIterable<PacketBatch>;
}

/** What is done with the connections. */
interface Work {
  readonly handlers: TcpHandlers;
  /** What is to be printed since the last call. */
  take(): string;
  /** The last words. False: what was asked for is not there. */
  close(io: CommandIo): boolean;
}

async function run({ options, operands }: Args, io: CommandIo): Promise<0 | 1> {
  const o = options as unknown as StreamsOptions;
  checkStreamsOptions(o);
  const filter = operands.join(' ').trim();
  const host = await kernelHost(o);
  try {
    return o.read === undefined ? await live(host, o, filter, io) : await fromFile(o.read, host, o, filter, io);
  } finally {
    await host.close();
  }
}

async function fromFile(path: string, host: Host, o: StreamsOptions, filter: string, io: CommandIo): Promise<0 | 1> {
  const pace = new Pace(io);
  const capture = await openInput(path, io, pace, o);
  try {
    const passes = filter === '' ? undefined : new CaptureFilter(filter, host, capture.interfaces);
    if (passes !== undefined) await orSignal(passes.check(), io.signal);
    await becomeUser(o);
    return await follow(capture, o, io, pace, passes);
  } finally {
    await capture.close();
  }
}

async function live(host: Host, o: StreamsOptions, filter: string, io: CommandIo): Promise<0 | 1> {
  const name = await chosenInterface(host, o.interface ?? o.d);
  const promiscuous = o.promiscuousMode !== false;
  const link = await orSignal(host.open(name, { promiscuous, ...(filter !== '' && { filter }) }), io.signal);
  try {
    await link.ready;
    await becomeUser(o);
    io.warn(`pkw streams: listening on ${name}${filter === '' ? '' : `, filter: ${filter}`}`);
    return await follow(link, o, io, new Pace(io));
  } finally {
    await link.close();
    const { dropped } = link.stats();
    if (dropped > 0) io.warn(`${dropped} packets dropped by kernel`);
  }
}

async function follow(source: Source, o: StreamsOptions, io: CommandIo, pace: Pace, filter?: CaptureFilter): Promise<0 | 1> {
  const work = workOf(o);
  // What a side says is printed as it stands, with its line ends; what a terminal would obey is gone from it.
  const write = (text: string) => io.write(o.follow === undefined ? text : new TextEncoder().encode(text));
  let selection: Selection | undefined;
  let left = o.packets ?? Number.POSITIVE_INFINITY;
  async function* batches(): AsyncGenerator<PacketBatch> {
    try {
      for await (const batch of source.batches({ signal: io.signal })) {
        pace.took(batch);
        const chosen = await filter?.select(batch, left, pace);
        selection = chosen?.selection ?? (left < batch.n ? firstOnes(left) : undefined);
        left -= chosen?.packets ?? Math.min(batch.n, left);
        yield batch;
        const text = work.take();
        if (text.length > 0 && !(await write(text))) return;
        if (left <= 0) return;
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
  let found = true;
  try {
    const { tcp } = await followTcp(given, work.handlers, { select: () => selection });
    if (tcp.dropped > 0) io.warn(`${tcp.dropped} connections dropped for want of room: they were followed up to there`);
  } finally {
    found = work.close(io);
    const text = work.take();
    if (text.length > 0) await write(text);
  }
  return found ? 0 : 1;
}

const firstOnes =
  (most: number): Selection =>
  (i) =>
    i < most;

function workOf(o: StreamsOptions): Work {
  if (o.follow !== undefined) return followWork(o.follow, o.as ?? 'ascii');
  const files = o.output === undefined ? undefined : new StreamFiles(o.output);
  const sides = files === undefined ? undefined : new SideFiles(files, o.holes ?? false);
  const report = new StreamReport(o.json ?? false, (c, side) => sides?.take(c, side));
  return {
    // Files are at their end, and have their names, before the report asks for them.
    handlers: handlersOfAll(sides?.handlers, report.handlers),
    take: () => report.take(),
    close(io) {
      files?.close();
      if (files !== undefined) io.warn(`${report.connections} connections, ${files.files} files, ${files.written} octets`);
      return true;
    },
  };
}

function followWork(number: number, form: FollowForm): Work {
  const text = new FollowText(number, form);
  let last = '';
  return {
    handlers: text.handlers,
    take: () => last || text.take(),
    close(io) {
      last = text.close();
      if (!text.met) io.warn(`pkw streams: there is no connection ${number}`);
      return text.met;
    },
  };
}

export const streams: Command = {
  name: 'streams',
  follows: 'tcpflow',
  summary: 'TCP connections: a line each, and what both sides sent in files',
  operands: '[FILTER...]',
  common: ['json', 'interface', 'netns', 'private'],
  options: streamsOptions,
  holdsSockets: true,
  examples: ['pkw streams -r web.pcap -o sides tcp port 80', 'pkw streams -r web.pcap --follow 0', 'pkw streams -i eth0 --json'],
  run,
};
