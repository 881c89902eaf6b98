/** What lies behind the gateway: routers one after the other, and a server at the end. One machine plays them all. */
import { internetChecksum } from '../../../bytes/checksum.ts';
import { answeringMachine } from '../../../exchange/answering/answering-machine.ts';
import { icmpEchoMachine } from '../../../exchange/answering/icmp-echo-machine.ts';
import { tcpSynMachine } from '../../../exchange/answering/tcp-syn-machine.ts';
import type { LabHost } from '../../../lab/lab-host.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { Ether } from '../../../protocols/link/ethernet.ts';
import { ICMP } from '../../../protocols/network/icmp/icmp.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { dissect, packet } from '../../../protocols/protocols.ts';
import { UDP } from '../../../protocols/transport/udp.ts';
import { Defragmenter } from '../../../streams/fragments/defragmenter.ts';

export interface Way {
  /** Addresses of the routers, the gateway first. */
  readonly routers: readonly string[];
  /** Who is behind the last of them. */
  readonly server: string;
  /** TCP ports that the server has open. */
  readonly open?: readonly number[];
  /** Routers that say nothing when a packet ends at them. */
  readonly silent?: readonly string[];
  /** Largest packet that the link behind the first router takes, octets. */
  readonly mtu?: number;
}

const ETHER = 14;
/** What hosts and routers begin with. */
const TTL = 64;
const [EXCEEDED, UNREACHABLE, PORT, TOO_BIG, NETWORK] = [11, 3, 3, 4, 0];

/** Lets the gateway send packets on. @see RFC 1812 §5.3.1, §4.3.3.4 */
export function leadOn(gateway: LabHost, o: Way): void {
  const isServer = (address: string): boolean => address === o.server;
  const server = [
    icmpEchoMachine({ isOurs: isServer }),
    tcpSynMachine({ isOurs: isServer, isOpen: (port) => o.open?.includes(port) === true, random: gateway.random }),
  ];
  const pieces = new Defragmenter();
  gateway.machines.push(
    answeringMachine({
      name: 'way',
      isRequest: (p) => p.get(Ether)?.dst === gateway.mac && p.has(IP) && p.get(IP)?.dst !== gateway.address,
      makeReply: (p) => {
        const ip = p.get(IP);
        const ether = p.get(Ether);
        if (ip === undefined || ether === undefined) return undefined;
        const tell = (router: number, type: number, code: number, more: { nexthopmtu?: number } = {}): Packet =>
          packet(
            Ether({ dst: ether.src, src: gateway.mac }),
            IP({ src: o.routers[router] as string, dst: ip.src, ttl: TTL - router, id: 0 }),
            ICMP({ type, code, ...more }),
            quoteOf(p, Math.max(0, ip.ttl - router)),
          );
        // Each router takes one; who would send it on with 0 lets it end.
        if (ip.ttl <= o.routers.length) {
          const router = Math.max(0, ip.ttl - 1);
          return o.silent?.includes(o.routers[router] as string) === true ? undefined : tell(router, EXCEEDED, 0);
        }
        if (!isServer(ip.dst)) return tell(0, UNREACHABLE, NETWORK);
        if (o.mtu !== undefined && ip.len > o.mtu && ip.flags.has('DF')) return tell(0, UNREACHABLE, TOO_BIG, { nexthopmtu: o.mtu });
        const whole = pieces.packet(p);
        if (whole === undefined) return undefined;
        const left = TTL - o.routers.length;
        if (whole.has(UDP)) {
          return packet(
            Ether({ dst: ether.src, src: gateway.mac }),
            IP({ src: o.server, dst: ip.src, ttl: left, id: 0 }),
            ICMP({ type: UNREACHABLE, code: PORT }),
            quoteOf(whole, ip.ttl - o.routers.length),
          );
        }
        return server.flatMap((machine) => machine.answer(whole)).map((reply) => aged(reply, left));
      },
    }),
  );
}

/** RFC 1812 §4.3.2.3: the header as it was when it ended, and eight octets or more of what it carried. */
function quoteOf(p: Packet, ttl: number): Uint8Array {
  const { ihl } = p.get(IP) as { readonly ihl: number };
  return withTtl(p.bytes.slice(ETHER, ETHER + ihl * 4 + 8), 0, ttl);
}

const aged = (reply: Packet, ttl: number): Packet => dissect(withTtl(reply.bytes.slice(), ETHER, ttl));

/** Sets the TTL of the IPv4 header at `at`, and its checksum. */
function withTtl(b: Uint8Array, at: number, ttl: number): Uint8Array {
  b[at + 8] = ttl;
  b.fill(0, at + 10, at + 12);
  const sum = internetChecksum(b, at, at + ((b[at] as number) & 15) * 4);
  b[at + 10] = sum >>> 8;
  b[at + 11] = sum & 255;
  return b;
}
