/** The packets of exchanges in the order of time, as a capture would have them. */
import type { Packet } from '../../packet/laid/packet.ts';
import type { ExchangeResult } from '../result.ts';
import { notesOf } from './run-notes.ts';
import { Seen } from './seen.ts';

/** What part a packet had in its exchange. */
export type Part = 'sent' | 'answer' | 'rejected' | 'heard' | 'late';

export interface Entry {
  readonly packet: Packet;
  readonly part: Part;
  readonly seen: Seen;
}

const msOf = ({ meta }: Packet): number => (meta.sec === undefined ? Number.NaN : meta.sec * 1000 + (meta.nsec ?? 0) / 1e6);

/** Of exchanges that listened to all interfaces what those heard, which is all that was sent and came; of others what the exchange has kept. */
export function timelineOf(results: readonly ExchangeResult[]): Entry[] {
  const all = results.flatMap((result) => partsOf(result));
  const timed = all.map((one, i) => ({ ...one, i, ms: msOf(one.packet) }));
  // What has no time stays where it was put.
  timed.sort((a, b) => (Number.isNaN(a.ms) || Number.isNaN(b.ms) ? 0 : a.ms - b.ms) || a.i - b.i);
  return timed.map(({ packet, part, ms }, i) => ({ packet, part, seen: seenOf(packet, i + 1, ms) }));
}

function partsOf(result: ExchangeResult): { readonly packet: Packet; readonly part: Part }[] {
  const notes = notesOf(result);
  if (notes?.heard !== undefined) return notes.heard.map(({ packet, isLate }) => ({ packet, part: isLate ? 'late' : 'heard' }));
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
