/** Bridged frames behind SNAP: without their check sequence, and with it. @see RFC 2684 §5.2 */
import { bindAll } from '../../packet/chain/bindings.ts';
import { Ether } from '../link/ethernet.ts';

export const bridgedFrames = [...bindAll('llc.bridged', { 7: Ether }), ...bindAll('llc.bridged', { 1: Ether })];
