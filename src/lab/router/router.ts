/**
 * A host with several cards that sends on what is for others (RFC 1812 §5; RFC 8200 §3, §4.5, §5). Each card has a stack of its own that knows the neighbours on its
 * link; what is for the router itself goes to one stack that has all its addresses, and no link.
 */
import { internetChecksum, sumOctets } from '../../bytes/checksum.ts';
import { setWord, word } from '../../bytes/words.ts';
import { LINKTYPE } from '../../capture/link-types.ts';
import type { FrameBuffer } from '../../packet/in-bulk/frame-buffer.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { dissectorOf } from '../../packet/object/dissector.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { protocols } from '../../protocols/protocols.ts';
import { IcmpErrors } from '../../stack/icmp/errors-out.ts';
import { receivedOf } from '../../stack/received.ts';
import { Stack } from '../../stack/stack.ts';
import type { Surroundings, Wire } from '../../stack/wire.ts';
import { Defragmenter, KEPT, WHOLE } from '../../streams/fragments/defragmenter.ts';
import { fragment } from '../../streams/fragments/fragment.ts';
import type { NetworkCard } from '../network-card.ts';
import type { Firewall } from './firewall.ts';
import type { Nat } from './nat.ts';
import { isV6, refuse, targetOf, tell } from './refusal.ts';
import { Routes } from './routes.ts';

/** A card of a router, with its addresses and their prefixes. */
export interface RouterCard {
  readonly name: string;
  readonly card: NetworkCard;
  readonly addresses: readonly string[];
}

export interface RouterParts {
  readonly cards: readonly RouterCard[];
  readonly surroundings: Surroundings;
  readonly firewall: Firewall | undefined;
  /** Translates what passes between this card and the others. */
  readonly nat: { readonly card: string; readonly table: Nat } | undefined;
  /** Sees each packet that comes in, before the router does. True: it is dealt with. */
  before(p: Packet, card: NetworkCard): boolean;
}

/** What became of the packets that were not the router's own. */
export interface ForwardCounters {
  forwarded: number;
  expired: number;
  noRoute: number;
  tooBig: number;
  fragmented: number;
  denied: number;
  damaged: number;
}

const TTL = 8;
const HOP_LIMIT = 7;
const DF = 0x4000;

/** A router of a lab: its cards, what it forwards, and its counters. */
export class Router implements Wire {
  readonly linkType = LINKTYPE.RAW;
  readonly mtu: number;
  /** That of the router's own addresses. */
  readonly stack: Stack;
  /** Those of its cards: neighbours. */
  readonly links: readonly Stack[];
  readonly routes = new Routes();
  readonly counters: ForwardCounters = { forwarded: 0, expired: 0, noRoute: 0, tooBig: 0, fragmented: 0, denied: 0, damaged: 0 };
  readonly #o: RouterParts;
  readonly #errors: IcmpErrors;
  readonly #pieces = new Defragmenter();
  readonly #outside: number;
  readonly #flushing = new Set<Stack>();

  constructor(o: RouterParts) {
    this.#o = o;
    const { cards, surroundings } = o;
    this.mtu = Math.min(...cards.map(({ card }) => card.mtu));
    const all = cards.flatMap(({ addresses }) => addresses);
    // Where its own packets go, the table of routes says: to the stack all is behind a gateway.
    const gateways = [all.find((text) => !text.includes(':')), all.find((text) => text.includes(':'))].flatMap((text) =>
      text === undefined ? [] : [text.split('/')[0] as string],
    );
    this.stack = new Stack(this, surroundings, { addresses: [...all, '127.0.0.1/8'], gateways });
    this.#errors = new IcmpErrors(this.stack.output);
    this.links = cards.map(({ card, addresses }, i) => {
      for (const text of addresses) this.routes.near(text, i);
      return new Stack(card, surroundings, { addresses, before: (p) => o.before(p, card) || this.#came(p, i) });
    });
    this.#outside = o.nat === undefined ? -1 : cards.findIndex(({ name }) => name === o.nat?.card);
  }

  /** Whom it translates for; undefined for a router that does not. */
  get nat(): Nat | undefined {
    return this.#o.nat?.table;
  }

  /** The router's own packets. */
  transmit(frames: FrameBuffer): FrameBuffer {
    for (let i = 0; i < frames.n; i++) {
      const at = frames.offset[i] as number;
      const ip = frames.data.slice(at, at + (frames.length[i] as number));
      if (this.#isOurs(ip)) queueMicrotask(() => this.stack.receiveFrame(ip));
      else this.#leave(ip);
    }
    frames.clear();
    return frames;
  }

  close(): void {
    for (const link of this.links) link.close();
    this.stack.close();
  }

  /** A frame that is for one of its cards, or for a group. @returns whether it is for none of the card's own stack: neighbours are that one's */
  #came(p: Packet, card: number): boolean {
    let object = objectOf(p);
    let what = receivedOf(object);
    if (what.ip < 0 || what.kind === 'arp') return false;
    if (what.isV6 && what.kind === 'icmp' && isNeighbourDiscovery(object.b[object.$offset(what.transport)] as number)) return false;
    // Ports are in the first fragment only (RFC 4787 §11).
    const taken = this.#o.nat === undefined || what.isV6 ? WHOLE : this.#pieces.take(object, this.#nowMs);
    if (taken === KEPT) return true;
    if (taken !== WHOLE) {
      object = dissectorOf(protocols)(taken.data, taken.start, taken.end, taken.first);
      what = receivedOf(object);
    }
    const ip = measured(object.b.subarray(object.$offset(what.ip), object.e));
    if (ip === undefined) this.counters.damaged++;
    else this.#arrived(ip, card);
    return true;
  }

  /** `ip` is ours: a copy of what came. */
  #arrived(ip: Uint8Array, card: number): void {
    const { nat, firewall, cards } = this.#o;
    const isForMany = isGroup(ip);
    if (nat !== undefined && card === this.#outside && !isForMany && !isV6(ip)) nat.table.inward(ip, this.#nowMs);
    const verdict = firewall?.judge(ip, (cards[card] as RouterCard).name) ?? 'accept';
    if (verdict !== 'accept') {
      this.counters.denied++;
      if (verdict === 'reject') refuse(this.stack, this.#errors, ip);
    } else if (isForMany || this.#isOurs(ip)) this.stack.receiveFrame(ip);
    else this.#forward(ip, card);
  }

  #forward(ip: Uint8Array, card: number): void {
    const { nat } = this.#o;
    // RFC 4291 §2.5.6, RFC 1122 §3.2.1.3: it stays where it is.
    if (isBound(ip)) return;
    const at = isV6(ip) ? HOP_LIMIT : TTL;
    const left = ip[at] as number;
    if (left <= 1) {
      this.counters.expired++;
      this.#tell(ip, 'expired', card);
      return;
    }
    const route = this.routes.to(targetOf(ip));
    if (route === undefined) {
      this.counters.noRoute++;
      this.#tell(ip, 'no-route', card);
      return;
    }
    const { mtu } = (this.#o.cards[route.card] as RouterCard).card;
    if (ip.length > mtu && (isV6(ip) || (word(ip, 6) & DF) !== 0)) {
      this.counters.tooBig++;
      this.#tell(ip, 'too-big', card, mtu);
      return;
    }
    ip[at] = left - 1;
    if (!isV6(ip)) seal(ip);
    if (nat !== undefined && route.card === this.#outside && card !== this.#outside && !isV6(ip) && !nat.table.outward(ip, this.#nowMs)) {
      this.counters.denied++;
      return;
    }
    this.counters.forwarded++;
    this.#leave(ip, route);
  }

  #tell(ip: Uint8Array, what: 'expired' | 'no-route' | 'too-big', card: number, mtu = 0): void {
    const own = (this.#o.cards[card] as RouterCard).addresses.find((text) => text.includes(':') === isV6(ip));
    tell(this.stack, this.#errors, ip, what, { from: own?.split('/')[0], mtu });
  }

  /** To the next one on its way. */
  #leave(ip: Uint8Array, route = this.routes.to(targetOf(ip))): void {
    if (route === undefined) return;
    const link = this.links[route.card] as Stack;
    const neighbour = link.neighbours.of(route.next ?? targetOf(ip));
    const { mtu } = link.wire;
    if (ip.length <= mtu) link.output.packet(ip, isV6(ip), neighbour);
    else {
      this.counters.fragmented++;
      const whole = dissectorOf(protocols)(ip, 0, ip.length, IP.id) as unknown as Packet;
      for (const part of fragment(whole, { mtu })) link.output.packet(part.bytes, false, neighbour);
    }
    this.#flushSoon(link);
  }

  /** What came together leaves together. */
  #flushSoon(link: Stack): void {
    if (this.#flushing.has(link)) return;
    this.#flushing.add(link);
    queueMicrotask(() => {
      this.#flushing.delete(link);
      link.output.flush();
    });
  }

  #isOurs(ip: Uint8Array): boolean {
    return this.stack.addresses.isOurs(targetOf(ip));
  }

  get #nowMs(): number {
    return this.#o.surroundings.clock.monotonic();
  }
}

/** Router and neighbour messages, and redirects (RFC 4861 §4). */
const isNeighbourDiscovery = (type: number): boolean => type >= 133 && type <= 137;

const isGroup = (ip: Uint8Array): boolean => (isV6(ip) ? ip[24] === 0xff : (ip[16] as number) >= 224);

const isBound = (ip: Uint8Array): boolean =>
  isV6(ip)
    ? [8, 24].some((at) => ip[at] === 0xfe && ((ip[at + 1] as number) & 0xc0) === 0x80)
    : [12, 16].some((at) => ip[at] === 127 || ip[at] === 0);

/** A copy as long as its header says; undefined for one that was damaged (RFC 1812 §5.2.2). */
function measured(b: Uint8Array): Uint8Array | undefined {
  if (isV6(b)) return b.length < 40 || 40 + word(b, 4) > b.length ? undefined : b.slice(0, 40 + word(b, 4));
  const header = 4 * ((b[0] as number) & 15);
  if (b.length < 20 || header < 20 || word(b, 2) < header || word(b, 2) > b.length || sumOctets(b, 0, header) !== 0xffff) return undefined;
  return b.slice(0, word(b, 2));
}

function seal(ip: Uint8Array): void {
  setWord(ip, 10, 0);
  setWord(ip, 10, internetChecksum(ip, 0, 4 * ((ip[0] as number) & 15)));
}
