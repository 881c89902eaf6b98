/** `-w FILE`: what was sent and what came back, in the order of time, as pcapng. */
import { openPcapngWriter } from '../../../capture/node/write-capture.ts';
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
