/** Slow protocols. @see IEEE 802.3-2018 annex 57A, table 57A-3 */
import { bindAll, bindVariants } from '../../../packet/chain/bindings.ts';
import { LACP, MarkerProtocol } from '../../link/control/slow.ts';
import { MACControl, MACControlClassBasedFlowControl, MACControlMultipoint, MACControlPause } from '../../link/control/mac-control.ts';

export const slowProtocols = [
  ...bindAll('slow.subtype', { 1: LACP, 2: MarkerProtocol }),
  ...bindVariants(MACControl, 'opcode', [
    [1, MACControlPause],
    [[2, 6], MACControlMultipoint],
    [0x101, MACControlClassBasedFlowControl],
  ]),
];
