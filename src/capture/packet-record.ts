/** One packet as a writer takes it. */
import { PacketwrightError } from '../bytes/errors.ts';

/** A packet as a writer takes it: its octets, and when it came. */
export interface PacketRecord {
  readonly octets: Uint8Array;
  /** Seconds since 1970. */
  readonly sec: number;
  /** Nanoseconds, 0 to 999,999,999. */
  readonly nsec: number;
  /** Octets on the wire, if more than were captured. */
  readonly wire?: number | undefined;
  /** LINKTYPE_… number, where it is known: a pcap file takes one only. */
  readonly linkType?: number | undefined;
}

/** What helps with times before 1970. */
export const OLD_TIMES = 'Write pcapng, with an interface that has an earlier timeOffset: addInterface({ …, timeOffset: -3600 }).';

/** What helps with a time that is too late: a pcapng clock counts 2^64 ticks, and writers know clocks of 1e4 to 1e9. @param sec from the clock's start */
export function laterTimes(sec: number): string {
  const ticks = [1e9, 1e6, 1e4].find((one) => sec < 2 ** 64 / one - 1);
  if (ticks === 1e9) return 'Write pcapng, which holds times up to 2554.';
  if (ticks === undefined) return 'No capture holds such a time: seconds are counted from 1970.';
  return `Write pcapng, with an interface of fewer ticks per second: addInterface({ …, ticksPerSecond: ${ticks} }).`;
}

/**
 * @throws ERR_RANGE for a time that no capture holds: fractions of a second are nanoseconds. What is wrong in a capture that was read
 * (a second and more of nanoseconds) may be written again.
 */
export function checkTime(sec: number, nsec: number): void {
  if (!Number.isSafeInteger(sec))
    throw new PacketwrightError('ERR_RANGE', `a time of ${sec} seconds: expected whole seconds since 1970; nsec holds the rest`, {
      value: sec,
    });
  if (!(Number.isInteger(nsec) && nsec >= 0 && nsec <= 0xffff_ffff))
    throw new PacketwrightError('ERR_RANGE', `a time of ${nsec} nanoseconds: expected a whole number from 0 to 999999999`, { value: nsec });
}

/** Which packets of a batch: all of them, or those that are not 0 in a bitmap of octets or for which a function says so. */
export type Selection = Uint8Array | ((i: number) => boolean);

export function isSelected(selection: Selection | undefined, i: number): boolean {
  if (selection === undefined) return true;
  return typeof selection === 'function' ? selection(i) : selection[i] !== 0;
}
