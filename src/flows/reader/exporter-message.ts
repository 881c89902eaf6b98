/** A message of an exporter as the packet that it came in: the templates that a session keeps are its exporter's, whom the IP header names. */
import { isIpv4, parseIpv4, parseIpv6 } from '../../bytes/address.ts';
import { setWord } from '../../bytes/words.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { Session } from '../../packet/object/session.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { dissect } from '../../protocols/protocols.ts';

const NETFLOW_PORT = 2055;
const SFLOW_PORT = 6343;
const UDP = 17;
const UDP_HEADER = 8;
/** A length that 16 bits cannot hold is 0: to the end (RFC 2675 §4). */
const in16 = (length: number): number => (length > 0xffff ? 0 : length);

/** Dissects a message. @param from the exporter's address */
export function exporterMessage(octets: Uint8Array, from: string, session: Session): Packet {
  const four = isIpv4(from);
  const header = four ? 20 : 40;
  const b = new Uint8Array(header + UDP_HEADER + octets.length);
  b.set(octets, header + UDP_HEADER);
  const length = octets.length + UDP_HEADER;
  if (four) {
    b[0] = 0x45;
    setWord(b, 2, in16(length + header));
    b[9] = UDP;
    new DataView(b.buffer).setUint32(12, parseIpv4(from));
  } else {
    b[0] = 0x60;
    setWord(b, 4, in16(length));
    b[6] = UDP;
    parseIpv6(from, b, 8);
  }
  // sFlow's version has 32 bits, NetFlow's 16.
  const isSflow = octets[0] === 0 && octets[1] === 0;
  setWord(b, header + 2, isSflow ? SFLOW_PORT : NETFLOW_PORT);
  setWord(b, header + 4, in16(length));
  return dissect(b, four ? IP : IPv6, { session }) as Packet;
}
