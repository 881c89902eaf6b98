/** Channels of a Bluetooth connection. @see Bluetooth Core 5.3 vol 3 part A §2.1 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { ATT_Hdr, L2CAP_CmdHdr, SM_Hdr } from '../../link/devices/bluetooth.ts';

export const l2capChannels = bindAll('l2cap.cid', { 1: L2CAP_CmdHdr, 4: ATT_Hdr, 5: L2CAP_CmdHdr, 6: SM_Hdr });
