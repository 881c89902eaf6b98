/** Octets of a packet as text: scapy's hexdump, hexstr, linehexdump and chexdump, for packets and for bare octets. */
import { type HexstrOptions, hexdump as octetsHexdump, hexstr as octetsHexstr } from '../../bytes/hex.ts';
import { utf8Octets } from '../../bytes/text.ts';

/** A packet, octets, or text (its UTF-8). */
export type Dumpable = { readonly bytes: Uint8Array } | Uint8Array | string;

export const octetsOfDumpable = (p: Dumpable): Uint8Array =>
  p instanceof Uint8Array ? p : typeof p === 'string' ? utf8Octets(p) : p.bytes;

/** Offset, 16 octets and ASCII on each line. */
export const hexdump = (p: Dumpable): string => octetsHexdump(octetsOfDumpable(p));

/** All octets on one line, then their ASCII. */
export const hexstr = (p: Dumpable, options: HexstrOptions = {}): string => octetsHexstr(octetsOfDumpable(p), options);

/** {@link hexstr} by the name under which scapy prints it. */
export const linehexdump = hexstr;

/** Octets as C writes them: `0x45, 0x00, 0x00`. */
export const chexdump = (p: Dumpable): string => Array.from(octetsOfDumpable(p), (x) => `0x${x.toString(16).padStart(2, '0')}`).join(', ');
