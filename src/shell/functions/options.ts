/** Options of sending and listening, in scapy's words and in ours. */
import { filterRunner } from '../../filter/bpf/program/run-filter.ts';
import { compile } from '../../filter/bpf/compile.ts';
import { LINKTYPE } from '../../capture/link-types.ts';
import { nearest } from '../../bytes/nearest.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { suggestionOf, typeError } from '../python/errors.ts';
import { asNumber } from '../python/kinds.ts';
import { truth } from '../python/operators.ts';
import type { Shell } from '../session.ts';

export type Given = Readonly<Record<string, unknown>>;

/** scapy's options that change nothing here, and why: a word is said once. */
const NEEDLESS: Readonly<Record<string, string>> = {
  promisc: 'answers are found with or without it',
  nofilter: 'no filter is made of the packets',
  threaded: 'sending and receiving go side by side in any case',
  prebuild: 'packets are built in time in any case',
  chainCC: 'it has no effect here',
  socket: 'sockets are opened by themselves',
  opened_socket: 'sockets are opened by themselves',
  realtime: 'give inter= for the pace',
  monitor: 'monitor mode is set by iw',
  quiet: 'it has no effect here',
};

/** Named arguments that a function of sending takes. */
export class Options {
  readonly #what: string;
  readonly #given: Map<string, unknown>;
  readonly #asked = new Set<string>();

  constructor(what: string, positions: readonly unknown[], named: Given) {
    this.#what = what;
    this.#given = new Map(Object.entries(named));
    // As TypeScript writes them: sr1(p, { timeoutMs: 1000 }).
    for (const p of positions) {
      if (typeof p !== 'object' || p === null || Object.getPrototypeOf(p) !== Object.prototype)
        throw typeError(`${what}() takes its options by name, as ${what}(p, timeout=2)`);
      for (const [name, value] of Object.entries(p as object)) this.#given.set(name, value);
    }
  }

  take(...names: readonly string[]): unknown {
    let found: unknown;
    for (const name of names) {
      this.#asked.add(name);
      if (this.#given.has(name)) found = this.#given.get(name);
      this.#given.delete(name);
    }
    return found ?? undefined;
  }

  number(...names: readonly string[]): number | undefined {
    const v = this.take(...names);
    if (v === undefined) return undefined;
    const n = asNumber(v);
    if (n === undefined) throw typeError(`${this.#what}(): ${names[0]} must be a number`);
    return n;
  }

  flag(name: string): boolean {
    const v = this.take(name);
    return v !== undefined && truth(v);
  }

  /** What nobody asked for is an error, but for what has no effect here. */
  done(shell: Shell): void {
    for (const [name, value] of this.#given) {
      const why = NEEDLESS[name];
      if (why === undefined)
        throw typeError(`${this.#what}() got an unexpected keyword argument '${name}'`, suggestionOf(nearest(name, this.#asked)));
      if (value !== null && value !== undefined) shell.note(`${name}= changes nothing: ${why}`);
    }
  }
}

/** A capture filter's text as a function of packets. */
export function filterOf(text: string, level: 2 | 3): (p: Packet) => boolean {
  const run = filterRunner(compile(text, { linkType: level === 2 ? LINKTYPE.ETHERNET : LINKTYPE.RAW }));
  return (p) => run(p.bytes) > 0;
}
