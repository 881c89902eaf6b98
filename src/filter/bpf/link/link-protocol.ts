/** Whether a packet's link layer carries a protocol. Protocols are named by EtherType, or by LLC service access point where they have none. */
import { COMPARE_OCTETS } from '../text/filter-error.ts';
import type { Generator } from './generator.ts';
import {
  allOf,
  always,
  and,
  anyOf,
  type Condition,
  constant,
  equal,
  equalMasked,
  load,
  moved,
  never,
  not,
  or,
  type Position,
  test,
} from '../conditions/intermediate.ts';

export const ETHERTYPE = {
  ip: 0x0800,
  arp: 0x0806,
  rarp: 0x8035,
  ip6: 0x86dd,
  atalk: 0x809b,
  aarp: 0x80f3,
  decnet: 0x6003,
  lat: 0x6004,
  mopdl: 0x6001,
  moprc: 0x6002,
  sca: 0x6007,
  ipx: 0x8137,
  xns: 0x0600,
  vlan: 0x8100,
  qinq: 0x88a8,
  oldQinq: 0x9100,
  mpls: 0x8847,
  pppoeDiscovery: 0x8863,
  pppoeSession: 0x8864,
  bridging: 0x6558,
  loopback: 0x9000,
} as const;

/** LLC service access points. */
export const SAP = { ip: 0x06, stp: 0x42, ipx: 0xe0, netbeui: 0xf0, iso: 0xfe } as const;

/** Lengths, up to here, and EtherTypes share a field (IEEE 802.3 §3.2.6). */
const MOST_LENGTH = 1500;
const LINUX_802_3 = 1;
const LINUX_802_2 = 4;

/** @param at position in the text, for errors */
export function linkProtocol(g: Generator, protocol: number, at: number): Condition {
  if (g.labels > 0) return overMpls(g, protocol, at);
  const { type, payload } = g;
  switch (g.layout.style) {
    case 'ether':
      return g.lane ? and(not(laneControl(g)), ether(g, protocol, at)) : ether(g, protocol, at);
    case 'llc':
      return llc(g, payload as Position, protocol, at);
    case 'wlan':
      return and(equalMasked(g.link, 1, 0x08, 0x0c), llc(g, payload as Position, protocol, at));
    case 'atm':
      return and(equalMasked({ offset: 0 }, 1, 2, 0x0f), llc(g, payload as Position, protocol, at));
    case 'sll':
      return sll(g, type as Position, payload as Position, protocol, at);
    case 'ppp':
      return equal(type as Position, 2, pppProtocol(g, protocol, at));
    case 'pppBsdos':
      return protocol === ETHERTYPE.ip ? pppBsdosIp(type as Position) : equal(type as Position, 2, pppProtocol(g, protocol, at));
    case 'hdlc':
      // ISO protocols follow an LLC header here; EtherTypes otherwise.
      return equal(type as Position, 2, g.atMost(at, 'HDLC protocol', protocol === SAP.iso ? 0xfefe : protocol, 0xffff));
    case 'etherType':
      return equal(type as Position, 2, g.atMost(at, 'EtherType', protocol, 0xffff));
    case 'arcnet': {
      const code = ARCNET_CODES.get(protocol);
      return code === undefined ? never : equal(type as Position, 1, code);
    }
    case 'ltalk':
      return protocol === ETHERTYPE.atalk ? always : never;
    case 'frelay':
      return anyOf((FRELAY_CODES.get(protocol) ?? []).map((code) => equal({ offset: 2 }, 2, code)));
    case 'family':
      return family(protocol, (value) => or(equal({ offset: 0 }, 4, swapped(value)), equal({ offset: 0 }, 4, value)));
    case 'familyBig':
      return family(protocol, (value) => equal({ offset: 0 }, 4, value));
    case 'pflog':
      return family(protocol, (value) => equal({ offset: 1 }, 1, value));
    case 'ipnet':
      return protocol === ETHERTYPE.ip
        ? equal(type as Position, 1, 2)
        : protocol === ETHERTYPE.ip6
          ? equal(type as Position, 1, 26)
          : never;
    case 'version':
      return protocol === ETHERTYPE.ip || protocol === ETHERTYPE.ip6 ? version({ offset: 0 }, protocol) : never;
    case 'ipv4':
      return protocol === ETHERTYPE.ip ? always : never;
    case 'ipv6':
      return protocol === ETHERTYPE.ip6 ? always : never;
    case 'juniper':
      // Only Juniper's own mark is asked for, not the protocol: its place depends on the header's extensions.
      return equalMasked({ offset: 0 }, 4, 0x4d474300, 0xffffff00);
    case 'mpls':
    case 'none':
      throw g.error(at, `link type ${g.linkName} has no protocol number to test`, {
        linkType: g.options.linkType,
        remedy: COMPARE_OCTETS,
      });
  }
}

const version = (at: Position, protocol: number): Condition => equalMasked(at, 1, protocol === ETHERTYPE.ip ? 0x40 : 0x60, 0xf0);

const swapped = (value: number): number => ((value & 0xff) << 24) >>> 0;

/** Address families: IPv4 is 2 everywhere, IPv6 differs between macOS, the BSDs and FreeBSD. A file does not say where it comes from. */
const FAMILIES_IP6 = [30, 24, 28];

function family(protocol: number, is: (value: number) => Condition): Condition {
  if (protocol === ETHERTYPE.ip) return is(2);
  if (protocol !== ETHERTYPE.ip6) return never;
  return anyOf(FAMILIES_IP6.map(is));
}

/** An LE Control frame of LAN emulation, which is no Ethernet. */
export const laneControl = (g: Generator): Condition => equal(moved(g.outermost, 4), 2, 0xff00);

/** The field holds a length, so an LLC header follows. */
export const isLength = (type: Position): Condition => not(test('greater', load(type, 2), constant(MOST_LENGTH)));

/** A SNAP header of this organisation and protocol (IEEE 802 §9). */
function snap(llcAt: Position, organisation: number, protocol: number): Condition {
  return and(
    equal(moved(llcAt, 4), 4, ((organisation << 16) | protocol) >>> 0),
    equal(llcAt, 4, (0xaaaa0300 | (organisation >>> 16)) >>> 0),
  );
}

const APPLE = 0x080007;
const bothSaps = (llcAt: Position, sap: number): Condition => equal(llcAt, 2, (sap << 8) | sap);

function ether(g: Generator, protocol: number, at: number): Condition {
  const type = g.type as Position;
  const llcAt = g.payload as Position;
  const isType = equal(type, 2, protocol & 0xffff);
  switch (protocol) {
    case SAP.iso:
    case SAP.ip:
    case SAP.netbeui:
      return and(isLength(type), bothSaps(llcAt, protocol));
    case SAP.ipx:
      // Four encapsulations: Ethernet II, SNAP, LLC, and Novell's own with nothing between.
      return or(
        equal(type, 2, ETHERTYPE.ipx),
        and(isLength(type), or(snap(llcAt, 0, ETHERTYPE.ipx), equal(llcAt, 1, SAP.ipx), equal(llcAt, 2, 0xffff))),
      );
    case ETHERTYPE.atalk:
      return or(isType, and(isLength(type), snap(llcAt, APPLE, protocol)));
    case ETHERTYPE.aarp:
      return or(isType, and(isLength(type), snap(llcAt, 0, protocol)));
    default:
      if (protocol > MOST_LENGTH) return equal(type, 2, g.atMost(at, 'EtherType', protocol, 0xffff));
      // The access point behind the length, wherever libpcap takes the payload to begin.
      return and(isLength(type), equal(moved(type, 2), 1, g.atMost(at, 'LLC DSAP', protocol, 0xff)));
  }
}

/** Linux cooked captures: an EtherType, or 4 for LLC. */
function sll(g: Generator, type: Position, llcAt: Position, protocol: number, at: number): Condition {
  const isLlc = equal(type, 2, LINUX_802_2);
  switch (protocol) {
    case SAP.iso:
    case SAP.ip:
    case SAP.netbeui:
      return and(isLlc, bothSaps(llcAt, protocol));
    case SAP.ipx:
      return or(
        equal(type, 2, ETHERTYPE.ipx),
        equal(type, 2, LINUX_802_3),
        and(isLlc, or(equal(llcAt, 1, SAP.ipx), snap(llcAt, 0, ETHERTYPE.ipx))),
      );
    case ETHERTYPE.atalk:
      return or(equal(type, 2, protocol), and(isLlc, snap(llcAt, APPLE, protocol)));
    case ETHERTYPE.aarp:
      return or(equal(type, 2, protocol), and(isLlc, snap(llcAt, 0, protocol)));
    default:
      if (protocol > MOST_LENGTH) return equal(type, 2, g.atMost(at, 'EtherType', protocol, 0xffff));
      return and(isLlc, equal(llcAt, 1, g.atMost(at, 'LLC DSAP', protocol, 0xff)));
  }
}

/** Link layers that always have an LLC header. That it is SNAP with organisation 0 is not asked for an EtherType, as in libpcap. */
function llc(g: Generator, llcAt: Position, protocol: number, at: number): Condition {
  switch (protocol) {
    case SAP.ip:
    case SAP.iso:
    case SAP.netbeui:
      return bothSaps(llcAt, protocol);
    case SAP.ipx:
      return equal(llcAt, 1, SAP.ipx);
    case ETHERTYPE.atalk:
      return snap(llcAt, APPLE, protocol);
    default:
      if (protocol > MOST_LENGTH) return equal(moved(llcAt, 6), 2, g.atMost(at, 'EtherType', protocol, 0xffff));
      return equal(llcAt, 1, g.atMost(at, 'LLC DSAP', protocol, 0xff));
  }
}

/** RFC 1661 §2 (field), IANA "PPP DLL Protocol Numbers". */
const PPP_PROTOCOLS: ReadonlyMap<number, number> = /* @__PURE__ */ new Map<number, number>([
  [ETHERTYPE.ip, 0x21],
  [ETHERTYPE.ip6, 0x57],
  [ETHERTYPE.decnet, 0x27],
  [ETHERTYPE.atalk, 0x29],
  [ETHERTYPE.xns, 0x25],
  [SAP.iso, 0x23],
  [SAP.stp, 0x31],
  [SAP.ipx, 0x2b],
]);

const pppProtocol = (g: Generator, protocol: number, at: number): number =>
  g.atMost(at, 'PPP protocol', PPP_PROTOCOLS.get(protocol) ?? protocol, 0xffff);

/** BSD/OS also sends IP with its header compressed as Van Jacobson has it, and not. */
const pppBsdosIp = (type: Position): Condition => anyOf([0x21, 0x2d, 0x2f].map((code) => equal(type, 2, code)));

/** RFC 1201 §2 and the later list of ARCNET system codes. */
const ARCNET_CODES: ReadonlyMap<number, number> = /* @__PURE__ */ new Map<number, number>([
  [ETHERTYPE.ip, 0xd4],
  [ETHERTYPE.ip6, 0xc4],
  [ETHERTYPE.arp, 0xd5],
  [ETHERTYPE.rarp, 0xd6],
  [ETHERTYPE.atalk, 0xdd],
]);

/** Control (UI, 3) and network layer protocol id (RFC 2427 §4). */
const FRELAY_CODES: ReadonlyMap<number, readonly number[]> = /* @__PURE__ */ new Map<number, readonly number[]>([
  [ETHERTYPE.ip, [0x03cc]],
  [ETHERTYPE.ip6, [0x038e]],
  [SAP.iso, [0x0381, 0x0382, 0x0383]],
]);

/** What follows the last label begins with a version; that a label is the last, its own bit says (RFC 3032 §2.1). */
function overMpls(g: Generator, protocol: number, at: number): Condition {
  if (protocol !== ETHERTYPE.ip && protocol !== ETHERTYPE.ip6) throw g.error(at, "after 'mpls', only 'ip' and 'ip6' can be tested");
  return allOf([test('anyBit', load(g.networkAt(-2, at), 1), constant(1)), version(g.networkAt(0, at), protocol)]);
}
