/** Frames with a flexible data rate have the place of others. @see LINKTYPE_CAN_SOCKETCAN */
import { bindVariants } from '../../../packet/chain/bindings.ts';
import { CAN, CANFD } from '../../link/devices/can.ts';

export const canFrames = bindVariants(CAN, 'length', [[[9, 64], CANFD]]);
