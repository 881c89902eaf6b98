// Packets and captures in jest: `NODE_OPTIONS=--experimental-vm-modules npx jest`, with this file in your project. `expect` and `test` are globals there.
import { ARP, ICMP, IP, packet, TCP } from 'packetwright';
import { lab, sr1 } from 'packetwright/lab';
import { packetMatchers } from 'packetwright/test';

// For TypeScript, once in your project:
//     import type { PacketMatchers } from 'packetwright/test';
//     declare global { namespace jest { interface Matchers<R> extends PacketMatchers<R> {} } }
expect.extend(packetMatchers);

test('a packet has the fields that count', () => {
  const syn = packet(IP({ dst: '192.0.2.2' }), TCP({ dport: 'http', flags: 'S' }));
  expect(syn).toMatchPacket(TCP({ dport: 80, flags: 'S' }));
  expect(syn).toMatchPacket('tcp port 80');
  expect(syn).not.toMatchPacket([IP({ ttl: 1 }), TCP()]);
});

test('a ping needs ARP first', async () => {
  const net = lab({ hosts: { a: { address: '192.0.2.1/24' }, b: { address: '192.0.2.2/24' } } });
  const seen = net.capture();
  await sr1(packet(IP({ dst: '192.0.2.2' }), ICMP()), { host: net.host('a') });
  seen.stop();
  await expect(seen).toHavePackets([
    ARP({ op: 'who-has', pdst: '192.0.2.2' }),
    ARP({ op: 'is-at', psrc: '192.0.2.2' }),
    ICMP({ type: 'echo-request' }),
    [IP({ src: '192.0.2.2' }), ICMP({ type: 'echo-reply' })],
  ]);
  await net.close();
});
