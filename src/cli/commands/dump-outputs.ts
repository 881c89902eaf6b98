/** Where `pkw dump` puts packets: lines, or a capture file. */
import type { PacketBatch, InterfaceInfo, SourceStats } from '../../capture/batch.ts';
import { openFileSink } from '../../capture/node/file-sink.ts';
import type { OctetSink } from '../../capture/octet-sink.ts';
import type { Selection } from '../../capture/packet-record.ts';
import { PcapWriter } from '../../capture/pcap/writer.ts';
import { option } from '../../capture/pcapng/options.ts';
import { PcapngWriter } from '../../capture/pcapng/writer.ts';
import { version } from '../../bytes/version.ts';
import type { Clock } from '../../host/host.ts';
import type { CommandIo } from '../command.ts';
import type { Pace } from '../pace.ts';
import { type PacketLines, printBatch, type PrintedCapture } from '../packet-lines.ts';

export interface DumpOutput {
  /** Takes the selected packets of a batch, of which `before` came earlier; false: nobody reads any more. */
  take(batch: PacketBatch, before: number, selection: Selection | undefined): Promise<boolean>;
  /** What was taken is complete. @param stats of a live capture */
  close(stats: SourceStats | undefined): Promise<void>;
}

export function lineOutput(lines: PacketLines, capture: PrintedCapture, io: CommandIo, pace: Pace): DumpOutput {
  return {
    take: (batch, before, selection) => printBatch(lines, batch, before, capture, io, { pace, selection }),
    close: () => Promise.resolve(),
  };
}

export interface FileOutputOptions {
  /** `-` is standard output. */
  readonly path: string;
  readonly format: 'pcap' | 'pcapng';
  readonly nanoseconds: boolean;
  /** Of the packets' source; as pcapng describes them. */
  readonly interfaces: readonly InterfaceInfo[];
  /** Of the host that captures: its interfaces are described before the first packet, and their counters at the end, by this clock. */
  readonly clock?: Clock;
}

/** Everything is handed on at the end of each batch, so that who reads along, and who finds the file after a crash, has it all. */
export async function fileOutput(o: FileOutputOptions, io: CommandIo): Promise<DumpOutput> {
  let isRead = true;
  const sink: OctetSink =
    o.path === '-'
      ? {
          write: async (octets) => {
            isRead &&= await io.write(octets);
          },
          close: () => undefined,
        }
      : await openFileSink(o.path);
  const output = o.format === 'pcap' ? await pcapOutput(sink, o) : await pcapngOutput(sink, o);
  return {
    async take(batch, before, selection) {
      await output.take(batch, before, selection);
      return isRead;
    },
    close: output.close,
  };
}

type FileOutput = Omit<DumpOutput, 'take'> & { take(...of: Parameters<DumpOutput['take']>): Promise<void> };

async function pcapOutput(sink: OctetSink, o: FileOutputOptions): Promise<FileOutput> {
  const [{ linkType = 1, snaplen = 262_144 } = {}] = o.interfaces;
  const writer = new PcapWriter(sink, { linkType, snaplen, nanoseconds: o.nanoseconds });
  await writer.flush();
  return {
    async take(batch, _, selection) {
      await writer.writeBatch(batch, o.interfaces, selection);
      await writer.flush();
    },
    close: () => writer.close(),
  };
}

async function pcapngOutput(sink: OctetSink, o: FileOutputOptions): Promise<FileOutput> {
  const writer = new PcapngWriter(sink, { section: [option('shb_userappl', `packetwright ${version}`)] });
  if (o.clock !== undefined) for (const info of o.interfaces) await writer.addInterface(info);
  await writer.flush();
  return {
    async take(batch, _, selection) {
      await writer.writeBatch(batch, o.interfaces, selection);
      await writer.flush();
    },
    async close(stats) {
      if (stats !== undefined && o.clock !== undefined) {
        const ms = o.clock.now();
        const time = { sec: Math.floor(ms / 1000), nsec: Math.floor((ms % 1000) * 1e6) };
        const { received, dropped } = stats;
        await writer.writeStatistics(0, time, { received: BigInt(received + dropped), dropped: BigInt(dropped) });
      }
      await writer.close();
    },
  };
}
