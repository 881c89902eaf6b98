/** What one answer of a time server tells, and what several tell together. */
import type { ViewOf } from '../../../packet/spec/spec.ts';
import { ntpMs } from '../../../packet/fields/special/times.ts';
import { type NTPHeader, NTP_LEAP_UNKNOWN, NTP_MODES } from '../../../protocols/application/ntp/ntp.ts';

/** An answer that was measured. All times are in ms. */
export interface NtpSample {
  /** How far the server's clock is ahead of ours. */
  readonly offsetMs: number;
  /** How long the packets were under way, both together. */
  readonly delayMs: number;
  /** How wrong it may be, by the precision of both clocks and their drift meanwhile. */
  readonly dispersionMs: number;
  /** Hops from a reference clock: 1 has one. */
  readonly stratum: number;
  /** 1: the last minute of the day has 61 seconds; 2: 59. */
  readonly leap: number;
  /** What the server goes by: a clock's kind (`GPS`), or an IPv4 address or its like. */
  readonly reference: string;
  /** From the server to the reference clock and back. */
  readonly rootDelayMs: number;
  readonly rootDispersionMs: number;
  /** When the answer came, by our clock, ms since 1970. */
  readonly atMs: number;
}

/** RFC 5905 §7.3 and A.5.1.1: a server that is farther away than this is not believed. */
const MOST_DISTANCE_S = 16;
const MOST_STRATUM = 15;
/** RFC 5905 §7.3 (PHI): clocks drift less than 15 microseconds in a second. */
const DRIFT = 15e-6;
const SERVER = NTP_MODES.value('server');

/** A message about the time, as it was read. */
export type NtpMessage = ViewOf<typeof NTPHeader>;

/** Whether it answers what was sent with `nonce`. All else is somebody else's, or a forgery (RFC 5905 §8: TEST2). */
export const isAnswer = (message: NtpMessage, nonce: bigint): boolean => message.mode === SERVER && message.orig === nonce;

/** The word of a kiss of death (RFC 5905 §7.4); undefined for an answer with a time. */
export const kissOf = ({ stratum, ref_id }: NtpMessage): string | undefined =>
  stratum === 0 ? (ref_id ?? '').replaceAll('\0', '') : undefined;

/** Why an answer cannot be used (RFC 4330 §5; RFC 5905 A.5.1.1); undefined: it can. */
export function faultOf(message: NtpMessage): string | undefined {
  const { leap, stratum, sent, recv, ref, delay, dispersion } = message;
  if (leap === NTP_LEAP_UNKNOWN) return 'its clock is not synchronised';
  if (stratum > MOST_STRATUM) return `its stratum is ${stratum}, which means that it is not synchronised`;
  if (sent === 0n || recv === 0n) return 'it gives no time';
  if (delay / 2 + dispersion >= MOST_DISTANCE_S) return `it is ${delay / 2 + dispersion} s away from its reference clock`;
  if (ref !== 0n && ntpMs(ref) > ntpMs(sent)) return 'its clock was set in the future';
  if (ntpMs(recv) > ntpMs(sent)) return 'it answered before it was asked';
  return undefined;
}

/** RFC 5905 §8. @param sentMs when the request left, by our clock @param atMs when the answer came @param precisionMs of our clock */
export function sampleOf(message: NtpMessage, sentMs: number, atMs: number, precisionMs: number): NtpSample {
  const [received, answered] = [ntpMs(message.recv), ntpMs(message.sent)];
  const theirs = 2 ** message.precision * 1000;
  const away = atMs - sentMs;
  return {
    offsetMs: (received - sentMs + (answered - atMs)) / 2,
    // A clock that is read more coarsely than the network is fast: never less than what can be told apart.
    delayMs: Math.max(away - (answered - received), precisionMs),
    dispersionMs: theirs + precisionMs + DRIFT * away,
    stratum: message.stratum,
    leap: message.leap,
    reference: message.ref_id?.replaceAll('\0', '') ?? message.id ?? '',
    rootDelayMs: message.delay * 1000,
    rootDispersionMs: message.dispersion * 1000,
    atMs,
  };
}

/** What several samples tell together. */
export interface NtpMeasure extends NtpSample {
  /** How far the others are from the best one: the root of the mean of the squares. */
  readonly jitterMs: number;
  /** How wrong the offset is at most, if the server is right about itself (RFC 5905 §11.2: the root distance). */
  readonly errorMs: number;
}

/** The best sample is the one that was under way the shortest time (RFC 5905 §10). @param samples one at least */
export function measureOf(samples: readonly NtpSample[]): NtpMeasure {
  const best = samples.reduce((a, b) => (b.delayMs < a.delayMs ? b : a));
  const squares = samples.reduce((sum, { offsetMs }) => sum + (offsetMs - best.offsetMs) ** 2, 0);
  const jitterMs = samples.length < 2 ? 0 : Math.sqrt(squares / (samples.length - 1));
  const errorMs = (best.rootDelayMs + best.delayMs) / 2 + best.rootDispersionMs + best.dispersionMs + jitterMs;
  return { ...best, jitterMs, errorMs };
}
