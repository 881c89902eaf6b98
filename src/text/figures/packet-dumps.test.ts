/** Figures of packets: what they say, and where arrows lead. */
import { expect, it } from 'vitest';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { packet } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { pdfdump, psdump, svgdump } from './packet-dumps.ts';

const segment = () =>
  packet(
    Ether({ dst: '02:00:00:00:00:02', src: '02:00:00:00:00:01' }),
    IP({ src: '192.0.2.1', dst: '192.0.2.2' }),
    TCP({
      sport: 40_000,
      dport: 80,
      flags: 'S',
      options: [
        ['MSS', 1460],
        ['WScale', 7],
      ],
    }),
  );

it('has each field with its value, in all three forms', () => {
  const p = segment();
  for (const text of [svgdump(p), psdump(p), new TextDecoder().decode(pdfdump(p))])
    for (const words of ['Ethernet', 'sport', '40000', 'MSS', '1460', 'WScale', '192.0.2.2', '9c']) expect(text).toContain(words);
});

it('refuses what it cannot draw', () => {
  expect(() => svgdump([])).toThrow('not an empty list');
  expect(() => svgdump('TCP' as never)).toThrow("draws a packet or a list of packets, not 'TCP'");
  expect(() => svgdump(segment(), { layer_shift: 1 } as never)).toThrow("did you mean 'layerShift'");
  expect(() => pdfdump(segment(), { layerShift: -1 })).toThrow('not a number from 0 to 100');
});
