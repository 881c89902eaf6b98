// The generated captures and what a right reader finds in them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { program, sourceHash } from './compile.mjs';
import { paths } from './paths.mjs';

/** Which program makes it. */
const generators = { mix: 'gen', small: 'gen', 'http-streams': 'gen_streams', frags: 'gen_streams' };

/** @returns {{ file: string, truth: Record<string, any> }} made now, unless this state of the generator made it before */
export function capture(name) {
  const file = join(paths.work, `${name}.pcap`);
  const truth = join(paths.work, `${name}.truth.json`);
  const stamp = join(paths.work, `${name}.made-by`);
  const hash = sourceHash(generators[name]);
  const made = existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && existsSync(file) && existsSync(truth);
  if (!made) {
    generate(name, file, truth);
    writeFileSync(stamp, hash);
  }
  return { file, truth: JSON.parse(readFileSync(truth, 'utf8')) };
}

/** Into a folder of its own first, so that nobody ever reads half a capture. */
function generate(name, file, truth) {
  const gen = program(generators[name]);
  if (gen.missing) throw new Error(gen.missing);
  const part = join(paths.work, `part-${process.pid}`);
  mkdirSync(part, { recursive: true });
  try {
    const run = spawnSync(gen.path, [part, name], { encoding: 'utf8' });
    if (run.status !== 0) throw new Error(`generating ${name}.pcap: ${run.stderr.trim() || run.error?.message}`);
    renameSync(join(part, `${name}.pcap`), file);
    renameSync(join(part, `${name}.truth.json`), truth);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

/** The totals of several passes over one capture. */
export function times(truth, passes, keys) {
  return Object.fromEntries(keys.map((key) => [key, truth[key] * passes]));
}

export const walkKeys = ['packets', 'bytes'];
export const decodeKeys = ['packets', 'bytes', 'tcp', 'udp', 'dport_sum', 'dns', 'qname_bytes'];
