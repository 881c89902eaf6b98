/** QUIC's packets: by the form of the header, the version, and the type, whose numbers depend on the version. @see RFC 9000 §17; RFC 9369 §3.2 */
import { bindVariants } from '../../packet/chain/bindings.ts';
import {
  QUIC,
  QUIC_0RTT,
  QUIC_1RTT,
  QUIC_Handshake,
  QUIC_Initial,
  QUIC_Long,
  QUIC_LongV1,
  QUIC_LongV2,
  QUIC_Retry,
  QUIC_Version,
} from '../application/quic/quic.ts';

const VERSION_2 = 0x6b3343cf;
/** Version 2 while it was a draft. */
const DRAFT_2 = 0x709a50c4;

export const quicTypes = [
  ...bindVariants(QUIC, 'HeaderForm', [
    [0, QUIC_1RTT],
    [1, QUIC_Long],
  ]),
  ...bindVariants(QUIC_Long, 'Version', [
    [0, QUIC_Version],
    [VERSION_2, QUIC_LongV2],
    [[1, VERSION_2 - 1], QUIC_LongV1],
    [[VERSION_2 + 1, DRAFT_2 - 1], QUIC_LongV1],
    [DRAFT_2, QUIC_LongV2],
    [[DRAFT_2 + 1, 0xffff_ffff], QUIC_LongV1],
  ]),
  ...bindVariants(QUIC_LongV1, 'LongPacketType', [
    [0, QUIC_Initial],
    [1, QUIC_0RTT],
    [2, QUIC_Handshake],
    [3, QUIC_Retry],
  ]),
  ...bindVariants(QUIC_LongV2, 'LongPacketType', [
    [0, QUIC_Retry],
    [1, QUIC_Initial],
    [2, QUIC_0RTT],
    [3, QUIC_Handshake],
  ]),
];
