/** What the installed tcpdump, and so libpcap, compiles a filter to. */
import { spawnSync } from 'node:child_process';
import { parseFilter } from '../../../src/filter/bpf/program/parse-filter.ts';
import type { BpfProgram } from '../../../src/filter/bpf/program/program.ts';
import { programPath } from '../require.ts';

/** The program, or the words of refusal. @param before words before tcpdump: `ip netns exec …` */
export function tcpdumpFilter(
  filter: string,
  linkType = 'EN10MB',
  options: readonly string[] = [],
  before: readonly string[] = [],
): BpfProgram | string {
  const words = [...before, programPath('tcpdump') as string, '-y', linkType, ...options, '-ddd', '--', filter];
  const { stdout, stderr, status } = spawnSync(words[0] as string, words.slice(1), { encoding: 'utf8' });
  return status === 0 ? parseFilter(stdout) : stderr.trim();
}
