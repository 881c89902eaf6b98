/** A reset, which belongs to no connection that there is (RFC 9293 §3.5.2). */
import { addSums, sumOctets } from '../../bytes/checksum.ts';
import { setWord } from '../../bytes/words.ts';
import { headerWriter } from '../../packet/in-bulk/header-writer.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { ACK, RST } from '../../streams/tcp/segment.ts';
import type { IpOutput } from '../ip/ip-output.ts';
import type { Path } from '../ip/path.ts';

const writeReset = headerWriter(TCP({ dataofs: 5, window: 0 }), ['sport', 'dport', 'seq', 'ack', 'flags']);
const PROTOCOL = 6;
const SUM = 16;

/** @param ack undefined: it acknowledges nothing */
export function sendReset(out: IpOutput, path: Path, localPort: number, remotePort: number, seq: number, ack: number | undefined): void {
  const at = out.begin(path, PROTOCOL, writeReset.size);
  const b = out.frames.data;
  const end = writeReset(b, at, localPort, remotePort, seq, ack ?? 0, ack === undefined ? RST : RST | ACK);
  setWord(b, at + SUM, ~sumOctets(b, at, end, addSums(path.sum, PROTOCOL + writeReset.size)) & 0xffff);
  out.finish(path.neighbour);
}
