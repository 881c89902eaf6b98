/** How a missing capability is granted: the one place that words it. */
import { realpathSync } from 'node:fs';
import { type Container, containerOf } from './container.ts';
import { type Capability, type ProcessRights, processRights } from './process-rights.ts';

/** Where the process runs, as far as it matters for that. */
export interface Circumstances {
  readonly rights: ProcessRights;
  readonly container: Container | undefined;
  /** The program that runs: file capabilities are set on the file itself, not on a link to it. */
  readonly node: string;
}

/** What setcap can grant to a program without making it as good as root. It replaces what was set before, so both are named always. */
const ON_A_FILE: readonly Capability[] = ['CAP_NET_RAW', 'CAP_NET_ADMIN'];

/** This process's. */
export function circumstances(): Circumstances {
  return { rights: processRights(), container: containerOf(), node: realPath(process.execPath) };
}

/** One line: what to do, with the command. */
export function howToGrant(missing: Capability, where: Circumstances = circumstances()): string {
  const { rights, container, node } = where;
  const { uid, noNewPrivileges, bounding, inUserNamespace } = rights;
  if (!bounding.includes(missing)) {
    if (container !== undefined) return inContainer(missing, container);
    return `start it without the limit on its capabilities (systemd: CapabilityBoundingSet=, setpriv: --bounding-set): neither sudo nor setcap can lift it`;
  }
  if (noNewPrivileges && uid !== 0)
    return 'start it without no_new_privs (systemd: NoNewPrivileges=no, docker: no --security-opt no-new-privileges): while that is set, neither sudo nor setcap helps';
  if (inUserNamespace && uid === 0) return 'start it as root outside of this user namespace';
  if (!ON_A_FILE.includes(missing)) return 'run as root, with sudo';
  return `run as root, with sudo, or: ${setcapCommand(node)}`;
}

/** Grants what links, tables and the firewall need to whatever this program runs. */
export function setcapCommand(node: string): string {
  return `sudo setcap ${ON_A_FILE.map((one) => one.toLowerCase()).join(',')}=eip ${shellWord(node)}`;
}

/** The same for a copy, so that other programs that Node.js runs are not granted it too. */
export function setcapOnCopy(node: string, copy = '~/node-net'): string {
  return `cp ${shellWord(node)} ${copy} && ${setcapCommand(node).replace(shellWord(node), copy)}`;
}

function inContainer(missing: Capability, container: Container): string {
  const plain = (one: Capability): string => one.replace('CAP_', '');
  const wanted = (ON_A_FILE.includes(missing) ? ON_A_FILE : [missing]).map(plain);
  switch (container) {
    case 'kubernetes':
      return `give the container securityContext: { capabilities: { add: [${wanted.join(', ')}] } }`;
    case 'systemd-nspawn':
      return `start the container with --capability=${wanted.map((one) => `CAP_${one}`).join(',')}`;
    case 'lxc':
      return `take ${wanted.map((one) => one.toLowerCase()).join(' and ')} out of the container's lxc.cap.drop`;
    case 'podman':
      return `start the container with: podman run ${wanted.map((one) => `--cap-add ${one}`).join(' ')}`;
    default:
      return `start the container with: docker run ${wanted.map((one) => `--cap-add ${one}`).join(' ')}`;
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Replaced while it runs.
    return path;
  }
}

/** A word that a shell takes as it is. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
