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
} from '../transport/sctp.ts';
import { SCTPChunkUnknown } from '../transport/sctp-chunk.ts';
import {
  SCTPChunkAddressConf,
  SCTPChunkAddressConfAck,
  SCTPChunkAuthentication,
  SCTPChunkForwardTSN,
  SCTPChunkIData,
  SCTPChunkIForwardTSN,
  SCTPChunkNRSACK,
  SCTPChunkPad,
  SCTPChunkReConfig,
} from '../transport/sctp-extensions.ts';

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
    [15, SCTPChunkAuthentication],
    [16, SCTPChunkNRSACK],
    [64, SCTPChunkIData],
    [0x80, SCTPChunkAddressConfAck],
    [0x82, SCTPChunkReConfig],
    [0x84, SCTPChunkPad],
    [0xc0, SCTPChunkForwardTSN],
    [0xc1, SCTPChunkAddressConf],
    [0xc2, SCTPChunkIForwardTSN],
  ],
  // One that is cut short is still a chunk.
  { optional: true },
);
