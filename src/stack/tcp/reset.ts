/** A reset, which belongs to no connection that there is (RFC 9293 §3.5.2). */
import { headerWriter } from '../../packet/in-bulk/header-writer.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { ACK, RST } from '../../streams/tcp/segment.ts';
import type { IpOutput } from '../ip/ip-output.ts';
import type { Path } from '../ip/path.ts';
import { PROTOCOL_TCP, seal } from './seal.ts';

const writeReset = headerWriter(TCP({ dataofs: 5, window: 0 }), ['sport', 'dport', 'seq', 'ack', 'flags']);

/** @param ack undefined: it acknowledges nothing */
export function sendReset(out: IpOutput, path: Path, localPort: number, remotePort: number, seq: number, ack: number | undefined): void {
  const at = out.begin(path, PROTOCOL_TCP, writeReset.size);
  writeReset(out.frames.data, at, localPort, remotePort, seq, ack ?? 0, ack === undefined ? RST : RST | ACK);
  seal(out, path, at, writeReset.size);
}
