/** A segment that is right in all its numbers, and reset all the same: the server has lost the connection that was made by hand. */
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import type { ExchangeResult } from '../result.ts';
import { notesOf } from './run-notes.ts';
import type { Findings } from './finding.ts';
import { ACK, RST, SYN } from './seen.ts';
import { type Entry, seenOf } from './timeline.ts';
import { endText } from './words.ts';

/** Where nobody listened to what the own kernel sends, its reset is known by what the server says afterwards. */
export function resetAfterHandshake(results: readonly ExchangeResult[], entries: readonly Entry[], findings: Findings): void {
  const tcp = TCP as AnyLayer;
  if (results.some((one) => notesOf(one)?.heard !== undefined)) return;
  // Another mistake explains the reset.
  if (findings.sorted().some(({ blames, layer }) => blames && layer === 'TCP')) return;
  for (const { answered } of results)
    for (const [sent, received] of answered) {
      const ask = seenOf(sent, 0),
        reply = seenOf(received, entries.findIndex(({ packet }) => packet === received) + 1);
      const isSegment = ask.tcp !== undefined && (ask.tcp.flags & (ACK | SYN | RST)) === ACK;
      if (!isSegment || reply.tcp === undefined || (reply.tcp.flags & (RST | ACK)) !== RST || reply.tcp.seq !== ask.tcp?.ack) continue;
      const server = endText({ address: ask.network?.dst ?? '', port: reply.tcp.sport });
      findings.add({
        code: 'own-kernel-reset',
        sentence: `${server} reset a segment of a connection that it should know: most likely this host's kernel reset it after the SYN-ACK, for it has no socket on port ${reply.tcp.dport}`,
        certainty: 'likely',
        at: reply.at(tcp, 'flags'),
        about: server,
        remedy: `Block it while you speak: await guard({ protocol: 'tcp', localPort: ${reply.tcp.dport} }). With { watch: true } explain sees the reset itself.`,
      });
    }
}
