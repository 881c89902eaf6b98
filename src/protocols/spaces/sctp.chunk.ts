/** SCTP chunks, by their type. @see RFC 9260 §3.2 */
import { bindVariants } from '../../packet/chain/bindings.ts';
import {
  SCTPChunkAbort,
  SCTPChunkCookieAck,
  SCTPChunkCookieEcho,
  SCTPChunkData,
  SCTPChunkError,
  SCTPChunkHeartbeatAck,
  SCTPChunkHeartbeatReq,
  SCTPChunkInit,
  SCTPChunkInitAck,
  SCTPChunkSACK,
  SCTPChunkShutdown,
  SCTPChunkShutdownAck,
  SCTPChunkShutdownComplete,
  SCTPChunkUnknown,
} from '../transport/sctp.ts';

export const sctpChunks = bindVariants(
  SCTPChunkUnknown,
  'type',
  [
    [0, SCTPChunkData],
    [1, SCTPChunkInit],
    [2, SCTPChunkInitAck],
    [3, SCTPChunkSACK],
    [4, SCTPChunkHeartbeatReq],
    [5, SCTPChunkHeartbeatAck],
    [6, SCTPChunkAbort],
    [7, SCTPChunkShutdown],
    [8, SCTPChunkShutdownAck],
    [9, SCTPChunkError],
    [10, SCTPChunkCookieEcho],
    [11, SCTPChunkCookieAck],
    [14, SCTPChunkShutdownComplete],
  ],
  // One that is cut short is still a chunk.
  { optional: true },
);
