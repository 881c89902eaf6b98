/** `pkw flowgrep`: patterns searched for in TCP streams, UDP and other IP packets, of an interface or a capture; what has a match is shown, logged, ended or slowed. */
import { formatOfName } from '../../../capture/node/capture-name.ts';
import type { Host } from '../../../host/host.ts';
import { searchFlows } from '../../../streams/search/search-flows.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { becomeUser, kernelHost } from '../../command-host.ts';
import { Pace } from '../../pace.ts';
import { chosenInterface } from '../dump-listings.ts';
import { fileOutput } from '../dump-outputs.ts';
import { ChosenPackets, type Followed, withCapture, withLink } from '../filtered-source.ts';
import { FlowReport } from './flow-report.ts';
import { checkFlowgrepOptions, type FlowgrepOptions, flowgrepOptions, wanted } from './flowgrep-options.ts';

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
  return withCapture(path, { host, o, filter, io }, async (followed) => {
    await becomeUser(o);
    return search(followed, patterns, o, io, new FlowReport(o, io, followed.source));
  });
}

async function live(host: Host, o: FlowgrepOptions, { patterns, filter }: Wanted, io: CommandIo): Promise<0 | 1> {
  const name = await chosenInterface(host, o.interface);
  // Who answers has to be quick.
  const immediate = o.kill === true || o.slow === true;
  return withLink(name, { host, o: { promiscuous: o.promiscuousMode !== false, immediate }, filter, io }, async (link) => {
    const { openForgeLink } = await import('../../../tools/forge.ts');
    const sender = o.kill || o.slow ? await openForgeLink(host, name) : undefined;
    try {
      await link.ready;
      await becomeUser(o);
      const report = new FlowReport(o, io, link, sender && { link: sender, clock: host.clock });
      io.warn(`pkw flowgrep: listening on ${name}${filter === '' ? '' : `, filter: ${filter}`}`);
      return await search({ source: link, pace: new Pace(io) }, patterns, o, io, report);
    } finally {
      await sender?.close();
    }
  });
}

async function search(
  followed: Followed,
  patterns: Wanted['patterns'],
  o: FlowgrepOptions,
  io: CommandIo,
  report: FlowReport,
): Promise<0 | 1> {
  const { interfaces } = followed.source;
  const { signal } = io;
  // A pattern may keep it busy for long with one batch.
  const turn = (): Promise<boolean> | undefined => followed.pace.step()?.then(() => !signal.aborted);
  const output =
    o.write === undefined
      ? undefined
      : await fileOutput({ path: o.write, format: formatOfName(o.write), nanoseconds: false, interfaces }, io);
  const { source, select } = new ChosenPackets(followed, io, o.packets ?? Number.POSITIVE_INFINITY, {
    before: (batch) => report.begin(batch),
    async after(batch) {
      const found = report.found();
      if (output !== undefined && found !== undefined) await output.take(batch, 0, found);
      return (await report.flush()) && !report.isEnough;
    },
  });
  try {
    const stats = await searchFlows(source, patterns, report.handlers, {
      tcp: report.tcp,
      packet: report.packet,
      select,
      turn,
      once: o.once ?? false,
      checksums: o.checksum !== false,
      ...(o.decoded && { messages: { decode: (await import('../../../streams/messages/node/node-decoders.ts')).nodeDecoders } }),
    });
    await report.flush();
    report.close(stats);
  } catch (error) {
    // What was found before stays found; what was not may be in what was not read.
    if (!o.invert) await report.flush();
    throw error;
  } finally {
    await report.end();
    await output?.close(undefined);
  }
  // Who ends it has not found that there is nothing: `cli()` makes 130 of it.
  return report.matches > 0 || signal.aborted ? 0 : 1;
}

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
