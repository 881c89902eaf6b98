/** `pkw sniff`: packets of one interface or several, as they come. */
import { gather } from '../../gather.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { openPcapngWriter } from '../../../capture/node/write-capture.ts';
import { sniff } from '../../../exchange/sniffing/sniff.ts';
import { jsonOf } from '../../../packet/display/json.ts';
import { objectOf } from '../../../packet/object/packet-object.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { kernelHost, labOf } from '../../command-host.ts';
import { wholeNumber } from '../../whole-number.ts';
import { secondsOption } from './numbers.ts';

interface SniffCommandOptions {
  readonly json?: boolean;
  readonly interface?: readonly string[];
  readonly count?: number;
  readonly timeout?: number;
  readonly write?: string;
}

async function run({ operands, options }: Args, io: CommandIo): Promise<number> {
  const o = options as unknown as SniffCommandOptions;
  const net = options.lab === undefined ? undefined : await labOf(options);
  const host = net?.host ?? (await kernelHost(options));
  const talking = new AbortController();
  try {
    const sniffer = sniff({
      host,
      signal: io.signal,
      ...(o.interface !== undefined && { iface: o.interface }),
      ...(operands.length > 0 && { filter: operands.join(' ') }),
      ...(o.count !== undefined && { count: o.count }),
      ...(o.timeout !== undefined && { timeoutMs: o.timeout }),
    });
    await sniffer.ready;
    net?.talk(talking.signal);
    const writer = o.write === undefined ? undefined : await openPcapngWriter(o.write);
    let n = 0;
    try {
      for await (const packet of sniffer) {
        n++;
        await writer?.write(packet);
        if (writer === undefined && !(await io.write(lineOf(packet, n, o)))) break;
      }
    } finally {
      await writer?.close();
      await sniffer.stop();
    }
    if (writer !== undefined) io.warn(`${n} packet${n === 1 ? '' : 's'} written to ${o.write}`);
    return 0;
  } finally {
    talking.abort();
    await host.close();
  }
}

/** With several interfaces, the one that it came by. */
function lineOf(packet: Packet, number: number, { json, interface: names = [] }: SniffCommandOptions): string {
  if (json) {
    const { schema, ...rest } = jsonOf(objectOf(packet));
    return `${JSON.stringify({ schema, number, ...rest })}\n`;
  }
  return `${names.length > 1 ? `${packet.meta.iface ?? ''}: ` : ''}${packet.summary()}\n`;
}

export const sniffCommand: Command = {
  name: 'sniff',
  follows: "scapy's sniff",
  summary: 'list packets of one interface or several as they come, a line each',
  operands: '[FILTER...]',
  common: ['json', 'netns', 'private', 'lab'],
  options: [
    { flags: '-i, --interface <name>', help: 'the interface; given several times, packets of all are merged by time', parse: gather },
    { flags: '-c, --count <n>', help: 'end after so many packets', parse: wholeNumber('-c', 'packets') },
    { flags: '--timeout <seconds>', help: 'end after so long', parse: secondsOption('--timeout') },
    { flags: '-w, --write <file>', help: 'write the packets to a pcapng file instead of listing them' },
  ],
  examples: ['pkw sniff -i eth0 -c 10 icmp', 'pkw sniff --lab -c 12', 'pkw sniff -i eth0 -i eth1 --timeout 5 -w both.pcapng'],
  run,
};
