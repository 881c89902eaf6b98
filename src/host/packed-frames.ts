/** Frames for `Link.send`: a batch that was read, as it lies there, or packets and octets gathered in one buffer. */
import type { PacketBatch } from '../capture/batch.ts';
import { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import type { Packet } from '../packet/laid/packet.ts';
import type { PackedFrames } from './host.ts';

/**
 * The packets of a batch as frames to send, without copying an octet: a capture file goes out as fast as it is read. They are sent as
 * captured: cut packets stay cut, and the caller must make sure that their link type is that of the link.
 *
 * The memory still belongs to the batch: do not release the batch, or request the next one, before `send` has settled.
 */
export function framesOf(batch: PacketBatch): PackedFrames {
  return { data: batch.data, n: batch.n, offset: batch.offset, length: batch.captured };
}

/**
 * Copies packets and octets one after another into a new buffer. To send again and again, use a `FrameBuffer` instead: it reuses its
 * memory.
 *
 * @throws ERR_RANGE for more than 2 GB; what building a packet throws
 */
export function packFrames(frames: Iterable<Packet<any> | Uint8Array>): PackedFrames {
  const buffer = new FrameBuffer();
  for (const frame of frames) buffer.add(frame);
  return buffer;
}
