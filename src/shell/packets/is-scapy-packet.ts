/** What values need to know of a packet, without its class: the two would import each other. */
import type { Crafted } from '../../packet/spec/spec.ts';

export const SCAPY_PACKET: unique symbol = Symbol('scapy packet');

export interface PacketInside {
  readonly [SCAPY_PACKET]: true;
  /** Its first layer, as our layers take it inside a field. */
  crafted(): Crafted;
  /** Each of its layers: `DNSRR()/DNSRR()` is two records. */
  craftedChain(): Crafted[];
}

export const isScapyPacket = (v: unknown): v is PacketInside => typeof v === 'object' && v !== null && SCAPY_PACKET in v;
