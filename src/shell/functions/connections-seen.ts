/**
 * At the prompt: a random value in two packets of one connection, a segment from another port than its SYN, a connection that the own kernel has
 * reset. A word before it goes wrong.
 */
import { type Heard, notesOf } from '../../exchange/explain/run-notes.ts';
import { randomTwice } from '../../exchange/matching/random-twice.ts';
import type { ExchangeResult } from '../../exchange/result.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { Template } from '../../packet/templates/template.ts';
import { TemplateObject } from '../../packet/templates/template.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { FlagValue } from '../packets/flag-value.ts';
import { Net } from '../packets/net.ts';
import type { ScapyPacket } from '../packets/scapy-packet.ts';

/** So many templates and connections are remembered. */
const KEPT = 32;
/** Of so many connections what was heard beside them. */
const KEPT_HEARD = 4;

/** RFC 9293 §3.1 */
const [SYN, RST, ACK] = [0x02, 0x04, 0x10];

/** A connection that a SYN-ACK began. */
interface Begun {
  /** The server's answer. */
  readonly received: Packet;
  /** The port that its SYN came from. */
  readonly port: number;
  /** What was heard beside it. */
  heard: readonly Heard[] | undefined;
}

export class ConnectionsSeen {
  readonly #templates: Template[] = [];
  /** By server, also by the name that it was asked by, and the number that goes on with it. */
  readonly #begun = new Map<string, Begun>();
  readonly #said = new Set<string>();

  /** Whether it is a SYN made by hand: what the own kernel says of its answer is worth listening to. */
  isBeginning(packets: readonly ScapyPacket[]): boolean {
    const segment = packets.length === 1 ? segmentOf(packets[0] as ScapyPacket) : undefined;
    return segment !== undefined && (segment.flags & (SYN | ACK | RST)) === SYN;
  }

  /** What is to be said of packets that are about to leave. @param made the same packets, made */
  look(packets: readonly ScapyPacket[], made: readonly (Packet | Template)[]): string[] {
    const words: string[] = [];
    for (const [i, p] of made.entries())
      if (p instanceof TemplateObject) words.push(...this.#drawnTwice(p as unknown as Template));
      else {
        const word = this.#begun.size === 0 ? undefined : this.#lost(packets[i] as ScapyPacket);
        if (word !== undefined) words.push(word);
      }
    // Once is enough.
    return words.filter((word) => !this.#said.has(word) && this.#said.add(word) !== undefined);
  }

  /** Keeps the connections that answers began. */
  learn(packets: readonly ScapyPacket[], result: ExchangeResult): void {
    const asked = packets.length === 1 ? segmentOf(packets[0] as ScapyPacket)?.to : undefined;
    for (const [, received] of result.answered) {
      const tcp = received.get(TCP);
      if (tcp === undefined || !tcp.flags.has('SA')) continue;
      const begun: Begun = { received, port: tcp.dport, heard: notesOf(result)?.heard };
      for (const server of new Set([sourceOf(received), asked]))
        if (server !== undefined) this.#begun.set(`${server} ${tcp.sport} ${(tcp.seq + 1) >>> 0}`, begun);
    }
    const all = [...this.#begun];
    for (const [key] of all.slice(0, -KEPT)) this.#begun.delete(key);
    for (const [, begun] of all.slice(0, -KEPT_HEARD)) begun.heard = undefined;
  }

  #drawnTwice(template: Template): string[] {
    const words = randomTwice(...this.#templates, template).map(
      ({ message, value }) => `${message}: write int(${value}), which draws once`,
    );
    this.#templates.push(template);
    if (this.#templates.length > KEPT) this.#templates.shift();
    return words;
  }

  #lost(p: ScapyPacket): string | undefined {
    const segment = segmentOf(p);
    if (segment === undefined || (segment.flags & ACK) === 0) return undefined;
    const begun = this.#begun.get(`${segment.to} ${segment.dport} ${segment.ack}`);
    if (begun === undefined) return undefined;
    const { port } = begun;
    if (port !== segment.sport)
      return `this segment goes from port ${segment.sport}, but its connection began at port ${port}: give sport=${port}, or the server resets it`;
    return begun.heard?.some(({ packet }) => isResetOf(packet, begun.received)) === true
      ? `your own kernel has reset this connection, for it has no socket on port ${port}: before the SYN, guard({protocol: "tcp", localPort: ${port}}) holds that back`
      : undefined;
  }
}

interface Segment {
  /** An address, or a name. */
  readonly to: string;
  readonly sport: number;
  readonly dport: number;
  readonly ack: number;
  readonly flags: number;
}

/** What the user wrote, without looking a name up; undefined where it is no single segment. */
function segmentOf(p: ScapyPacket): Segment | undefined {
  const nodes = p.chain();
  const at = nodes.findIndex(({ layer }) => layer.layerName === 'TCP');
  const tcp = nodes[at];
  const network = nodes.slice(0, Math.max(0, at)).findLast(({ layer }) => layer.layerName === 'IP' || layer.layerName === 'IPv6');
  if (tcp === undefined || network === undefined) return undefined;
  const [sport, dport, ack, flags] = ['sport', 'dport', 'ack', 'flags'].map((name) => valueIn(tcp, name));
  const dst = valueIn(network, 'dst');
  const to = dst instanceof Net ? dst.hostName : dst;
  return typeof sport === 'number' &&
    typeof dport === 'number' &&
    typeof ack === 'number' &&
    flags instanceof FlagValue &&
    typeof to === 'string'
    ? { to, sport, dport, ack, flags: flags.value }
    : undefined;
}

function valueIn(node: ScapyPacket, name: string): unknown {
  const slot = node.slot(name);
  return slot === undefined ? undefined : node.value(slot);
}

const sourceOf = (p: Packet): string => p.get(IP)?.src ?? p.get(IPv6)?.src ?? '';
const destinationOf = (p: Packet): string => p.get(IP)?.dst ?? p.get(IPv6)?.dst ?? '';

/** A kernel's reset takes its number from the SYN-ACK, and acknowledges nothing (RFC 9293 §3.5.2). */
function isResetOf(packet: Packet, synAck: Packet): boolean {
  const [tcp, received] = [packet.get(TCP), synAck.get(TCP)];
  return (
    tcp !== undefined &&
    (tcp.flags.value & (RST | ACK)) === RST &&
    tcp.seq === received?.ack &&
    tcp.sport === received.dport &&
    tcp.dport === received.sport &&
    destinationOf(packet) === sourceOf(synAck)
  );
}
