/** What can be chosen of following TCP, and what became of the segments. */
import { above0, checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import { type OverlapPolicy, overlapRule } from '../overlap-policy.ts';

/** How TCP is followed: who is believed, and what is kept for how long. */
export interface TcpOptions {
  /** Who is believed where octets that were not yet told overlap. Default `first`. What was told stays, as it stays with a program that has read it. */
  readonly policy?: OverlapPolicy;
  /**
   * Whether segments with a wrong checksum are left out, as their receiver leaves them out. Default true: of an end whose checksums have been right before;
   * a capture on the sending machine has those that its network card fills in later.
   */
  readonly checksums?: boolean;
  /** Whether segments with an older time stamp than the last one are left out, as their receiver leaves them out (PAWS, RFC 7323 §5). Default true. */
  readonly oldStamps?: boolean;
  /** Whether a connection whose begin was not seen is followed from its first data on. Default true. */
  readonly midstream?: boolean;
  /** Connections that are kept at once; those of them that nobody has answered yet; and those of one client. Defaults 65,536, 16,384 and 16,384. */
  readonly maxConnections?: number;
  readonly maxOpening?: number;
  readonly maxPerHost?: number;
  /** Octets that wait for others before them: of all connections, and of one side. Defaults 64 MB and 8 MB. */
  readonly maxOctets?: number;
  readonly maxPerSide?: number;
  /**
   * How many of the last octets of each side are kept after they were told, so that others in their place are noticed (the anomaly `overlap`). Default 0: none, which is
   * fastest. What is kept of all connections is at most `maxOctets`.
   */
  readonly keepTold?: number;
  /** How long a connection may be quiet: while it opens (default 60 s), while it stands (2 h 4 min, RFC 5382 §5), and once it is at its end (2 min), ms. */
  readonly openingMs?: number;
  readonly idleMs?: number;
  readonly endingMs?: number;
  /** What distinguishes connections beside addresses and ports: the VLAN, the tunnel, or the interface. Defaults false. */
  readonly byVlan?: boolean;
  readonly byTunnel?: boolean;
  readonly byInterface?: boolean;
}

export const TCP_OPTIONS: OptionNames<TcpOptions> = {
  policy: true,
  checksums: true,
  oldStamps: true,
  midstream: true,
  maxConnections: true,
  maxOpening: true,
  maxPerHost: true,
  maxOctets: true,
  maxPerSide: true,
  keepTold: true,
  openingMs: true,
  idleMs: true,
  endingMs: true,
  byVlan: true,
  byTunnel: true,
  byInterface: true,
};

/** What became of the segments so far. */
export interface TcpStats {
  /** Segments that came; those that were not believed because of their checksum, or because the receiver had no room for them. */
  readonly segments: number;
  readonly badChecksums: number;
  readonly outOfWindow: number;
  /** Segments that were not believed because of an old time stamp. */
  readonly oldStamps: number;
  /** Connections that began, and that are kept now. */
  readonly connections: number;
  readonly kept: number;
  /** Of those that began: closed, reset, timed out, and forgotten for want of room (with those that were never open). */
  readonly closed: number;
  readonly resets: number;
  readonly timedOut: number;
  readonly dropped: number;
  /** Octets that were told, and that were missing. */
  readonly told: number;
  readonly missing: number;
  /** Octets that wait now, by the memory that they take. */
  readonly waiting: number;
}

export type Limits = Required<Omit<TcpOptions, 'policy'>>;

/** @throws ERR_VALUE, ERR_OPTION */
export function limitsOf(name: string, o: TcpOptions): Limits {
  checkOptions(name, o, TCP_OPTIONS);
  overlapRule(o.policy ?? 'first');
  const {
    checksums = true,
    oldStamps = true,
    midstream = true,
    maxConnections = 65_536,
    maxOpening = 16_384,
    maxPerHost = 16_384,
    maxOctets = 64e6,
    maxPerSide = 8e6,
    keepTold = 0,
    openingMs = 60_000,
    idleMs = 7_440_000,
    endingMs = 120_000,
    byVlan = false,
    byTunnel = false,
    byInterface = false,
  } = o;
  const numbers = { maxConnections, maxOpening, maxPerHost, maxOctets, maxPerSide, openingMs, idleMs, endingMs };
  for (const [key, value] of Object.entries(numbers)) above0(key, value);
  if (keepTold !== 0) above0('keepTold', keepTold);
  return { checksums, oldStamps, midstream, ...numbers, keepTold, byVlan, byTunnel, byInterface };
}
