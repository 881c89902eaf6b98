/** Puts IPv4 fragments together, as their receiver does. */
import { joinOctets } from '../../../bytes/join-octets.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { Ether } from '../../../protocols/link/ethernet.ts';
import { dissect, packet } from '../../../protocols/protocols.ts';

interface Datagram {
  readonly octets: Map<number, Uint8Array>;
  length: number | undefined;
}

const UNIT = 8;

export class Pieces {
  readonly #open = new Map<string, Datagram>();

  /** The whole packet: the given one, or what its pieces give; undefined while some are missing. @see RFC 791 §3.2 */
  take(p: Packet): Packet | undefined {
    const ip = p.get(IP);
    if (ip === undefined || (ip.frag === 0 && !ip.flags.has('MF'))) return p;
    const key = `${ip.src} ${ip.dst} ${ip.proto} ${ip.id}`;
    const there = this.#open.get(key) ?? { octets: new Map(), length: undefined };
    this.#open.set(key, there);
    // Behind the link's header and IP's: a frame may end in padding.
    const data = p.bytes.slice(14 + ip.ihl * 4, 14 + ip.len);
    there.octets.set(ip.frag * UNIT, data);
    if (!ip.flags.has('MF')) there.length = ip.frag * UNIT + data.length;
    const parts: Uint8Array[] = [];
    let at = 0;
    for (let part = there.octets.get(0); part !== undefined && part.length > 0; part = there.octets.get(at)) {
      parts.push(part);
      at += part.length;
    }
    if (at !== there.length) return undefined;
    this.#open.delete(key);
    const { dst, src } = p.get(Ether) as { readonly dst: string; readonly src: string };
    return dissect(
      packet(Ether({ dst, src }), IP({ src: ip.src, dst: ip.dst, proto: ip.proto, id: ip.id, ttl: ip.ttl }), joinOctets(parts)).bytes,
    );
  }
}
