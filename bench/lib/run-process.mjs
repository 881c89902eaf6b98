// Runs one process to its end and says what it took.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { program } from './compile.mjs';

/** Clock ticks a second of /proc/stat, on every Linux that Node runs on. */
const TICKS = 100;

/**
 * @param {string[]} command
 * @param {{ limitSeconds?: number, signal?: AbortSignal }} o it is killed after that time, or when the signal aborts
 * @returns {Promise<{ wall: number, cpu: number, peakMb: number, company: number, stdout: string, stderr: string, failed?: string }>}
 *   seconds; megabytes (10⁶ octets); company: how many cores others used meanwhile
 */
export async function runProcess(command, { limitSeconds = 120, signal } = {}) {
  const runit = program('runit');
  if (runit.missing) throw new Error(runit.missing);
  signal?.throwIfAborted();
  const before = busySeconds();
  const ownBefore = process.cpuUsage();
  // A process group of its own: what it started ends with it.
  const child = spawn(runit.path, [String(limitSeconds), ...command], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], detached: true });
  const end = () => process.kill(-child.pid, 'SIGKILL');
  signal?.addEventListener('abort', end);
  const [stdout, stderr, report] = await Promise.all([...child.stdio.slice(1).map((stream) => text(stream)), once(child, 'exit')]);
  signal?.removeEventListener('abort', end);
  signal?.throwIfAborted();
  const own = process.cpuUsage(ownBefore);
  const use = JSON.parse(report);
  const others = busySeconds() - before - use.cpu - (own.user + own.system) / 1e6;
  const result = { wall: use.wall, cpu: use.cpu, peakMb: use.peakMb, company: Math.max(0, others / use.wall), stdout, stderr };
  if (use.status === 0) return result;
  const why = use.signal ? `killed by signal ${use.signal} (limit ${limitSeconds} s)` : `exit status ${use.status}`;
  const lines = stderr.trim().split('\n');
  const line = lines.find((l) => /error/i.test(l)) ?? lines.at(-1);
  return { ...result, failed: line ? `${why}: ${line.trim()}` : why };
}

function busySeconds() {
  const [, ...ticks] = readFileSync('/proc/stat', 'latin1').split('\n', 1)[0].trim().split(/\s+/);
  const [user, nice, system, , , irq, softirq, steal] = ticks.map(Number);
  return (user + nice + system + irq + softirq + steal) / TICKS;
}
