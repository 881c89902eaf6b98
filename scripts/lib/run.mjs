// Runs a program and says in one place what came of it.
import { spawnSync } from 'node:child_process';

/** @typedef {{ filename: string, size: number, unpackedSize: number, files: { path: string, size: number }[] }} Packed what `npm pack --json` tells */

/**
 * Ends in an error with the program's own words when its status is not 0. Gives what it wrote to standard output.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} o
 */
export function run(command, args, o = {}) {
  const result = spawnSync(command, args, { maxBuffer: 64 * 1024 * 1024, ...o, encoding: 'utf8' });
  if (result.error !== undefined) throw new Error(`${command}: ${result.error.message}`);
  if (result.status !== 0) {
    const words = cut(`${result.stdout ?? ''}${result.stderr ?? ''}`);
    throw new Error(`${command} ${args.join(' ')}: ended with ${result.status ?? result.signal}\n${words}`.trim());
  }
  return result.stdout ?? '';
}

/** A stack trace quotes the line that threw: of a bundle, that may be all of it. @param {string} text */
const cut = (text) => text.replace(/^(.{400}).+$/gm, '$1 …');
