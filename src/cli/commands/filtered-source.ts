/** Sources with a filter, for the commands that follow packets: a capture, or an interface as packets come. */
import type { InterfaceInfo, PacketBatch, PacketSource } from '../../capture/batch.ts';
import type { Selection } from '../../capture/packet-record.ts';
import type { Host, Link, LinkOptions } from '../../host/host.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { CommandIo } from '../command.ts';
import { type InputOptions, openInput } from '../open-input.ts';
import { orSignal } from '../../host/or-signal.ts';
import { Pace } from '../pace.ts';
import type { CaptureFilter } from './dump-filter.ts';

/** Where packets come from, whichever it is. */
export interface BatchSource {
  readonly interfaces: readonly InterfaceInfo[];
  batches(o: { signal: AbortSignal }): AsyncIterable<PacketBatch>;
}

/** What a command follows: the source, and which of its packets. */
export interface Followed {
  readonly source: BatchSource;
  readonly pace: Pace;
  /** Of an interface the kernel filters. */
  readonly filter?: CaptureFilter | undefined;
}

/** Opens a capture, checks the filter on it, and closes it behind `use`. */
export async function withCapture<T>(
  path: string,
  { host, o, filter, io }: { host: Host; o: InputOptions; filter: string; io: CommandIo },
  use: (followed: Followed) => Promise<T>,
): Promise<T> {
  const pace = new Pace(io);
  const source = await openInput(path, io, pace, o);
  try {
    // The compiler of filters is loaded where there is one.
    const wanted = filter === '' ? undefined : new (await import('./dump-filter.ts')).CaptureFilter(filter, host, source.interfaces);
    if (wanted !== undefined) await orSignal(wanted.check(), io.signal);
    return await use({ source, pace, filter: wanted });
  } finally {
    await source.close();
  }
}

/** Opens an interface with the filter, closes it behind `use`, and tells what the kernel has dropped. */
export async function withLink<T>(
  name: string,
  { host, o, filter, io }: { host: Host; o: LinkOptions; filter: string; io: CommandIo },
  use: (link: Link) => Promise<T>,
): Promise<T> {
  const link = await orSignal(host.open(name, { ...o, ...(filter !== '' && { filter }) }), io.signal);
  try {
    return await use(link);
  } finally {
    await link.close();
    const { dropped } = link.stats();
    if (dropped > 0) io.warn(`${dropped} packets dropped by kernel`);
  }
}

/** The packets that were asked for, as a source of whole batches, and which of the batch at hand they are. */
export class ChosenPackets {
  readonly source: PacketSource<Packet>;
  #selection: Selection | undefined;

  /**
   * @param most packets; then it ends
   * @param each what is done before and behind each batch; `after` gives false where no more is wanted
   */
  constructor(
    { source, pace, filter }: Followed,
    io: CommandIo,
    most: number,
    each: { readonly before?: (batch: PacketBatch) => void; readonly after: (batch: PacketBatch) => Promise<boolean> | boolean },
  ) {
    let left = most;
    const chosen = this;
    async function* batches(): AsyncGenerator<PacketBatch> {
      try {
        for await (const batch of source.batches({ signal: io.signal })) {
          pace.took(batch);
          const passed = await filter?.select(batch, left, pace);
          chosen.#selection = passed?.selection ?? (left < batch.n ? firstOnes(left) : undefined);
          left -= passed?.packets ?? Math.min(batch.n, left);
          each.before?.(batch);
          yield batch;
          if (!(await each.after(batch)) || left <= 0) return;
          await pace.step();
        }
      } catch (error) {
        // Ctrl-C is how it ends.
        if (!io.signal.aborted) throw error;
      }
    }
    this.source = {
      get interfaces() {
        return source.interfaces;
      },
      batches,
    } as unknown as PacketSource<Packet>;
  }

  readonly select = (): Selection | undefined => this.#selection;
}

const firstOnes =
  (most: number): Selection =>
  (i) =>
    i < most;
