/** Whether this process may make a user namespace, in which it is root of a network namespace of its own; and who forbids it. */
import { readFileSync } from 'node:fs';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { PROGRAM_ENVIRONMENT, systemProgram } from '../programs.ts';

/** What goes before the program that is to run inside. @throws ERR_PLATFORM without the program that makes namespaces */
export const unshareWords = (): [program: string, ...words: string[]] => [systemProgram('unshare'), '--user', '--map-root-user', '--net'];

interface Switch {
  readonly path: string;
  forbids(value: string): boolean;
  readonly set: string;
}

/** What turns them off, and what turns them on again. */
const SWITCHES: readonly Switch[] = [
  { path: 'user/max_user_namespaces', forbids: (value) => value === '0', set: 'user.max_user_namespaces=15000' },
  { path: 'user/max_net_namespaces', forbids: (value) => value === '0', set: 'user.max_net_namespaces=15000' },
  // Debian's, for who has no rights.
  { path: 'kernel/unprivileged_userns_clone', forbids: (value) => value === '0', set: 'kernel.unprivileged_userns_clone=1' },
  // Ubuntu's: they can be made, but no right counts in them.
  {
    path: 'kernel/apparmor_restrict_unprivileged_userns',
    forbids: (value) => value === '1',
    set: 'kernel.apparmor_restrict_unprivileged_userns=0',
  },
];

/** The switch that forbids it, as `sysctl` names and sets it; undefined: none does. */
export function forbiddingSwitch(
  isRoot: boolean,
  read: (path: string) => string | undefined = systemSwitch,
): { readonly name: string; readonly set: string } | undefined {
  const found = SWITCHES.find(({ path, forbids }) => {
    // Root passes those that are about processes without rights.
    const value = isRoot && path.startsWith('kernel/') ? undefined : read(path);
    return value !== undefined && forbids(value);
  });
  return found === undefined ? undefined : { name: `${found.path.replaceAll('/', '.')} = ${read(found.path)}`, set: found.set };
}

/**
 * Makes one, for a program that does nothing and ends. Nothing of it stays.
 *
 * @throws ERR_PERMISSION with the switch that forbids it, ERR_PLATFORM without the program that makes it
 */
export function tryUserNamespace(): void {
  const { spawnSync } = process.getBuiltinModule('node:child_process');
  const [program, ...words] = unshareWords();
  const run = spawnSync(program, [...words, '--', process.execPath, '--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: PROGRAM_ENVIRONMENT,
  });
  if (run.status === 0) return;
  if (run.error !== undefined)
    throw new PacketwrightError('ERR_PLATFORM', `cannot make a user namespace: ${program} cannot be started`, { cause: run.error });
  const doing = 'cannot make a user and network namespace';
  const found = forbiddingSwitch(process.geteuid?.() === 0);
  if (found !== undefined) {
    throw new PacketwrightError('ERR_PERMISSION', `${doing}: ${found.name} forbids it`, { remedy: `sudo sysctl -w ${found.set}` });
  }
  const said =
    run.stderr
      .trim()
      .split('\n')[0]
      ?.replace(/^unshare: /, '') ?? '';
  throw new PacketwrightError('ERR_PERMISSION', `${doing}: ${said}`, {
    remedy: 'in a container, the seccomp profile may forbid it: start the container with --security-opt seccomp=unconfined, or run as root',
  });
}

function systemSwitch(path: string): string | undefined {
  try {
    return readFileSync(`/proc/sys/${path}`, 'utf8').trim();
  } catch {
    return undefined;
  }
}
