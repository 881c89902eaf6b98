/** Flows out of batches of packets: counted, timed out by the packets' own time, and told when they have ended. */
import { longWord } from '../bytes/words.ts';
import { FLAG_NO_TIME, type InterfaceInfo, type PacketBatch } from '../capture/batch.ts';
import { dissectAt, firstLayer } from '../capture/dissect-batch.ts';
import type { Registry } from '../packet/chain/registry.ts';
import { objectOf } from '../packet/object/packet-object.ts';
import { protocols } from '../protocols/protocols.ts';
import { Flow, type FlowEnd } from './flow.ts';
import { type FlowOptions, type FlowRules, flowRules, KIND } from './flow-options.ts';
import { FlowPlace, readFlowPlace } from './flow-place.ts';
import { FlowStore, OWN_WORDS } from './flow-store.ts';
import { UserKeys } from './user-keys.ts';

const TCP = 6;
const UDP = 17;
const ICMP = 1;
const ICMPV6 = 58;
const FIN = 1;
const RST = 4;

/** What was counted. */
export interface FlowStats {
  /** IP packets, and their octets: those of all flows, told or not, together. */
  readonly packets: number;
  readonly octets: number;
  /** Packets without an IP header. */
  readonly otherPackets: number;
  /** Packets that sampling passed over. */
  readonly notSampled: number;
  /** Flows that go on. */
  readonly active: number;
  /** Flows that were told, by the reason. */
  readonly told: Readonly<Record<FlowEnd, number>>;
  /** Values of the user's keys that were too many to be told apart. */
  readonly crowdedKeys: number;
}

/** Who is told of a flow. It is used again for the next: `flow.copy()` is yours. */
export type FlowSink = (flow: Flow) => void;

/** Counts packets by flow. Each flow that ends is handed to the sink that it was made with. */
export class FlowTable {
  readonly #rules: FlowRules;
  readonly #registry: Registry;
  readonly #sink: FlowSink;
  readonly #interfaces: readonly InterfaceInfo[];
  readonly #keys: UserKeys;
  readonly #stores: readonly [FlowStore, FlowStore];
  readonly #place = new FlowPlace();
  readonly #flow = new Flow();
  readonly #told: Record<FlowEnd, number> = { idle: 0, active: 0, overflow: 0, room: 0, forced: 0 };
  #packets = 0;
  #octets = 0;
  #otherPackets = 0;
  #notSampled = 0;
  #untilSample = 0;
  /** The time that packets have come to, in µs; NaN before the first. */
  #now = Number.NaN;
  readonly #longest: number;
  /** Packets that came from before the clock could have let them wait. */
  #late = 0;

  /**
   * @param interfaces of the source, which have the link types: the list may grow
   * @throws ERR_VALUE for options that there are not; ERR_FIELD for keys that no layer has
   */
  constructor(o: FlowOptions, sink: FlowSink, interfaces: readonly InterfaceInfo[], registry: Registry = protocols) {
    const rules = flowRules(o);
    this.#rules = rules;
    this.#registry = registry;
    this.#sink = sink;
    this.#interfaces = interfaces;
    this.#keys = new UserKeys(registry, rules.keys, interfaces);
    const more = (rules.vlan ? 1 : 0) + (rules.ether ? 4 : 0) + this.#keys.words;
    this.#longest = Math.max(...rules.idle);
    const store = (version: 4 | 6) => new FlowStore(version, more, rules.bidirectional, this.#longest, (Math.random() * 2 ** 32) | 0);
    this.#stores = [store(4), store(6)];
  }

  get stats(): FlowStats {
    return {
      packets: this.#packets,
      octets: this.#octets,
      otherPackets: this.#otherPackets,
      notSampled: this.#notSampled,
      active: this.#stores[0].table.size + this.#stores[1].table.size,
      told: { ...this.#told },
      crowdedKeys: this.#keys.crowded,
    };
  }

  /** The packets of a batch. Flows that end are told meanwhile. @param selection 1 for each packet that counts; without it all do */
  take(batch: PacketBatch, selection?: Uint8Array): void {
    this.#keys.run(batch);
    const { sampling } = this.#rules;
    for (let i = 0; i < batch.n; i++) {
      if (selection !== undefined && selection[i] !== 1) continue;
      if (sampling > 1) {
        if (this.#untilSample > 0) {
          this.#untilSample--;
          this.#notSampled++;
          continue;
        }
        this.#untilSample = sampling - 1;
      }
      this.#one(batch, i);
    }
    this.#sweep();
  }

  /** Time has gone on without packets: flows that are due are told. @param us since 1970 */
  passTo(us: number): void {
    if (!(us > this.#now)) return;
    this.#now = us;
    this.#sweep();
  }

  /** Tells all flows that there are. */
  flush(end: FlowEnd = 'forced'): void {
    for (const _ of this.drain(end));
  }

  /** The same in parts, so that whoever sends them can wait in between. Nothing may be taken before all is told. */
  *drain(end: FlowEnd = 'forced'): Generator<void> {
    for (const store of this.#stores) {
      for (let i = 0; i < store.wheel.lists; i++) {
        const before = this.#told[end];
        store.wheel.forEachIn(i, (entry) => {
          this.#report(store, entry, end);
        });
        if (this.#told[end] > before) yield;
      }
      store.wheel.clear();
      store.table.clear();
    }
  }

  /** Every flow that goes on, oldest deadline first, without ending any. */
  forEach(see: FlowSink): void {
    for (const store of this.#stores)
      store.wheel.forEach((entry) => {
        this.#fill(store, entry, 'active');
        see(this.#flow);
      });
  }

  #one(batch: PacketBatch, i: number): void {
    const place = this.#place;
    const info = this.#interfaces[batch.iface[i] as number];
    const first = info === undefined ? undefined : firstLayer(this.#registry, info.linkType);
    const p = objectOf(dissectAt(batch, i, first, this.#registry));
    if (!readFlowPlace(p, batch.wire[i] as number, place)) {
      this.#otherPackets++;
      return;
    }
    this.#packets++;
    this.#octets += place.octets;
    const us = ((batch.flags[i] as number) & FLAG_NO_TIME) === 0 ? this.#timeOf(batch, i) : this.#now || 0;
    const store = this.#stores[place.version === 4 ? 0 : 1];
    const turned = this.#writeKey(store, i);
    const entry = store.table.put();
    if (store.table.added || this.#hasEnded(store, entry, us)) this.#begin(store, entry, turned, us);
    else store.count(entry, turned, place.octets, us, place.tcpFlags, place.tos);
    if ((place.tcpFlags & (FIN | RST)) !== 0) this.#classify(store, entry);
    if (this.#rules.maxOctets < Number.POSITIVE_INFINITY && store.octetsOf(entry) >= this.#rules.maxOctets) {
      store.wheel.take(entry);
      this.#tell(store, entry, 'overflow');
    }
  }

  #timeOf(batch: PacketBatch, i: number): number {
    const us = (batch.sec[i] as number) * 1e6 + Math.floor((batch.nsec[i] as number) / 1000);
    if (us > this.#now) this.#now = us;
    else if (us < this.#now - this.#longest) this.#beLate(us);
    else if (Number.isNaN(this.#now)) this.#begins(us);
    return us;
  }

  #begins(us: number): void {
    this.#now = us;
    for (const { wheel } of this.#stores) wheel.start(us);
  }

  /** One wrong time stamp must not keep flows for ever. The clock goes back, but not so often that looking at all flows again would cost more than the packets. */
  #beLate(us: number): void {
    if (++this.#late < 1024 + this.#stores[0].table.size + this.#stores[1].table.size) return;
    this.#late = 0;
    this.#begins(us);
  }

  /** True: the packet goes the other way than the key has its ends. */
  #writeKey({ table: { key }, version }: FlowStore, i: number): boolean {
    const { b, src, dst, sport, dport, protocol, vlan, ether } = this.#place;
    const { ports, bidirectional } = this.#rules;
    const words = version === 4 ? 1 : 4;
    let order = 0;
    for (let w = 0; w < words; w++) {
      const from = longWord(b, src + 4 * w);
      const to = longWord(b, dst + 4 * w);
      key[w] = from;
      key[words + w] = to;
      if (order === 0) order = from === to ? 0 : from > to ? 1 : -1;
    }
    if (order === 0) order = sport - dport;
    const turned = bidirectional && order > 0;
    if (turned)
      for (let w = 0; w < words; w++) {
        const from = key[w] as number;
        key[w] = key[words + w] as number;
        key[words + w] = from;
      }
    key[2 * words] = ports ? (turned ? (dport << 16) | sport : (sport << 16) | dport) : 0;
    key[2 * words + 1] = this.#rules.protocol ? protocol : 0;
    let at = OWN_WORDS[version] as number;
    if (this.#rules.vlan) key[at++] = vlan;
    if (this.#rules.ether) {
      writeMac(key, at, b, ether < 0 ? -1 : ether + (turned ? 0 : 6));
      writeMac(key, at + 2, b, ether < 0 ? -1 : ether + (turned ? 6 : 0));
      at += 4;
    }
    this.#keys.write(i, key, at);
    return turned;
  }

  #begin(store: FlowStore, entry: number, turned: boolean, us: number): void {
    if (this.#stores[0].table.size + this.#stores[1].table.size > this.#rules.maxFlows) this.#makeRoom();
    const { protocol, octets, tcpFlags, tos } = this.#place;
    const kind =
      protocol === TCP ? KIND.tcp : protocol === UDP ? KIND.udp : protocol === ICMP || protocol === ICMPV6 ? KIND.icmp : KIND.general;
    store.begin(entry, turned, kind, octets, us, tcpFlags, tos);
    store.wheel.put(entry, us + (this.#rules.idle[kind] as number), store.table.capacity);
  }

  /** Told, because it had been quiet for too long or is too old: its entry begins anew. */
  #hasEnded(store: FlowStore, entry: number, us: number): boolean {
    const idle = us - store.lastOf(entry) > (this.#rules.idle[store.kindOf(entry)] as number);
    if (!idle && us - store.firstOf(entry) <= this.#rules.active) return false;
    store.wheel.take(entry);
    this.#report(store, entry, idle ? 'idle' : 'active');
    return true;
  }

  #classify(store: FlowStore, entry: number): void {
    const there = store.flagsOf(entry, 0);
    const back = this.#rules.bidirectional ? store.flagsOf(entry, 1) : there;
    const kind = ((there | back) & RST) !== 0 ? KIND.tcpRst : (there & back & FIN) !== 0 ? KIND.tcpFin : KIND.tcp;
    if (kind === store.kindOf(entry)) return;
    store.setKind(entry, kind);
    store.wheel.take(entry);
    store.wheel.put(entry, this.#dueOf(store, entry), store.table.capacity);
  }

  #dueOf(store: FlowStore, entry: number): number {
    return store.lastOf(entry) + (this.#rules.idle[store.kindOf(entry)] as number);
  }

  #sweep(): void {
    const now = this.#now;
    if (Number.isNaN(now)) return;
    for (const store of this.#stores)
      for (let entry = store.wheel.due(now); entry >= 0; entry = store.wheel.due(now)) {
        const due = this.#dueOf(store, entry);
        if (due >= now) store.wheel.put(entry, due + 1, store.table.capacity);
        else this.#tell(store, entry, 'idle');
      }
  }

  /** The one that has been quiet for longest is told: those that are due first. */
  #makeRoom(): void {
    const [a, b] = this.#stores;
    const oldestA = this.#oldest(a);
    const oldestB = this.#oldest(b);
    const store = oldestB < 0 || (oldestA >= 0 && a.lastOf(oldestA) <= b.lastOf(oldestB)) ? a : b;
    const entry = store === a ? oldestA : oldestB;
    if (entry < 0) return;
    store.wheel.take(entry);
    this.#tell(store, entry, 'room');
  }

  #oldest(store: FlowStore): number {
    for (;;) {
      const entry = store.wheel.first();
      if (entry < 0) return entry;
      const due = this.#dueOf(store, entry);
      if (store.wheel.isFirstAt(due)) return entry;
      store.wheel.take(entry);
      store.wheel.put(entry, due, store.table.capacity);
    }
  }

  #tell(store: FlowStore, entry: number, end: FlowEnd): void {
    this.#report(store, entry, end);
    store.table.remove(entry);
  }

  #report(store: FlowStore, entry: number, end: FlowEnd): void {
    this.#told[end]++;
    this.#fill(store, entry, end);
    this.#sink(this.#flow);
  }

  #fill(store: FlowStore, entry: number, end: FlowEnd): void {
    const flow = this.#flow;
    store.tell(entry, flow);
    flow.end = end;
    let at = OWN_WORDS[store.version] as number;
    if (this.#rules.vlan) flow.vlan = store.table.wordOf(entry, at++);
    if (this.#rules.ether) {
      const one = macOf(store.table.wordOf(entry, at), store.table.wordOf(entry, at + 1));
      const other = macOf(store.table.wordOf(entry, at + 2), store.table.wordOf(entry, at + 3));
      [flow.srcMac, flow.dstMac] = store.isTurned(entry) ? [other, one] : [one, other];
      at += 4;
    }
    if (this.#keys.words > 0) flow.keys = this.#keys.read((k) => store.table.wordOf(entry, at + k));
  }
}

/** The upper 16 bits, and the lower 32; zeros where there is none. */
function writeMac(key: Uint32Array, at: number, b: Uint8Array, from: number): void {
  key[at] = from < 0 ? 0 : ((b[from] as number) << 8) | (b[from + 1] as number);
  key[at + 1] = from < 0 ? 0 : longWord(b, from + 2);
}

const macOf = (high: number, low: number): Uint8Array =>
  Uint8Array.of(high >>> 8, high & 255, low >>> 24, (low >>> 16) & 255, (low >>> 8) & 255, low & 255);
