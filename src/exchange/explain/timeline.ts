/** The packets of exchanges in the order of time, as a capture would have them. */
import { placeOf } from '../../bytes/equal-octets.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import type { ExchangeResult } from '../result.ts';
import { behindLink } from './behind-link.ts';
import { notesOf } from './run-notes.ts';
import { Seen } from './seen.ts';

/** What part a packet had in its exchange. */
export type Part = 'sent' | 'answer' | 'rejected' | 'heard' | 'late';

export interface Entry {
  readonly packet: Packet;
  readonly part: Part;
  readonly seen: Seen;
}

/** The kernel stamps a frame for each socket that hears it: one frame has stamps so close together. */
const APART_MS = 50;

const msOf = ({ meta }: Packet): number => (meta.sec === undefined ? Number.NaN : meta.sec * 1000 + (meta.nsec ?? 0) / 1e6);

interface Timed {
  readonly packet: Packet;
  readonly part: Part;
  readonly ms: number;
}

/**
 * What exchanges heard that listened to all interfaces, and what they have sent and taken besides: one that has its answer is over before who
 * listens beside it has heard it. Of others what they have kept.
 */
export function timelineOf(results: readonly ExchangeResult[]): Entry[] {
  const heard = framesOf(results);
  const known = new ByStart(heard);
  const own = results
    .flatMap((result) => ownOf(result))
    .map((one) => ({ ...one, ms: msOf(one.packet) }))
    .filter((one) => !known.some(one, (frame) => isOne(frame, one)));
  const timed = [...heard, ...own].map((one, i) => ({ ...one, i }));
  // What has no time stays where it was put.
  timed.sort((a, b) => (Number.isNaN(a.ms) || Number.isNaN(b.ms) ? 0 : a.ms - b.ms) || a.i - b.i);
  return timed.map(({ packet, part, ms }, i) => ({ packet, part, seen: seenOf(packet, i + 1, ms) }));
}

/** Each frame once, though several exchanges heard it. What was late for one of them was in time for the next, or for the one that took it. */
function framesOf(results: readonly ExchangeResult[]): Timed[] {
  const all = results.flatMap((result, of) => (notesOf(result)?.heard ?? []).map((heard) => ({ ...heard, of, ms: msOf(heard.packet) })));
  all.sort((a, b) => Number(a.isLate) - Number(b.isLate));
  const taken = new ByStart(results.flatMap(({ answered }) => answered.map(([, packet]) => ({ packet, ms: msOf(packet) }))));
  const found = new Map<string, { readonly ms: number; readonly of: Set<number> }[]>();
  const frames: Timed[] = [];
  for (const { packet, isLate, of, ms } of all) {
    const key = `${packet.meta.iface} ${packet.bytes.join()}`;
    const same = found.get(key) ?? [];
    found.set(key, same);
    const there = same.find((one) => !one.of.has(of) && Math.abs(one.ms - ms) < APART_MS);
    if (there !== undefined) {
      there.of.add(of);
      continue;
    }
    same.push({ ms, of: new Set([of]) });
    frames.push({ packet, ms, part: isLate && !taken.some({ packet, ms }, (own) => isOne({ packet, ms }, own)) ? 'late' : 'heard' });
  }
  return frames;
}

type Stamped = Pick<Timed, 'packet' | 'ms'>;

/** A network header, and the numbers behind it that tell packets of one host apart; the whole of an ARP message. */
const START = 28;

/** Packets by their first octets behind the link header: of ten thousand only a few are compared. */
class ByStart {
  readonly #lists = new Map<string, Stamped[]>();

  constructor(packets: readonly Stamped[]) {
    for (const one of packets) {
      const start = startOf(one.packet);
      const there = this.#lists.get(start);
      if (there === undefined) this.#lists.set(start, [one]);
      else there.push(one);
    }
  }

  some(like: Stamped, is: (one: Stamped) => boolean): boolean {
    return this.#lists.get(startOf(like.packet))?.some(is) === true;
  }
}

function startOf(packet: Packet): string {
  const p = objectOf(packet).built();
  const at = p.locate(behindLink(p)) - p.s;
  return packet.bytes.subarray(at, at + START).join();
}

/** Whether a frame is what an exchange has as its own: that has neither link header nor padding. */
function isOne(frame: Stamped, own: Stamped): boolean {
  return Math.abs(own.ms - frame.ms) < APART_MS && placeOf(frame.packet.bytes, own.packet.bytes) >= 0;
}

/** What an exchange has sent and taken itself. */
function ownOf(result: ExchangeResult): { readonly packet: Packet; readonly part: Part }[] {
  const notes = notesOf(result);
  const left = result.unanswered.filter((packet) => !result.reasons.has(packet));
  const sent = new Set<Packet>([...result.answered.map(([packet]) => packet), ...left]);
  return [
    ...[...sent].map((packet) => ({ packet, part: 'sent' as const })),
    ...result.answered.map(([, packet]) => ({ packet, part: 'answer' as const })),
    ...(notes?.more ?? []).map((packet) => ({ packet, part: 'answer' as const })),
    ...(notes?.filtered ?? []).map(({ received: packet }) => ({ packet, part: 'answer' as const })),
    ...result.rejected.map((packet) => ({ packet, part: 'rejected' as const })),
  ];
}

/** A packet of an exchange, as causes look at it. */
export function seenOf(packet: Packet, number: number, ms = msOf(packet)): Seen {
  const { iface = '', outgoing = false } = packet.meta;
  return new Seen(packet, { number, ms, iface, isOutgoing: outgoing, isChecksumOpen: false }, () => packet);
}
