/** What tells flows apart, and when one ends. */
import { PacketwrightError } from '../bytes/errors.ts';
import { above0, checkOptions, type OptionNames } from '../bytes/known-options.ts';
import { didYouMean, nearest } from '../bytes/nearest.ts';

/**
 * What packets of a flow have in common, as softflowd names it: both addresses (`ip`); the protocol as well (`proto`); the ports as well (`full`); the outermost
 * VLAN as well (`vlan`); the MAC addresses as well (`ether`).
 */
export type FlowTrack = 'ip' | 'proto' | 'full' | 'vlan' | 'ether';

/** How long a flow may be quiet, by what it is, in ms. Where one is absent, the one behind it holds: `tcpRst`, `tcpFin` → `tcp` → `general`. */
export interface FlowTimeouts {
  readonly general?: number;
  readonly tcp?: number;
  /** After a RST. */
  readonly tcpRst?: number;
  /** After a FIN: of both sides, in flows of both directions. */
  readonly tcpFin?: number;
  readonly udp?: number;
  readonly icmp?: number;
}

/** How packets are counted by flow: what distinguishes flows, and when one ends. */
export interface FlowOptions {
  /** Default `full`. */
  readonly track?: FlowTrack;
  /** Fields besides, by Wireshark's names or ours: packets with other values are another flow's. Values that are no numbers: 65,536 different ones are told apart. */
  readonly keys?: readonly string[];
  /** A flow has both directions. ICMP's type and code are part of the key, so that a request and its reply are two. Default false. */
  readonly bidirectional?: boolean;
  /** A flow is told after so long without a packet, in ms. Default 60,000. */
  readonly idleMs?: number | FlowTimeouts;
  /** A flow is told, and begins anew, when it is older than that, in ms. Default 300,000; 0: never. */
  readonly activeMs?: number;
  /** A flow that has so many octets in one direction is told, and begins anew. Default: never. */
  readonly maxOctets?: number;
  /** Flows at most: then the one that has been quiet for longest is told. Default 1,048,576. */
  readonly maxFlows?: number;
  /** One in so many packets is looked at: the 1st, the 1 + nth … Default 1. */
  readonly sampling?: number;
}

const OPTIONS: OptionNames<FlowOptions> = {
  track: true,
  keys: true,
  bidirectional: true,
  idleMs: true,
  activeMs: true,
  maxOctets: true,
  maxFlows: true,
  sampling: true,
};
const TIMEOUTS: OptionNames<FlowTimeouts> = { general: true, tcp: true, tcpRst: true, tcpFin: true, udp: true, icmp: true };
const TRACKS: readonly FlowTrack[] = ['ip', 'proto', 'full', 'vlan', 'ether'];

/** Kinds of flows that have a time-out each: numbers for tables. */
export const KIND = { general: 0, tcp: 1, tcpRst: 2, tcpFin: 3, udp: 4, icmp: 5 } as const;

/** The options with what they are by default. @internal */
export interface FlowRules {
  readonly ports: boolean;
  readonly protocol: boolean;
  readonly vlan: boolean;
  readonly ether: boolean;
  readonly keys: readonly string[];
  readonly bidirectional: boolean;
  /** In µs, by kind. */
  readonly idle: Float64Array;
  /** In µs; infinite for never. */
  readonly active: number;
  readonly maxOctets: number;
  readonly maxFlows: number;
  readonly sampling: number;
}

const DEFAULT_IDLE_MS = 60_000;
const DEFAULT_ACTIVE_MS = 300_000;
const DEFAULT_FLOWS = 1_048_576;

/** @throws ERR_VALUE for options that there are not, and values that mean nothing */
export function flowRules(o: FlowOptions): FlowRules {
  checkOptions('a flow table', o, OPTIONS);
  const { track = 'full', activeMs = DEFAULT_ACTIVE_MS } = o;
  if (!TRACKS.includes(track))
    throw new PacketwrightError(
      'ERR_VALUE',
      `track: '${track}'${didYouMean(nearest(track, TRACKS))}: expected one of ${TRACKS.join(', ')}`,
      {
        value: track,
      },
    );
  const level = TRACKS.indexOf(track);
  return {
    ports: level >= 2,
    protocol: level >= 1,
    vlan: level >= 3,
    ether: level >= 4,
    keys: o.keys ?? [],
    bidirectional: o.bidirectional ?? false,
    idle: idleOf(o.idleMs ?? DEFAULT_IDLE_MS),
    active: activeMs === 0 ? Number.POSITIVE_INFINITY : above0('activeMs', activeMs) * 1000,
    maxOctets: above0('maxOctets', o.maxOctets ?? Number.POSITIVE_INFINITY),
    maxFlows: above0('maxFlows', o.maxFlows ?? DEFAULT_FLOWS),
    sampling: whole('sampling', o.sampling ?? 1),
  };
}

function idleOf(given: number | FlowTimeouts): Float64Array {
  const o = typeof given === 'number' ? { general: given } : given;
  checkOptions('idleMs', o, TIMEOUTS);
  const general = above0('idleMs', o.general ?? DEFAULT_IDLE_MS);
  const tcp = above0('idleMs.tcp', o.tcp ?? general);
  const rst = above0('idleMs.tcpRst', o.tcpRst ?? tcp);
  const fin = above0('idleMs.tcpFin', o.tcpFin ?? tcp);
  const udp = above0('idleMs.udp', o.udp ?? general);
  return Float64Array.of(general, tcp, rst, fin, udp, above0('idleMs.icmp', o.icmp ?? general)).map((ms) => ms * 1000);
}

function whole(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new PacketwrightError('ERR_VALUE', `${name} is ${String(value)}: a whole number above 0 was expected`, { value });
}
