/** Connections and datagrams written into a folder once something was found in them: what came before, too. */
import type { StreamSide } from '../streams/tcp/events.ts';
import type { Connection } from '../streams/tcp/connection.ts';
import { FilePool } from './file-pool.ts';
import { makeFolder } from './make-folder.ts';
import { sideName } from './side-names.ts';

export interface ConnectionLogOptions {
  /** A capture of each connection's packets, with this head, instead of its sides' octets. */
  readonly captureHead?: Uint8Array | undefined;
  /** Octets that are kept of one connection before anything is found in it, and of all together. Default 16 MB and 128 MB. */
  readonly maxPerConnection?: number;
  readonly maxOctets?: number;
}

const PER_CONNECTION = 16 << 20;
const OCTETS = 128 << 20;

/** What came before: pieces in order, and where they go. */
interface Before {
  readonly pieces: { readonly file: string; readonly octets: Uint8Array }[];
  octets: number;
}

interface Entry {
  readonly names: Readonly<Record<StreamSide, string>>;
  before: Before | undefined;
  isLogged: boolean;
  isOver: boolean;
}

export class ConnectionLog {
  readonly #files: FilePool;
  readonly #o: ConnectionLogOptions;
  readonly #entries = new Map<Connection, Entry>();
  /** Those that have ended: what still comes of one is its own. */
  readonly #over = new WeakMap<Connection, Entry>();
  readonly #used = new Map<string, number>();
  #octets = 0;
  #lost = 0;
  #logged = 0;

  /** @throws the system's error where the folder cannot be made */
  constructor(folder: string, o: ConnectionLogOptions = {}) {
    makeFolder(folder);
    this.#files = new FilePool(folder);
    this.#o = o;
  }

  /** Octets that came before a match and were not kept, of connections that were logged afterwards or may have been. */
  get lost(): number {
    return this.#lost;
  }

  /** Connections that were logged. */
  get logged(): number {
    return this.#logged;
  }

  /** The next octets of a side. A view may be given. */
  data(c: Connection, from: StreamSide, octets: Uint8Array): void {
    if (this.#o.captureHead === undefined) this.#add(c, from, octets);
  }

  /** The next packet of it, as a record of a capture. */
  packet(c: Connection, record: Uint8Array): void {
    if (this.#o.captureHead !== undefined) this.#add(c, 'client', record);
  }

  #add(c: Connection, from: StreamSide, octets: Uint8Array): void {
    const entry = this.#entryOf(c);
    const file = entry.names[from];
    if (entry.isLogged) {
      this.#files.append(file, octets, this.#o.captureHead);
      return;
    }
    if (entry.isOver) return;
    entry.before ??= { pieces: [], octets: 0 };
    const { before } = entry;
    before.pieces.push({ file, octets: octets.slice() });
    before.octets += octets.length;
    this.#octets += octets.length;
    while (before.octets > (this.#o.maxPerConnection ?? PER_CONNECTION)) this.#lose(before);
    // Whose first octets came first loses them first.
    if (this.#octets <= (this.#o.maxOctets ?? OCTETS)) return;
    for (const { before: oldest } of this.#entries.values()) {
      while (oldest !== undefined && oldest.pieces.length > 0 && this.#octets > (this.#o.maxOctets ?? OCTETS)) this.#lose(oldest);
      if (this.#octets <= (this.#o.maxOctets ?? OCTETS)) return;
    }
  }

  #lose(before: Before): void {
    const { length } = before.pieces.shift()?.octets ?? { length: 0 };
    before.octets -= length;
    this.#octets -= length;
    this.#lost += length;
  }

  #entryOf(c: Connection): Entry {
    let entry = this.#entries.get(c) ?? this.#over.get(c);
    if (entry === undefined) this.#entries.set(c, (entry = { names: this.#namesOf(c), before: undefined, isLogged: false, isOver: false }));
    return entry;
  }

  #namesOf(c: Connection): Entry['names'] {
    const client = sideName(c.client, c.server);
    // tcpflow's: a second connection of the same ends is c1.
    const used = this.#used.get(client) ?? 0;
    this.#used.set(client, used + 1);
    const last = used === 0 ? '' : `c${used}`;
    if (this.#o.captureHead !== undefined) return { client: `${client}${last}.pcap`, server: `${client}${last}.pcap` };
    return { client: `${client}${last}`, server: `${sideName(c.server, c.client)}${last}` };
  }

  /** Something was found in it: all of it that is kept is written, and what follows. */
  log(c: Connection): void {
    const entry = this.#entryOf(c);
    if (entry.isLogged) return;
    entry.isLogged = true;
    this.#logged++;
    for (const { file, octets } of entry.before?.pieces ?? []) this.#files.append(file, octets, this.#o.captureHead);
    this.#octets -= entry.before?.octets ?? 0;
    entry.before = undefined;
  }

  /** A datagram, in the file of its flow. */
  datagram(name: string, octets: Uint8Array): void {
    this.#files.append(this.#o.captureHead === undefined ? name : `${name}.pcap`, octets, this.#o.captureHead);
  }

  /** It has ended. */
  end(c: Connection): void {
    const entry = this.#entries.get(c);
    if (entry === undefined) return;
    this.#octets -= entry.before?.octets ?? 0;
    entry.before = undefined;
    entry.isOver = true;
    this.#entries.delete(c);
    this.#over.set(c, entry);
    this.#files.release(entry.names.client);
    this.#files.release(entry.names.server);
  }

  close(): void {
    this.#files.close();
  }
}
