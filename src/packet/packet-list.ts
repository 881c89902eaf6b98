/** Several packets with what scapy's users do with them. */
import { printable } from '../bytes/escape.ts';
import { hexdump } from './display/dumps.ts';
import type { AnyLayer, GivenOf, Layer, ViewOf } from './spec/spec.ts';
import type { Packet } from './laid/packet.ts';
import { Padding, Raw } from './layer/raw.ts';

/** Layers that the header counts. A packet is counted for the first of them that it has. */
const COUNTED = ['TCP', 'UDP', 'ICMP'];

const has = (p: Packet, name: string): boolean => p.layers().some((l) => l.layerName === name);

/** Packets that go from one address to another. */
export interface Conversation {
  readonly src: string;
  readonly dst: string;
  readonly packets: number;
  readonly octets: number;
}

/**
 * An array of packets; rdpcap() gives one. Methods that print in scapy return text here. `filter`, `slice` and `concat` give lists again,
 * `map` gives a plain array.
 */
export class PacketList extends Array<Packet> {
  /** Where it came from: a file's name. */
  readonly listName: string;

  constructor(packets: Iterable<Packet> = [], listName = 'PacketList') {
    super();
    this.listName = listName;
    for (const p of packets) this.push(p);
  }

  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  #list(packets: Iterable<Packet>): PacketList {
    return new PacketList(packets, this.listName);
  }

  /** `<f.pcap: TCP:1 UDP:0 ICMP:0 Other:0>` */
  get text(): string {
    const counts = new Map([...COUNTED, 'Other'].map((name) => [name, 0]));
    for (const p of this) {
      const name = COUNTED.find((n) => has(p, n)) ?? 'Other';
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return `<${printable(this.listName)}: ${[...counts].map(([name, n]) => `${name}:${n}`).join(' ')}>`;
  }

  override toString(): string {
    return this.text;
  }

  // Lists -------------------------------------------------------------------------------------------------------------

  override filter(keep: (p: Packet, i: number, list: Packet[]) => unknown): PacketList {
    return this.#list(super.filter(keep as (p: Packet) => boolean));
  }

  override slice(start?: number, end?: number): PacketList {
    return this.#list(super.slice(start, end));
  }

  override concat(...more: (Packet | ConcatArray<Packet>)[]): PacketList {
    return this.#list(Array.from(this).concat(...more.map((m) => (Array.isArray(m) ? Array.from(m as Packet[]) : m))));
  }

  /** In place; by time of capture when no order is given (those without a time stay in front). */
  override sort(order: (a: Packet, b: Packet) => number = byTime): this {
    return super.sort(order);
  }

  /** Packets that have the layer. */
  only(layer: AnyLayer): PacketList {
    return this.filter((p) => p.has(layer));
  }

  /** How many have the layer. */
  count(layer: AnyLayer): number {
    return this.reduce((n, p) => n + (p.has(layer) ? 1 : 0), 0);
  }

  /** The layer's views, of those packets that have it. */
  views<L extends Layer<any, any, any>>(layer: L): ViewOf<L>[] {
    return this.flatMap((p) => {
      const view = (p as Packet<string>).get(layer) as ViewOf<L> | undefined;
      return view === undefined ? [] : [view];
    });
  }

  /** A list of copies in which every field that equals `from` (or any value, if `from` is undefined) is set to `to`. */
  replace<L extends Layer<any, any, any>, F extends keyof ViewOf<L> & string>(
    layer: L,
    field: F,
    from: ViewOf<L>[F] | undefined,
    to: GivenOf<L>[F],
  ): PacketList {
    return this.#list(
      this.map((p) => {
        const view = (p as Packet<string>).get(layer) as Record<string, unknown> | undefined;
        if (view === undefined || (from !== undefined && String(view[field]) !== String(from))) return p;
        return p.copy().set(layer, { [field]: to });
      }),
    );
  }

  // Text --------------------------------------------------------------------------------------------------------------

  /** A line each. */
  summary(line: (p: Packet) => string = summaryOf): string {
    return this.map(line).join('\n');
  }

  /** One line per packet, numbered from 0000. */
  nsummary(line: (p: Packet) => string = summaryOf): string {
    return this.map((p, i) => `${number(i)} ${line(p)}`).join('\n');
  }

  /** As nsummary(): what a list looks like. One packet's fields: `list[3].show()`. */
  show(): string {
    return this.nsummary();
  }

  /** Number, time, summary and hexdump of each. */
  hexdump(): string {
    return this.#dumps((p) => p.bytes);
  }

  /** The hexdumps alone. */
  rawhexdump(): string {
    return this.map((p) => hexdump(p)).join('\n');
  }

  /** Number, time and summary of each, and a hexdump of the octets that no layer decodes. */
  hexraw(): string {
    return this.#dumps((p) => p.get(Raw)?.load, true);
  }

  /** Those with padding, and a hexdump of it. */
  padding(): string {
    return this.#dumps((p) => p.get(Padding)?.load);
  }

  /** The same for padding that is not one octet repeated. */
  nzpadding(): string {
    return this.#dumps((p) => {
      const load = p.get(Padding)?.load;
      return load?.every((x) => x === load[0]) ? undefined : load;
    });
  }

  #dumps(octets: (p: Packet) => Uint8Array | undefined, all = false): string {
    const lines: string[] = [];
    this.forEach((p, i) => {
      const found = octets(p);
      if (found === undefined && !all) return;
      lines.push(`${number(i)} ${p.sprintf('%.time%')} ${p.summary()}`);
      if (found !== undefined) lines.push(hexdump(found));
    });
    return lines.join('\n');
  }

  // Groups ------------------------------------------------------------------------------------------------------------

  /**
   * Groups the packets into conversations: `TCP 192.0.2.1:1025 > 192.0.2.2:80`, each direction separately; `sessionOf` may be {@link
   * fullDuplex} or a function of your own.
   */
  sessions(sessionOf: (p: Packet) => string = halfDuplex): Map<string, PacketList> {
    const found = new Map<string, PacketList>();
    for (const p of this) {
      const name = sessionOf(p);
      const list = found.get(name);
      if (list === undefined) found.set(name, this.#list([p]));
      else list.push(p);
    }
    return found;
  }

  /** Who sends to whom (IP, IPv6 or ARP addresses), in the order in which they were first seen. */
  conversations(): Conversation[] {
    const found = new Map<string, { src: string; dst: string; packets: number; octets: number }>();
    for (const p of this) {
      const ends = endsOf(p);
      if (ends === undefined) continue;
      const [src, dst] = ends;
      const c = found.get(`${src} ${dst}`) ?? { src, dst, packets: 0, octets: 0 };
      c.packets++;
      c.octets += p.meta.wireLength ?? p.length;
      found.set(`${src} ${dst}`, c);
    }
    return [...found.values()];
  }
}

const summaryOf = (p: Packet): string => p.summary();
const number = (i: number): string => String(i).padStart(4, '0');
const byTime = (a: Packet, b: Packet): number => (a.meta.sec ?? 0) - (b.meta.sec ?? 0) || (a.meta.nsec ?? 0) - (b.meta.nsec ?? 0);

/** Source and destination by the outermost layer that has some: IP, IPv6, ARP. */
export function endsOf(p: Packet): readonly [string, string] | undefined {
  for (const [name, src, dst] of [
    ['IP', 'src', 'dst'],
    ['IPv6', 'src', 'dst'],
    ['ARP', 'psrc', 'pdst'],
  ] as const)
    if (has(p, name)) return [p.sprintf(`%${name}.${src}%`), p.sprintf(`%${name}.${dst}%`)];
  return undefined;
}

/** scapy's usual key of a session: one direction. */
export function halfDuplex(p: Packet): string {
  const [src, dst] = endsOf(p) ?? [];
  if (src === undefined) return has(p, 'Ether') ? p.sprintf('Ethernet type=%04xr,Ether.type%') : 'Other';
  if (has(p, 'IP') || has(p, 'IPv6')) {
    for (const name of ['TCP', 'UDP']) if (has(p, name)) return p.sprintf(`${name} ${src}:%r,${name}.sport% > ${dst}:%r,${name}.dport%`);
    if (has(p, 'ICMP')) return p.sprintf(`ICMP ${src} > ${dst} type=%r,ICMP.type% code=%r,ICMP.code% id=%ICMP.id%`);
    return p.sprintf(has(p, 'IP') ? `IP ${src} > ${dst} proto=%IP.proto%` : `IPv6 ${src} > ${dst} nh=%IPv6.nh%`);
  }
  return `ARP ${src} > ${dst}`;
}

/** Both directions of a connection together: `TCP 192.0.2.1:1025 <> 192.0.2.2:80`, the smaller end first. */
export function fullDuplex(p: Packet): string {
  const key = halfDuplex(p);
  const found = /^(\S+) (\S+) > (\S+)(.*)$/.exec(key);
  if (found === null) return key;
  const [, what, a = '', b = '', rest = ''] = found;
  // An echo request and its reply differ in type.
  return `${what} ${[a, b].sort().join(' <> ')}${what === 'ICMP' ? rest.replace(/^ type=\S+ code=\S+/, '') : rest}`;
}
