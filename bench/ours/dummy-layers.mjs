// A registry with protocols that no capture has: dummyRegistry(400). Each has fields of its own and stands on numbers and ports as
// real ones do; some choose what follows by a function.
import { bind, bits, Dot1Q, IP, layer, octets, protocols, TCP, u16, u32, u8, UDP } from 'packetwright';

const FIRST_PORT = 20_000;

/** The package's registry, and `count` layers more. */
export function dummyRegistry(count) {
  const layers = Array.from({ length: count }, (_, i) =>
    layer(`Dummy${i}`, () => ({
      about: 'A protocol that no capture has.',
      wireshark: `dummy${i}`,
      fields: {
        version: bits(4, { default: 1, wireshark: `dummy${i}.version` }),
        hlen: bits(4, { default: 3, measures: 'header', unit: 4 }),
        type: u8({ selects: `dummy${i}.type`, wireshark: `dummy${i}.type` }),
        len: u16({ measures: 'layer', wireshark: `dummy${i}.len` }),
        id: u32({ hex: true, wireshark: `dummy${i}.id` }),
        flags: u16({ hex: true }),
        chksum: u16({ checksums: 'layer', hex: true }),
        options: octets(),
      },
      ...(i % 10 === 0 && {
        next: { to: () => [layers[(i + 1) % count]], choose: ({ version }) => (version === 9 ? layers[i + 1] : undefined) },
      }),
      summary: (dummy) => `Dummy${i} ${dummy.type}`,
    })),
  );
  const bindings = layers.flatMap((dummy, i) => [
    ...bind(i % 2 === 0 ? UDP : TCP, { sport: FIRST_PORT + i, dport: FIRST_PORT + i }, dummy),
    ...(i % 8 === 0 ? bind(Dot1Q, { type: 0x4000 + i }, dummy) : []),
    ...(i % 8 === 1 && i < 400 ? bind(IP, { proto: 140 + ((i >> 3) % 100) }, dummy) : []),
  ]);
  return protocols.with(bindings);
}
