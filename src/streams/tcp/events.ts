/** What a TCP connection does, as whoever follows it is told. */
import type { Connection, StreamSide } from './connection.ts';
import type { TcpState } from './states.ts';

export type { StreamSide } from './connection.ts';

/**
 * Why octets are missing: `lost`: the capture does not have them, though the receiver had; `cut`: the capture kept less of the packet than was sent;
 * `crowded-out`: what waited for them took too much room; `ended`: the connection or the capture ended first.
 */
export type GapReason = 'lost' | 'cut' | 'crowded-out' | 'ended';

/**
 * What an anomaly of TCP is: what an honest host does not send, or should not believe.
 *
 * - `overlap`: octets came again with other contents. Which of them count is the policy's matter; of octets that were told, those count. They are compared only as far as they
 *   are kept (the option `keepTold`).
 * - `bad-checksum`: the segment was not believed.
 * - `out-of-window`: data that the receiver had no room for; not believed.
 * - `blind-reset`: a reset whose number is not the next one (RFC 5961 §3); not believed.
 * - `blind-syn`: a SYN in a connection that stands (RFC 5961 §4), which nobody took up.
 * - `old`: its time stamp is older than the last one (PAWS, RFC 7323 §5); not believed.
 * - `behind-fin`: data behind the end of the stream.
 */
export type TcpAnomalyKind = 'overlap' | 'bad-checksum' | 'out-of-window' | 'blind-reset' | 'blind-syn' | 'old' | 'behind-fin';

/** A segment that an honest host does not send, or that should not be believed. */
export interface TcpAnomaly {
  readonly kind: TcpAnomalyKind;
  readonly connection: Connection;
  readonly from: StreamSide;
  /** The packet, counted from 1. */
  readonly packet: number;
  readonly timeMs: number;
  /** Place in the sender's stream, and octets that it is about. */
  readonly at: number;
  readonly octets: number;
}

/**
 * Functions that are called as things happen. `octets` are a view: copy what is to stay, for their memory is used again when the function has returned.
 * `at` is the place of the first of them in that side's stream: 0 is what follows the SYN.
 */
export interface TcpHandlers {
  /** Both sides have agreed on a connection; or one was met in the middle (`connection.isMidstream`). */
  open?(connection: Connection): void;
  /** The next octets of a side's stream, which `packet` brought. */
  data?(connection: Connection, from: StreamSide, octets: Uint8Array, at: number, packet: number): void;
  /** Whether the next octets, those from `start` to `end` of `b`, need not be told: so no view has to be made. @internal */
  pass?(connection: Connection, from: StreamSide, b: Uint8Array, start: number, end: number): boolean;
  /** The next octets of a side's stream are missing. */
  gap?(connection: Connection, from: StreamSide, octets: number, at: number, reason: GapReason): void;
  /** The stream has urgent data up to `at`, not included (RFC 9293 §3.8.5; RFC 6093). The octets themselves are in the stream. */
  urgent?(connection: Connection, from: StreamSide, at: number, packet: number): void;
  /** A side will send no more: all octets of it have been told. */
  finish?(connection: Connection, from: StreamSide, packet: number): void;
  /** Both sides have ended it in order. */
  close?(connection: Connection): void;
  /** `by` has ended it at once. */
  reset?(connection: Connection, by: StreamSide, packet: number): void;
  /** Nothing came for too long. */
  timeout?(connection: Connection): void;
  /** It is forgotten for want of room, though it was not at its end. */
  drop?(connection: Connection): void;
  /** The capture ended while it stood. */
  end?(connection: Connection): void;
  /** A side is in another state (RFC 9293 §3.3.2). */
  state?(connection: Connection, side: StreamSide, state: TcpState, before: TcpState): void;
  anomaly?(anomaly: TcpAnomaly): void;
}

/** One event of those above, for a loop. Its octets are its own. */
export type TcpEvent = { readonly connection: Connection; readonly timeMs: number } & (
  | { readonly kind: 'open' | 'close' | 'timeout' | 'drop' | 'end' }
  | { readonly kind: 'data'; readonly from: StreamSide; readonly octets: Uint8Array; readonly at: number; readonly packet: number }
  | { readonly kind: 'gap'; readonly from: StreamSide; readonly octets: number; readonly at: number; readonly reason: GapReason }
  | { readonly kind: 'urgent'; readonly from: StreamSide; readonly at: number; readonly packet: number }
  | { readonly kind: 'finish'; readonly from: StreamSide; readonly packet: number }
  | { readonly kind: 'reset'; readonly by: StreamSide; readonly packet: number }
  | { readonly kind: 'state'; readonly side: StreamSide; readonly state: TcpState; readonly before: TcpState }
  | { readonly kind: 'anomaly'; readonly anomaly: TcpAnomaly }
);
