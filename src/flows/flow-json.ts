/** A flow as a line of JSON, and as a line of text. */
import { epochText } from '../bytes/time.ts';
import type { Flow, FlowCounts } from './flow.ts';

const FLAGS = 'FSRPAUECN';

/** TCP flags by scapy's letters; in the header's order, FIN first. */
export function flagLetters(flags: number): string {
  let text = '';
  for (let bit = 0; bit < FLAGS.length; bit++) if ((flags & (1 << bit)) !== 0) text += FLAGS[bit];
  return text;
}

/** Seconds since 1970 with nine digits, as `frame.time` has them. */
const timeText = (us: number): string => epochText(Math.floor(us / 1e6), (us - Math.floor(us / 1e6) * 1e6) * 1000);

const countsOf = (counts: FlowCounts, tcp: boolean): object => ({
  packets: counts.packets,
  octets: counts.octets,
  first: timeText(counts.firstUs),
  last: timeText(counts.lastUs),
  tos: counts.tos,
  ...(tcp && { tcpFlags: flagLetters(counts.tcpFlags) }),
});

const TCP = 6;
const ICMP: ReadonlySet<number> = new Set([1, 58]);

/**
 * A flow as an object for JSON: what went from `src` to `dst`, and under `back` what came from there.
 *
 * @param names of the caller's own keys, in their order
 */
export function flowJson(flow: Flow, names: readonly string[] = []): Record<string, unknown> {
  const { protocol, macs } = flow;
  const icmp = ICMP.has(protocol);
  return {
    schema: 1,
    src: flow.src,
    ...(!icmp && { sport: flow.sport }),
    dst: flow.dst,
    ...(icmp ? { icmpType: flow.dport >>> 8, icmpCode: flow.dport & 255 } : { dport: flow.dport }),
    protocol,
    ...(flow.vlan > 0 && { vlan: flow.vlan }),
    ...(macs !== undefined && { macs }),
    ...countsOf(flow.there, protocol === TCP),
    ...(flow.back.packets > 0 && { back: countsOf(flow.back, protocol === TCP) }),
    ...(names.length > 0 && { keys: Object.fromEntries(names.map((name, k) => [name, flow.keys[k]])) }),
    end: flow.end,
  };
}
