/** What was found, as comments of packets: pcapng has them, and Wireshark shows them. */
import type { CaptureBatch } from '../../capture/batch-columns.ts';
import { option, type PcapngOption } from '../../capture/pcapng/options.ts';
import { flagOptions } from '../../capture/pcapng/packet-flags.ts';
import type { PacketBatch } from '../../capture/batch.ts';
import { checkOptions } from '../../bytes/known-options.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { ExchangeResult } from '../result.ts';
import { notesOf } from './run-notes.ts';
import type { Finding } from './finding.ts';

/** One finding on one line: `own-kernel-reset (sure): …` and what helps. */
export const findingText = ({ code, certainty, sentence, remedy, times }: Finding): string =>
  `${code} (${certainty}${times > 1 ? `, ${times} times` : ''}): ${sentence}. ${remedy}`;

/** A batch of a capture whose packets have the findings as comments, behind those that they had. @param before packets before this batch */
export function withComments(batch: PacketBatch & CaptureBatch, before: number, findings: readonly Finding[]): PacketBatch & CaptureBatch {
  const comments = new Map<number, string[]>();
  for (const finding of findings)
    if (finding.number !== undefined) comments.set(finding.number, [...(comments.get(finding.number) ?? []), findingText(finding)]);
  const { data, n, recycled, offset, captured, wire, sec, nsec, iface, flags } = batch;
  const options = (i: number): readonly PcapngOption[] => [
    ...(batch.options?.(i) ?? flagOptions(flags[i] as number)),
    ...(comments.get(before + i + 1) ?? []).map((text) => option('comment', text)),
  ];
  return { data, n, recycled, offset, captured, wire, sec, nsec, iface, flags, options, release: () => batch.release() };
}

/** What is written besides. */
export interface ExplainedOptions {
  /** The seed of the run's random values: it stands on the first packet. */
  readonly seed?: number | string | bigint;
}

/**
 * The packets of an exchange in the order of time, for a pcapng file: each is a copy with a comment that says which of them it answers, or by
 * which it is answered (`probe 1`, `answer to probe 1`), and what was found.
 *
 * ```ts
 * await wrpcap('run.pcapng', explained(result, await explain(result), { seed: 7 }));
 * ```
 */
export function explained(result: ExchangeResult<any>, findings: readonly Finding[] = [], o: ExplainedOptions = {}): Packet[] {
  checkOptions('explained', o, { seed: true });
  const lines = new Map<Packet, string[]>();
  const say = (packet: Packet, line: string): void => void lines.set(packet, [...(lines.get(packet) ?? []), line]);
  const numbers = new Map<Packet, number>();
  const sent = [...new Set([...result.answered.map(([packet]) => packet as Packet), ...result.unanswered])].sort(byTime);
  for (const packet of sent) {
    numbers.set(packet, numbers.size + 1);
    const reason = result.reasons.get(packet);
    say(packet, `probe ${numbers.size}${reason === undefined ? '' : `, which was never sent: ${reason.message}`}`);
  }
  for (const [packet, received] of result.answered) say(received, `answer to probe ${numbers.get(packet)}`);
  for (const { sent: packet, received } of notesOf(result)?.filtered ?? [])
    say(received, `answer to probe ${numbers.get(packet)}, which the filter refused`);
  for (const packet of result.rejected) say(packet, 'no answer');
  for (const finding of findings) if (finding.packet !== undefined) say(finding.packet, findingText(finding));
  const packets = [...lines.keys()].sort(byTime).map((packet) => {
    const copy = packet.copy();
    Object.assign(copy.meta, packet.meta, { comment: (lines.get(packet) ?? []).join('\n') });
    return copy;
  });
  const first = packets[0];
  if (first !== undefined && o.seed !== undefined) first.meta.comment = `seed ${o.seed}\n${first.meta.comment}`;
  return packets;
}

const byTime = ({ meta: a }: Packet, { meta: b }: Packet): number => (a.sec ?? 0) - (b.sec ?? 0) || (a.nsec ?? 0) - (b.nsec ?? 0);
