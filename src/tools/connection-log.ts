/** Connections and datagrams written into a folder once something was found in them: what came before, too. */
import { LinkedQueue, type QueueNode } from '../streams/linked-queue.ts';
import type { Connection } from '../streams/tcp/connection.ts';
import type { StreamSide } from '../streams/tcp/events.ts';
import { sideName } from './side-names.ts';
import { type StreamFile, StreamFiles } from './stream-files.ts';

export interface ConnectionLogOptions {
  /** A capture of each connection's packets, with this head, instead of its sides' octets. */
  readonly captureHead?: Uint8Array | undefined;
  /** Memory for what came of one connection before anything was found in it, and of all together, octets. Default 16 MB and 128 MB. */
  readonly maxPerConnection?: number;
  readonly maxOctets?: number;
}

const PER_CONNECTION = 16 << 20;
const OCTETS = 128 << 20;
/** Memory that a piece takes beside its octets. */
const PIECE = 128;
/** Places of pieces that are gone are given back when there are so many. */
const MANY = 1024;

/** What came before, and is kept: pieces in order from `first` on, and where they go. */
interface Before {
  readonly pieces: { readonly file: StreamFile; readonly octets: Uint8Array }[];
  first: number;
  memory: number;
  /** Its place among those that keep something. */
  readonly place: QueueNode<Entry>;
}

interface Entry {
  readonly files: Readonly<Record<StreamSide, StreamFile>>;
  before: Before | undefined;
  isLogged: boolean;
  isOver: boolean;
}

export class ConnectionLog {
  readonly #files: StreamFiles;
  readonly #head: Uint8Array | undefined;
  readonly #maxPerConnection: number;
  readonly #maxOctets: number;
  readonly #entries = new Map<Connection, Entry>();
  /** Those that have ended: what still comes of one is its own. */
  readonly #over = new WeakMap<Connection, Entry>();
  /** Those of which something is kept, whose first octets came first at the beginning. */
  readonly #keeping = new LinkedQueue<Entry>();
  readonly #used = new Map<string, number>();
  readonly #datagrams = new Map<string, StreamFile>();
  #memory = 0;
  #lost = 0;
  #logged = 0;

  /** @throws the system's error where the folder cannot be made */
  constructor(folder: string, { captureHead, maxPerConnection = PER_CONNECTION, maxOctets = OCTETS }: ConnectionLogOptions = {}) {
    this.#files = new StreamFiles(folder, { replace: true });
    this.#head = captureHead;
    this.#maxPerConnection = maxPerConnection;
    this.#maxOctets = maxOctets;
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
    if (this.#head === undefined) this.#add(c, from, octets);
  }

  /** The next packet of it, as a record of a capture. */
  packet(c: Connection, record: Uint8Array): void {
    if (this.#head !== undefined) this.#add(c, 'client', record);
  }

  #add(c: Connection, from: StreamSide, octets: Uint8Array): void {
    const entry = this.#entryOf(c);
    const file = entry.files[from];
    if (entry.isLogged) this.#write(file, octets);
    else if (!entry.isOver) this.#keep(entry, file, octets);
  }

  #write(file: StreamFile, octets: Uint8Array): void {
    if (this.#head !== undefined && file.size === 0) this.#files.append(file, this.#head);
    this.#files.append(file, octets);
  }

  #keep(entry: Entry, file: StreamFile, octets: Uint8Array): void {
    const before = (entry.before ??= { pieces: [], first: 0, memory: 0, place: this.#keeping.append(entry) });
    before.pieces.push({ file, octets: octets.slice() });
    before.memory += octets.length + PIECE;
    this.#memory += octets.length + PIECE;
    while (before.memory > this.#maxPerConnection) this.#lose(entry, before);
    while (this.#memory > this.#maxOctets) {
      const oldest = this.#keeping.oldest;
      if (oldest?.before === undefined) return;
      this.#lose(oldest, oldest.before);
    }
  }

  /** The oldest piece. */
  #lose(entry: Entry, before: Before): void {
    const { length } = before.pieces[before.first]?.octets ?? { length: 0 };
    before.first++;
    before.memory -= length + PIECE;
    this.#memory -= length + PIECE;
    this.#lost += length;
    if (before.first === before.pieces.length) this.#drop(entry);
    else if (before.first > MANY && 2 * before.first > before.pieces.length) {
      before.pieces.splice(0, before.first);
      before.first = 0;
    }
  }

  /** Nothing of it is kept any more. */
  #drop(entry: Entry): void {
    const { before } = entry;
    if (before === undefined) return;
    this.#memory -= before.memory;
    this.#keeping.remove(before.place);
    entry.before = undefined;
  }

  #entryOf(c: Connection): Entry {
    let entry = this.#entries.get(c) ?? this.#over.get(c);
    if (entry === undefined) this.#entries.set(c, (entry = { files: this.#filesOf(c), before: undefined, isLogged: false, isOver: false }));
    return entry;
  }

  #filesOf(c: Connection): Entry['files'] {
    const client = sideName(c.client, c.server);
    // tcpflow's: a second connection of the same ends is c1, both sides of it.
    const used = this.#used.get(client) ?? 0;
    this.#used.set(client, used + 1);
    const last = used === 0 ? '' : `c${used}`;
    if (this.#head !== undefined) {
      const file = this.#file(`${client}${last}.pcap`);
      return { client: file, server: file };
    }
    return { client: this.#file(`${client}${last}`), server: this.#file(`${sideName(c.server, c.client)}${last}`) };
  }

  #file(name: string): StreamFile {
    return this.#files.file(name, () => name);
  }

  /** Something was found in it: all of it that is kept is written, and what follows. */
  log(c: Connection): void {
    const entry = this.#entryOf(c);
    if (entry.isLogged) return;
    entry.isLogged = true;
    this.#logged++;
    const { before } = entry;
    for (let i = before?.first ?? 0; i < (before?.pieces.length ?? 0); i++) {
      const { file, octets } = (before as Before).pieces[i] as Before['pieces'][number];
      this.#write(file, octets);
    }
    this.#drop(entry);
  }

  /** A datagram, in the file of its flow. */
  datagram(flow: string, octets: Uint8Array): void {
    const name = this.#head === undefined ? flow : `${flow}.pcap`;
    let file = this.#datagrams.get(name);
    if (file === undefined) this.#datagrams.set(name, (file = this.#file(name)));
    this.#write(file, octets);
  }

  /** It has ended. */
  end(c: Connection): void {
    const entry = this.#entries.get(c);
    if (entry === undefined) return;
    this.#drop(entry);
    entry.isOver = true;
    this.#entries.delete(c);
    this.#over.set(c, entry);
    this.#files.end(entry.files.client);
    this.#files.end(entry.files.server);
  }

  /** What was logged so far can be read by others. */
  flush(): void {
    this.#files.flush();
  }

  close(): void {
    this.#files.close();
  }
}
