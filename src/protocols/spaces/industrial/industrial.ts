/** Layers of industrial protocols that follow one another. */
import { bindAll, bindAlways, bindVariants } from '../../../packet/chain/bindings.ts';
import { DNP3, DNP3Transport } from '../../industrial/dnp3.ts';
import { IEC104_ASDU, IEC104_I_Message, IEC104_S_Message, IEC104_U_Message } from '../../industrial/iec104.ts';
import { ProfinetDCP } from '../../industrial/profinet.ts';
import { RDP } from '../../industrial/rdp.ts';
import { S7comm } from '../../industrial/s7comm.ts';
import { COTP, COTPConnect, COTPConnectRDP, COTPOther, TPKT } from '../../industrial/tpkt.ts';

export const industrialLayers = [
  ...bindAlways(DNP3, DNP3Transport),
  ...bindAlways(TPKT, COTP, COTPConnectRDP, COTPConnect, COTPOther),
  ...bindAlways(COTP, S7comm),
  ...bindAlways(COTPConnectRDP, RDP),
  // Its control field ends in 0, 01 or 11 (IEC 60870-5-104 §5.1).
  ...bindVariants(IEC104_U_Message, 'octet_1_1_2', [
    [0, IEC104_I_Message],
    [1, IEC104_S_Message],
    [2, IEC104_I_Message],
  ]),
  ...bindAlways(IEC104_I_Message, IEC104_ASDU),
  // IEC 61158-6-10 §4.2: Identify, which frames are built with; Hello, Get and Set, and the answer to Identify.
  ...bindAll('profinet.frame', { 0xfefe: ProfinetDCP }),
  ...bindAll('profinet.frame', { 0xfefc: ProfinetDCP, 0xfefd: ProfinetDCP, 0xfeff: ProfinetDCP }),
];
