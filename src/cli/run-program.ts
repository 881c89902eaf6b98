/** Runs a program on the same terminal until it ends. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { PacketwrightError } from '../bytes/errors.ts';

/** How it is started. */
export interface ProgramOptions {
  /** The namespace that it runs in: a name or the number of a process; undefined: this process's own. */
  readonly netns?: string | undefined;
  /** Added to its environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Gives its exit status: after a signal 128 and the signal's number, as shells do. Ctrl-C reaches it from the terminal; SIGTERM is passed
 * on, and SIGINT where no terminal can have sent it. When this process ends by a second signal, the program is killed.
 *
 * @throws ERR_VALUE when it cannot be started; ERR_PLATFORM without the program that enters namespaces
 */
export async function runProgram(words: readonly string[], { netns, env = {} }: ProgramOptions = {}): Promise<number> {
  const [program = '', ...rest] = await inside(words, netns);
  const child = spawn(program, rest, { stdio: 'inherit', env: { ...process.env, ...env } });
  const passOn = (signal: NodeJS.Signals): void => {
    if (signal === 'SIGTERM' || !inForeground()) child.kill(signal);
  };
  const end = (): void => {
    child.kill('SIGKILL');
  };
  process.on('SIGTERM', passOn).on('SIGINT', passOn).on('exit', end);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (cause: NodeJS.ErrnoException) => {
        reject(new PacketwrightError('ERR_VALUE', `cannot run ${program}: ${cause.code ?? cause.message}`, { program, cause }));
      });
      child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    });
  } finally {
    process.off('SIGTERM', passOn).off('SIGINT', passOn).off('exit', end);
  }
}

/** Whether Ctrl-C on the terminal goes to this process and its children. proc_pid_stat(5): pgrp is field 5, tpgid field 8 */
function inForeground(): boolean {
  try {
    const [, , pgrp, , , tpgid] = readFileSync('/proc/self/stat', 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    return pgrp === tpgid;
  } catch {
    return process.stdin.isTTY;
  }
}

async function inside(words: readonly string[], netns: string | undefined): Promise<readonly string[]> {
  if (netns === undefined) return words;
  const { namespaceNames } = await import('../host/linux/namespaces.ts');
  const { systemProgram } = await import('../host/linux/programs.ts');
  if (namespaceNames().includes(netns)) return [systemProgram('ip'), 'netns', 'exec', netns, ...words];
  return [systemProgram('nsenter'), `--net=${/^\d+$/.test(netns) ? `/proc/${netns}/ns/net` : netns}`, '--', ...words];
}
