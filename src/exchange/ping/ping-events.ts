/** What a ping tells while it runs. */
import type { PacketwrightError } from '../../bytes/errors.ts';
import type { Address } from '../../host/host.ts';
import type { Packet } from '../../packet/laid/packet.ts';

/** Routers that a reply came by, or what they wrote down. */
export interface PingStamp {
  readonly address?: Address;
  /** Milliseconds since midnight UT; other clocks set the highest bit (RFC 791 §3.1). */
  readonly time: number;
}

/** An echo reply. */
export interface PingReply {
  readonly kind: 'reply';
  /** Which request it answers, counted from 1. */
  readonly seq: number;
  readonly from: Address;
  /** Octets of the ICMP message. */
  readonly octets: number;
  /** What is left of its time to live, or hop limit. */
  readonly ttl: number;
  /** From the request to the reply, ms; never negative. Undefined where the request is too long ago to be known. */
  readonly rttMs: number | undefined;
  /** When it came, ms since 1970. */
  readonly atMs: number;
  /** The request had an answer already. */
  readonly duplicate: boolean;
  /** It has fewer octets than were sent. */
  readonly truncated: boolean;
  readonly badChecksum: boolean;
  /** The first octet of the data that came back changed. */
  readonly wrong?: { readonly at: number; readonly expected: number; readonly got: number };
  /** Addresses that routers wrote down. */
  readonly route?: readonly Address[];
  /** Times that they wrote down; `missed`: how many more had no room. */
  readonly stamps?: { readonly list: readonly PingStamp[]; readonly missed: number };
  readonly packet: Packet;
}

/** An ICMP error about a request, or what kept it from leaving. A redirect or a source quench is none that counts: the request goes on. */
export interface PingError {
  readonly kind: 'error';
  readonly seq: number;
  /** Who says it; this host itself where it could not send. */
  readonly from: Address;
  readonly atMs: number;
  /** Of ICMP or ICMPv6. */
  readonly type: number;
  readonly code: number;
  /** The MTU, pointer or gateway that it names. */
  readonly mtu?: number;
  readonly pointer?: number;
  readonly gateway?: Address;
  /** Undefined where this host says it. */
  readonly packet?: Packet;
  /** Why it did not leave: ERR_NEIGHBOUR, ERR_TOO_LARGE. */
  readonly reason?: PacketwrightError;
}

/** A request had no answer when the next one left. */
export interface PingSilence {
  readonly kind: 'silence';
  readonly seq: number;
  readonly atMs: number;
}

/** What a ping gives, one after another: look at `kind`. */
export type PingEvent = PingReply | PingError | PingSilence;

/** Where it goes. */
export interface PingTarget {
  readonly address: Address;
  readonly family: 4 | 6;
  readonly source: Address | undefined;
  readonly iface: string;
  /** Several may answer. */
  readonly group: boolean;
}

/** Counts and round trips so far. */
export interface PingStatistics {
  readonly sent: number;
  /** Requests that were answered. */
  readonly received: number;
  readonly duplicates: number;
  readonly corrupted: number;
  readonly errors: number;
  /** From the first request to the last, ms. */
  readonly elapsedMs: number;
  /** The most requests that were open at a time. */
  readonly pipe: number;
  /** Round trips, duplicates too, ms; undefined without one. `mdev`: the standard deviation; `smoothed`: the last ones count most. */
  readonly rtt:
    | { readonly min: number; readonly avg: number; readonly max: number; readonly mdev: number; readonly smoothed: number }
    | undefined;
}
