/** Events of a Bluetooth controller. @see Bluetooth Core 5.3 vol 4 part E §7.7 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { HCI_Event_LE_Meta } from '../../link/devices/bluetooth.ts';

export const hciEvents = bindAll('hci.event', { 0x3e: HCI_Event_LE_Meta });
