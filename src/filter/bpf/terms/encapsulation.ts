/** `vlan`, `mpls`, `pppoes`, `geneve` and `vxlan`: each asks for a header and moves all terms behind it to what that header carries. */
import type { Generator } from '../link/generator.ts';
import {
  always,
  and,
  binary,
  type Condition,
  constant,
  equal,
  equalMasked,
  fact,
  fromRegister,
  load,
  masked,
  moved,
  not,
  or,
  plus,
  type Position,
  type Register,
  type Step,
  test,
  type Value,
} from '../conditions/intermediate.ts';
import { linkLayout } from '../link/link-layouts.ts';
import { ETHERTYPE, linkProtocol } from '../link/link-protocol.ts';
import { behindIp, firstFragment, ipHeaderLength } from './port-terms.ts';
import { IP_PROTOCOL, ipProtocol } from './protocol-terms.ts';

const TAG_LENGTH = 4;
const TAG_TYPES = [ETHERTYPE.vlan, ETHERTYPE.qinq, ETHERTYPE.oldQinq] as const;

export function vlanTerm(g: Generator, number: number | undefined, at: number): Condition {
  if (number !== undefined) g.atMost(at, 'VLAN number', number, 4095);
  if (g.labels > 0) throw g.error(at, "'vlan' cannot follow 'mpls'");
  if (g.layout.vlan !== true || g.type === undefined || g.payload === undefined) throw g.unsupported(at, 'vlan');
  // Only of the outermost tag can the kernel have taken care, and only on Ethernet; what an interface of another type tags, libpcap does not say.
  const inKernel = g.options.kernel && g.vlans === 0 && g.options.linkType === 1 && !g.encapsulated && g.layout === linkLayout(1);
  g.vlans++;
  return inKernel ? vlanInKernel(g, number, at) : vlanInFrame(g, number, at);
}

function vlanInFrame(g: Generator, number: number | undefined, at: number): Condition {
  const tag = g.networkAt(0, at);
  const there = or(...(TAG_TYPES.map((type) => linkProtocol(g, type, at)) as [Condition, ...Condition[]]));
  g.type = moved(g.type as Position, TAG_LENGTH);
  g.payload = moved(g.payload as Position, TAG_LENGTH);
  return number === undefined ? there : and(there, equalMasked(tag, 2, number, 0x0fff));
}

/** The kernel takes the outermost tag out of most frames and keeps it beside them; a tag that is still in the frame moves what follows. */
function vlanInKernel(g: Generator, number: number | undefined, at: number): Condition {
  const tag = g.payload as Position;
  const inFrame = or(...(TAG_TYPES.map((type) => linkProtocol(g, type, at)) as [Condition, ...Condition[]]));
  const taken = test('equal', fact('vlanp', 1), constant(1));
  const shift = g.beginning('tagLength', [], (register) => [{ kind: 'assign', register, value: constant(0) }]);
  const set: Step = { kind: 'assign', register: shift, value: constant(TAG_LENGTH) };
  const there = or(taken, { kind: 'after', steps: [set], of: inFrame });
  g.type = { base: fromRegister(shift), offset: (g.type as Position).offset };
  g.payload = { base: fromRegister(shift), offset: tag.offset };
  if (number === undefined) return there;
  const isNumber = or(
    and(taken, test('equal', masked(fact('vlan_tci', 2), 0x0fff), constant(number))),
    and(not(taken), equalMasked(tag, 2, number, 0x0fff)),
  );
  return and(there, isNumber);
}

const LABEL_LENGTH = 4;
const PPP_MPLS = 0x0281;

/** @see RFC 3032 §2.1 (label stack entry), §5 (link layers) */
export function mplsTerm(g: Generator, label: number | undefined, at: number): Condition {
  if (label !== undefined) g.atMost(at, 'MPLS label', label, 0xfffff);
  if (g.layout.mpls !== true) throw g.unsupported(at, 'mpls');
  const there =
    g.labels > 0
      ? not(test('anyBit', load(g.networkAt(-2, at), 1), constant(1))) // The label before it is not the last.
      : linkProtocol(g, g.layout.style === 'ppp' ? PPP_MPLS : ETHERTYPE.mpls, at);
  const entry = g.networkAt(0, at);
  g.network += LABEL_LENGTH;
  g.networkNoSnap += LABEL_LENGTH;
  g.labels++;
  return label === undefined ? there : and(there, equalMasked(entry, 4, (label << 12) >>> 0, 0xfffff000));
}

const PPPOE_LENGTH = 6;

/** What a PPPoE session carries is PPP (RFC 2516 §6). */
export function pppoeSessionTerm(g: Generator, session: number | undefined, at: number): Condition {
  if (session !== undefined) g.atMost(at, 'PPPoE session', session, 0xffff);
  const there = linkProtocol(g, ETHERTYPE.pppoeSession, at);
  const header = g.networkAt(0, at);
  const condition = session === undefined ? there : and(there, equalMasked(header, 4, session, 0x0000ffff));
  const ppp = moved(header, PPPOE_LENGTH);
  g.layout = { style: 'ppp', mpls: true };
  [g.link, g.type, g.payload] = [ppp, ppp, moved(ppp, 2)];
  [g.network, g.networkNoSnap] = [0, 0];
  return condition;
}

const UDP_LENGTH = 8;
const ETHERNET_TYPE_AT = 12;
const ETHERNET_LENGTH = 14;

/** A tunnel over UDP: its port, what its header must say, and where in the header its number stands. */
interface Tunnel {
  readonly port: number;
  readonly headerIs: (header: Position) => Condition;
  readonly number: number | undefined;
}

/** The tunnel over IPv4 or IPv6. Sets a register to where its header begins, seen from the (outer) network layer. */
function tunnel(g: Generator, { port, headerIs, number }: Tunnel, header: Register, at: number): Condition {
  const start = g.networkAt(0, at);
  const over = (udp: Position, length: Value, ip: readonly Condition[]): Condition => {
    const behindUdp = moved(udp, UDP_LENGTH);
    const steps: Step[] = [{ kind: 'assign', register: header, value: plus(start.base, binary('+', length, constant(UDP_LENGTH))) }];
    return and(
      ip[0] as Condition,
      ...ip.slice(1),
      equal(moved(udp, 2), 2, port),
      headerIs(behindUdp),
      number === undefined ? always : equalMasked(moved(behindUdp, 4), 4, (number << 8) >>> 0, 0xffffff00),
      { kind: 'after', steps, of: always },
    );
  };
  const ip = over(behindIp(g, 0, at), ipHeaderLength(start), [ipProtocol(g, IP_PROTOCOL.udp, at), firstFragment(g, at)]);
  const isUdp = and(linkProtocol(g, ETHERTYPE.ip6, at), equal(g.networkAt(6, at), 1, IP_PROTOCOL.udp));
  const ip6 = over(g.networkAt(40, at), constant(40), [isUdp]);
  return or(ip, ip6);
}

/** Virtual eXtensible LAN: eight octets, then Ethernet (RFC 7348 §5). */
export function vxlanTerm(g: Generator, number: number | undefined, at: number): Condition {
  if (number !== undefined) g.atMost(at, 'VXLAN number', number, 0xffffff);
  const header = g.register('vxlan');
  const { offset } = g.networkAt(0, at);
  const condition = tunnel(g, { port: 4789, headerIs: (place) => equal(place, 1, 0x08), number }, header, at);
  const inner: Position = { base: fromRegister(header), offset: offset + 8 };
  g.encapsulated = true;
  g.enterEthernet(inner, moved(inner, ETHERNET_TYPE_AT), moved(inner, ETHERNET_LENGTH));
  return condition;
}

/** Geneve: a header with options, then what its protocol field says: Ethernet, or a network layer at once (RFC 8926 §3.4). */
export function geneveTerm(g: Generator, number: number | undefined, at: number): Condition {
  if (number !== undefined) g.atMost(at, 'Geneve number', number, 0xffffff);
  const [header, link, type, payload] = ['geneve', 'geneveLink', 'geneveType', 'genevePayload'].map((name) => g.register(name)) as [
    Register,
    Register,
    Register,
    Register,
  ];
  const outer = g.networkAt(0, at);
  const condition = tunnel(g, { port: 6081, headerIs: (place) => equalMasked(place, 1, 0, 0xc0), number }, header, at);
  const { offset } = outer;
  const octet = load({ base: fromRegister(header), offset }, 1);
  const options = binary('<<', masked(octet, 0x3f), constant(2));
  const set = (register: Register, value: Value): Step => ({ kind: 'assign', register, value });
  const behind = (by: number): Value => plus(fromRegister(link), constant(by));
  const steps: Step[] = [
    set(link, binary('+', binary('+', options, constant(8)), fromRegister(header))),
    {
      kind: 'when',
      condition: equal({ base: fromRegister(header), offset: offset + 2 }, 2, ETHERTYPE.bridging),
      steps: [set(type, behind(ETHERNET_TYPE_AT)), set(payload, behind(ETHERNET_LENGTH))],
      otherwise: [set(type, plus(fromRegister(header), constant(2))), set(payload, fromRegister(link))],
    },
  ];
  g.encapsulated = true;
  const place = (register: Register): Position => ({ base: fromRegister(register), offset });
  g.enterEthernet(place(link), place(type), place(payload));
  return and(condition, { kind: 'after', steps, of: always });
}
