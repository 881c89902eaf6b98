/** Hex dumps by a name of their own: text in, packets out. */

import { checkOptions } from '../../bytes/known-options.ts';
import { utf8Octets } from '../../bytes/text.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { packetAt } from '../dissect-batch.ts';
import type { OctetChunks } from '../octet-input.ts';
import { type CaptureSource, readCapture } from '../read-capture.ts';
import type { HexdumpOptions } from './walker.ts';

/**
 * Reads packets from a hex dump, as text2pcap does: lines of an offset, octets in hexadecimal, and a text that is not read. Offset 0 begins a
 * packet; other lines are not read. So what `hexdump`, `pkw read -x`, scapy, tcpdump, tshark and xxd print comes back.
 * @param source text, or a stream of its octets
 * @throws ERR_FILE from the iteration, for a line of more than 1 MB or a packet of more than 262,144 octets
 */
export function readHexdump(source: string | Uint8Array | OctetChunks, o: HexdumpOptions = {}): Promise<CaptureSource<Packet>> {
  checkOptions<HexdumpOptions>('readHexdump', o, { offsets: true, linkType: true, onIgnored: true });
  return readCapture<Packet>(typeof source === 'string' ? utf8Octets(source) : source, {
    name: 'hex dump',
    hexdump: o,
    toPacket: (batch, i, interfaces) => packetAt(batch, i, interfaces),
  });
}
