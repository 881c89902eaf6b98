/** A segment that is right in all its numbers, and reset all the same: the server has lost the connection that was made by hand, or never had one. */
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import type { ExchangeResult } from '../result.ts';
import { notesOf } from './run-notes.ts';
import type { Findings } from './finding.ts';
import { ACK, RST, type Seen, SYN } from './seen.ts';
import { type Entry, seenOf } from './timeline.ts';
import { endText } from './words.ts';

/**
 * Where nobody listened to what the own kernel sends, its reset is known by what the server says afterwards. Without a handshake before it there is
 * nothing that a kernel could have reset: CLOSED and LISTEN both answer an ACK with a reset (RFC 9293 §3.10.7.1, §3.10.7.2).
 */
export function resetAfterHandshake(results: readonly ExchangeResult[], entries: readonly Entry[], findings: Findings): void {
  const tcp = TCP as AnyLayer;
  const isWatched = results.some((one) => notesOf(one)?.heard !== undefined);
  // Another mistake explains the reset.
  if (findings.sorted().some(({ blames, layer }) => blames && layer === 'TCP')) return;
  for (const { answered } of results)
    for (const [sent, received] of answered) {
      const ask = seenOf(sent, 0),
        reply = seenOf(received, entries.findIndex(({ packet }) => packet === received) + 1);
      const isSegment = ask.tcp !== undefined && (ask.tcp.flags & (ACK | SYN | RST)) === ACK;
      if (!isSegment || reply.tcp === undefined || (reply.tcp.flags & (RST | ACK)) !== RST || reply.tcp.seq !== ask.tcp?.ack) continue;
      const isAnswered = entries.some(({ seen }) => isSynAck(seen, ask));
      if (isAnswered && isWatched) continue;
      const server = endText({ address: ask.network?.dst ?? '', port: reply.tcp.sport });
      if (!isAnswered) {
        findings.add({
          code: 'no-connection',
          sentence: `${server} reset a segment from port ${reply.tcp.dport}: it knows no such connection, and no handshake is among what was sent`,
          certainty: 'sure',
          at: reply.at(tcp, 'flags'),
          about: server,
        });
        continue;
      }
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

/** Whether it is the SYN-ACK of a segment's connection. */
const isSynAck = ({ tcp, network }: Seen, { tcp: sent, network: to }: Seen): boolean =>
  tcp !== undefined &&
  (tcp.flags & (SYN | ACK)) === (SYN | ACK) &&
  network?.src === to?.dst &&
  network?.dst === to?.src &&
  tcp.sport === sent?.dport &&
  tcp.dport === sent.sport;
