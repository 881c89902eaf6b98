/**
 * Full segments that vanish on their way while small ones pass, and no ICMP error says so: a link carries less than the sender believes, and the
 * message that would tell it is lost (RFC 2923 §2.1). Whoever captures at the sender sees the same octets sent again and again.
 */
import type { AnyLayer, ViewOf } from '../../../packet/spec/spec.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { TCP } from '../../../protocols/transport/tcp/tcp.ts';
import type { Evidence, Findings } from '../finding.ts';
import { ACK, RST, type Seen, SYN } from '../seen.ts';
import type { TooBigLooker } from '../too-big.ts';
import { endText } from '../words.ts';
import { type Connection, type End, isAfter, plus, type Step } from './connections.ts';
import type { TcpRule } from './tcp-rule.ts';

const tcp = TCP as AnyLayer;
/** Sent so often and for so long: a packet that is lost by chance has come by then. */
const SENT = 3;
const SENT_MS = 1000;
/** Every host takes so many octets of IPv4 (RFC 1122 §3.3.2), and hardly a link carries less. */
const LEAST = 576;
/** Segments on their way that are remembered. */
const MOST = 128;

/** What an end has sent: the first segment that is not acknowledged, how often, and what did come through. */
interface Sending {
  readonly onTheWay: { readonly seq: number; readonly behind: number; readonly size: number }[];
  /** The largest packet that the other end acknowledged. */
  passed: number;
  stuck: Stuck | undefined;
}

interface Stuck {
  readonly seq: number;
  readonly size: number;
  readonly firstMs: number;
  lastMs: number;
  times: number;
  at: Evidence;
  /** The other end said that it has something behind what is missing (RFC 2018 §3). */
  isPassed: boolean;
}

export class BlackHoleRule implements TcpRule {
  readonly #sending = new WeakMap<End, Sending>();
  readonly #told: TooBigLooker;

  /** @param told knows who was told by ICMP: that is no black hole */
  constructor(told: TooBigLooker) {
    this.#told = told;
  }

  see(step: Step): void {
    const { segment, connection, from, to, seen } = step;
    if (connection.isMidway || !connection.isOpen || (segment.flags & (SYN | RST)) !== 0) return;
    if ((segment.flags & ACK) !== 0) this.#acknowledged(step);
    if (segment.length === 0 || to.acked === undefined) return;
    const sending = this.#sending.get(from) ?? { onTheWay: [], passed: 0, stuck: undefined };
    this.#sending.set(from, sending);
    const size = sizeOf(seen);
    const behind = plus(segment.seq, segment.length);
    if (sending.onTheWay.length < MOST) sending.onTheWay.push({ seq: segment.seq, behind, size });
    else sending.passed = Math.max(sending.passed, size);
    if (segment.seq !== to.acked || !isWhole(seen)) return;
    const { stuck } = sending;
    // Cut by the card at first, and by the kernel when it is sent again: the smaller size is on the wire.
    if (stuck?.seq !== segment.seq)
      sending.stuck = { seq: segment.seq, size, firstMs: seen.ms, lastMs: seen.ms, times: 1, at: seen.at(tcp, 'seq'), isPassed: false };
    else sending.stuck = { ...stuck, size: Math.min(stuck.size, size), lastMs: seen.ms, times: stuck.times + 1, at: seen.at(tcp, 'seq') };
  }

  #acknowledged({ segment, to, seen }: Step): void {
    const sending = this.#sending.get(to);
    if (sending === undefined) return;
    const { onTheWay, stuck } = sending;
    const blocks = blocksOf(seen);
    const hasCome = (seq: number, behind: number): boolean =>
      !isAfter(behind, segment.ack) || blocks.some(([left, right]) => !isAfter(left, seq) && !isAfter(behind, right));
    for (let i = onTheWay.length - 1; i >= 0; i--) {
      const { seq, behind, size } = onTheWay[i] as (typeof onTheWay)[number];
      if (!hasCome(seq, behind)) continue;
      sending.passed = Math.max(sending.passed, size);
      onTheWay.splice(i, 1);
    }
    if (stuck === undefined) return;
    if (isAfter(segment.ack, stuck.seq)) sending.stuck = undefined;
    else if (blocks.length > 0) stuck.isPassed = true;
    // Of what the card has cut, pieces may have come: a long block may be of large ones.
    for (const [left, right] of blocks) sending.passed = Math.max(sending.passed, plus(right, -left));
  }

  end(connections: Iterable<Connection>, findings: Findings): void {
    for (const { client, server } of connections)
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        const { stuck, passed = 0 } = this.#sending.get(from) ?? {};
        if (stuck === undefined || !stuck.isPassed || stuck.times < SENT || !(stuck.lastMs - stuck.firstMs >= SENT_MS)) continue;
        if (stuck.size <= Math.max(LEAST, passed) || this.#told.isTold(from.address, to.address)) continue;
        findings.add({
          code: 'black-hole',
          sentence: `${endText(from)} sent ${stuck.size} octets to ${endText(to)} ${stuck.times} times, and they never came, while smaller packets did: a link on the way carries less, and nobody says so`,
          certainty: 'likely',
          at: stuck.at,
          about: `${from.address} ${to.address}`,
        });
      }
  }
}

/** What the receiver says that it has behind a gap: the edges of each block. */
function blocksOf(seen: Seen): (readonly [left: number, right: number])[] {
  const edges: unknown = seen.get<ViewOf<typeof TCP>>(tcp)?.options.find(([name]) => name === 'SAck')?.[1];
  if (!Array.isArray(edges)) return [];
  return edges.flatMap((left: number, i) => (i % 2 === 0 && i + 1 < edges.length ? [[left, edges[i + 1] as number] as const] : []));
}

/** Octets of the IP packet. */
function sizeOf(seen: Seen): number {
  const ip = ipOf(seen);
  if (ip !== undefined) return ip.len;
  const { tcp: segment } = seen;
  return (segment?.length ?? 0) + 60;
}

/** Whether no router may cut it: IPv6, or IPv4 with DF. */
function isWhole(seen: Seen): boolean {
  const ip = ipOf(seen);
  return ip === undefined || ip.flags.text.includes('DF');
}

const ipOf = (seen: Seen): ViewOf<typeof IP> | undefined =>
  seen.network?.layer === (IP as AnyLayer) ? seen.get<ViewOf<typeof IP>>(IP as AnyLayer) : undefined;
