// The frame that the live tasks send: 60 octets of UDP to the discard port, from nobody to `mac`.
import { Ether, IP, packet, UDP } from 'packetwright';

const frameTo = (mac) =>
  packet(
    Ether({ src: '02:00:00:00:00:01', dst: mac }),
    IP({ src: '10.77.0.1', dst: '10.77.0.3' }),
    UDP({ sport: 1024, dport: 9 }),
    new Uint8Array(18),
  ).bytes;

/** `n` frames, all of them the same octets. */
export function framesTo(mac, n) {
  const data = frameTo(mac);
  return { data, n, offset: new Uint32Array(n), length: new Uint32Array(n).fill(data.length) };
}
