/** The options of a whole DHCP message: those behind BOOTP, and those that stand in its `file` and `sname`. */
import { placeInside } from '../../../packet/spec/place-inside.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import type { ReadOf, VariableKind } from '../../../packet/spec/field.ts';
import { BOOTP } from './dhcp.ts';
import { dhcpOptionList, isCookie, overload, withoutEnd } from './overloaded.ts';

/** Octets of BOOTP's header, and where in it the two fields are (RFC 951 §3). */
const HEADER = 236,
  SNAME = 44,
  FILE = 108;

let list: VariableKind | undefined;

/** An option of DHCP as it is read: its name or number, and its value. */
export type DHCPOption = ReadOf<ReturnType<typeof dhcpOptionList>>[number];

/**
 * The options of a DHCP message in the order in which they are to be read: those behind BOOTP, then those in `file`, then those in `sname`. Parts of one
 * option are one value, also where they lie in different fields. Without `pad` and `end`; empty where the packet has no DHCP. To write options
 * into `file` or `sname`, give them to BOOTP as lists.
 *
 * @see RFC 3396 §5, §7; RFC 2132 §9.3
 */
export function dhcpOptions(p: Packet<any>): readonly DHCPOption[] {
  if (!p.has(BOOTP)) return [];
  const behind = p.payload(BOOTP);
  if (!isCookie(behind, 0)) return [];
  const start = behind.byteOffset - p.bytes.byteOffset - HEADER;
  const header = p.bytes.subarray(start, start + HEADER);
  const where = overload(p.bytes, start, p.bytes.length);
  const fields = [behind.subarray(4), ...(where & 1 ? [header.subarray(FILE)] : []), ...(where & 2 ? [header.subarray(SNAME, FILE)] : [])];
  const all = Uint8Array.from(fields.flatMap((field) => [...withoutEnd(field)]));
  list ??= dhcpOptionList().kind as VariableKind;
  const options = list.read(all, 0, all.length, placeInside({ self: {}, start: 0, origin: 0, size: undefined, count: undefined }));
  return (options as readonly DHCPOption[]).filter(([name]) => name !== 'pad' && name !== 'more');
}
