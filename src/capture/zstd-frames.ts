/**
 * The frames of a zstd file, block by block: a block gives 128 kB at most, so what one step fills is bounded, whatever a file holds.
 * Decompressors get each frame as a stream of its own.
 * @see RFC 8878 §3.1
 */
import type { Decompressor, MakeDecompressor, Steps } from './decompressor.ts';
import { fileError } from './file-error.ts';
import type { OctetTaker } from './octet-taker.ts';
import { Xxh64 } from './xxh64.ts';

/** The window that every decoder should support (RFC 8878 §3.1.1.1.2), and that of `zstd -19`. */
export const USUAL_WINDOW = 8 * 1024 * 1024;

const LARGEST_BLOCK = 128 * 1024; // §3.1.1.2.4
const MAGIC = 0xfd2fb528;
const SINGLE_SEGMENT = 0x20;
const RESERVED = 0x08;
const CHECKSUM = 0x04;
const RLE = 1;

/** Four octets that begin a zstd file: a frame, or one to skip, which pzstd writes first (§3.1.2). */
export function beginsZstd(magic: number): boolean {
  return magic === MAGIC || isSkippable(magic);
}

const isSkippable = (magic: number): boolean => (magic & 0xfffffff0) >>> 0 === 0x184d2a50;

interface FrameHeader {
  readonly octets: Uint8Array;
  readonly hasChecksum: boolean;
  /** Octets of content, where the frame says so. */
  readonly contentSize: number | undefined;
}

export class ZstdFrames implements Steps {
  readonly #from: OctetTaker;
  readonly #make: MakeDecompressor;
  readonly #out: (octets: Uint8Array) => void;
  readonly #name: string;
  readonly #largestWindow: number;
  #frames = 0;
  #frame: { readonly header: FrameHeader; readonly decompressor: Decompressor } | undefined;
  #made = 0;
  #sum: Xxh64 | undefined;

  constructor(from: OctetTaker, make: MakeDecompressor, out: (octets: Uint8Array) => void, name: string, largestWindow = USUAL_WINDOW) {
    this.#from = from;
    this.#name = name;
    this.#make = make;
    this.#largestWindow = largestWindow;
    this.#out = (octets) => {
      this.#made += octets.length;
      this.#sum?.update(octets);
      out(octets);
    };
  }

  /** Hands on a frame's header or one block. */
  async step(): Promise<boolean> {
    if (this.#frame !== undefined) {
      await this.#block(this.#frame.header, this.#frame.decompressor);
      return true;
    }
    const start = await this.#from.upTo(4);
    if (start.length === 0) return false;
    const magic = start.length === 4 ? little(start, 0, 4) : 0;
    if (isSkippable(magic)) await this.#from.skip(little(await this.#from.exactly(4), 0, 4));
    else if (magic === MAGIC) await this.#begin();
    else throw new Error(`${this.#frames === 0 ? 'the skippable frame' : 'its end'} is followed by octets that are not a zstd frame`);
    return true;
  }

  async #begin(): Promise<void> {
    const header = await this.#header();
    const decompressor = this.#make(this.#out);
    this.#frame = { header, decompressor };
    this.#made = 0;
    this.#sum = header.hasChecksum ? new Xxh64() : undefined;
    this.#frames++;
    await decompressor.push(header.octets, false);
  }

  /** What follows the magic (§3.1.1.1). The decompressor is told of no checksum: it is checked here. */
  async #header(): Promise<FrameHeader> {
    const [descriptor = 0] = await this.#from.exactly(1);
    if ((descriptor & RESERVED) !== 0) throw new Error('a reserved bit of the frame header is set');
    const isSingle = (descriptor & SINGLE_SEGMENT) !== 0;
    const idOctets = [0, 1, 2, 4][descriptor & 3] as number;
    const sizeOctets = [isSingle ? 1 : 0, 2, 4, 8][descriptor >>> 6] as number;
    const rest = await this.#from.exactly((isSingle ? 0 : 1) + idOctets + sizeOctets);
    const idAt = isSingle ? 0 : 1;
    if (little(rest, idAt, idOctets) !== 0) throw new Error('made with a dictionary, which is not supported');
    const size = little(rest, idAt + idOctets, sizeOctets) + (sizeOctets === 2 ? 256 : 0);
    const window = isSingle ? size : windowSize(rest[0] as number);
    if (window > this.#largestWindow)
      throw fileError(
        this.#name,
        this.#from.position,
        `zstd data needs ${window} octets of memory, expected at most ${this.#largestWindow}`,
        {
          remedy: 'allow more, if you trust the file: --zstd-window MB, or the option zstdWindow',
          needed: window,
        },
      );
    const octets = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, descriptor & ~CHECKSUM, ...rest);
    return { octets, hasChecksum: (descriptor & CHECKSUM) !== 0, contentSize: sizeOctets === 0 ? undefined : size };
  }

  async #block({ hasChecksum, contentSize }: FrameHeader, decompressor: Decompressor): Promise<void> {
    const head = await this.#from.exactly(3);
    const word = little(head, 0, 3);
    const isLast = (word & 1) !== 0;
    const size = word >>> 3;
    if (size > LARGEST_BLOCK) throw new Error(`a block of ${size} octets, expected at most ${LARGEST_BLOCK}`);
    const body = await this.#from.exactly(((word >>> 1) & 3) === RLE ? 1 : size);
    const block = new Uint8Array(3 + body.length);
    block.set(head);
    block.set(body, 3);
    await decompressor.push(block, isLast);
    if (!isLast) return;
    const checksum = hasChecksum ? little(await this.#from.exactly(4), 0, 4) : undefined;
    if (contentSize !== undefined && contentSize !== this.#made)
      throw new Error(`a frame says ${contentSize} octets and holds ${this.#made}`);
    // §3.1.1: the low four octets of XXH64 of the content.
    if (checksum !== undefined && Number(BigInt.asUintN(32, this.#sum?.digest() ?? 0n)) !== checksum)
      throw new Error('the content of a frame is damaged: its checksum is wrong');
    this.#frame = undefined;
  }
}

/** §3.1.1.1.2 */
function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >>> 3));
  return base + (base / 8) * (descriptor & 7);
}

function little(octets: Uint8Array, at: number, n: number): number {
  let value = 0;
  for (let i = n; i-- > 0; ) value = value * 256 + (octets[at + i] as number);
  return value;
}
