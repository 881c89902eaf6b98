/** Which process a journal belongs to, and whether that process still runs. Numbers of processes are used again; with its start time one is unique. */
import { readFileSync, readlinkSync } from 'node:fs';

export interface Owner {
  readonly pid: number;
  /** Clock ticks after the machine's start, as /proc/PID/stat has it. */
  readonly started: string;
  /** The start of the machine (random), and the process's own PID namespace, in which its number counts. */
  readonly boot: string;
  readonly pidNamespace: string;
}

/** This process. */
export function thisProcess(): Owner {
  return { pid: process.pid, started: startOf(process.pid) ?? '', boot: bootId(), pidNamespace: pidNamespace() };
}

/** `unknown`: it counts its processes by other numbers than we do (a container). */
export function stateOf(owner: Owner): 'running' | 'ended' | 'unknown' {
  if (!sameBoot(owner)) return 'ended';
  if (owner.pidNamespace !== pidNamespace()) return 'unknown';
  return startOf(owner.pid) === owner.started ? 'running' : 'ended';
}

/** Whether the machine has not been started anew since. */
export const sameBoot = ({ boot }: Owner): boolean => boot === bootId();

/** proc(5): the 22nd word of stat; the second, in brackets, may hold anything. Undefined: no such process, or only its exit status is left of it. */
export function startOf(pid: number): string | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  const words = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return words[0] === 'Z' || words[0] === 'X' ? undefined : words[19];
}

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

function pidNamespace(): string {
  return readlinkSync('/proc/self/ns/pid');
}
