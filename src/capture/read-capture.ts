/** Opens a capture that comes as octets: finds out what it is, and gives its packets in batches. */

import { checkOptions } from '../bytes/known-options.ts';
import type { StopSignal } from '../bytes/stop-signal.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import type { CaptureBatch } from './batch-columns.ts';
import type { PacketSource, SourceStats } from './batch.ts';
import { compressionOf, decompressed } from './decompress.ts';
import type { Compression, Decompressors } from './decompressor.ts';
import { MAX_BATCH_OCTETS, MAX_BATCH_PACKETS } from './limits.ts';
import { type HexdumpOptions, hexdumpWalker } from './hexdump/walker.ts';
import { inputFromChunks, inputFromOctets, type OctetChunks, type OctetInput } from './octet-input.ts';
import { OctetWindow } from './octet-window.ts';
import { PacketStream, type ToPacket } from './packet-stream.ts';
import { PcapWalker } from './pcap/walker.ts';
import type { PcapngBlock } from './pcapng/block.ts';
import { PcapngWalker } from './pcapng/walker.ts';
import { recognise } from './recognise.ts';
import type { CaptureFormat, CaptureInterface, CaptureSecrets, CaptureVersion, Walker } from './walker.ts';

export type { CaptureFormat, CaptureSecrets, CaptureVersion };

/** How a capture is read. */
export interface ReadOptions<P> extends Decompressors {
  /** The name of the source in messages: a file name, or `-`. */
  readonly name?: string;
  /** Makes what `packets()` gives. Without it, `packets()` throws. */
  readonly toPacket?: ToPacket<P, CaptureInterface>;
  /** pcapng: called with every block that is not a packet. */
  readonly onBlock?: (block: PcapngBlock) => void;
  /** Reads text as a hex dump, and only that: text says nowhere that it is one. */
  readonly hexdump?: HexdumpOptions | true;
}

/** A capture being read: once, from start to end, with one of the three methods. */
export interface CaptureSource<P> extends PacketSource<P> {
  readonly format: CaptureFormat;
  /** Version of the format and byte order of its headers, as in libpcap's pcap_major_version, pcap_minor_version and pcap_is_swapped. */
  readonly version: CaptureVersion;
  /** How its octets were compressed. */
  readonly compression: Compression | undefined;
  /** pcap: whether its records are as {@link PcapWriter} writes them. */
  readonly appendable: boolean;
  /** pcap and snoop: one. Others: grows as interfaces are described or met; a batch never refers to a later one. */
  readonly interfaces: readonly CaptureInterface[];
  /** pcapng: what decrypts its packets, as far as it was read: the first 16 MB of them. `onBlock` is given all. */
  readonly secrets: readonly CaptureSecrets[];
  batches(o?: { signal?: StopSignal }): AsyncIterableIterator<CaptureBatch>;
  packets(o?: { signal?: StopSignal }): AsyncIterableIterator<P>;
  /** pcapng: every block, typed, with its own octets. */
  blocks(o?: { signal?: StopSignal }): AsyncIterableIterator<PcapngBlock>;
}

/**
 * Reads pcap, pcapng, snoop, Network Monitor's files and ERF, compressed too when decompressors are given; hex dumps with `hexdump`.
 * @param source octets, chunks of octets, or an {@link OctetInput}
 * @throws ERR_FILE when it is not a capture. The iteration throws on later damage, after it has given every packet before the damage.
 */
export async function readCapture<P = never>(
  source: Uint8Array | OctetChunks | OctetInput,
  options: ReadOptions<P> = {},
): Promise<CaptureSource<P>> {
  checkOptions<ReadOptions<P>>('readCapture', options, {
    name: true,
    toPacket: true,
    onBlock: true,
    hexdump: true,
    gunzip: true,
    unzstd: true,
    zstdWindow: true,
  });
  const name = options.name ?? 'capture';
  let input = toInput(source);
  try {
    let window = new OctetWindow(input);
    await window.atLeast(4);
    const first = window.data.subarray(window.start, window.end);
    const compression = compressionOf(first);
    if (compression !== undefined) {
      input = decompressed(input, first, compression, options, name);
      window = new OctetWindow(input);
      await window.atLeast(4);
    }
    const walker = options.hexdump === undefined ? await recognise(window, name) : hexdumpWalker(name, options.hexdump);
    return new OpenCapture(walker, window, await readEarlyBlocks(walker, window, options.onBlock), options, compression);
  } catch (error) {
    await input.close();
    throw error;
  }
}

function toInput(source: Uint8Array | OctetChunks | OctetInput): OctetInput {
  if (source instanceof Uint8Array) return inputFromOctets(source);
  return 'read' in source && 'close' in source && !(Symbol.asyncIterator in source) ? source : inputFromChunks(source as OctetChunks);
}

/**
 * Reads what stands before the first packet, as far as it is here: interfaces are known before the first batch, but none is
 * waited for. Damage stays where it is and is found again.
 */
async function readEarlyBlocks(walker: Walker, window: OctetWindow, onBlock: ReadOptions<never>['onBlock']): Promise<PcapngBlock[]> {
  const early: PcapngBlock[] = [];
  if (walker.format !== 'pcapng') return early;
  walker.onBlock = (block) => {
    early.push(block);
    onBlock?.(block);
  };
  while (walker.walk(window, 0, MAX_BATCH_OCTETS) === 'more' && early.length === 0 && (await window.more()));
  walker.onBlock = onBlock;
  return early;
}

/**
 * Octets in a batch of those that {@link CaptureSource.packets} copies. So few that their memory stays in the processor's cache, and,
 * with a packet more, below the 128 kB from which malloc asks the kernel for fresh pages each time: a page that is touched first
 * costs as much as dissecting ten packets.
 */
const KEPT_OCTETS = 120 * 1024;

class OpenCapture<P> implements CaptureSource<P> {
  readonly format: CaptureFormat;
  readonly compression: Compression | undefined;
  readonly appendable: boolean;
  readonly interfaces: readonly CaptureInterface[];
  readonly secrets: readonly CaptureSecrets[];
  readonly #walker: Walker;
  readonly #window: OctetWindow;
  readonly #toPacket: ToPacket<P, CaptureInterface> | undefined;
  readonly #early: PcapngBlock[];
  #received = 0;
  #started = false;
  #closed: Promise<void> | undefined;
  #wake: (() => void) | undefined;

  constructor(walker: Walker, window: OctetWindow, early: PcapngBlock[], options: ReadOptions<P>, compression: Compression | undefined) {
    this.compression = compression;
    this.#walker = walker;
    this.#early = early;
    this.#window = window;
    this.#toPacket = options.toPacket;
    this.format = walker.format;
    this.appendable = walker instanceof PcapWalker && walker.batch.pcapTicks !== undefined;
    this.interfaces = walker.interfaces;
    this.secrets = walker.secrets ?? [];
  }

  batches(o: { signal?: StopSignal } = {}): AsyncIterableIterator<CaptureBatch> {
    checkOptions('batches', o, { signal: true });
    return this.#batches(MAX_BATCH_OCTETS, o);
  }

  async *#batches(octets: number, o: { signal?: StopSignal }): AsyncIterableIterator<CaptureBatch> {
    this.#start();
    const walker = this.#walker;
    const window = this.#window;
    try {
      for (;;) {
        o.signal?.throwIfAborted();
        const why = walker.walk(window, MAX_BATCH_PACKETS, octets);
        if (walker.batch.n > 0) {
          this.#received += walker.batch.n;
          yield walker.batch;
          if (this.#closed !== undefined) return;
        }
        if (why === 'damage') throw walker.damage;
        if (why === 'more' && !(await this.#more(o.signal))) {
          if (walker.last === undefined || this.#closed !== undefined) return;
          walker.last(window);
          if (walker.batch.n === 0) return;
          this.#received += walker.batch.n;
          yield walker.batch;
          return;
        }
      }
    } finally {
      await this.close();
    }
  }

  packets(o: { signal?: StopSignal } = {}): AsyncIterableIterator<P> {
    checkOptions('packets', o, { signal: true });
    if (this.#toPacket === undefined)
      throw new PacketwrightError('ERR_VALUE', 'packets() needs the option toPacket, a function that makes a packet from octets');
    return new PacketStream(this.#batches(KEPT_OCTETS, o), this.#toPacket, this.interfaces);
  }

  async *blocks(o: { signal?: StopSignal } = {}): AsyncIterableIterator<PcapngBlock> {
    checkOptions('blocks', o, { signal: true });
    const walker = this.#walker;
    if (!(walker instanceof PcapngWalker))
      throw new PacketwrightError('ERR_VALUE', `a ${this.format} file has no blocks: expected pcapng; use batches() for its packets`);
    this.#start();
    try {
      yield* this.#early;
      for (;;) {
        o.signal?.throwIfAborted();
        const block = walker.nextBlock(this.#window);
        if (typeof block === 'object') {
          if (block.kind === 'packet' || block.kind === 'simple packet' || block.kind === 'old packet') this.#received++;
          yield block;
          if (this.#closed !== undefined) return;
        } else if (block === 'damage') throw walker.damage;
        else if (!(await this.#more(o.signal))) return;
      }
    } finally {
      await this.close();
    }
  }

  get version(): CaptureVersion {
    return this.#walker.version;
  }

  stats(): SourceStats {
    return { received: this.#received, dropped: this.#walker.dropped, frozen: 0 };
  }

  close(): Promise<void> {
    this.#closed ??= this.#window.close();
    this.#wake?.();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #start(): void {
    if (this.#closed !== undefined)
      throw new PacketwrightError('ERR_CLOSED', 'this capture is closed or was already read to its end: open it again');
    if (this.#started) throw new PacketwrightError('ERR_BUSY', 'this capture is already being read: open it a second time');
    this.#started = true;
  }

  /** More octets; false at a clean end, or when closed meanwhile. */
  async #more(signal: StopSignal | undefined): Promise<boolean> {
    const coming = this.#window.more();
    if (typeof coming === 'boolean' ? coming : await this.#wait(coming, signal)) return true;
    if (this.#closed !== undefined) return false;
    const cut = this.#walker.cut(this.#window);
    if (cut !== undefined) throw cut;
    return false;
  }

  /** A pipe may say nothing for hours: `signal` and close() end the wait. */
  async #wait(coming: Promise<boolean>, signal: StopSignal | undefined): Promise<boolean> {
    let abort = (): void => {};
    try {
      return await new Promise<boolean>((resolve, reject) => {
        abort = () => reject(signal?.reason);
        this.#wake = () => resolve(false);
        signal?.addEventListener('abort', abort, { once: true });
        coming.then(resolve, reject);
      });
    } finally {
      this.#wake = undefined;
      signal?.removeEventListener('abort', abort);
    }
  }
}
