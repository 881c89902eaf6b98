/** `pkw streams`: the TCP connections of an interface or a capture: a line each, and what both sides sent in files. */
import type { Host } from '../../../host/host.ts';
import type { TcpHandlers } from '../../../streams/tcp/events.ts';
import { followTcp } from '../../../streams/tcp/tcp-streams.ts';
import { StreamFiles } from '../../../tools/stream-files.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { becomeUser, kernelHost } from '../../command-host.ts';
import { Pace } from '../../pace.ts';
import { chosenInterface } from '../dump-listings.ts';
import { ChosenPackets, type Followed, withCapture, withLink } from '../filtered-source.ts';
import { type FollowForm, FollowText } from './follow-text.ts';
import { handlersOfAll } from './handlers-of-all.ts';
import { counted, warnOfLeftOut } from './followed-stats.ts';
import { SideFiles } from './side-files.ts';
import { StreamReport } from './stream-report.ts';
import { checkStreamsOptions, type StreamsOptions, streamsOptions } from './streams-options.ts';

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
  return withCapture(path, { host, o, filter, io }, async (followed) => {
    await becomeUser(o);
    return follow(followed, o, io);
  });
}

async function live(host: Host, o: StreamsOptions, filter: string, io: CommandIo): Promise<0 | 1> {
  const name = await chosenInterface(host, o.interface ?? o.d);
  return withLink(name, { host, o: { promiscuous: o.promiscuousMode !== false }, filter, io }, async (link) => {
    await link.ready;
    await becomeUser(o);
    io.warn(`pkw streams: listening on ${name}${filter === '' ? '' : `, filter: ${filter}`}`);
    return follow({ source: link, pace: new Pace(io) }, o, io);
  });
}

async function follow(followed: Followed, o: StreamsOptions, io: CommandIo): Promise<0 | 1> {
  const work = await workOf(o);
  // What a side says is printed as it stands, with its line ends; what a terminal would obey is gone from it.
  const write = (text: string) => io.write(o.follow === undefined ? text : new TextEncoder().encode(text));
  const print = async (): Promise<boolean> => {
    const text = work.take();
    return text.length === 0 || (await write(text));
  };
  const { source, select } = new ChosenPackets(followed, io, o.packets ?? Number.POSITIVE_INFINITY, { after: print });
  let found = true;
  try {
    warnOfLeftOut(await followTcp(source, work.handlers, { select, checksums: o.checksum !== false }), 'followed', io);
  } finally {
    found = work.close(io);
    await print();
  }
  return found ? 0 : 1;
}

async function workOf(o: StreamsOptions): Promise<Work> {
  if (o.follow !== undefined) return followWork(o.follow, o.as ?? 'ascii');
  const files = o.output === undefined ? undefined : new StreamFiles(o.output);
  const sides = files === undefined ? undefined : new SideFiles(files, o.holes ?? false);
  const report = new StreamReport(o.json ?? false, (c, side) => sides?.take(c, side));
  const bodies = o.http === undefined ? undefined : new StreamFiles(o.http);
  const messages = bodies === undefined ? undefined : await messagesInto(bodies, report);
  return {
    // Files are at their end, and have their names, before the report asks for them.
    handlers: handlersOfAll(sides?.handlers, messages?.handlers, report.handlers),
    take: () => report.take(),
    close(io) {
      files?.close();
      bodies?.close();
      if (bodies !== undefined) io.warn(`HTTP: ${counted(bodies.files, 'file')}, ${counted(bodies.written, 'octet')}`);
      if (files !== undefined)
        io.warn([counted(report.connections, 'connection'), counted(files.files, 'file'), counted(files.written, 'octet')].join(', '));
      return true;
    },
  };
}

/** HTTP's contents: what reads them is loaded where they are asked for. */
async function messagesInto(bodies: StreamFiles, report: StreamReport): Promise<{ readonly handlers: TcpHandlers }> {
  const [{ HttpObjects }, { StreamMessages }, { nodeDecoders }] = await Promise.all([
    import('../../../tools/http-objects.ts'),
    import('../../../streams/messages/stream-messages.ts'),
    import('../../../streams/messages/node/node-decoders.ts'),
  ]);
  const objects = new HttpObjects(bodies, (m, object) => report.object(m.connection, object));
  return new StreamMessages(objects.handlers, { decode: nodeDecoders });
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
  examples: [
    'pkw streams -r web.pcap -o sides tcp port 80',
    'pkw streams -r web.pcap --http bodies',
    'pkw streams -r web.pcap --follow 0',
    'pkw streams -i eth0 --json',
  ],
  run,
};
