/** Whether two filter programs do the same. */
import { seededRandom } from '../../../src/bytes/random.ts';
import { formatFilter } from '../../../src/filter/bpf/program/format-filter.ts';
import type { BpfProgram } from '../../../src/filter/bpf/program/program.ts';
import { filterRunner } from '../../../src/filter/bpf/program/run-filter.ts';
import { type SteerOptions, steeredPackets } from './steered-packets.ts';

/**
 * The first packet that two programs disagree about, with all that is needed to look into it; undefined when there is none among those
 * that either was led down its ways with, `count` for each.
 */
export function programDifference(
  ours: BpfProgram,
  theirs: BpfProgram,
  seed: string,
  count: number,
  options: SteerOptions = {},
): object | undefined {
  const [runOurs, runTheirs] = [filterRunner(ours), filterRunner(theirs)];
  const random = seededRandom(seed);
  for (const program of [ours, theirs])
    for (const { octets, facts } of steeredPackets(program, random, count, options)) {
      const [mine, libpcaps] = [runOurs(octets, facts), runTheirs(octets, facts)];
      if (mine !== libpcaps)
        return {
          mine,
          libpcaps,
          octets: Buffer.from(octets).toString('hex'),
          facts,
          ours: formatFilter(ours),
          theirs: formatFilter(theirs),
        };
    }
  return undefined;
}
