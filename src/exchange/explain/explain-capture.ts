/** Why things went wrong in a capture, or on a link: all packets pass once, in memory that is bounded. */
import { checkOptions } from '../../bytes/known-options.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import type { StopSignal } from '../../bytes/stop-signal.ts';
import {
  FLAG_CHECKSUM_NOT_READY,
  FLAG_NO_TIME,
  FLAG_OUTGOING,
  type InterfaceInfo,
  type PacketBatch,
  type PacketSource,
} from '../../capture/batch.ts';
import { keptPacket, packetAt } from '../../capture/dissect-batch.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { shown } from '../../packet/spec/wants.ts';
import { type Finding, Findings } from './finding.ts';
import { lookersFor } from './lookers.ts';
import { Seen } from './seen.ts';

/** How a capture is explained. */
export interface ExplainCaptureOptions {
  /** Ends it: what was found by then is given. */
  readonly signal?: StopSignal;
  /** Called with each batch before it is looked at: a counter of progress, or a stop by throwing. */
  readonly onBatch?: (batch: PacketBatch) => void;
}

/**
 * What a capture shows of why answers are missing, the surest and most basic cause first; nothing where nothing is wrong. Reads the source once,
 * to its end, and keeps no more than bounded tables; packets of findings are in octets of their own. Broken packets are no error.
 *
 * @throws what reading the source throws (ERR_FILE); ERR_VALUE for what is no source, and for an unknown option
 */
export async function explainCapture(
  source: Pick<PacketSource<unknown>, 'batches' | 'interfaces'>,
  o: ExplainCaptureOptions = {},
): Promise<Finding[]> {
  checkOptions('explainCapture', o, { signal: true, onBatch: true });
  if (typeof (source as Partial<PacketSource<unknown>> | undefined)?.batches !== 'function')
    throw new PacketwrightError('ERR_VALUE', `explainCapture takes a source of packets, not ${shown(source)}`, {
      value: source,
      remedy: 'Open the file first: await explainCapture(await openCapture(path)); of what sr gave: await explain(result)',
    });
  const findings = new Findings();
  const lookers = lookersFor();
  let before = 0;
  let lastMs = Number.NaN;
  try {
    for await (const batch of source.batches(o.signal === undefined ? {} : { signal: o.signal })) {
      o.onBatch?.(batch);
      for (let i = 0; i < batch.n; i++) {
        const seen = seenAt(batch, i, source.interfaces, before + i + 1);
        for (const looker of lookers) looker.see(seen, findings);
        if (!Number.isNaN(seen.ms)) lastMs = seen.ms;
      }
      before += batch.n;
    }
  } catch (error) {
    // A live link has no other end than the signal: what was seen by then is explained.
    if (o.signal?.aborted !== true) throw error;
  }
  for (const looker of lookers) looker.end?.(findings, lastMs);
  return findings.sorted();
}

function seenAt(batch: PacketBatch, i: number, interfaces: readonly InterfaceInfo[], number: number): Seen {
  const flags = batch.flags[i] as number;
  return new Seen(
    packetAt(batch, i, interfaces),
    {
      number,
      ms: (flags & FLAG_NO_TIME) === 0 ? (batch.sec[i] as number) * 1000 + (batch.nsec[i] as number) / 1e6 : Number.NaN,
      iface: interfaces[batch.iface[i] as number]?.name ?? '',
      isOutgoing: (flags & FLAG_OUTGOING) !== 0,
      isChecksumOpen: (flags & FLAG_CHECKSUM_NOT_READY) !== 0,
    },
    (): Packet => keptPacket(batch, i, interfaces),
  );
}
