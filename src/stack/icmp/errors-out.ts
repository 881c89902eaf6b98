/** Errors that we send about packets of others (RFC 792, RFC 1122 §3.2.2, RFC 1812 §4.3; RFC 4443 §3). */
import type { Packet } from '../../packet/laid/packet.ts';
import { packet } from '../../protocols/protocols.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { ICMPv6DestUnreach, ICMPv6PacketTooBig, ICMPv6TimeExceeded } from '../../protocols/network/icmpv6/errors.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import type { IpOutput } from '../ip/ip-output.ts';
import type { Path } from '../ip/path.ts';

/** Errors a second, and how many at once: nobody makes us send more (RFC 1812 §4.3.2.8, RFC 4443 §2.4 f). */
const RATE = 100;
const BURST = 50;
/** Octets of ours that quote the packet: all of it up to the least MTU (RFC 1812 §4.3.2.3; RFC 4443 §2.4 c). */
const MOST4 = 576 - 28;
const MOST6 = 1280 - 48;

/** What is wrong with a packet: nothing listens at its port; there is no way; it was on its way too long; it does not fit; it may not pass. */
export type Trouble = 'port' | 'no-route' | 'expired' | 'too-big' | 'prohibited';

/** Codes of "destination unreachable" (RFC 792, RFC 1812 §5.2.7.1; RFC 4443 §3.1). */
const CODES4 = { port: 3, 'no-route': 0, prohibited: 13 } as const;
const CODES6 = { port: 4, 'no-route': 0, prohibited: 1 } as const;

export class IcmpErrors {
  readonly #output: IpOutput;
  #tokens = BURST;
  #filledMs = 0;

  constructor(output: IpOutput) {
    this.#output = output;
  }

  /** @param octets the packet from its IP header on; `path` leads to its sender; `mtu` goes with `too-big` */
  tell(path: Path, what: Trouble, octets: Uint8Array, nowMs: number, mtu = 0): void {
    if (!this.#mayTell(nowMs)) return;
    const { local: src, remote: dst, isV6 } = path;
    const quote = octets.slice(0, isV6 ? MOST6 : MOST4);
    const error: Packet = isV6
      ? (packet(IPv6({ src, dst }), about6(what, mtu), quote) as unknown as Packet)
      : packet(IP({ src, dst, ttl: 64 }), ICMP(fields4(what, mtu)), quote);
    this.#output.packet(error.bytes, isV6, path.neighbour);
  }

  #mayTell(nowMs: number): boolean {
    this.#tokens = Math.min(BURST, this.#tokens + ((nowMs - this.#filledMs) * RATE) / 1000);
    this.#filledMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}

function fields4(what: Trouble, mtu: number): { readonly type: number; readonly code: number; readonly nexthopmtu?: number } {
  if (what === 'expired') return { type: 11, code: 0 };
  return what === 'too-big' ? { type: 3, code: 4, nexthopmtu: mtu } : { type: 3, code: CODES4[what] };
}

const about6 = (what: Trouble, mtu: number) =>
  what === 'expired'
    ? ICMPv6TimeExceeded({ code: 0 })
    : what === 'too-big'
      ? ICMPv6PacketTooBig({ mtu })
      : ICMPv6DestUnreach({ code: CODES6[what] });
