/** Messages of exporters as lines, as `tcpdump -T cnfp` prints them. */
import type { CollectedRecord } from '../../../flows/reader/collected.ts';
import { parseEpoch } from '../../../bytes/time.ts';
import { netflowHeadLine, netflowRecordLines } from '../../../text/tcpdump/netflow-lines.ts';

const u32 = (b: Uint8Array, at: number): number => new DataView(b.buffer, b.byteOffset, b.byteLength).getUint32(at);

/** A message that was read. What is no flow has no lines of that form. */
export function messageLines(octets: Uint8Array, records: readonly CollectedRecord[]): string {
  const [one] = records;
  const flows = records.filter(({ kind }) => kind === 'flow');
  if (one?.time === undefined) return '';
  const { sec, nsec } = parseEpoch(one.time);
  const uptime = one.version < 10 ? u32(octets, 4) : undefined;
  const head = netflowHeadLine({ version: one.version, uptime, sec, nsec, records: flows.length });
  return head + flows.map(({ values, first, last }) => netflowRecordLines(values, first, last)).join('');
}

/** HH:MM:SS.µs of a time in ms, of the machine's zone, as tcpdump has it. */
export function clockText(ms: number): string {
  const at = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  const us = Math.floor((ms - Math.floor(ms / 1000) * 1000) * 1000);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(us).padStart(6, '0')}`;
}
