/** The way from one of our addresses to another host: what every packet to it needs. */
import type { Neighbour } from './neighbour.ts';

/** Octets of the smallest headers of IP and TCP. */
const HEADERS4 = 40;
const HEADERS6 = 60;

/** What the smallest headers leave of a packet for the payload of a TCP segment (RFC 9293 §3.7.1). */
export const largestPayload = (isV6: boolean, mtu: number): number => mtu - (isV6 ? HEADERS6 : HEADERS4);

export interface Path {
  readonly isV6: boolean;
  /** Canonical text, and the octets as they stand in headers. */
  readonly local: string;
  readonly remote: string;
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  /** IPv4 addresses as 32 bits; 0 for IPv6. */
  readonly sourceWord: number;
  readonly destinationWord: number;
  /** Their part of the checksum of a pseudo header (RFC 9293 §3.1). */
  readonly sum: number;
  /** Whoever gets the frames: the host itself, or a router. */
  readonly neighbour: Neighbour;
  /** Largest packet that is known to pass (RFC 1191, RFC 8201): the link's MTU until a router says otherwise. */
  mtu: number;
  /** That of the link itself. */
  readonly linkMtu: number;
}
