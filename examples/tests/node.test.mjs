// Packets and captures in Node's own runner: `node --test`, with this file in your project.
import test from 'node:test';
import { ARP, dissect, ICMP, IP, packet, TCP } from 'packetwright';
import { lab, sr1 } from 'packetwright/lab';
import { assertPacket, assertPackets, assertSamePacket } from 'packetwright/test';

test('a packet has the fields that count', () => {
  const syn = packet(IP({ dst: '192.0.2.2' }), TCP({ dport: 'http', flags: 'S' }));
  assertPacket(syn, TCP({ dport: 80, flags: 'S' }));
  assertPacket(syn, 'tcp port 80');
  assertSamePacket(dissect(syn.bytes, IP), syn);
});

test('a ping needs ARP first', async () => {
  const net = lab({ hosts: { a: { address: '192.0.2.1/24' }, b: { address: '192.0.2.2/24' } } });
  const seen = net.capture();
  await sr1(packet(IP({ dst: '192.0.2.2' }), ICMP()), { host: net.host('a') });
  seen.stop();
  await assertPackets(seen, [
    ARP({ op: 'who-has', pdst: '192.0.2.2' }),
    ARP({ op: 'is-at', psrc: '192.0.2.2' }),
    ICMP({ type: 'echo-request' }),
    [IP({ src: '192.0.2.2' }), ICMP({ type: 'echo-reply' })],
  ]);
  await net.close();
});
