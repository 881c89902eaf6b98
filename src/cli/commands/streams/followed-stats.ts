/** What the commands that follow connections say when they have ended, of what they left out. */
import type { FollowStats } from '../../../streams/tcp/tcp-streams.ts';
import type { CommandIo, OptionSpec } from '../../command.ts';

/** For both. */
export const believeOption: OptionSpec = {
  flags: '--no-checksum',
  help: 'believe segments whose checksum is wrong, too; else they count from the first right one of their sender on, as in the receiver',
};

/** A number with what it counts. */
export const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : one.endsWith('match') ? 'es' : 's'}`;

/** @param done what was done with connections: `searched`, `followed` */
export function warnOfLeftOut({ tcp, fragments }: FollowStats, done: string, io: CommandIo): void {
  if (tcp.dropped > 0) io.warn(`${counted(tcp.dropped, 'connection')} dropped for want of room: they were ${done} up to there`);
  if (tcp.badChecksums > 0)
    io.warn(`${counted(tcp.badChecksums, 'segment')} left out, as their checksums are wrong; --no-checksum believes them`);
  const lost = fragments === undefined ? 0 : fragments.timedOut + fragments.crowdedOut + fragments.refused + fragments.waiting;
  if (lost > 0) io.warn(`${counted(lost, 'datagram')} of which fragments are missing, or that had no room`);
}
