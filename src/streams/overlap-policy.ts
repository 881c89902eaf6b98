/**
 * Who is believed where octets arrive twice with different contents. Systems differ, and who listens must know which one the packets are for (Ptacek and Newsham,
 * "Insertion, Evasion, and Denial of Service", 1998).
 *
 * The names are those of V. Paxson and U. Shankar, "Active Mapping: Resisting NIDS Evasion without Altering Traffic" (2003), and of J. Novak, "Target-Based
 * Fragmentation Reassembly" (Sourcefire, 2005), which adds Windows and Solaris.
 */
import { PacketwrightError } from '../bytes/errors.ts';
import { nearest } from '../bytes/nearest.ts';

/**
 * Who is believed where octets overlap.
 *
 * - `first`: what came first stays.
 * - `last`: what came last counts.
 * - `bsd`: what is there stays, if it begins at or before the new piece.
 * - `bsd-right`: the new piece counts, if what is there begins at or before it.
 * - `linux-2.4`: what is there stays, if it begins before the new piece.
 * - `windows`: what is there stays, unless the new piece begins before it and ends behind it.
 * - `solaris`: the same, and it may end where the new piece does.
 * - `linux`: what Linux does today with fragments: overlaps are not believed at all, and the datagram is dropped (RFC 5722 for IPv6; 4.20 for IPv4); a piece that is there already is
 *   ignored. Of TCP segments its rules are others (docs/streams.md).
 *
 * The rules above are those of fragments. Of TCP segments some systems have others (docs/streams.md).
 */
export type OverlapPolicy = 'first' | 'last' | 'bsd' | 'bsd-right' | 'linux-2.4' | 'windows' | 'solaris' | 'linux';

/** Whether the new piece `from` to `to` counts where it overlaps with what is there, `start` to `end`. */
export type NewWins = (start: number, end: number, from: number, to: number) => boolean;

const RULES: Readonly<Record<OverlapPolicy, NewWins>> = {
  first: () => false,
  last: () => true,
  bsd: (start, _end, from) => start > from,
  'bsd-right': (start, _end, from) => start <= from,
  'linux-2.4': (start, _end, from) => start >= from,
  windows: (start, end, from, to) => from < start && to > end,
  solaris: (start, end, from, to) => from < start && to >= end,
  linux: () => false,
};

export const OVERLAP_POLICIES = Object.keys(RULES) as readonly OverlapPolicy[];

/**
 * What differs with TCP: J. Novak and S. Sturges, "Target-Based TCP Stream Reassembly" (Sourcefire, 2007).
 *
 * - `linux-2.4` (Linux up to 2.2 in that paper): the new piece counts if it begins before what is there, or begins with it and does not end before it.
 * - `windows`: as `bsd`.
 * - `solaris`: the new piece counts if it ends behind what is there, or ends with it and does not begin behind it.
 */
const TCP_RULES: Readonly<Partial<Record<OverlapPolicy, NewWins>>> = {
  'linux-2.4': (start, end, from, to) => from < start || (from === start && to >= end),
  windows: RULES.bsd,
  solaris: (start, end, from, to) => to > end || (to === end && from <= start),
};

/** @throws ERR_VALUE for a policy that there is not */
export function tcpOverlapRule(policy: OverlapPolicy): NewWins {
  const rule = overlapRule(policy);
  return TCP_RULES[policy] ?? rule;
}

/** @throws ERR_VALUE for a policy that there is not */
export function overlapRule(policy: OverlapPolicy): NewWins {
  if (Object.hasOwn(RULES, policy)) return RULES[policy];
  const meant = nearest(String(policy), OVERLAP_POLICIES);
  throw new PacketwrightError('ERR_VALUE', `no policy for overlaps is called '${String(policy)}'`, {
    value: policy,
    remedy: meant === undefined ? `there are ${OVERLAP_POLICIES.join(', ')}` : `did you mean '${meant}'?`,
  });
}
