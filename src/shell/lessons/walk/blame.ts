/** What explain says of the packets of the last input, where a lesson knows no better. */
import { openCapture } from '../../../capture/node/captures.ts';
import { explainCapture } from '../../../exchange/explain/explain-capture.ts';
import { memorySink } from '../../../capture/octet-sink.ts';
import { PcapngWriter } from '../../../capture/pcapng/writer.ts';
import type { Seen } from './seen.ts';

/** One sentence and what helps; undefined where nothing is to blame, or it was said. */
export async function blameOf(seen: Seen, said: string): Promise<string | undefined> {
  const { frames, now } = seen;
  if (now.length === 0) return undefined;
  const sink = memorySink();
  const writer = new PcapngWriter(sink);
  await writer.write(frames);
  await writer.close();
  const findings = await explainCapture(await openCapture(sink.octets()));
  const first = frames.length - now.length;
  const finding = findings.find(({ blames, number }) => blames && number !== undefined && number > first);
  if (finding === undefined || said.includes(finding.sentence)) return undefined;
  return `${finding.sentence}. ${finding.remedy}`;
}
