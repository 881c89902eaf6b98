/** What routers and hosts say of our packets (RFC 792, RFC 4443), read by the specs. */
import type { Packet } from '../../packet/laid/packet.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { ICMPv6DestUnreach, ICMPv6PacketTooBig, ICMPv6TimeExceeded } from '../../protocols/network/icmpv6/errors.ts';
import { IPerror, IPerror6, TCPerror, UDPerror } from '../../protocols/network/quoted.ts';

/** An error about a packet of ours. */
export interface IcmpError {
  /** `refused`: there is the host, but nothing at that port, or nobody may. The others may pass. */
  readonly kind: 'refused' | 'unreachable' | 'too-big' | 'expired';
  /** Largest packet that passes, with `too-big`; 0: it was not said. */
  readonly mtu: number;
  readonly protocol: 'tcp' | 'udp';
  /** Ours, and whom the packet was for. */
  readonly local: string;
  readonly localPort: number;
  readonly remote: string;
  readonly remotePort: number;
  /** Of TCP. */
  readonly seq: number;
}

const UNREACHABLE = 3;
const EXPIRED = 11;
const TOO_BIG = 4;
/** Protocol unreachable, port unreachable (RFC 1122 §4.2.3.9: hard errors). */
const REFUSED = new Set([2, 3]);
const PORT_UNREACHABLE6 = 4;

/** Undefined: it is no error, or it is about something that we do not follow. */
export function icmpErrorOf(p: Packet): IcmpError | undefined {
  const what = whatOf(p);
  const ip = p.get(IPerror) ?? p.get(IPerror6);
  const tcp = p.get(TCPerror);
  const quoted = tcp ?? p.get(UDPerror);
  if (what === undefined || ip === undefined || quoted === undefined) return undefined;
  return {
    ...what,
    protocol: tcp === undefined ? 'udp' : 'tcp',
    local: ip.src,
    localPort: quoted.sport,
    remote: ip.dst,
    remotePort: quoted.dport,
    seq: tcp?.seq ?? 0,
  };
}

function whatOf(p: Packet): Pick<IcmpError, 'kind' | 'mtu'> | undefined {
  const icmp = p.get(ICMP);
  if (icmp?.type === UNREACHABLE) {
    if (icmp.code === TOO_BIG) return { kind: 'too-big', mtu: icmp.nexthopmtu ?? 0 };
    return { kind: REFUSED.has(icmp.code) ? 'refused' : 'unreachable', mtu: 0 };
  }
  if (icmp?.type === EXPIRED || p.has(ICMPv6TimeExceeded)) return { kind: 'expired', mtu: 0 };
  const tooBig = p.get(ICMPv6PacketTooBig);
  if (tooBig !== undefined) return { kind: 'too-big', mtu: tooBig.mtu };
  const unreachable = p.get(ICMPv6DestUnreach);
  if (unreachable === undefined) return undefined;
  return { kind: unreachable.code === PORT_UNREACHABLE6 ? 'refused' : 'unreachable', mtu: 0 };
}
