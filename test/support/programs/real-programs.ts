/** For tests: many command lines of a program that we did not write, side by side in a namespace. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Ended {
  readonly status: number;
  /** Both streams; what stood in a buffer until the end comes last. */
  readonly out: string;
}

/** Runs them all at once, from one shell: starting a process from this one takes longer than most of them run. */
export async function inNamespace(netns: string, lines: readonly string[]): Promise<Ended[]> {
  const folder = mkdtempSync(join(tmpdir(), 'packetwright-lines-'));
  try {
    const script = lines.map((line, i) => `(${line} >'${folder}/${i}' 2>&1 </dev/null; echo $? >'${folder}/${i}.status') &`).join('\n');
    const child = spawn('ip', ['netns', 'exec', netns, 'sh', '-c', `${script}\nwait`], { stdio: 'ignore' });
    await new Promise((resolve) => child.once('close', resolve));
    return lines.map((_, i) => ({
      status: Number(readFileSync(join(folder, `${i}.status`), 'utf8')),
      out: readFileSync(join(folder, String(i)), 'utf8'),
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
