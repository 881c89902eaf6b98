/** `--private`: the command line anew in a user and network namespace of its own, where it is root, and from where nothing leads out. */
import { readlinkSync } from 'node:fs';
import { PacketwrightError } from '../bytes/errors.ts';
import { isOneRoot, userMap } from '../host/linux/privileges/user-map.ts';
import type { CommonOptions } from './command.ts';

/** Tells the process inside who started it. */
const MARKER = 'PKW_PRIVATE_FROM';

/**
 * Whether this process was started by {@link runPrivately}, and not somewhere below such a one. The marker only says that it may be:
 * anything can have left that in the environment. The kernel says that its network is not its parent's, and its user namespace its own.
 *
 * @throws ERR_PLATFORM where the kernel does not say it
 */
export async function isPrivate(): Promise<boolean> {
  if (process.platform !== 'linux' || process.env[MARKER] !== String(process.ppid)) return false;
  if (!isOneRoot(userMap())) return false;
  const { networkNumber } = await import('../host/linux/namespaces.ts');
  const [own, parents] = [networkNumber('self'), networkNumber(process.ppid)];
  if (own === undefined || parents === undefined)
    throw new PacketwrightError('ERR_PLATFORM', `--private: /proc does not show the network namespace of process ${process.ppid}`, {
      remedy: 'mount /proc without hidepid',
    });
  return own !== parents && !sharesUserNamespace(process.ppid);
}

/** Who is in another one may not look at that of a parent outside. */
function sharesUserNamespace(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/ns/user`) === readlinkSync('/proc/self/ns/user');
  } catch {
    return false;
  }
}

/** Makes the new network usable: only its own root may, so a network that is another's is refused here. What the command starts is not told where it is: it may ask for a namespace of its own. */
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
    throw new PacketwrightError(
      'ERR_USAGE',
      '--private and --netns cannot be used together: one makes a network namespace, the other names one',
    );
  if (user !== undefined)
    throw new PacketwrightError('ERR_USAGE', '--private and --user cannot be used together: --private has no root to give up');
  if (process.platform !== 'linux')
    throw new PacketwrightError('ERR_PLATFORM', `--private needs Linux; this is ${process.platform}`, { platform: process.platform });
  const { tryUserNamespace, unshareWords } = await import('../host/linux/privileges/user-namespaces.ts');
  const { systemProgram } = await import('../host/linux/programs.ts');
  tryUserNamespace();
  const { runProgram } = await import('./run-program.ts');
  const again = [process.execPath, ...process.execArgv, process.argv[1] as string, ...words];
  return await runProgram([...unshareWords(), '--', systemProgram('setpriv'), '--pdeathsig', 'KILL', '--', ...again], {
    env: { [MARKER]: String(process.pid) },
  });
}
