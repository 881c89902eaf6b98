/**
 * Which of the patched record headers a pcap file has. Some patches of libpcap made the header longer without another magic number, so only
 * the records tell: with the wrong length, the second record's header is octets of a packet.
 */

import { type PcapHeader, recordHeaders } from './header.ts';

/** Records that are looked at. */
const LOOKED_AT = 8;

/** The header with the length of its records' headers, found by what lies at `at` to `end`; as it is where they do not tell. */
export function withRecordHeader(header: PcapHeader, view: DataView, at: number, end: number): PcapHeader {
  const [usual, ...others] = recordHeaders(header.magic) as [number, ...number[]];
  if (others.length === 0 || plausible(header, usual, view, at, end) !== 'no') return header;
  const other = others.find((octets) => plausible(header, octets, view, at, end) === 'yes');
  return other === undefined ? header : { ...header, recordHeader: other };
}

/** `yes` needs two whole records. A damaged file of the usual kind is none of another. */
function plausible(header: PcapHeader, octets: number, view: DataView, from: number, end: number): 'yes' | 'no' | 'perhaps' {
  const { little, swapped } = header;
  let at = from;
  let records = 0;
  while (records < LOOKED_AT && at + octets <= end) {
    const first = view.getUint32(at + 8, little);
    const second = view.getUint32(at + 12, little);
    const here = swapped === 'no' ? first : Math.min(first, second);
    const wire = swapped === 'no' ? second : Math.max(first, second);
    if (here > header.largest || here > wire || view.getUint32(at + 4, little) >= header.ticks) return 'no';
    at += octets + here;
    if (at <= end) records++;
  }
  return records > 1 ? 'yes' : 'perhaps';
}
