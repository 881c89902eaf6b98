/** What holds for any packet: its source builds it, its JSON is JSON, and it is shown as what it is. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromHex } from '../../src/bytes/hex.ts';
import type { AnyLayer } from '../../src/packet/spec/spec.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { Padding, Raw } from '../../src/packet/layer/raw.ts';
import { Dot1Q, Ether } from '../../src/protocols/link/ethernet.ts';
import { ARP } from '../../src/protocols/network/arp.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../src/protocols/network/ipv6/ipv6.ts';
import { dissect, packet } from '../../src/protocols/protocols.ts';
import { TCP } from '../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../src/protocols/transport/udp.ts';
import { arbitraryPacket } from '../support/arbitrary-packet.ts';

const scope: Readonly<Record<string, unknown>> = { packet, dissect, fromHex, Ether, Dot1Q, ARP, IP, IPv6, TCP, UDP, Raw, Padding };
const evaluated = (text: string): Packet => new Function(...Object.keys(scope), `return ${text}`)(...Object.values(scope)) as Packet;

const STACKS: readonly (readonly AnyLayer[])[] = [
  [Ether, IP, TCP, Raw],
  [Ether, Dot1Q, IPv6, UDP, Raw],
  [Ether, ARP, Padding],
  [IP, IP, UDP],
];

it.each(STACKS.map((s) => [s.map((l) => l.layerName).join('/'), s] as const))('%s', (_, stack) => {
  fc.assert(
    fc.property(arbitraryPacket(stack), (p) => {
      expect(evaluated(p.command()).bytes).toEqual(p.bytes);
      const text = p.show2();
      expect(text.match(/###\[/g)).toHaveLength(stack.length);
      expect(text).not.toContain('undefined');
      expect(Object.keys((JSON.parse(p.json()) as { layers: object }).layers)).toHaveLength(stack.length);
      expect(p.summary()).not.toBe('');
      const read = p.copy();
      expect(evaluated(read.command()).bytes).toEqual(p.bytes);
    }),
    { numRuns: 150, seed: 7 },
  );
});
