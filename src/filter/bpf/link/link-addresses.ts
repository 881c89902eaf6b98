/** Link-layer addresses: `ether src 02:00:5e:00:53:01`, `wlan addr2 …`, `broadcast`, `multicast`. */
import type { Generator } from './generator.ts';
import { inDirection } from './direction.ts';
import {
  and,
  type Condition,
  constant,
  equal,
  equalMasked,
  load,
  moved,
  not,
  or,
  type Position,
  test,
} from '../conditions/intermediate.ts';
import { laneControl } from './link-protocol.ts';
import { valueKey } from '../conditions/value-key.ts';
import type { Direction } from '../text/words.ts';

const BROADCAST = new Uint8Array(6).fill(0xff);

/** Six octets at a place; the last four are compared first, as in libpcap. */
function macEquals(at: Position, mac: Uint8Array): Condition {
  const view = new DataView(mac.buffer, mac.byteOffset, 6);
  return and(equal(moved(at, 2), 4, view.getUint32(2)), equal(at, 2, view.getUint16(0)));
}

export function macHost(g: Generator, mac: Uint8Array, direction: Direction | undefined, at: number, what: string): Condition {
  const { addresses } = g.layout;
  if (addresses?.kind === 'wlan') return wlanHost(g, mac, direction);
  if (addresses?.kind !== 'mac') throw g.unsupported(at, what);
  const place = (offset: number) => () => macEquals(moved(g.link, offset), mac);
  return linkThere(g, inDirection(g, direction, at, place(addresses.source), place(addresses.destination)));
}

/** Inside Geneve there may be no link layer: then its place and its payload's are one. Frames that control LAN emulation have none either. */
function linkThere(g: Generator, condition: Condition): Condition {
  if (g.lane) return and(not(laneControl(g)), condition);
  const link = g.link.base;
  const payload = g.payload?.base;
  if (!g.encapsulated || link === undefined || payload === undefined || valueKey(link) === valueKey(payload)) return condition;
  return and(not(test('equal', payload, link)), condition);
}

/** `link host $2a`: an address of one octet. */
export function shortHost(g: Generator, value: number, direction: Direction | undefined, at: number): Condition {
  const { addresses } = g.layout;
  if (addresses?.kind !== 'octet') throw g.unsupported(at, 'link host $XX');
  const place = (offset: number) => () => equal(moved(g.link, offset), 1, value);
  return inDirection(g, direction, at, place(addresses.source), place(addresses.destination));
}

export function linkBroadcast(g: Generator, at: number): Condition {
  const { addresses } = g.layout;
  switch (addresses?.kind) {
    case 'mac':
      return macHost(g, BROADCAST, 'dst', at, 'broadcast');
    case 'wlan':
      return wlanHost(g, BROADCAST, 'dst');
    case 'octet':
      return shortHost(g, addresses.broadcast, 'dst', at);
    default:
      throw g.unsupported(at, 'broadcast');
  }
}

/** The group bit of the destination (IEEE 802 §8.2). ARCNET's only group is all stations; MS/TP has no groups. */
export function linkMulticast(g: Generator, at: number): Condition {
  const { addresses } = g.layout;
  const group = (offset: number): Condition => test('anyBit', load(moved(g.link, offset), 1), constant(1));
  switch (addresses?.kind) {
    case 'mac':
      return linkThere(g, group(addresses.destination));
    case 'octet':
      if (!addresses.multicast) throw g.unsupported(at, 'multicast');
      return shortHost(g, addresses.broadcast, 'dst', at);
    case 'wlan':
      return wlanDestination(g, group);
    default:
      throw g.unsupported(at, 'multicast');
  }
}

/** 802.11 frame control, first octet: type in bits 2-3, subtype in bits 4-7. Second octet: ToDS 1, FromDS 2 (IEEE 802.11-2016 §9.2.4.1). */
const control = (g: Generator, mask: number): Condition => test('anyBit', load(g.link, 1), constant(mask));
const distribution = (g: Generator, mask: number): Condition => test('anyBit', load(moved(g.link, 1), 1), constant(mask));
const CONTROL_FRAME = 0x04;
const DATA_FRAME = 0x08;
const TO_DS = 1;
const FROM_DS = 2;

/** One that holds when a bit is clear, or another one when it is set. */
const choose = (bit: Condition, clear: Condition, set: Condition): Condition => or(and(not(bit), clear), and(bit, set));

/** Which of the addresses is the destination (§9.3.2.1, table 9-26). Control frames have none. */
function wlanDestination(g: Generator, is: (offset: number) => Condition): Condition {
  return and(not(control(g, CONTROL_FRAME)), choose(control(g, DATA_FRAME), is(4), choose(distribution(g, TO_DS), is(4), is(16))));
}

function wlanSource(g: Generator, is: (offset: number) => Condition): Condition {
  const fromDistribution = choose(distribution(g, TO_DS), is(16), is(24));
  return and(
    not(control(g, CONTROL_FRAME)),
    choose(control(g, DATA_FRAME), is(10), choose(distribution(g, FROM_DS), is(10), fromDistribution)),
  );
}

function wlanHost(g: Generator, mac: Uint8Array, direction: Direction | undefined): Condition {
  const is = (offset: number): Condition => macEquals(moved(g.link, offset), mac);
  const type = (value: number, mask: number): Condition => equalMasked(g.link, 1, value, mask);
  // CTS and ACK frames have one address only.
  const secondThere = not(and(type(0x04, 0x0c), or(type(0xc0, 0xf0), type(0xd0, 0xf0))));
  switch (direction) {
    case 'src':
      return wlanSource(g, is);
    case 'dst':
      return wlanDestination(g, is);
    case 'src and dst':
      return and(wlanSource(g, is), wlanDestination(g, is));
    case 'addr1':
      return is(4);
    case 'addr2':
      return and(secondThere, is(10));
    case 'addr3':
      return and(not(type(0x04, 0x0c)), is(16));
    case 'addr4':
      return and(equalMasked(moved(g.link, 1), 1, 3, 3), is(24));
    case 'ra':
      return and(control(g, DATA_FRAME), is(4));
    case 'ta':
      return and(control(g, DATA_FRAME), secondThere, is(10));
    default:
      return or(wlanSource(g, is), wlanDestination(g, is));
  }
}
