/** Connections of others that are ended by forged resets, to both sides. */
import { PacketwrightError } from '../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../bytes/known-options.ts';
import type { Host } from '../host/host.ts';
import { packFrames } from '../host/packed-frames.ts';
import type { Packet } from '../packet/laid/packet.ts';
import type { Connection } from '../streams/tcp/connection.ts';
import { ACK, RST } from '../streams/tcp/segment.ts';
import { type ForgeLink, forged, openForgeLink, seenSegment } from './forge.ts';

/** Options of {@link kill}. */
export interface KillOptions {
  /** A segment of the connection as it was captured, a late one: its link header, VLAN tags too, and its numbers are used. */
  readonly like: Packet;
  /** What resets are sent over: a link that is open, or a host and the name of its interface. */
  readonly link?: ForgeLink;
  readonly host?: Host;
  readonly iface?: string;
  /**
   * Resets to each side, 1 to 9: the first has the number that is expected, each further one is a window ahead, for what is on its way meanwhile (as `tcpkill -1` to
   * `-9`). Default 3.
   */
  readonly resets?: number;
}

/** What {@link kill} has sent. */
export interface KillReport {
  /** Frames that were sent. 0: `like` is no segment of the connection, or came through a tunnel. */
  readonly sent: number;
}

const NAMES: OptionNames<KillOptions> = { like: true, link: true, host: true, iface: true, resets: true };
const RESETS = 3;
const MOST_RESETS = 9;

/**
 * Ends a connection of others, seen on a live link: both sides get resets (RFC 9293 §3.10.7.4). A reset counts only with exactly the next number (RFC 5961 §3.2), so
 * call it again with what is still seen of the connection, as {@link Killer} does.
 *
 * Only for networks that are yours.
 *
 * @throws ERR_VALUE for options that there are not, or a link whose frames cannot be made; as `Link.send`
 */
export async function kill(connection: Connection, o: KillOptions): Promise<KillReport> {
  checkOptions('kill', o, NAMES);
  const { like, link, host, iface, resets = RESETS } = o;
  if (!Number.isInteger(resets) || resets < 1 || resets > MOST_RESETS)
    throw new PacketwrightError('ERR_VALUE', `kill: ${resets} resets: expected a whole number from 1 to ${MOST_RESETS}`, { value: resets });
  if (link !== undefined) return { sent: await reset(connection, like, link, resets) };
  if (host === undefined || iface === undefined)
    throw new PacketwrightError('ERR_VALUE', 'kill: nothing to send over', { remedy: 'give { link }, or { host, iface }' });
  const opened = await openForgeLink(host, iface);
  try {
    return { sent: await reset(connection, like, opened, resets) };
  } finally {
    await opened.close();
  }
}

async function reset(connection: Connection, like: Packet, link: ForgeLink, resets: number): Promise<number> {
  const seen = seenSegment(connection, like);
  // Neither are our own resets answered, which are seen as well, nor anybody's.
  if (seen === undefined || (seen.s.flags & RST) !== 0) return 0;
  const { s, sender, receiver, next } = seen;
  const frames: Uint8Array[] = [];
  const isAnswered = (s.flags & ACK) !== 0;
  for (const isBack of [false, true]) {
    // What the one who gets it expects: behind what it has got, as seen here, and as the connection tells.
    const from = isBack ? receiver : sender;
    const expected = isBack ? (isAnswered ? s.ack : undefined) : next;
    const ack = isBack ? next : s.ack;
    const seqs = new Set<number>();
    if (expected !== undefined) for (let i = 0; i < resets; i++) seqs.add((expected + i * Math.max(1, s.window)) >>> 0);
    if (from.isKnown) seqs.add(from.next);
    for (const seq of seqs) frames.push(forged(seen, link.linkType, isBack, { flags: 'RA', seq, ack, window: 0 }));
  }
  return (await link.send(packFrames(frames))).sent;
}

/** Packets of one connection that are answered with resets, at most; and resets a second for all connections together. */
const MOST_ANSWERED = 20;
const MOST_A_SECOND = 5000;

/** Ends connections, and goes on where one of them goes on. It sends no more than 5,000 frames a second. */
export class Killer {
  readonly #link: ForgeLink;
  readonly #resets: number;
  readonly #answered = new WeakMap<Connection, number>();
  #second = 0;
  #sent = 0;
  #killed = 0;

  constructor(link: ForgeLink, resets: number = RESETS) {
    this.#link = link;
    this.#resets = resets;
  }

  /** Connections so far. */
  get killed(): number {
    return this.#killed;
  }

  has(connection: Connection): boolean {
    return this.#answered.has(connection);
  }

  /** Answers a segment of it, the first or a further one. @param timeMs its time */
  async take(connection: Connection, like: Packet, timeMs: number): Promise<void> {
    const answered = this.#answered.get(connection) ?? 0;
    if (answered >= MOST_ANSWERED) return;
    const second = Math.floor(timeMs / 1000);
    if (second !== this.#second) this.#sent = 0;
    this.#second = second;
    if (this.#sent >= MOST_A_SECOND) return;
    this.#answered.set(connection, answered + 1);
    if (answered === 0) this.#killed++;
    this.#sent += 2 * (this.#resets + 1);
    await kill(connection, { like, link: this.#link, resets: this.#resets });
  }
}
