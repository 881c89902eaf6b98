/** Flows as lines of text or JSON, and to collectors. */
import { jsonText } from '../../../bytes/escape.ts';
import type { Flow, FlowCounts } from '../../../flows/flow.ts';
import { flagLetters, flowJson } from '../../../flows/flow-json.ts';
import type { FlowMessageOptions } from '../../../flows/messages/message-options.ts';
import type { Host } from '../../../host/host.ts';
import { ipProtocols } from '../../../protocols/registries/ip-protocols.ts';
import { flowExporter } from '../../../tools/flows/exporter.ts';
import type { FlowTarget } from '../../../tools/flows/flow-target.ts';
import type { CommandIo } from '../../command.ts';
import type { FlowOutput } from './flow-output.ts';

/** Characters of lines that wait for `turn`. */
const MANY = 1 << 20;

/** Lines, gathered between two turns. */
export function lineFlows(io: CommandIo, json: boolean, keys: readonly string[]): FlowOutput {
  let waiting: string[] = [];
  let length = 0;
  let open = true;
  const say = (line: string): void => {
    waiting.push(line);
    length += line.length;
    // A flush of a million flows comes in one go: what is too much to wait goes into the output's own queue.
    if (length > MANY) void put();
  };
  const put = (): Promise<boolean> | boolean => {
    const text = waiting.join('');
    waiting = [];
    length = 0;
    return text === '' ? open : io.write(text);
  };
  return {
    add: (flow) => say(json ? `${jsonText(flowJson(flow, keys))}\n` : flowLine(flow)),
    passTo: () => undefined,
    turn: async () => {
      open = open && (await put());
      return open;
    },
    close: async () => {
      await put();
      return [];
    },
  };
}

const clock = (us: number): string => new Date(us / 1000).toISOString().replace('T', ' ').slice(0, 23);

/** As nfdump's lines are: when, how long, who, how much. */
export function flowLine(flow: Flow): string {
  const one = (counts: FlowCounts, from: string, to: string): string => {
    const seconds = ((counts.lastUs - counts.firstUs) / 1e6).toFixed(3).padStart(9);
    const flags = flow.protocol === 6 ? flagLetters(counts.tcpFlags) : '';
    return `${clock(counts.firstUs)} ${seconds} ${protocolName(flow.protocol).padEnd(6)} ${from.padStart(21)} -> ${to.padEnd(21)} ${flags.padEnd(6)} ${String(counts.packets).padStart(8)} ${String(counts.octets).padStart(10)}\n`;
  };
  const source = endText(flow, false);
  const destination = endText(flow, true);
  return one(flow.there, source, destination) + (flow.back.packets > 0 ? one(flow.back, destination, source) : '');
}

export const FLOW_HEAD = `${'first'.padEnd(23)} ${'seconds'.padStart(9)} ${'proto'.padEnd(6)} ${'from'.padStart(21)}    ${'to'.padEnd(21)} ${'flags'.padEnd(6)} ${'packets'.padStart(8)} ${'octets'.padStart(10)}\n`;

export const protocolName = (protocol: number): string => (ipProtocols.name(protocol) ?? String(protocol)).toUpperCase();

/** `192.0.2.1:80`, `2001:db8::1.80`, of ICMP `192.0.2.1:8.0` at the destination. */
export function endText(flow: Flow, destination: boolean): string {
  const address = destination ? flow.dst : flow.src;
  const port = destination ? flow.dport : flow.sport;
  const icmp = flow.protocol === 1 || flow.protocol === 58;
  const text = icmp && destination ? `${port >>> 8}.${port & 255}` : String(port);
  return `${address}${flow.version === 4 ? ':' : '.'}${text}`;
}

/** To collectors. */
export async function exportedFlows(
  host: Host,
  to: readonly FlowTarget[],
  o: FlowMessageOptions & { readonly spread: boolean },
): Promise<FlowOutput> {
  const exporter = await flowExporter({ host, to, ...o });
  return {
    add: (flow) => exporter.add(flow),
    passTo: (us) => {
      exporter.passTo(us);
      // Of an interface, flows that have ended do not wait for a full message.
      exporter.flush();
    },
    turn: async () => {
      await exporter.sent();
      return true;
    },
    close: async () => {
      await exporter.close();
      const { messages, records, refused, dropped, unsent } = exporter.stats;
      return [
        `${records} flow records sent in ${messages} messages`,
        ...(refused > 0 ? [`${refused} flows of IPv6 not sent: NetFlow ${o.version ?? 5} has no words for them; -v 9 has`] : []),
        ...(dropped > 0 ? [`${dropped} messages dropped: the collector takes them too slowly`] : []),
        ...(unsent > 0 ? [`${unsent} messages refused: nobody listens there`] : []),
      ];
    },
  };
}
