/** Which of the packets that the socket shows are given on: direction, and loopback's doubles. */
import type { LinkOptions } from '../../host.ts';
import { ARPHRD_LOOPBACK, PACKET_OUTGOING } from './constants.ts';

export interface Selection {
  /** For the socket: leave what this host sends out at the source. */
  readonly ignoreOutgoing: boolean;
  /** For the reader: give only what this host sends. */
  readonly outgoingOnly: boolean;
  /** For the reader: leave out what loopback interfaces send; the same frame comes in again. */
  readonly loopbackOnce: boolean;
}

/** `arphrd` undefined: any interface. */
export function selectionOf(direction: LinkOptions['direction'], arphrd: number | undefined): Selection {
  const outgoingOnly = direction === 'out';
  return {
    // On loopback the kernel shows each frame twice, going out and coming in. Once is what one wants to see.
    ignoreOutgoing: direction === 'in' || (arphrd === ARPHRD_LOOPBACK && !outgoingOnly),
    outgoingOnly,
    loopbackOnce: arphrd === undefined && !outgoingOnly,
  };
}

/** Whether a packet of that sll_pkttype and sll_hatype is given on. */
export function selected(selection: Selection, packetType: number, hardware: number): boolean {
  if (packetType !== PACKET_OUTGOING) return !selection.outgoingOnly;
  return !(selection.loopbackOnce && hardware === ARPHRD_LOOPBACK);
}
