/** Answers Neighbour Discovery: the addresses' MACs, and, as a router, what hosts on the link need to know. */
import { checkOptions } from '../../bytes/known-options.ts';
import { readMac } from '../../bytes/address.ts';
import { parsePrefix } from '../../bytes/prefix.ts';
import type { Mac } from '../../host/host.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { Crafted } from '../../packet/spec/spec.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { ICMPv6ND_NA, ICMPv6ND_NS, ICMPv6ND_RA, ICMPv6ND_RS } from '../../protocols/network/icmpv6/neighbour-discovery.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { packet } from '../../protocols/protocols.ts';
import { groupMac, solicitedNode } from '../groups.ts';
import { type AnsweringMachine, answeringMachine } from './answering-machine.ts';
import { linkReply } from './reply-headers.ts';

/** What a router tells the hosts on its link. */
export interface RouterAdvertised {
  /** The router's own link-local address, which `macOf` must know. */
  readonly address: string;
  /** Prefixes of 64 bits from which hosts make themselves addresses: `2001:db8:1::/64`. Default: none. */
  readonly prefixes?: readonly string[];
  /** How long it is a default router, seconds; 0: it is none. Default 1,800. */
  readonly lifetimeS?: number;
  /** Default: the link's own. */
  readonly mtu?: number;
  /** Addresses of DNS servers. @see RFC 8106 §5.1 */
  readonly dns?: readonly string[];
  /** For so long, seconds, the prefixes and servers hold. Default: 86,400. */
  readonly validS?: number;
}

/** Whose addresses an ND machine answers for. */
export interface NdMachineOptions {
  /** The MAC that an address has; undefined for addresses that the machine does not answer for. */
  readonly macOf: (address: string) => Mac | undefined;
  /** Default: it is no router, and does not answer router solicitations. */
  readonly router?: RouterAdvertised;
}

const ALL_NODES = 'ff02::1';
const UNSPECIFIED = '::';
/** RFC 4861 §11.2: what has passed a router has less, and is not believed. */
const HOP_LIMIT = 255;
const LIFETIME_S = 1800;
const VALID_S = 86_400;

/** Answers neighbour solicitations, and as a router solicitations of routers. @see RFC 4861 §7.1.1, §7.2.4, §6.2.6 */
export function ndMachine(o: NdMachineOptions): AnsweringMachine {
  checkOptions('ndMachine', o, { macOf: true, router: true });
  const { macOf, router } = o;
  return answeringMachine({
    name: 'ND',
    isRequest: (received) => {
      const ip = received.get(IPv6);
      if (ip === undefined || ip.hlim !== HOP_LIMIT) return false;
      const target = received.get(ICMPv6ND_NS)?.tgt;
      return (target !== undefined && macOf(target) !== undefined) || (router !== undefined && received.has(ICMPv6ND_RS));
    },
    makeReply: (received) => {
      const ns = received.get(ICMPv6ND_NS);
      if (ns !== undefined) return ns.code === 0 ? advertisement(received, ns.tgt, macOf, router) : undefined;
      return router === undefined || received.get(ICMPv6ND_RS)?.code !== 0 ? undefined : routerReply(received, router, macOf);
    },
  });
}

function advertisement(received: Packet, target: string, macOf: NdMachineOptions['macOf'], router?: RouterAdvertised): Packet | undefined {
  const ip = received.get(IPv6);
  const mac = target.startsWith('ff') ? undefined : macOf(target);
  if (ip === undefined || mac === undefined) return undefined;
  // Who asks whether an address is free has none yet: all are told (RFC 4861 §7.2.4). He asks the group of the address (§7.1.1).
  const isProbe = ip.src === UNSPECIFIED;
  if (isProbe && ip.dst !== solicitedNode(target)) return undefined;
  const headers = headersTo(received, isProbe ? ALL_NODES : ip.src, target, mac);
  return (
    headers &&
    packet(
      ...headers,
      ICMPv6ND_NA({ R: router?.address === target ? 1 : 0, S: isProbe ? 0 : 1, O: 1, tgt: target, options: [['DstLLAddr', mac]] }),
    )
  );
}

function routerReply(received: Packet, router: RouterAdvertised, macOf: NdMachineOptions['macOf']): Packet | undefined {
  const { address, prefixes = [], lifetimeS = LIFETIME_S, mtu, dns = [], validS = VALID_S } = router;
  const mac = macOf(address);
  // §6.2.6: to all, as one answer serves all who ask.
  const headers = mac === undefined ? undefined : headersTo(received, ALL_NODES, address, mac);
  if (mac === undefined || headers === undefined) return undefined;
  return packet(
    ...headers,
    ICMPv6ND_RA({
      chlim: 64,
      routerlifetime: lifetimeS,
      prf: 0,
      options: [
        ['SrcLLAddr', mac],
        ...(mtu === undefined ? [] : [['MTU', { mtu }] as const]),
        ...prefixes.map((text) => {
          const { network, length } = parsePrefix(text);
          return ['PrefixInfo', { prefix: network, prefixlen: length, validlifetime: validS, preferredlifetime: validS }] as const;
        }),
        ...(dns.length === 0 ? [] : [['RDNSS', { lifetime: validS, dns }] as const]),
      ],
    }),
  );
}

/** A group has its own MAC; a host has the one that it asked with. */
function headersTo(received: Packet, dst: string, src: string, mac: Mac): Crafted[] | undefined {
  const link = linkReply(received, mac);
  if (link === undefined) return undefined;
  const [first, ...tags] = link;
  const ether = received.get(Ether);
  const start =
    first === undefined || ether === undefined ? [] : [Ether({ src: mac, dst: dst === ALL_NODES ? readMac(groupMac(dst), 0) : ether.src })];
  return [...start, ...tags, IPv6({ src, dst, hlim: HOP_LIMIT })];
}
