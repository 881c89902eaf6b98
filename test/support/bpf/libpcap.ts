/** The installed libpcap's compiler, asked many filters at once. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseFilter } from '../../../src/filter/bpf/program/parse-filter.ts';
import type { BpfProgram } from '../../../src/filter/bpf/program/program.ts';
import type { Condition } from '../require.ts';

const source = fileURLToPath(new URL('./libpcap-compile.c', import.meta.url));

export interface Question {
  readonly linkType: number;
  readonly filter: string;
  /** Packets come from a socket, so what the kernel keeps beside them can be asked for. Default: from a file. */
  readonly socket?: boolean;
}

/** libpcap, with or without its headers. */
export function requireLibpcap(): Condition {
  const there = ['/usr/lib', '/usr/lib64', '/usr/local/lib', `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`].some(
    (folder) => ['libpcap.so.0.8', 'libpcap.so.1'].some((name) => existsSync(join(folder, name))),
  );
  return there ? { ok: true } : { ok: false, reason: 'needs libpcap (Debian: libpcap0.8)' };
}

/** Builds the asking program in a folder. */
export function buildAsker(folder: string): string {
  const program = join(folder, 'libpcap-compile');
  execFileSync('gcc', ['-O1', '-o', program, source, '-ldl']);
  return program;
}

/** Programs, or the words of refusal. */
export function askLibpcap(asker: string, questions: readonly Question[]): (BpfProgram | string)[] {
  const input = questions.map(({ linkType, filter, socket = false }) => `${linkType}\t${socket ? 'socket' : 'file'}\t${filter}\n`).join('');
  const { stdout, stderr, status } = spawnSync(asker, { input, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(`${stderr} (status ${status})`);
  const lines = stdout.trimEnd().split('\n');
  if (lines.length !== questions.length) throw new Error(`${questions.length} questions, ${lines.length} answers`);
  return lines.map((line) => (line.startsWith('!') ? line.slice(1) : readsNowhere(line) ? 'reads before the packet' : parseFilter(line)));
}

/** Where libpcap has no offset it computes with -1: such a program loads from the end of the address space, and no packet matches. */
const readsNowhere = (line: string): boolean => /,(?:32|40|48) 0 0 42949672[89]\d(?:,|$)/.test(line);
