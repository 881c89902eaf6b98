/** Runs a program on the same terminal until it ends. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { PacketwrightError } from '../../bytes/errors.ts';

/**
 * Gives its exit status: after a signal 128 and the signal's number, as shells do. Ctrl-C reaches it from the terminal, SIGTERM is
 * passed on.
 *
 * @throws ERR_VALUE when it cannot be started
 * @param netns the namespace that it runs in: a name or the number of a process; undefined: this process's own
 */
export async function runProgram(words: readonly string[], netns: string | undefined): Promise<number> {
  const [program = '', ...rest] = await inside(words, netns);
  const child = spawn(program, rest, { stdio: 'inherit' });
  const passOn = (): void => {
    child.kill('SIGTERM');
  };
  process.on('SIGTERM', passOn);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (cause: NodeJS.ErrnoException) => {
        reject(new PacketwrightError('ERR_VALUE', `cannot run ${program}: ${cause.code ?? cause.message}`, { program, cause }));
      });
      child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
    });
  } finally {
    process.off('SIGTERM', passOn);
  }
}

async function inside(words: readonly string[], netns: string | undefined): Promise<readonly string[]> {
  if (netns === undefined) return words;
  const { namespaceNames } = await import('../../host/linux/namespaces.ts');
  if (namespaceNames().includes(netns)) return ['ip', 'netns', 'exec', netns, ...words];
  return ['nsenter', `--net=${/^\d+$/.test(netns) ? `/proc/${netns}/ns/net` : netns}`, '--', ...words];
}
