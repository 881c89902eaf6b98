/** rtnetlink's messages about routes. linux/rtnetlink.h */
import { type Field, field } from '../../../packet/spec/field.ts';
import { i32le, u16le, u32le, u8 } from '../../../packet/fields/integers.ts';
import { readRecord, writeRecord } from '../../../packet/fields/nested.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { GivenOf, ViewOf } from '../../../packet/spec/spec.ts';
import { type Names, names } from '../../../packet/spec/names.ts';
import { attribute, attributes, nest } from '../netlink/attributes.ts';
import { internetAddress } from './kinds.ts';

export const RTM_NEWROUTE = 24;
export const RTM_DELROUTE = 25;
export const RTM_GETROUTE = 26;

/** rtm_type */
export const routeTypes: Names = /* @__PURE__ */ names({
  unspecified: 0,
  unicast: 1,
  local: 2,
  broadcast: 3,
  anycast: 4,
  multicast: 5,
  blackhole: 6,
  unreachable: 7,
  prohibit: 8,
  throw: 9,
  nat: 10,
});
/** rtm_scope */
export const routeScopes: Names = /* @__PURE__ */ names({ global: 0, site: 200, link: 253, host: 254, nowhere: 255 });

export const RT_TABLE_MAIN = 254;
/** rtm_flags: a copy of a route that the look-up made … */
export const RTM_F_CLONED = 0x200;
/** … and, in a request: give the route of the table that fits, not only its consequence. */
export const RTM_F_LOOKUP_TABLE = 0x1000;
/** What of rtm_flags belongs to the route rather than to its state: RTNH_F_PERVASIVE, RTNH_F_ONLINK. */
export const ROUTE_FLAGS_SETTABLE = 0x6;

/** struct rtnexthop and its attributes: one of several ways that share a route. */
const NextHop = layer('NextHop', () => ({
  fields: {
    len: u16le(),
    flags: u8(),
    /** One less than its share. */
    hops: u8(),
    index: i32le(),
    attributes: attributes({ gateway: attribute(5, internetAddress()), via: attribute(18, octets()) }),
  },
}));

/** RTA_MULTIPATH: next hops one behind another, each as long as it says. */
function nextHops(): Field<readonly Readonly<ViewOf<typeof NextHop>>[], readonly GivenOf<typeof NextHop>[]> {
  return field({
    form: 'variable',
    label: 'list of NextHop',
    list: true,
    initial: [],
    end: (_b, _at, limit) => limit,
    read: (b, at, end) => {
      const hops: unknown[] = [];
      for (let q = at; q + NextHop.layout.minimum <= end; ) {
        const length = (b[q] as number) | ((b[q + 1] as number) << 8);
        if (length < NextHop.layout.minimum || q + length > end) break;
        hops.push(readRecord(NextHop, b, q, q + length, q));
        q += (length + 3) & ~3;
      }
      return hops;
    },
    write: (w, value) => {
      for (const hop of value as readonly unknown[]) {
        const before = w.q - w.start;
        writeRecord(w, NextHop, hop, before);
        const q = w.start + before;
        const length = w.q - q;
        w.b[q] = length;
        w.b[q + 1] = length >>> 8;
      }
    },
  });
}

/** struct rtmsg and its attributes. */
export const RouteMessage = layer('RouteMessage', () => ({
  about: 'A route.',
  source: 'linux/rtnetlink.h',
  fields: {
    family: u8(),
    destinationLength: u8(),
    sourceLength: u8(),
    tos: u8(),
    table: u8(),
    protocol: u8(),
    scope: u8({ names: routeScopes }),
    type: u8({ names: routeTypes }),
    flags: u32le(),
    attributes: attributes({
      destination: attribute(1, internetAddress()),
      source: attribute(2, internetAddress()),
      output: attribute(4, u32le()),
      gateway: attribute(5, internetAddress()),
      priority: attribute(6, u32le()),
      preferredSource: attribute(7, internetAddress()),
      metrics: nest(8, attributes({ mtu: attribute(2, u32le()), hopLimit: attribute(10, u32le()) })),
      multipath: attribute(9, nextHops()),
      cacheInfo: attribute(12, octets()),
      table: attribute(15, u32le()),
      mark: attribute(16, u32le()),
      /** The next hop of the other address family: family (u16), then the address. RFC 5549 */
      via: attribute(18, octets()),
    }),
  },
}));
