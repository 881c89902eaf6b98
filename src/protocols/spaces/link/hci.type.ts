/** Packets between a Bluetooth host and its controller. @see Bluetooth Core 5.3 vol 4 part A §2 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { HCI_ACL_Hdr, HCI_Command_Hdr, HCI_Event_Hdr, HCI_SCO_Hdr } from '../../link/devices/bluetooth.ts';

export const hciPackets = bindAll('hci.type', { 1: HCI_Command_Hdr, 2: HCI_ACL_Hdr, 3: HCI_SCO_Hdr, 4: HCI_Event_Hdr });
