import { expect, it } from 'vitest';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { chainOf } from '../../../test/support/rebuild.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';
import { UDP } from '../transport/udp.ts';
import { dissect, packet } from '../protocols.ts';
import { Teredo } from './teredo.ts';

/** The IPv6 packet of the capture. */
const bubble = '6000000000003b15200100000d5da5993890f3fd5226277aff020000000000000000000000000001';

layerSuite(
  'Teredo',
  [
    {
      what: 'authentication and origin before a packet',
      origin: 'RFC 4380 §5.1.1, by hand; the packet is of pcap-parser/assets/wireshark_samples-test.pcapng (MIT OR Apache-2.0), packet 429',
      first: Teredo,
      chain: 'Teredo/IPv6',
      octets: `00010000000000000000000900${'0000f3fd5226277a'}${bubble}`,
      read: { Teredo: { auth: { idlen: 0, aulen: 0, nonce: 9n, conf: 0 }, origin: { port: 0xf3fd, addr: '5226277a' } } },
    },
  ],
  { mutations: 400 },
);

it('Teredo needs nothing before the packet', () => {
  const p = packet(UDP(), Teredo(), IPv6({ nh: 59 }));
  expect(p.bytes.length).toBe(48);
  expect(p.get(UDP)?.dport).toBe(3544);
  expect(chainOf(dissect(p.bytes, UDP))).toBe('UDP/Teredo/IPv6');
  expect(dissect(packet(UDP(), Teredo({ auth: { id: 'me' } }), IPv6()).bytes, UDP).get(Teredo)?.auth?.idlen).toBe(2);
});
