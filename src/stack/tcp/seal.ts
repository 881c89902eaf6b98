/** What all segments of ours have in common: protocol, place of the checksum, and how one leaves (RFC 9293 §3.1). */
import { addSums, sumOctets } from '../../bytes/checksum.ts';
import { setWord } from '../../bytes/words.ts';
import type { IpOutput } from '../ip/ip-output.ts';
import type { Path } from '../ip/path.ts';

export const PROTOCOL_TCP = 6;
const SUM = 16;

/** The segment that was begun at `at` is written, `length` octets with its header: its checksum is filled in, and it leaves. */
export function seal(out: IpOutput, path: Path, at: number, length: number): void {
  const b = out.frames.data;
  const sum = sumOctets(b, at, at + length, addSums(path.sum, PROTOCOL_TCP + length));
  setWord(b, at + SUM, ~sum & 0xffff);
  out.finish(path.neighbour);
}
