/** The host that a command's options name, and the user that it goes on as. Nothing of it is loaded before. */
import { PacketwrightError } from '../bytes/errors.ts';
import type { Host } from '../host/host.ts';
import type { Lab } from '../lab/lab.ts';
import type { ReadyLab } from '../lab/ready-lab.ts';
import type { CommonOptions } from './command.ts';

/**
 * The machine's own, or with `--netns` that of a network namespace (its name, or the number of a process in it), for
 * commands that are about the kernel.
 *
 * @throws ERR_PLATFORM elsewhere than on Linux
 */
export async function kernelHost({ netns }: CommonOptions): Promise<Host> {
  const { linuxHost } = await import('../host/linux/linux-host.ts');
  return netns === undefined ? linuxHost() : linuxHost({ netns: await namespaceOf(netns) });
}

/** Digits are a process, unless a namespace has that name. */
export async function namespaceOf(netns: string): Promise<string | number> {
  const { namespaceNames } = await import('../host/linux/namespaces.ts');
  return /^\d+$/.test(netns) && !namespaceNames().includes(netns) ? Number(netns) : netns;
}

/**
 * For commands that open their host late, or never: a namespace or a host of the lab that is not there is an error at once. Without such an
 * option nothing is loaded.
 *
 * @throws ERR_USAGE, ERR_VALUE, ERR_INTERFACE, ERR_PERMISSION
 */
export async function checkHost(options: CommonOptions): Promise<void> {
  const { netns, lab } = options;
  if (typeof lab === 'string' || (lab !== undefined && netns !== undefined)) await labOf(options);
  else if (netns !== undefined) {
    const { closeNamespace, openNamespace } = await import('../host/linux/namespaces.ts');
    closeNamespace(openNamespace(await namespaceOf(netns)));
  }
}

/** With `--lab` a host of the lab, else as {@link kernelHost}. @throws ERR_USAGE, ERR_VALUE, ERR_PLATFORM */
export async function hostOf(options: CommonOptions): Promise<Host> {
  return options.lab === undefined ? await kernelHost(options) : (await labOf(options)).host;
}

let running: { readonly net: Lab; readonly seat: string } | undefined;

/** From now on `--lab` means this one, as `pkw lab` has it. @returns what ends that */
export function runIn(net: Lab, seat: string): () => void {
  running = { net, seat };
  return () => {
    running = undefined;
  };
}

/** The lab of `--lab`. @throws ERR_USAGE with `--netns`; ERR_VALUE where no host has the name */
export async function labOf({ lab, netns, seed }: CommonOptions): Promise<ReadyLab> {
  if (netns !== undefined)
    throw new PacketwrightError('ERR_USAGE', '--lab and --netns cannot be used together: a lab is in no network namespace', {
      remedy: 'leave one of them out',
    });
  if (running !== undefined) return { host: running.net.host(typeof lab === 'string' ? lab : running.seat), talk: () => undefined };
  const { readyLab } = await import('../lab/ready-lab.ts');
  return readyLab({ name: typeof lab === 'string' ? lab : undefined, seed });
}

/**
 * Becomes the user of `--user`, where it was given: to be called when everything is open that needs root.
 *
 * @throws ERR_VALUE (no such user), ERR_PERMISSION
 */
export async function becomeUser({ user }: CommonOptions): Promise<void> {
  if (user === undefined) return;
  const { dropPrivileges } = await import('../host/linux/privileges/drop-privileges.ts');
  dropPrivileges(user);
}
