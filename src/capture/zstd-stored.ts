/**
 * zstd without compressing: a frame whose blocks hold the octets as they are, or one octet that is repeated. Any zstd reads it. For
 * Node 20, which has no encoder.
 * @see RFC 8878 §3.1.1
 */
import type { OctetSink } from './octet-sink.ts';

const BLOCK = 128 * 1024;
/** Magic; a header without content size and checksum; a window of 128 kB (2^(10 + 7)). */
const HEADER = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 7 << 3);
const RAW = 0;
const RLE = 1;

/** Hands on what is written as one frame, which `close` ends. */
export function storedZstd(sink: OctetSink): OctetSink {
  let begun = false;
  const begin = async (): Promise<void> => {
    if (!begun) await sink.write(HEADER);
    begun = true;
  };
  return {
    async write(chunk) {
      await begin();
      for (let at = 0; at < chunk.length; at += BLOCK) await sink.write(blockOf(chunk.subarray(at, at + BLOCK)));
    },
    async close() {
      try {
        await begin();
        await sink.write(blockHeader(RAW, 0, true));
      } finally {
        await sink.close();
      }
    },
  };
}

function blockOf(octets: Uint8Array): Uint8Array {
  const isRun = octets.length > 1 && octets.every((o) => o === octets[0]);
  const body = isRun ? octets.subarray(0, 1) : octets;
  const block = new Uint8Array(3 + body.length);
  block.set(blockHeader(isRun ? RLE : RAW, octets.length, false));
  block.set(body, 3);
  return block;
}

/** §3.1.1.2: bit 0 last block, bits 1 and 2 type, then the size. */
function blockHeader(type: number, size: number, isLast: boolean): Uint8Array {
  const word = (size << 3) | (type << 1) | (isLast ? 1 : 0);
  return Uint8Array.of(word, word >>> 8, word >>> 16);
}
