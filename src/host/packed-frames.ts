/** Frames for `Link.send`: a batch that was read, as it lies there, or packets and octets gathered in one buffer. */
import type { PacketBatch } from '../capture/batch.ts';
import { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import type { Packet } from '../packet/laid/packet.ts';
import type { PackedFrames } from './host.ts';

/**
 * The packets of a batch as frames to send, without copying an octet: a capture file goes out as fast as it is read.
 * They are sent as captured: what was cut stays cut, and it is for the caller that their link type is the link's.
 *
 * The memory stays the batch's: release the batch, or ask its source for the next one, only when `send` has settled.
 */
export function framesOf(batch: PacketBatch): PackedFrames {
  return { data: batch.data, n: batch.n, offset: batch.offset, length: batch.captured };
}

/**
 * Packets and octets copied one behind another into a buffer of their own. Who sends again and again keeps a `FrameBuffer`
 * instead, whose memory is used anew.
 *
 * @throws ERR_RANGE for more than 2 GB; what building a packet throws
 */
export function packFrames(frames: Iterable<Packet<any> | Uint8Array>): PackedFrames {
  const buffer = new FrameBuffer();
  for (const frame of frames) buffer.add(frame);
  return buffer;
}
