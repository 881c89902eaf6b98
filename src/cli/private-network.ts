/** `--private`: the command line anew in a user and network namespace of its own, where it is root, and from where nothing leads out. */
import { readlinkSync } from 'node:fs';
import { PacketwrightError } from '../bytes/errors.ts';
import type { CommonOptions } from './command.ts';

/** Tells the process inside who started it, and in which network namespace that is. */
const MARKER = 'PKW_PRIVATE_FROM';

/** Whether this process was started by {@link runPrivately}, and not somewhere below such a one. */
export function isPrivate(): boolean {
  const [parent, network] = process.env[MARKER]?.split(' ') ?? [];
  return parent === String(process.ppid) && network !== ownNetwork();
}

/** Makes the new network usable. What the command starts is not told where it is: it may ask for a namespace of its own. */
export async function settleIn(): Promise<void> {
  delete process.env[MARKER];
  const { bringUpLoopback } = await import('../host/linux/privileges/loopback.ts');
  try {
    bringUpLoopback();
  } catch (error) {
    // A command that needs the addon says so itself.
    if (!(error instanceof PacketwrightError) || error.code !== 'ERR_ADDON') throw error;
  }
}

/**
 * Runs the words there, and gives their exit status. This process waits, passes SIGTERM on (Ctrl-C the terminal sends to both), and
 * its end ends the other.
 *
 * @throws ERR_USAGE with `--netns` or `--user`; ERR_PERMISSION and ERR_PLATFORM where it cannot be had, with the reason
 */
export async function runPrivately(words: readonly string[], { netns, user }: CommonOptions): Promise<number> {
  if (netns !== undefined)
    throw new PacketwrightError('ERR_USAGE', '--private and --netns: expected one of them, a new network namespace or a named one');
  if (user !== undefined)
    throw new PacketwrightError('ERR_USAGE', '--private and --user: expected one of them, in there is no root that could be given up');
  if (process.platform !== 'linux')
    throw new PacketwrightError('ERR_PLATFORM', `--private needs Linux; this is ${process.platform}`, { platform: process.platform });
  const { tryUserNamespace, unshareWords } = await import('../host/linux/privileges/user-namespaces.ts');
  const { systemProgram } = await import('../host/linux/programs.ts');
  tryUserNamespace();
  const { runProgram } = await import('./run-program.ts');
  const again = [process.execPath, ...process.execArgv, process.argv[1] as string, ...words];
  return await runProgram([...unshareWords(), '--', systemProgram('setpriv'), '--pdeathsig', 'KILL', '--', ...again], {
    env: { [MARKER]: `${process.pid} ${ownNetwork()}` },
  });
}

function ownNetwork(): string {
  return readlinkSync('/proc/self/ns/net');
}
