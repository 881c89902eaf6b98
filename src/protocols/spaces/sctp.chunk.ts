/** SCTP chunks, by their type. @see RFC 9260 §3.2 */
import { bindVariants } from '../../packet/chain/bindings.ts';
import {
  SCTPChunkAbort,
  SCTPChunkCookieEcho,
  SCTPChunkData,
  SCTPChunkInit,
  SCTPChunkInitAck,
  SCTPChunkShutdownAck,
  SCTPChunkUnknown,
} from '../transport/sctp.ts';

export const sctpChunks = bindVariants(
  SCTPChunkUnknown,
  'type',
  [
    [0, SCTPChunkData],
    [1, SCTPChunkInit],
    [2, SCTPChunkInitAck],
    [6, SCTPChunkAbort],
    [8, SCTPChunkShutdownAck],
    [10, SCTPChunkCookieEcho],
  ],
  // One that is cut short is still a chunk.
  { optional: true },
);
