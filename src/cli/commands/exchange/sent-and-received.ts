/** `-w FILE`: what was sent and what came back, in the order of time, as pcapng. */
import { openPcapngWriter } from '../../../capture/node/write-capture.ts';
import { ExchangeResult } from '../../../exchange/result.ts';
import type { Packet } from '../../../packet/laid/packet.ts';

const timeOf = ({ meta }: Packet): number => (meta.sec ?? 0) + (meta.nsec ?? 0) / 1e9;

export async function writePackets(path: string, packets: Iterable<Packet>): Promise<void> {
  const writer = await openPcapngWriter(path);
  try {
    for (const packet of [...packets].sort((a, b) => timeOf(a) - timeOf(b))) await writer.write(packet);
  } finally {
    await writer.close();
  }
}

/**
 * What exchanges sent and received, with the comments that `explained` gives: the numbers of the pairs, what was found, and the run's seed. Of
 * several the number of the round besides. What was never sent is not there.
 *
 * @param seed of the random values, where they have one
 */
export async function writeExchanges(path: string, results: readonly ExchangeResult[], seed: number | undefined): Promise<void> {
  // Who writes no file needs none of it.
  const [{ explain }, { explained }] = await Promise.all([
    import('../../../exchange/explain/explain.ts'),
    import('../../../exchange/explain/comments.ts'),
  ]);
  const packets: Packet[] = [];
  for (const [i, result] of results.entries()) {
    const { unanswered, reasons } = result;
    const sent = new ExchangeResult({ ...result, unanswered: unanswered.filter((packet) => !reasons.has(packet)) });
    for (const packet of explained(sent, await explain(result))) {
      if (results.length > 1) packet.meta.comment = `round ${i + 1}\n${packet.meta.comment}`;
      packets.push(packet);
    }
  }
  const first = packets[0];
  if (first !== undefined && seed !== undefined) first.meta.comment = `seed ${seed}\n${first.meta.comment}`;
  await writePackets(path, packets);
}
