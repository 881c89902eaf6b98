/** What the kernel says of this process's rights: capabilities(7), from /proc/self/status. */
import { readFileSync } from 'node:fs';
import { isWholeMachine, userMap, type UserRange } from './user-map.ts';

/** The capabilities that something here needs, by their bits. linux/capability.h */
const CAPABILITIES = {
  CAP_SETGID: 6,
  CAP_SETUID: 7,
  CAP_NET_BIND_SERVICE: 10,
  CAP_NET_ADMIN: 12,
  CAP_NET_RAW: 13,
  CAP_SYS_PTRACE: 19,
  CAP_SYS_ADMIN: 21,
} as const;
/** A capability of Linux that this package can need, by its name in capabilities(7). */
export type Capability = keyof typeof CAPABILITIES;

/** What a process may do, and what it can ever be granted. */
export interface ProcessRights {
  /** The effective user. */
  readonly uid: number;
  /** The capabilities that it has now, of those that matter here. */
  readonly capabilities: readonly Capability[];
  /** The capabilities that it, and the programs it starts, can ever get. */
  readonly bounding: readonly Capability[];
  /** sudo and setcap have no effect any more, for it and for the programs it starts. */
  readonly noNewPrivileges: boolean;
  /** Its capabilities are valid in a user namespace only, as in a rootless container. */
  readonly inUserNamespace: boolean;
}

/** Asked anew each time: rights can be dropped. Elsewhere than on Linux there are none. */
export function processRights(): ProcessRights {
  try {
    return parseRights(readFileSync('/proc/self/status', 'utf8'), userMap());
  } catch {
    return { uid: process.geteuid?.() ?? 0, capabilities: [], bounding: [], noNewPrivileges: false, inUserNamespace: false };
  }
}

/** @param status proc_pid_status(5) */
export function parseRights(status: string, users: readonly UserRange[]): ProcessRights {
  const words = (name: string): string[] => new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(status)?.[1]?.split(/\s+/) ?? [];
  const set = (name: string): Capability[] => {
    const bits = BigInt(`0x${words(name)[0] || '0'}`);
    return (Object.keys(CAPABILITIES) as Capability[]).filter((one) => ((bits >> BigInt(CAPABILITIES[one])) & 1n) === 1n);
  };
  return {
    // Real, effective, saved, file system.
    uid: Number(words('Uid')[1] ?? 0),
    capabilities: set('CapEff'),
    bounding: set('CapBnd'),
    noNewPrivileges: words('NoNewPrivs')[0] === '1',
    inUserNamespace: !isWholeMachine(users),
  };
}
