/** SCTP's chunks, and Diameter in them. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import { DiamG } from '../../../../src/protocols/application/diameter/diameter.ts';
import { IP } from '../../../../src/protocols/network/ipv4/ipv4.ts';
import {
  SCTP,
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
} from '../../../../src/protocols/transport/sctp.ts';
import type { ScapyCase } from '../case.ts';

const S = 'SCTP(sport=1,dport=2,tag=3)';
const sctp = () => SCTP({ sport: 1, dport: 2, tag: 3 });
const I = 'IP(src="192.0.2.1",dst="192.0.2.2")';
/** scapy has None for what is 0 here. */
const data = (more: string) => `SCTPChunkData(reserved=0,stream_id=0,stream_seq=0,${more})`;
const whole = 'beginning=1,ending=1,';
const diam = 'bytes(DiamG(drFlags=0x80,drCode=280,drLen=20,drAppId=0,drHbHId=7,drEtEId=0))';

export const sctpCases: readonly ScapyCase[] = [
  ...['', 'a', 'ab', 'abc', 'abcd', 'abcde'].map(
    (text): ScapyCase => [
      `${S}/${data(`${whole}tsn=5,proto_id=9,data=b"${text}"`)}`,
      () => [sctp(), SCTPChunkData({ tsn: 5, proto_id: 9 }), ...(text === '' ? [] : [text])],
    ],
  ),
  [
    `${I}/${S}/${data(`${whole}tsn=5,proto_id=0,data=b"abc"`)}/${data('beginning=0,ending=1,unordered=1,tsn=6,proto_id=0,data=b"x"')}/SCTPChunkSACK(flags=0,len=16,cumul_tsn_ack=1,a_rwnd=2)`,
    () => [
      IP({ src: '192.0.2.1', dst: '192.0.2.2' }),
      sctp(),
      SCTPChunkData({ tsn: 5, proto_id: 0 }),
      'abc',
      SCTPChunkData({ beginning: false, unordered: true, tsn: 6, proto_id: 0 }),
      'x',
      SCTPChunkSACK({ cumul_tsn_ack: 1, a_rwnd: 2 }),
    ],
  ],
  [
    `${S}/${data(`${whole}tsn=1,proto_id=46,data=${diam}`)}/${data(`${whole}tsn=2,proto_id=46,data=${diam}+${diam}`)}`,
    () => {
      const message = DiamG({ drCode: 280, drHbHId: 7 });
      return [sctp(), SCTPChunkData({ tsn: 1 }), message, SCTPChunkData({ tsn: 2 }), message, message];
    },
    { layers: 'scapy has the message as octets' },
  ],
  [
    `${S}/SCTPChunkInit(flags=0,init_tag=4,a_rwnd=5,n_out_streams=6,n_in_streams=7,init_tsn=8)`,
    () => [sctp(), SCTPChunkInit({ init_tag: 4, a_rwnd: 5, n_out_streams: 6, n_in_streams: 7, init_tsn: 8 })],
  ],
  [
    `${S}/SCTPChunkInitAck(flags=0,init_tag=4,a_rwnd=5,n_out_streams=6,n_in_streams=7,init_tsn=8,params=[SCTPChunkParamStateCookie(cookie=b"abcd")])`,
    () => [
      sctp(),
      SCTPChunkInitAck({ init_tag: 4, a_rwnd: 5, n_out_streams: 6, n_in_streams: 7, init_tsn: 8, params: fromHex('0007000861626364') }),
    ],
  ],
  [
    `${S}/SCTPChunkSACK(flags=0,len=32,cumul_tsn_ack=9,a_rwnd=2,gap_ack_list=["2:3","5:5"],dup_tsn_list=[7,8])`,
    () => [
      sctp(),
      SCTPChunkSACK({
        cumul_tsn_ack: 9,
        a_rwnd: 2,
        gap_ack_list: [
          { start: 2, end: 3 },
          { start: 5, end: 5 },
        ],
        dup_tsn_list: [7, 8],
      }),
    ],
  ],
  [
    `${S}/SCTPChunkHeartbeatReq(flags=0,params=[SCTPChunkParamHeartbeatInfo(data=b"abcd")])/SCTPChunkHeartbeatAck(flags=0)`,
    () => [sctp(), SCTPChunkHeartbeatReq({ params: [['heartbeat-info', 'abcd']] }), SCTPChunkHeartbeatAck()],
  ],
  [`${S}/SCTPChunkAbort(reserved=0,TCB=1)`, () => [sctp(), SCTPChunkAbort({ TCB: true })]],
  [
    `${S}/SCTPChunkError(flags=0,error_causes=b"abcde")/SCTPChunkShutdown(flags=0,cumul_tsn_ack=9)`,
    () => [sctp(), SCTPChunkError({ error_causes: new TextEncoder().encode('abcde') }), SCTPChunkShutdown({ cumul_tsn_ack: 9 })],
  ],
  [
    `${S}/SCTPChunkCookieEcho(flags=0,cookie=b"abc")/SCTPChunkCookieAck(flags=0)`,
    () => [sctp(), SCTPChunkCookieEcho({ cookie: 'abc' }), SCTPChunkCookieAck()],
  ],
  [
    `${S}/SCTPChunkShutdownAck(flags=0)/SCTPChunkShutdownComplete(reserved=0,TCB=1)`,
    () => [sctp(), SCTPChunkShutdownAck(), SCTPChunkShutdownComplete({ TCB: true })],
  ],
];
