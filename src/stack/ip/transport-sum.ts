/** Whether a transport's octets arrived as they were sent: TCP, UDP, ICMP and ICMPv6 (RFC 1071; RFC 8200 §8.1). */
import { sumOctets } from '../../bytes/checksum.ts';
import { word } from '../../bytes/words.ts';

const UDP = 17;
const ICMP = 1;
const IP6_HEADER = 40;

/** @param at where the transport's header begins; `end`: the end of the frame, which may have padding */
export function isSumRight(b: Uint8Array, ip: number, isV6: boolean, at: number, end: number, protocol: number): boolean {
  const to = ip + (isV6 ? IP6_HEADER + word(b, ip + 4) : word(b, ip + 2));
  if (to > end || at + 8 > to) return false;
  const length = to - at;
  // RFC 768: no checksum was made; IPv6 has none of that (RFC 8200 §8.1).
  if (protocol === UDP && word(b, at + 6) === 0) return !isV6;
  const [from, until] = isV6 ? [ip + 8, ip + IP6_HEADER] : [ip + 12, ip + 20];
  const pseudo = protocol === ICMP ? 0 : sumOctets(b, from, until, length + protocol);
  return sumOctets(b, at, to, pseudo) === 0xffff;
}
