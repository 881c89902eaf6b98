/** A capture filter's text as the program for one of this machine's links: networks and link-layer hosts by its files. */
import { readFile } from 'node:fs/promises';
import type { BpfProgram } from '../../../filter/bpf/program/program.ts';
import { compileForHost, type HostFilterOptions } from '../../compile-filter.ts';

export interface LinkFilterOptions extends Omit<HostFilterOptions, 'lookUp'> {
  /** Addresses of a host's name; rejects with ERR_RESOLVE. */
  readonly resolve: (name: string) => Promise<readonly string[]>;
}

/**
 * Host names are looked up by the host, networks in /etc/networks, link-layer hosts in /etc/ethers.
 *
 * @throws ERR_FILTER with the place
 */
export function compileForLink(text: string, { resolve, ...o }: LinkFilterOptions): Promise<BpfProgram> {
  return compileForHost(text, {
    ...o,
    async lookUp(name, kind) {
      if (kind === 'net') return named(await wordsOf('/etc/networks'), name, ([, network]) => network);
      if (kind === 'ether') return named(await wordsOf('/etc/ethers'), name, ([mac]) => mac);
      return resolve(name);
    },
  });
}

/** The words of each line, without comments; nothing where there is no such file. */
async function wordsOf(path: string): Promise<string[][]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/));
}

function named(lines: readonly string[][], name: string, value: (words: readonly string[]) => string | undefined): string[] {
  return lines.flatMap((words) => {
    const found = words.includes(name) ? value(words) : undefined;
    return found === undefined || found === name ? [] : [found];
  });
}
