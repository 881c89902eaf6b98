/** Packets out: gathered into as few system calls as the pace allows, each filled in and announced before it leaves. */
import type { PacketwrightError } from '../bytes/errors.ts';
import type { Clock, SendOptions as LinkSendOptions, SendReport } from '../host/host.ts';
import type { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { objectOf } from '../packet/object/packet-object.ts';
import type { Concrete } from './concrete.ts';
import { octetsInto } from './link-header.ts';
import { nextTurn } from './next-turn.ts';
import { intervalOf, type SendingOptions } from './options.ts';
import { LinksInUse, type SharedLink } from './shared-link.ts';

/** Who wants to know of each packet. */
export interface Emission {
  readonly level: 2 | 3;
  readonly clock: Clock;
  /** Whether it matters when exactly each packet left. */
  readonly wantsStamps: boolean;
  /** It leaves with the next system call. */
  leaving(c: Concrete): void;
  /** It has left then: its time is to be set. */
  hasLeft(packet: Packet, sec: number, nsec: number): void;
  /** It cannot leave: nobody says that the next hop's address is theirs. */
  cannotLeave(c: Concrete, why: PacketwrightError): void;
  /** Nothing more is to be sent. */
  isOver(): boolean;
}

/** Packets at a time: what is looked up for one of them holds back the others of its group. */
const GROUP = 256;
/** With pauses between packets: how much of them one call covers, ms. */
const PACED_MS = 50;

export async function emit(packets: Iterable<Concrete | Promise<Concrete>>, to: Emission, o: SendingOptions): Promise<void> {
  const intervalMs = intervalOf(o);
  const { signal } = o;
  const most = intervalMs > 0 ? Math.min(GROUP, Math.max(1, Math.floor(PACED_MS / intervalMs))) : GROUP;
  let due = 0;
  let group: (Concrete | Promise<Concrete>)[] = [];
  let waits = false;
  const inUse = new LinksInUse();
  const use = (c: Concrete): Concrete => {
    inUse.add(c.link);
    return c;
  };
  const flush = async (): Promise<void> => {
    const ready = waits ? await Promise.all(group) : (group as Concrete[]);
    if (intervalMs > 0) {
      const ahead = due - to.clock.monotonic();
      if (ahead > 0) await to.clock.sleep(ahead, signal);
      due = to.clock.monotonic() + intervalMs * ready.length;
    }
    await send(ready, to, o);
    group = [];
    waits = false;
  };
  try {
    for (const packet of packets) {
      group.push(packet instanceof Promise ? packet.then(use) : use(packet));
      if (to.isOver()) return;
      waits ||= packet instanceof Promise;
      if (group.length < most) continue;
      await flush();
      // Answers that nobody reads while we send would fill the kernel's queue.
      if (intervalMs === 0) await nextTurn();
    }
    if (group.length > 0 && !to.isOver()) await flush();
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  } finally {
    // A promise that nobody waits for any more must not be an uncaught rejection.
    for (const one of group) if (one instanceof Promise) one.catch(() => undefined);
    inUse.letGo();
  }
}

/** Sends a group: a system call for each run of packets that leave through the same link. */
async function send(group: readonly Concrete[], to: Emission, o: SendingOptions): Promise<void> {
  let start = 0;
  while (start < group.length && !to.isOver()) {
    const { link } = group[start] as Concrete;
    let end = start + 1;
    while (end < group.length && group[end]?.link === link) end++;
    await sendThrough(link, start === 0 && end === group.length ? group : group.slice(start, end), to, o);
    start = end;
  }
}

async function sendThrough(link: SharedLink, group: readonly Concrete[], to: Emission, o: SendingOptions): Promise<void> {
  const intervalMs = intervalOf(o);
  const { signal } = o;
  const frames = link.takeFrames();
  const left: Packet[] = [];
  for (const c of group) {
    if (c.silent !== undefined) {
      to.cannotLeave(c, c.silent);
      continue;
    }
    frameInto(frames, c, to.level);
    to.leaving(c);
    left.push(c.packet);
  }
  if (frames.n > 0)
    stamp(left, link, await link.link.send(frames as FrameBuffer, sendOptions(intervalMs, left.length, to.wantsStamps, signal)), to);
  link.giveBack(frames);
}

/** Appends the frame. At layer 3 with the header of the way's link. */
export function frameInto(frames: FrameBuffer, { packet, link, way }: Concrete, level: 2 | 3): void {
  const octets = packet.bytes;
  if (level === 2) {
    frames.add(octets);
    return;
  }
  const p = objectOf(packet);
  octetsInto(frames, octets, p.shape.registry.valueFor('ethertype', p.shape.layers[0] as AnyLayer) ?? 0, link, way?.mac);
}

const PLAIN: LinkSendOptions = {};
const STAMPED: LinkSendOptions = { stamps: true };

function sendOptions(intervalMs: number, n: number, stamps: boolean, signal: AbortSignal | undefined): LinkSendOptions {
  const some = stamps ? STAMPED : PLAIN;
  if (signal === undefined && (intervalMs === 0 || n === 1)) return some;
  return { ...some, ...(signal && { signal }), ...(intervalMs > 0 && n > 1 && { rate: 1000 / intervalMs }) };
}

/** When each of them left: as the kernel stamped it, or evenly between the first and the last, which is what else is known. */
function stamp(packets: readonly Packet[], link: SharedLink, { firstMs, lastMs, stamps }: SendReport, to: Emission): void {
  const step = packets.length > 1 ? (lastMs - firstMs) / (packets.length - 1) : 0;
  packets.forEach((packet, i) => {
    const { meta } = packet;
    meta.iface = link.info.name;
    meta.outgoing = true;
    const stamped = stamps?.sec[i];
    if (stamped !== undefined && stamped > 0) {
      to.hasLeft(packet, stamped, stamps?.nsec[i] ?? 0);
      return;
    }
    const ms = firstMs + i * step;
    const sec = Math.floor(ms / 1000);
    // Rounded up, it would be a second of nanoseconds, which is no time in pcap.
    to.hasLeft(packet, sec, Math.min(999_999_999, Math.round((ms - sec * 1000) * 1e6)));
  });
}
