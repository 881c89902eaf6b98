/** Captures for tests, made of packets: as a pcapng in memory. */
import { memorySink, openCapture, type Packet, PcapngWriter } from '../../../src/index.ts';

/** When, in seconds from the capture's beginning, and which packet. */
export type Timed = readonly [at: number, packet: Packet<any>, about?: { readonly iface?: string; readonly outgoing?: boolean }];

const BEGAN = 1_760_000_000;

export async function craftedCapture(packets: readonly Timed[]): Promise<Uint8Array> {
  const sink = memorySink();
  const writer = new PcapngWriter(sink);
  for (const [at, packet, about] of packets) {
    const copy = packet.copy();
    const sec = Math.floor(BEGAN + at);
    Object.assign(copy.meta, { sec, nsec: Math.round((BEGAN + at - sec) * 1e9), ...about });
    await writer.write(copy);
  }
  await writer.close();
  return sink.octets();
}

/** The capture, open. */
export const openCrafted = async (packets: readonly Timed[]) => openCapture(await craftedCapture(packets));
