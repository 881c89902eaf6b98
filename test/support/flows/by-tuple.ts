/** Flows added up by their ends and protocol, in one form for all programs: so time-outs do not matter. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PacketwrightError } from '../../../src/bytes/errors.ts';
import { openCapture } from '../../../src/capture/node/open-capture.ts';
import type { Flow } from '../../../src/flows/flow.ts';
import { flagLetters } from '../../../src/flows/flow-json.ts';
import type { FlowOptions } from '../../../src/flows/flow-options.ts';
import { type FlowStats, FlowTable } from '../../../src/flows/flow-table.ts';

/** What a tuple's flows came to. Times in milliseconds since 1970, cut. */
export interface Sum {
  packets: number;
  octets: number;
  flags: string;
  first: number;
  last: number;
}

export type Sums = Map<string, Sum>;

const ORDER = 'FSRPAU';
const run = promisify(execFile);

function add(sums: Sums, tuple: string, one: Sum): void {
  const had = sums.get(tuple);
  if (had === undefined) {
    sums.set(tuple, { ...one });
    return;
  }
  had.packets += one.packets;
  had.octets += one.octets;
  had.flags = [...ORDER].filter((f) => had.flags.includes(f) || one.flags.includes(f)).join('');
  had.first = Math.min(had.first, one.first);
  had.last = Math.max(had.last, one.last);
}

/** Both directions of a flow, each under its own tuple. @param times `flow`: each has the times of both, as with softflowd */
export function addFlow(sums: Sums, flow: Flow, times: 'direction' | 'flow' = 'direction'): void {
  for (const back of [false, true]) {
    const counts = back ? flow.back : flow.there;
    if (counts.packets === 0) continue;
    const from = `${back ? flow.dst : flow.src} ${back ? flow.dport : flow.sport}`;
    const to = `${back ? flow.src : flow.dst} ${back ? flow.sport : flow.dport}`;
    add(sums, `${flow.protocol} ${from} ${to}`, {
      packets: counts.packets,
      octets: counts.octets,
      flags: [...flagLetters(counts.tcpFlags)].filter((f) => ORDER.includes(f)).join(''),
      first: Math.floor((times === 'flow' ? flow : counts).firstUs / 1000),
      last: Math.floor((times === 'flow' ? flow : counts).lastUs / 1000),
    });
  }
}

/** Ours, of a capture; of a damaged one what comes before the damage. */
export async function ours(
  path: string,
  o: FlowOptions = {},
  times: 'direction' | 'flow' = 'direction',
): Promise<{ readonly sums: Sums; readonly stats: FlowStats }> {
  const sums: Sums = new Map();
  await using capture = await openCapture(path);
  const table = new FlowTable(o, (flow) => addFlow(sums, flow, times), capture.interfaces);
  try {
    for await (const batch of capture.batches()) table.take(batch);
  } catch (error) {
    if (!(error instanceof PacketwrightError)) throw error;
  }
  table.flush();
  return { sums, stats: table.stats };
}

/** A folder for a collector's files, as long as `use` needs it. */
export async function inFolder<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'pkw-flows-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What nfpcapd makes of a capture. */
export function nfpcapd(path: string): Promise<Sums> {
  return inFolder(async (folder) => {
    await run('nfpcapd', ['-B', '4096', '-r', path, '-l', folder]);
    return nfdump(folder);
  });
}

/** What lies in nfdump's files. */
export function nfdump(folder: string): Sums {
  const sums: Sums = new Map();
  const form = 'fmt:%pr|%sa|%sp|%da|%dp|%pkt|%byt|%flg|%ts|%te';
  // Its %ter, seconds with a fraction, loses digits: 0.490 is printed as 0.090.
  const env = { ...process.env, TZ: 'UTC' };
  const text = execFileSync('nfdump', ['-q', '-6', '-N', '-R', folder, '-o', form], { encoding: 'utf8', maxBuffer: 1 << 28, env });
  for (const line of text.split('\n')) {
    const words = line.split('|').map((word) => word.trim());
    if (words.length < 10) continue;
    const [protocol, src, sport, dst, dport, packets, octets, flags = '', first, last] = words;
    // Type and code of ICMP, with a point between.
    const [type, code] = (dport as string).split('.').map(Number);
    const port = code === undefined ? type : (type as number) * 256 + code;
    add(sums, `${numberOf(protocol as string)} ${src} ${sport} ${dst} ${port}`, {
      packets: Number(packets),
      octets: Number(octets),
      flags: [...ORDER].filter((f) => flags.includes(f)).join(''),
      first: Date.parse(`${first?.replace(' ', 'T')}Z`),
      last: Date.parse(`${last?.replace(' ', 'T')}Z`),
    });
  }
  return sums;
}

const NUMBERS: Readonly<Record<string, number>> = { ICMP: 1, IGMP: 2, TCP: 6, UDP: 17, IPv6: 41, GRE: 47, ESP: 50, ICMP6: 58, SCTP: 132 };
const numberOf = (name: string): number => NUMBERS[name] ?? Number(name);

/** Tuples that differ, with what each has to say: empty where all agree. */
export function differences(a: Sums, b: Sums): string[] {
  const all = new Set([...a.keys(), ...b.keys()]);
  return [...all].sort().flatMap((tuple) => {
    const [left, right] = [JSON.stringify(a.get(tuple)), JSON.stringify(b.get(tuple))];
    return left === right ? [] : [`${tuple}: ${left} | ${right}`];
  });
}
