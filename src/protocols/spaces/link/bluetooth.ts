/** Packets between a Bluetooth host and its controller, and what they carry. @see Bluetooth Core 5.3 vol 4 part A §2; vol 3 part A §2.1 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import {
  ATT_Hdr,
  HCI_ACL_Hdr,
  HCI_Command_Hdr,
  HCI_Event_Hdr,
  HCI_Event_LE_Meta,
  HCI_SCO_Hdr,
  L2CAP_CmdHdr,
  SM_Hdr,
} from '../../link/devices/bluetooth.ts';

export const bluetoothPackets = [
  ...bindAll('hci.type', { 1: HCI_Command_Hdr, 2: HCI_ACL_Hdr, 3: HCI_SCO_Hdr, 4: HCI_Event_Hdr }),
  ...bindAll('hci.event', { 0x3e: HCI_Event_LE_Meta }),
  ...bindAll('l2cap.cid', { 1: L2CAP_CmdHdr, 4: ATT_Hdr, 5: L2CAP_CmdHdr, 6: SM_Hdr }),
];
