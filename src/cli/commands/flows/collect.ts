/** `pkw collect`: a collector of NetFlow 1, 5, 7 and 9, IPFIX and sFlow, which writes records as JSON lines, as text or as a capture. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { jsonText } from '../../../bytes/escape.ts';
import { LINKTYPE } from '../../../capture/link-types.ts';
import { openPcapWriter } from '../../../capture/node/write-capture.ts';
import type { CollectedRecord, CollectStats } from '../../../flows/reader/collected.ts';
import { collectedJson } from '../../../flows/reader/collected-json.ts';
import type { Datagram } from '../../../host/host.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../../protocols/network/ipv6/ipv6.ts';
import { packet } from '../../../protocols/protocols.ts';
import { UDP } from '../../../protocols/transport/udp.ts';
import { flowCollector } from '../../../tools/flows/collector.ts';
import type { Args, Command, CommandIo, CommonOptions } from '../../command.ts';
import { becomeUser, hostOf } from '../../command-host.ts';
import { wholeNumber } from '../../whole-number.ts';
import { collectFile } from './collect-file.ts';
import type { CollectOutput } from './collect-output.ts';
import { clockText, messageLines } from './message-lines.ts';
import { recordTable } from './record-table.ts';

interface CollectOptions extends CommonOptions {
  readonly p?: number;
  readonly b?: string;
  readonly P?: 'udp' | 'tcp';
  readonly read?: string;
  readonly write?: string;
  readonly count?: number;
  readonly print?: boolean;
}

async function run({ options }: Args, io: CommandIo): Promise<0 | 1 | 2> {
  const o = options as CollectOptions;
  if (o.read !== undefined && (o.p !== undefined || o.b !== undefined || o.P !== undefined))
    throw new PacketwrightError('ERR_USAGE', '-r reads a file: -p, -b and -P are for a port', { remedy: 'leave them out' });
  const stats = await (o.read === undefined ? fromPort(o, io) : collectFile(o.read, io, await outputOf(o, io)));
  for (const line of totalLines(stats)) io.warn(line);
  return 0;
}

async function fromPort(o: CollectOptions, io: CommandIo): Promise<CollectStats> {
  const host = await hostOf(o);
  try {
    await using collector = await flowCollector({
      host,
      ...(o.p !== undefined && { port: o.p }),
      ...(o.b !== undefined && { address: o.b }),
      ...(o.P !== undefined && { transport: o.P }),
    });
    await becomeUser(o);
    const output = await outputOf(o, io, collector.port);
    io.warn(`listening on ${o.P === 'tcp' ? 'TCP' : 'UDP'} port ${collector.port}`);
    let left = o.count ?? Number.POSITIVE_INFINITY;
    try {
      for await (const { datagram, records } of collector.messages({ signal: io.signal })) {
        if (!(await output.take(datagram, records)) || --left === 0) break;
      }
    } catch (error) {
      if (!io.signal.aborted) throw error;
    } finally {
      await output.close();
    }
    return collector.stats;
  } finally {
    await host.close();
  }
}

const outputOf = async (o: CollectOptions, io: CommandIo, port = 2055): Promise<CollectOutput> =>
  o.write === undefined
    ? lineOutput(o, io)
    : o.write.endsWith('.parquet')
      ? await recordTable(o.write)
      : await captureOutput(o.write, port);

function lineOutput({ print, json }: CollectOptions, io: CommandIo): CollectOutput {
  const lines = (datagram: Datagram, records: readonly CollectedRecord[]): string => {
    if (!print || json) return records.map((record) => `${jsonText(collectedJson(record))}\n`).join('');
    const text = messageLines(datagram.data, records);
    return text === '' ? '' : `${clockText(datagram.at)} IP ${datagram.from}.${datagram.port}: ${text}`;
  };
  return {
    take: async (datagram, records) => {
      const text = lines(datagram, records);
      return text === '' || (await io.write(text));
    },
    close: () => Promise.resolve(),
  };
}

/** The messages as they came, for tshark and for `-r`. */
async function captureOutput(path: string, port: number): Promise<CollectOutput> {
  const writer = await openPcapWriter(path, { linkType: LINKTYPE.RAW });
  return {
    take: async ({ data, from, port: sport, at }) => {
      const udp = UDP({ sport, dport: port });
      const { bytes } = from.includes(':')
        ? packet(IPv6({ src: from, dst: '::1' }), udp, data)
        : packet(IP({ src: from, dst: '127.0.0.1' }), udp, data);
      await writer.write({ octets: bytes, sec: Math.floor(at / 1000), nsec: Math.floor((at % 1000) * 1e6) });
      return true;
    },
    close: () => writer.close(),
  };
}

function totalLines({ messages, records, notFlows, withoutTemplate, lost }: CollectStats): string[] {
  return [
    `${messages} messages, ${records} records`,
    ...(notFlows > 0 ? [`${notFlows} datagrams were no flow messages`] : []),
    ...(withoutTemplate > 0 ? [`${withoutTemplate} data sets came before their template`] : []),
    ...(lost > 0 ? [`${lost} missing, by the numbers of the exporters`] : []),
  ];
}

const MOST_PORT = 65_535;

function parsePort(text: string): number {
  const port = wholeNumber('-p', 'the port')(text);
  if (port <= MOST_PORT) return port;
  throw new PacketwrightError('ERR_USAGE', `-p ${text}: expected a port, 1 to ${MOST_PORT}`, { value: text });
}

export const collectCommand: Command = {
  name: 'collect',
  follows: 'nfcapd',
  summary: 'collect NetFlow, IPFIX and sFlow: records as JSON lines, as text, as a capture or as Parquet',
  common: ['json', 'netns', 'private', 'lab'],
  options: [
    { flags: '-p <port>', help: 'the port (default: 9995)', parse: parsePort },
    { flags: '-b <address>', help: 'an address of this host to listen on (default: all)' },
    { flags: '-P <transport>', help: 'listen on udp or, for IPFIX, tcp (default: udp)', choices: ['udp', 'tcp'] },
    { flags: '-r, --read <file>', help: 'read messages from a capture instead of a port' },
    { flags: '-w, --write <file>', help: 'write messages to a pcap file; records to a table if its name ends in .parquet' },
    { flags: '-c, --count <n>', help: 'end after so many messages', parse: wholeNumber('-c', 'messages') },
    { flags: '--print', help: 'print messages as tcpdump -T cnfp does, instead of JSON' },
    { flags: '-u, --user <name[:group]>', help: 'become that user once the port is open' },
  ],
  holdsSockets: true,
  examples: ['pkw collect -p 2055', 'pkw collect -p 2055 -w today.parquet', 'pkw collect -r netflow.pcap --print'],
  run,
};
