/** Many captures as one, by Wireshark's programs: tshark takes more than half a second to begin, and that once. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Captures one after another in one file. */
export interface Merged {
  readonly path: string;
  readonly parts: readonly string[];
}

/**
 * Merges captures, in their order, to a pcapng file in a folder. mergecap gives up at a file that it cannot read to its end: what cannot
 * be merged stays as it is, a file of one part.
 */
export function mergeCaptures(paths: readonly string[], folder: string): Merged[] {
  const [first] = paths;
  if (first === undefined) return [];
  if (paths.length === 1) return [{ path: first, parts: paths }];
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `merged-${made++}.pcapng`);
  // -a: by their place, not by their time.
  const { status } = spawnSync('mergecap', ['-a', '-F', 'pcapng', '-w', path, ...paths]);
  if (status === 0) return [{ path, parts: paths }];
  const half = paths.length >> 1;
  return [...mergeCaptures(paths.slice(0, half), folder), ...mergeCaptures(paths.slice(half), folder)];
}

let made = 0;

/** How many packets capinfos finds in each; one that it cannot read to its end has none here. */
export function packetCounts(paths: readonly string[]): Map<string, number> {
  // A table without a head: the file's name, a tab, its number of packets.
  const { stdout } = spawnSync('capinfos', ['-T', '-r', '-M', '-c', ...paths], { encoding: 'utf8', maxBuffer: 1 << 26 });
  return new Map(
    stdout.split('\n').flatMap((line) => {
      const [path, count] = line.split('\t');
      return path === undefined || count === undefined ? [] : [[path, Number(count)] as const];
    }),
  );
}
