/** GTP version 2. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import { UDP } from '../../../../src/protocols/transport/udp.ts';
import { GTPv2 } from '../../../../src/protocols/tunnel/gtp/gtp.ts';
import type { ScapyCase } from '../case.ts';
import { I, ip } from '../ends.ts';

export const gtp2Cases: readonly ScapyCase[] = [
  [
    `${I}/UDP(sport=50000)/GTPHeader(length=13,gtp_type=32,teid=9,seq=7)/GTPV2CreateSessionRequest(IE_list=[IE_RecoveryRestart(length=1,restart_counter=5)])`,
    () => [ip(), UDP({ sport: 50_000 }), GTPv2({ P: true, gtp_type: 32, teid: 9, seq: 7, IE_list: [['Recovery', 5]] })],
  ],
  [
    `${I}/UDP(sport=50000)/GTPHeader(length=14,gtp_type=36,teid=9,seq=8,P=0)/GTPV2DeleteSessionRequest(IE_list=[IE_Cause(length=2,Cause=16)])`,
    () => [ip(), UDP({ sport: 50_000 }), GTPv2({ gtp_type: 36, teid: 9, seq: 8, IE_list: [['Cause', fromHex('1000')]] })],
  ],
];
