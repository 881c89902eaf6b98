/** IP addresses and networks: `host`, `net`, `src net 10/8`, `decnet dst 1.2`. */
import { inDirection } from '../link/direction.ts';
import type { Generator } from '../link/generator.ts';
import { allOf, and, type Condition, equal, equalMasked, or, type Position } from '../conditions/intermediate.ts';
import { ETHERTYPE, linkProtocol } from '../link/link-protocol.ts';
import type { Direction, Protocol } from '../text/words.ts';

/** Where the two addresses stand behind the start of the network layer: IPv4 (RFC 791 §3.1), and ARP for IPv4 over six-octet addresses (RFC 826). */
const PLACES = { ip: [12, 16], arp: [14, 24], rarp: [14, 24] } as const;

/** IPv4 addresses: one of several. Without a protocol in IP, ARP and RARP. */
export function ip4Hosts(
  g: Generator,
  addresses: readonly { readonly address: number; readonly mask: number }[],
  protocol: Protocol | undefined,
  direction: Direction | undefined,
  at: number,
): Condition {
  const within = (family: 'ip' | 'arp' | 'rarp'): Condition => {
    const [source, destination] = PLACES[family];
    const compare = (offset: number, { address, mask }: { address: number; mask: number }): Condition =>
      mask === 0 ? allOf([]) : equalMasked(g.networkAt(offset, at), 4, address, mask);
    const each = addresses.map((one) =>
      inDirection(
        g,
        direction,
        at,
        () => compare(source, one),
        () => compare(destination, one),
      ),
    );
    return and(linkProtocol(g, ETHERTYPE[family], at), or(...(each as [Condition, ...Condition[]])));
  };
  switch (protocol) {
    case undefined:
      // Behind MPLS labels there is no ARP.
      return g.labels > 0 ? within('ip') : or(within('ip'), within('arp'), within('rarp'));
    case 'ip':
    case 'arp':
    case 'rarp':
      return within(protocol);
    default:
      throw g.error(at, `'${protocol}' has no IPv4 addresses; 'ip', 'arp' and 'rarp' do`);
  }
}

export interface Ip6Address {
  readonly address: Uint8Array;
  /** Bits that count. */
  readonly length: number;
}

/** IPv6 addresses: one of several. */
export function ip6Hosts(
  g: Generator,
  addresses: readonly Ip6Address[],
  protocol: Protocol | undefined,
  direction: Direction | undefined,
  at: number,
): Condition {
  if (protocol !== undefined && protocol !== 'ip6') throw g.error(at, `'${protocol}' has no IPv6 addresses; 'ip6' does`);
  const each = addresses.map((one) =>
    inDirection(
      g,
      direction,
      at,
      () => ip6Equals(g.networkAt(8, at), one),
      () => ip6Equals(g.networkAt(24, at), one),
    ),
  );
  return and(linkProtocol(g, ETHERTYPE.ip6, at), or(...(each as [Condition, ...Condition[]])));
}

/** Four words, those that the prefix covers. */
function ip6Equals({ base, offset }: Position, { address, length }: Ip6Address): Condition {
  const view = new DataView(address.buffer, address.byteOffset, 16);
  const words: Condition[] = [];
  for (let word = 0; word < 4; word++) {
    const bits = Math.min(32, Math.max(0, length - word * 32));
    if (bits === 0) break;
    const mask = bits === 32 ? 0xffffffff : (0xffffffff << (32 - bits)) >>> 0;
    words.push(equalMasked({ base, offset: offset + word * 4 }, 4, (view.getUint32(word * 4) & mask) >>> 0, mask));
  }
  return allOf(words);
}

/**
 * DECnet phase IV addresses: area (six bits) and node (ten), in little-endian order. A header is short or long and may be padded by one octet;
 * its place depends on that.
 */
export function decnetHost(g: Generator, area: number, node: number, direction: Direction | undefined, at: number): Condition {
  const address = (((area << 10) | node) >>> 8) | ((((area << 10) | node) & 0xff) << 8);
  const flags = (mask: number, value: number): Condition => equalMasked(g.networkAt(2, at), 1, value, mask);
  const padded = (value: number): Condition => equalMasked(g.networkAt(2, at), 2, value, 0xff07);
  const is = (offset: number): Condition => equal(g.networkAt(offset, at), 2, address);
  const source = (): Condition =>
    or(and(flags(7, 2), is(5)), and(padded(0x8102), is(6)), and(flags(7, 6), is(17)), and(padded(0x8106), is(18)));
  const destination = (): Condition =>
    or(
      equalMasked(g.networkAt(2, at), 4, ((2 << 24) | (address << 8)) >>> 0, 0x07ffff00),
      equalMasked(g.networkAt(2, at), 4, (0x81020000 | address) >>> 0, 0xff07ffff),
      and(flags(7, 6), is(9)),
      and(padded(0x8106), is(10)),
    );
  return and(linkProtocol(g, ETHERTYPE.decnet, at), inDirection(g, direction, at, source, destination));
}
