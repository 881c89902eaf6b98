/** Messages of exporters out of a capture. */
import { dissectAt, firstLayer } from '../../../capture/dissect-batch.ts';
import type { CollectStats } from '../../../flows/reader/collected.ts';
import { FlowReader } from '../../../flows/reader/flow-reader.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../../protocols/network/ipv6/ipv6.ts';
import { protocols } from '../../../protocols/protocols.ts';
import { UDP } from '../../../protocols/transport/udp.ts';
import type { CommandIo } from '../../command.ts';
import { openInput } from '../../open-input.ts';
import { Pace } from '../../pace.ts';
import type { CollectOutput } from './collect-output.ts';

/** Versions that NetFlow's first 16 bits say, and sFlow's 32. */
const VERSIONS: ReadonlySet<number> = new Set([1, 5, 7, 9, 10]);

function mayBe(b: Uint8Array): boolean {
  const first = ((b[0] as number) << 8) | (b[1] as number);
  return b.length >= 16 && (VERSIONS.has(first) || (first === 0 && b[2] === 0 && b[3] === 5));
}

/** Every UDP datagram that may be a message is read as one. */
export async function collectFile(path: string, io: CommandIo, output: CollectOutput): Promise<CollectStats> {
  const pace = new Pace(io);
  const reader = new FlowReader();
  const capture = await openInput(path, io, pace);
  try {
    for await (const batch of capture.batches({ signal: io.signal })) {
      for (let i = 0; i < batch.n; i++) {
        const p = dissectAt(batch, i, firstLayer(protocols, capture.interfaces[batch.iface[i] as number]?.linkType ?? 1));
        const udp = p.get(UDP);
        const from = (p.get(IP) ?? p.get(IPv6))?.src;
        if (udp === undefined || from === undefined) continue;
        const data = p.payload(UDP);
        if (!mayBe(data)) continue;
        const at = (batch.sec[i] as number) * 1000 + (batch.nsec[i] as number) / 1e6;
        if (!(await output.take({ data, from, port: udp.sport, at }, reader.read(data, from)))) return reader.stats;
      }
      await pace.step();
    }
  } catch (error) {
    if (!io.signal.aborted) throw error;
  } finally {
    await capture.close();
    await output.close();
  }
  return reader.stats;
}
