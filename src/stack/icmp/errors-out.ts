/** Errors that we send: nothing listens at that port (RFC 1122 §3.2.2.1, §4.1.3.1; RFC 4443 §3.1). */
import type { Packet } from '../../packet/laid/packet.ts';
import { packet } from '../../protocols/protocols.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { ICMPv6DestUnreach } from '../../protocols/network/icmpv6/errors.ts';
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

export class IcmpErrors {
  readonly #output: IpOutput;
  #tokens = BURST;
  #filledMs = 0;

  constructor(output: IpOutput) {
    this.#output = output;
  }

  /** @param octets the packet from its IP header on; `path` leads to its sender */
  portUnreachable(path: Path, octets: Uint8Array, nowMs: number): void {
    if (!this.#mayTell(nowMs)) return;
    const { local: src, remote: dst, isV6 } = path;
    const quote = octets.slice(0, isV6 ? MOST6 : MOST4);
    const error: Packet = isV6
      ? packet(IPv6({ src, dst }), ICMPv6DestUnreach({ code: 4 }), quote)
      : packet(IP({ src, dst, ttl: 64 }), ICMP({ type: 3, code: 3 }), quote);
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
