/** What the installed tcpdump, and so libpcap, compiles a filter to. */
import { spawnSync } from 'node:child_process';
import { parseFilter } from '../../src/filter/bpf/parse-filter.ts';
import type { BpfProgram } from '../../src/filter/bpf/program.ts';
import { programPath } from './require.ts';

/** The program, or the words of refusal. */
export function tcpdumpFilter(filter: string, linkType = 'EN10MB', options: readonly string[] = []): BpfProgram | string {
  const { stdout, stderr, status } = spawnSync(programPath('tcpdump') as string, ['-y', linkType, ...options, '-ddd', '--', filter], {
    encoding: 'utf8',
  });
  return status === 0 ? parseFilter(stdout) : stderr.trim();
}
