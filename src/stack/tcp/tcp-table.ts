/** All connections, by both ends. */
import { longWord } from '../../bytes/words.ts';
import { KeyTable } from '../../streams/key-table.ts';
import type { Segment } from '../../streams/tcp/segment.ts';
import type { Tcb } from './tcb.ts';

/** Ports, the family, and two addresses of four words. */
const WORDS = 10;

export class TcpTable {
  readonly #keys: KeyTable;
  readonly #all: (Tcb | undefined)[] = [];

  constructor(seed: number) {
    this.#keys = new KeyTable(WORDS, seed | 0);
  }

  get size(): number {
    return this.#keys.size;
  }

  /** Whose a segment is. */
  of(s: Segment): Tcb | undefined {
    const { b, ip, isV6 } = s;
    this.#write(b, isV6 ? ip + 24 : ip + 16, s.dport, b, isV6 ? ip + 8 : ip + 12, s.sport, isV6);
    return this.#all[this.#keys.find()];
  }

  has(t: Pick<Tcb, 'path' | 'localPort' | 'remotePort'>): boolean {
    this.#writeEnds(t);
    return this.#keys.find() >= 0;
  }

  /** By ends that are known as octets. */
  find(isV6: boolean, local: Uint8Array, localPort: number, remote: Uint8Array, remotePort: number): Tcb | undefined {
    this.#write(local, 0, localPort, remote, 0, remotePort, isV6);
    return this.#all[this.#keys.find()];
  }

  add(t: Tcb): void {
    this.#writeEnds(t);
    t.entry = this.#keys.put();
    this.#all[t.entry] = t;
  }

  remove(t: Tcb): void {
    if (this.#all[t.entry] !== t) return;
    this.#all[t.entry] = undefined;
    this.#keys.remove(t.entry);
    t.entry = -1;
  }

  *[Symbol.iterator](): Generator<Tcb> {
    for (const t of this.#all) if (t !== undefined) yield t;
  }

  #writeEnds({ path, localPort, remotePort }: Pick<Tcb, 'path' | 'localPort' | 'remotePort'>): void {
    this.#write(path.source, 0, localPort, path.destination, 0, remotePort, path.isV6);
  }

  #write(local: Uint8Array, at: number, localPort: number, remote: Uint8Array, from: number, remotePort: number, isV6: boolean): void {
    const { key } = this.#keys;
    const words = isV6 ? 4 : 1;
    key[0] = (localPort << 16) | remotePort;
    key[1] = isV6 ? 1 : 0;
    for (let i = 0; i < 4; i++) {
      key[2 + i] = i < words ? longWord(local, at + 4 * i) : 0;
      key[6 + i] = i < words ? longWord(remote, from + 4 * i) : 0;
    }
  }
}
