/** Qualifiers with what stands behind them: `tcp dst port 80`, `net 10.1`, `ether host …`. What libpcap's rules do not join is refused. */
import { isIpv4, isIpv6, isMac, parseIpv4, parseIpv6, parseMac } from '../../../bytes/address.ts';
import type { Generator } from '../link/generator.ts';
import { decnetHost, type Ip6Address, ip4Hosts, ip6Hosts } from './host-terms.ts';
import { and, type Condition, not, or } from '../conditions/intermediate.ts';
import { macHost, shortHost } from '../link/link-addresses.ts';
import { portsTerm } from './port-ids.ts';
import { protocolIdTerm } from './protocol-ids.ts';
import { type Id, type IdExpression, idText } from '../text/syntax.ts';
import type { IdType, Protocol } from '../text/words.ts';

export function idTerm(g: Generator, expression: IdExpression): Condition {
  const { qualifiers, at } = expression;
  switch (qualifiers.type) {
    case 'port':
    case 'portrange':
      return portsTerm(g, expression);
    case 'proto':
    case 'protochain':
      return protocolIdTerm(g, expression);
    case 'gateway':
      return gateway(g, expression);
    case 'host':
    case 'net':
    case undefined:
      return hostOrNet(g, expression);
    default:
      throw g.error(at, 'no such qualifier', { remedy: "expected 'host', 'net', 'port' or 'proto'" });
  }
}

const ADDRESSED: ReadonlySet<Protocol | undefined> = new Set<Protocol | undefined>([
  undefined,
  'ip',
  'ip6',
  'arp',
  'rarp',
  'decnet',
  'link',
]);

function hostOrNet(g: Generator, { id, qualifiers, at }: IdExpression): Condition {
  const { protocol, direction, type } = qualifiers;
  if (id.kind === 'mac') {
    if (protocol !== 'link' || type === 'net')
      throw g.error(at, `a link-layer address needs 'ether host', 'ether src' or 'ether dst' before it`);
    return macHost(g, macOctets(id.text), direction, at, 'link host XX:XX:XX:XX:XX:XX');
  }
  if (id.kind === 'short') {
    if (protocol !== 'link' || type === 'net')
      throw g.error(at, `an address of one octet needs 'link host', 'link src' or 'link dst' before it`);
    return shortHost(g, id.value, direction, at);
  }
  if (!ADDRESSED.has(protocol)) throw g.error(at, `'${protocol}' has no addresses for '${type ?? 'host'}' to test`);
  if (protocol === 'link') {
    if (id.kind !== 'name' || type === 'net') throw g.error(at, `'${idText(id)}' is not a link-layer address`);
    if (g.layout.addresses?.kind !== 'mac' && g.layout.addresses?.kind !== 'wlan') throw g.unsupported(at, 'link host NAME');
    const [mac] = resolved(g, id.name, 'ether', at).filter(isMac);
    if (mac === undefined) throw unknownName(g, id.name, 'ether', at);
    return macHost(g, parseMac(mac), direction, at, 'link host NAME');
  }
  if (protocol === 'decnet') return decnet(g, id, at, (area, node) => decnetHost(g, area, node, direction, at));
  switch (id.kind) {
    case 'ipv6':
      return ip6Hosts(g, [ip6Address(g, id, type, at)], protocol, direction, at);
    case 'name':
      return type === 'net' ? namedNet(g, id.name, { protocol, direction }, at) : namedHost(g, id.name, { protocol, direction }, at);
    default:
      return ip4Hosts(g, [ip4Network(g, id, type, at)], protocol === 'ip6' ? refuseIp6(g, id, at) : protocol, direction, at);
  }
}

function refuseIp6(g: Generator, id: Id, at: number): never {
  throw g.error(at, `'${idText(id)}' is an IPv4 address, but 'ip6' is before it`);
}

type Where = Pick<IdExpression['qualifiers'], 'protocol' | 'direction'>;

function namedHost(g: Generator, name: string, { protocol, direction }: Where, at: number): Condition {
  const addresses = resolved(g, name, 'host', at);
  const ip4 = protocol === 'ip6' ? [] : addresses.filter(isIpv4).map((text) => ({ address: parseIpv4(text), mask: 0xffffffff }));
  const ip6 =
    protocol === undefined || protocol === 'ip6' ? addresses.filter(isIpv6).map((text) => ({ address: parseIpv6(text), length: 128 })) : [];
  if (ip4.length === 0 && ip6.length === 0)
    throw g.error(at, `the name '${name}' has no ${protocol === 'ip6' ? 'IPv6' : 'IPv4'} address`, { name });
  const in4 = (): Condition => ip4Hosts(g, ip4, protocol, direction, at);
  const in6 = (): Condition => ip6Hosts(g, ip6, protocol, direction, at);
  if (ip4.length === 0) return in6();
  return ip6.length === 0 ? in4() : or(in4(), in6());
}

function namedNet(g: Generator, name: string, { protocol, direction }: Where, at: number): Condition {
  const [network] = resolved(g, name, 'net', at).filter(isIpv4);
  if (network === undefined) throw unknownName(g, name, 'net', at);
  return ip4Hosts(
    g,
    [{ address: parseIpv4(network), mask: 0xffffffff }],
    protocol === 'ip6' ? refuseIp6(g, { kind: 'name', name }, at) : protocol,
    direction,
    at,
  );
}

function resolved(g: Generator, name: string, kind: 'host' | 'net' | 'ether', at: number): readonly string[] {
  const found = g.options.resolve?.(name, kind);
  if (found === undefined || found.length === 0) throw unknownName(g, name, kind, at);
  return found;
}

const KINDS = { host: 'host', net: 'network', ether: 'link-layer host' } as const;

function unknownName(g: Generator, name: string, kind: 'host' | 'net' | 'ether', at: number): Error {
  const remedy = g.options.resolve === undefined ? 'give an address, or look names up: compile(FILTER, { resolve })' : 'give an address';
  return g.error(at, `'${name}' is not a known ${KINDS[kind]}`, { name, kind, remedy });
}

/** A number is 32 bits, dotted parts are the first octets. `net 10` is 10/8: a network's octets count from its first that is not 0. */
function ip4Network(
  g: Generator,
  id: Extract<Id, { kind: 'number' | 'dotted' }>,
  type: IdType | undefined,
  at: number,
): { address: number; mask: number } {
  if (id.kind === 'number') {
    if (type !== 'net') return { address: id.value, mask: 0xffffffff };
    let [address, mask] = [id.value, 0xffffffff];
    while (address !== 0 && address <= 0xffffff) [address, mask] = [(address << 8) >>> 0, (mask << 8) >>> 0];
    return { address, mask };
  }
  const { address, bits } = dotted(g, id.text, at);
  if (id.length === undefined && id.mask === undefined) return { address, mask: leading(bits) };
  if (type !== 'net' && id.length !== 32) throw g.error(at, `'${idText(id)}' is a network: write 'net' before it`);
  if (id.length !== undefined) g.atMost(at, 'prefix length', id.length, 32);
  const mask = id.mask === undefined ? leading(id.length as number) : dotted(g, id.mask, at).address;
  if ((address & ~mask) !== 0) throw g.error(at, `'${idText(id)}' has bits outside its mask`);
  return { address, mask };
}

const leading = (bits: number): number => (bits === 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0);

function dotted(g: Generator, text: string, at: number): { address: number; bits: number } {
  const octets = text.split('.').map(Number);
  if (octets.some((octet) => octet > 255)) throw g.error(at, `'${text}' is not an IPv4 address: its parts go up to 255`);
  const address = octets.reduce((sum, octet, i) => sum + octet * 2 ** (24 - 8 * i), 0);
  return { address, bits: octets.length * 8 };
}

function ip6Address(g: Generator, id: Extract<Id, { kind: 'ipv6' }>, type: IdType | undefined, at: number): Ip6Address {
  if (!isIpv6(id.text)) throw g.error(at, `'${id.text}' is not an IPv6 address`);
  const length = g.atMost(at, 'prefix length', id.length ?? 128, 128);
  if (type !== 'net' && length !== 128) throw g.error(at, `'${idText(id)}' is a network: write 'net' before it`);
  const address = parseIpv6(id.text);
  for (let bit = length; bit < 128; bit++)
    if (((address[bit >> 3] as number) & (0x80 >> (bit & 7))) !== 0) throw g.error(at, `'${idText(id)}' has bits outside its mask`);
  return { address, length };
}

function decnet(g: Generator, id: Id, at: number, made: (area: number, node: number) => Condition): Condition {
  const [area, node, ...more] = id.kind === 'dotted' ? id.text.split('.').map(Number) : [];
  if (
    id.kind !== 'dotted' ||
    id.length !== undefined ||
    id.mask !== undefined ||
    more.length > 0 ||
    !((area as number) < 64 && (node as number) < 1024)
  )
    throw g.error(at, `'${idText(id)}' is not a DECnet address: expected AREA.NODE, with an area up to 63 and a node up to 1023`);
  return made(area as number, node as number);
}

/** Groups of one or two digits with `:`, `-` or `.` between, three of four with `.`, or twelve digits. */
function macOctets(text: string): Uint8Array {
  const groups =
    /^[0-9a-f]{4}\./i.test(text) || /^[0-9a-f]{12}$/i.test(text) ? (text.replaceAll('.', '').match(/../g) ?? []) : text.split(/[-:.]/);
  return Uint8Array.from(groups, (group) => Number.parseInt(group, 16));
}

/** Sent through a host that is a gateway: its link-layer address is there, its IPv4 address is not. */
function gateway(g: Generator, { id, qualifiers, at }: IdExpression): Condition {
  const { protocol } = qualifiers;
  if (g.encapsulated) throw g.error(at, "'gateway' cannot be used inside VXLAN or Geneve");
  if (id.kind !== 'name') throw g.error(at, `'gateway' needs a host's name, not '${idText(id)}'`);
  if (protocol !== undefined && protocol !== 'ip' && protocol !== 'arp' && protocol !== 'rarp')
    throw g.error(at, `'${protocol}' cannot come before 'gateway'; 'ip', 'arp' and 'rarp' can`);
  if (g.layout.addresses?.kind !== 'mac' && g.layout.addresses?.kind !== 'wlan') throw g.unsupported(at, 'gateway');
  const [mac] = resolved(g, id.name, 'ether', at).filter(isMac);
  if (mac === undefined) throw unknownName(g, id.name, 'ether', at);
  const addresses = resolved(g, id.name, 'host', at)
    .filter(isIpv4)
    .map((text) => ({ address: parseIpv4(text), mask: 0xffffffff }));
  if (addresses.length === 0) throw g.error(at, `the name '${id.name}' has no IPv4 address`, { name: id.name });
  const through = macHost(g, parseMac(mac), undefined, at, 'gateway');
  const notFrom = (family: 'ip' | 'arp' | 'rarp'): Condition => otherHosts(g, addresses, family, at);
  return and(through, protocol === undefined ? or(notFrom('ip'), notFrom('arp'), notFrom('rarp')) : notFrom(protocol));
}

/** Packets of a protocol between other hosts. */
function otherHosts(
  g: Generator,
  addresses: readonly { address: number; mask: number }[],
  family: 'ip' | 'arp' | 'rarp',
  at: number,
): Condition {
  const within = ip4Hosts(g, addresses, family, undefined, at);
  // Of "is this protocol and has one of these addresses" the second half is turned round.
  if (within.kind !== 'and') return not(within);
  return and(within.left, not(within.right));
}
