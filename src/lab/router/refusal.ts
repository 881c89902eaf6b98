/** What a sender is told whose packet may not pass: a reset, or an ICMP error. */
import { formatAddress } from '../../bytes/any-address.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { dissectorOf } from '../../packet/object/dissector.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { packet, protocols } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import type { IcmpErrors, Trouble } from '../../stack/icmp/errors-out.ts';
import type { Stack } from '../../stack/stack.ts';

export const isV6 = (ip: Uint8Array): boolean => (ip[0] as number) >> 4 === 6;
export const sourceOf = (ip: Uint8Array): string => formatAddress(isV6(ip) ? ip.subarray(8, 24) : ip.subarray(12, 16));
export const targetOf = (ip: Uint8Array): string => formatAddress(isV6(ip) ? ip.subarray(24, 40) : ip.subarray(16, 20));

const UNREACHABLE_GROUP = /^(0\.|22[4-9]\.|23\d\.|2[45]\d\.|127\.)|^(ff|::$)/i;

/** RFC 1122 §3.2.2, RFC 4443 §2.4 e: nothing is said about what came from nobody or went to many, about later fragments, or about errors. */
function mayTell(ip: Uint8Array): boolean {
  if (UNREACHABLE_GROUP.test(sourceOf(ip)) || UNREACHABLE_GROUP.test(targetOf(ip))) return false;
  if (isV6(ip)) return ip[6] !== 58 || (ip[40] as number) >= 128;
  if (((((ip[6] as number) & 0x1f) << 8) | (ip[7] as number)) !== 0) return false;
  const icmp = ip[4 * ((ip[0] as number) & 15)] as number;
  return ip[9] !== 1 || icmp === 8 || icmp === 0 || icmp === 13;
}

/** @param from whose address says it; default: as the way back has it */
export function tell(
  stack: Stack,
  errors: IcmpErrors,
  ip: Uint8Array,
  what: Trouble,
  { from, mtu = 0 }: { from?: string | undefined; mtu?: number } = {},
): void {
  if (!mayTell(ip)) return;
  const path = pathTo(stack, sourceOf(ip), from);
  if (path === undefined) return;
  errors.tell(path, what, ip, stack.surroundings.clock.monotonic(), mtu);
  stack.release(path);
  stack.output.flush();
}

/** A reset for a segment (RFC 9293 §3.10.7.1), in the name of whom it was for; the ICMP error "prohibited" for anything else. */
export function refuse(stack: Stack, errors: IcmpErrors, ip: Uint8Array): void {
  const p = dissectorOf(protocols)(ip, 0, ip.length, (isV6(ip) ? IPv6 : IP).id) as unknown as Packet;
  const tcp = p.get(TCP);
  if (tcp === undefined) {
    tell(stack, errors, ip, 'prohibited');
    return;
  }
  if (tcp.flags.has('R') || !mayTell(ip)) return;
  const path = pathTo(stack, sourceOf(ip), undefined);
  if (path === undefined) return;
  const [src, dst] = [targetOf(ip), sourceOf(ip)];
  const octets = p.payload(TCP).length + Number(tcp.flags.has('S')) + Number(tcp.flags.has('F'));
  const ports = { sport: tcp.dport, dport: tcp.sport, window: 0 };
  const reset = tcp.flags.has('A')
    ? TCP({ ...ports, seq: tcp.ack, flags: 'R' })
    : TCP({ ...ports, seq: 0, ack: (tcp.seq + octets) >>> 0, flags: 'RA' });
  const answer = isV6(ip) ? packet(IPv6({ src, dst }), reset) : packet(IP({ src, dst, id: 0, flags: 'DF' }), reset);
  stack.output.packet(answer.bytes, isV6(ip), path.neighbour);
  stack.release(path);
  stack.output.flush();
}

function pathTo(stack: Stack, to: string, from: string | undefined): ReturnType<Stack['paths']['to']> | undefined {
  try {
    return stack.paths.to(to, from);
  } catch {
    return undefined;
  }
}
