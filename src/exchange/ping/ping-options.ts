/** What a ping is told: where to, how often, how large, with which headers. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import type { Address } from '../../host/host.ts';
import { didYouMeanName } from '../../packet/spec/names.ts';
import { shown } from '../../packet/spec/wants.ts';
import { trafficClass } from '../../protocols/network/traffic-class.ts';
import type { SendingOptions } from '../options.ts';

/** Header fields and data of an echo request. */
export interface EchoOptions {
  /** Octets of data behind the ICMP header. Default 56. */
  readonly size?: number;
  /** Octets that the data is filled with, again and again. Default: each octet is its own place. The first 16 hold the time, where there are so many. */
  readonly pattern?: Uint8Array;
  /** Time to live, or hop limit. Default 64; of a multicast address 1. */
  readonly ttl?: number;
  /** Type of service, or traffic class: a number of 8 bits, or a DSCP by its name (`'EF'`). Default 0. */
  readonly tos?: number | string;
  /** IPv6's flow label. Default 0. */
  readonly flowLabel?: number;
  /** Identifier of the requests. Default: a random one. */
  readonly id?: number;
  /**
   * Whether it may be fragmented: false sets "do not fragment", and a request that is too large for the link, or for the way, is an error. Else
   * what is too large leaves in fragments. Default true.
   */
  readonly mayFragment?: boolean;
  /** IPv4: routers write down their addresses (RFC 791 §3.1). Default false. */
  readonly recordRoute?: boolean;
  /** IPv4: routers write down the time, or their addresses too, or only those named here do (at most four). Default: none. */
  readonly timestamps?: 'times' | 'addresses' | readonly Address[];
}

/** Where to, how often, for how long. */
export interface PingOptions extends EchoOptions, Pick<SendingOptions, 'host' | 'iface' | 'via' | 'signal'> {
  /** Of a name: only addresses of IPv4 or IPv6. Default: the first address that it has. */
  readonly family?: 4 | 6;
  /** This host's address to send from. Default: the route's. */
  readonly source?: Address;
  /** Ends after so many answers, or when so many requests have had their time. Default: goes on. */
  readonly count?: number;
  /** From one request to the next, ms. Default 1,000; with `flood` 0. */
  readonly intervalMs?: number;
  /**
   * After the last request: how long to wait while nothing has been answered, ms. Else it waits twice the longest round trip, or
   * an interval, or half a second, whichever is longest. Default 10,000.
   */
  readonly timeoutMs?: number;
  /** Ends after so many ms, whatever has been sent and answered. */
  readonly deadlineMs?: number;
  /** Requests that leave at once, without waiting for answers. Default 1. */
  readonly preload?: number;
  /** The next request leaves with the answer, or after 10 ms: as fast as the other end answers. Only for networks that are yours. Default false. */
  readonly flood?: boolean;
  /** As `flood`, but with no more than one request open. Default false. */
  readonly adaptive?: boolean;
  /** Allows a broadcast address. Default false. */
  readonly broadcast?: boolean;
  /** Refuses an address behind a gateway: only hosts of this host's links are asked. Default false. */
  readonly neighboursOnly?: boolean;
  /**
   * Round trips as this process sees them, from the call that sends to the moment when it reads the reply, instead of by the kernel's stamps.
   * Default false.
   */
  readonly userLatency?: boolean;
  /** Called when a request leaves. */
  readonly onSent?: (seq: number) => void;
}

export const ECHO_OPTIONS: OptionNames<EchoOptions> = {
  size: true,
  pattern: true,
  ttl: true,
  tos: true,
  flowLabel: true,
  id: true,
  mayFragment: true,
  recordRoute: true,
  timestamps: true,
};

const PING_OPTIONS: OptionNames<PingOptions> = {
  ...ECHO_OPTIONS,
  host: true,
  iface: true,
  via: true,
  signal: true,
  family: true,
  source: true,
  count: true,
  intervalMs: true,
  timeoutMs: true,
  deadlineMs: true,
  preload: true,
  flood: true,
  adaptive: true,
  broadcast: true,
  neighboursOnly: true,
  userLatency: true,
  onSent: true,
};

/** The largest datagram less its headers (RFC 791 §3.1: 16 bits of length). */
export const MAX_SIZE = 65_507;
/** RFC 791 §3.1: the header has room for nine words of options, of which four pairs fit. */
const MAX_HOPS = 4;

/** Whole numbers, from and to. */
const RANGES: Readonly<Record<string, readonly [from: number, to: number]>> = {
  size: [0, MAX_SIZE],
  ttl: [1, 255],
  id: [0, 0xffff],
  flowLabel: [0, 0xfffff],
  count: [1, Number.MAX_SAFE_INTEGER],
  preload: [1, 65_536],
};
const TIMES = ['intervalMs', 'timeoutMs', 'deadlineMs'];

/** @throws ERR_RANGE, ERR_VALUE */
export function checkEcho(what: string, o: object): void {
  const given = o as Readonly<Record<string, unknown>>;
  for (const [name, [from, to]] of Object.entries(RANGES)) {
    const value = given[name];
    if (value !== undefined && !(Number.isInteger(value) && (value as number) >= from && (value as number) <= to))
      throw new PacketwrightError('ERR_RANGE', `${what}: ${name} is ${shown(value)}; give a whole number from ${from} to ${to}`, {
        [name]: value,
      });
  }
  for (const name of TIMES) {
    const value = given[name];
    if (value !== undefined && !(typeof value === 'number' && value >= 0))
      throw new PacketwrightError('ERR_RANGE', `${what}: ${name} is ${shown(value)}; give a number of milliseconds, 0 or more`, {
        [name]: value,
      });
  }
  const { timestamps, tos } = given as EchoOptions;
  if (Array.isArray(timestamps) && (timestamps.length === 0 || timestamps.length > MAX_HOPS))
    throw new PacketwrightError('ERR_RANGE', `${what}: timestamps names ${timestamps.length} hosts; give 1 to ${MAX_HOPS}`, {
      hosts: timestamps.length,
    });
  if (tos !== undefined) tosOf(tos);
}

export function checkPing(what: string, o: PingOptions): void {
  checkOptions(what, o, PING_OPTIONS);
  checkEcho(what, o);
}

/** Eight bits: a DSCP by its name has the two of ECN behind it as zeros. @throws ERR_RANGE, ERR_VALUE */
export function tosOf(given: number | string): number {
  if (typeof given === 'number') {
    if (Number.isInteger(given) && given >= 0 && given <= 0xff) return given;
    throw new PacketwrightError('ERR_RANGE', `tos is ${given}; give a number from 0 to 255, or the name of a DSCP`, { tos: given });
  }
  const { names } = trafficClass.dscp;
  const code = names.value(given.toUpperCase());
  if (code !== undefined) return code << 2;
  throw new PacketwrightError('ERR_VALUE', `'${given}' is no DSCP${didYouMeanName(names, given.toUpperCase())}`, {
    tos: given,
    remedy: `they are: ${Array.from(names.entries(), ([, name]) => name).join(', ')}`,
  });
}
