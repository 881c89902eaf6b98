import { expect, it } from 'vitest';
import { BGPHeader, BGPKeepAlive, BGPOpen } from '../protocols/routing/bgp/bgp.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { packet } from '../protocols/protocols.ts';
import { TCP } from '../protocols/transport/tcp/tcp.ts';
import { objectOf } from '../packet/object/packet-object.ts';
import { protocolChain } from './protocol-chain.ts';

it('names messages one behind another once, and layers inside one another each', () => {
  const p = packet(IP(), IP(), TCP({ dport: 179 }), BGPHeader(), BGPOpen(), BGPKeepAlive(), BGPHeader(), BGPOpen());
  expect(protocolChain(objectOf(p).built().shape, 1)).toBe('ip:ip:tcp:bgp');
});
