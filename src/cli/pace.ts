/** Long work that never waits: it gives way, so that signals are heard, and it tells how far it is. */
import { performance } from 'node:perf_hooks';
import type { PacketBatch } from '../capture/batch.ts';
import type { CommandIo } from './command.ts';

/** How long it goes on without giving way, in ms. A signal is heard after that at the latest. */
const SLICE_MS = 20;
/** Work that takes less shows nothing. */
const SILENT_MS = 1000;
const BETWEEN_MS = 200;
const MEGA = 1e6;

/** Where reading is in its file, in octets of the file (compressed ones, where it is compressed). */
export interface Position {
  readonly at: number;
  /** Undefined for a pipe. */
  readonly size: number | undefined;
}

/** Counts what passes, in packets and their octets. */
export class Pace {
  readonly #io: Pick<CommandIo, 'progress'>;
  readonly #now: () => number;
  readonly #began: number;
  /** When it gave way last, and when it told last. */
  #gave: number;
  #told = 0;
  #packets = 0;
  #octets = 0;
  position: Position = { at: 0, size: undefined };

  constructor(io: Pick<CommandIo, 'progress'>, now: () => number = () => performance.now()) {
    this.#io = io;
    this.#now = now;
    this.#began = this.#gave = now();
  }

  /** A batch that was read. */
  took({ n, captured }: Pick<PacketBatch, 'n' | 'captured'>): void {
    this.#packets += n;
    for (let i = 0; i < n; i++) this.#octets += captured[i] as number;
  }

  /** To be called often, and waited for if there is something to wait for. */
  step(): Promise<void> | undefined {
    const now = this.#now();
    return now - this.#gave < SLICE_MS ? undefined : this.#giveWay(now);
  }

  async #giveWay(now: number): Promise<void> {
    if (now - this.#began >= SILENT_MS && now - this.#told >= BETWEEN_MS) {
      this.#told = now;
      this.#io.progress(this.#text());
    }
    // Signals come between two turns of the loop; promises alone never end one.
    await new Promise((resolve) => setImmediate(resolve));
    this.#gave = this.#now();
  }

  #text(): string {
    const { at, size } = this.position;
    const part = size === undefined || size === 0 ? '' : `, ${Math.min(100, Math.floor((at / size) * 100))} %`;
    return `${this.#packets} packets, ${(this.#octets / MEGA).toFixed(1)} MB${part}`;
  }
}
