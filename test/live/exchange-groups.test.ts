/** Who answers what was sent to a broadcast or multicast address, at layer 2 and 3 alike; and what an MTU that changed is said to be. */
import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  BOOTP,
  DHCP,
  dissect,
  Ether,
  type Host,
  ICMP,
  ICMPv6ND_NA,
  ICMPv6ND_NS,
  IP,
  IPv6,
  linuxHost,
  packet,
  send,
  sr1,
  srp,
  srp1,
  UDP,
} from '../../src/index.ts';
import { requireLive, run, type TwoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { twoPairs } from '../support/two-pairs.ts';

const MAC_A = '02:00:00:00:79:01';
const BROADCAST = 'ff:ff:ff:ff:ff:ff';

/** dnsmasq, serving addresses on vd of namespace b, once it says so. */
function addressServer(b: string): Promise<ChildProcess> {
  const words = [
    '--no-daemon',
    '--conf-file=/dev/null',
    '--port=0',
    '--interface=vd',
    '--bind-interfaces',
    '--user=root',
    '--leasefile-ro',
  ];
  const child = spawn('ip', ['netns', 'exec', b, 'dnsmasq', ...words, '--pid-file', '--no-ping', '--dhcp-range=10.79.0.100,10.79.0.110'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (/sockets bound exclusively|DHCP, IP range/.test(text)) resolve(child);
    });
    child.once('exit', () => reject(new Error(text)));
  });
}

describeIf(requireLive('dnsmasq'), 'answers to a group', () => {
  let net: TwoNamespaces;
  let host: Host;
  const through = (iface = 'vc') => ({ host, iface, timeoutMs: 20_000 });

  beforeAll(() => {
    net = twoPairs();
    // RFC 1122 §3.2.2.6 lets a host answer an echo request to a broadcast address.
    run('ip', 'netns', 'exec', net.b, 'sysctl', '-qw', 'net.ipv4.icmp_echo_ignore_broadcasts=0');
    host = linuxHost({ netns: net.a });
  });
  afterAll(async () => {
    await host?.close();
    net?.remove();
  });

  it('are found in frames that have all their addresses, as they are in packets', async () => {
    const ping = [IP({ src: '10.79.0.1', dst: '10.79.0.255' }), ICMP({ id: 7 })] as const;
    expect((await sr1(packet(...ping), through()))?.get(IP)?.src).toBe('10.79.0.2');
    const frame = packet(Ether({ src: MAC_A, dst: BROADCAST }), ...ping);
    expect((await srp1(frame, through()))?.get(IP)?.src).toBe('10.79.0.2');
    expect((await srp1(packet(Ether({ dst: BROADCAST }), ...ping), through()))?.get(IP)?.src).toBe('10.79.0.2');
    const [answered] = await srp(frame, through());
    expect(answered.map(([, answer]) => answer.get(IP)?.src)).toEqual(['10.79.0.2']);
    // Octets that came from somewhere, too.
    expect((await srp1(dissect(frame.bytes), through()))?.get(IP)?.src).toBe('10.79.0.2');
  });

  it('come to a multicast address as well', async () => {
    const question = [
      IPv6({ src: 'fd00:79::1', dst: 'ff02::1:ff00:2' }),
      ICMPv6ND_NS({ tgt: 'fd00:79::2', options: [['SrcLLAddr', MAC_A]] }),
    ] as const;
    for (const answer of [
      await sr1(packet(...question), through()),
      await srp1(packet(Ether({ src: MAC_A, dst: '33:33:ff:00:00:02' }), ...question), through()),
    ])
      expect(answer?.get(ICMPv6ND_NA)?.tgt).toBe('fd00:79::2');
  });

  it('are an offer where a DHCP client asks', async () => {
    const server = await addressServer(net.b);
    try {
      const discover = packet(
        Ether({ src: MAC_A, dst: BROADCAST }),
        IP({ src: '0.0.0.0', dst: '255.255.255.255' }),
        UDP({ sport: 68, dport: 67 }),
        BOOTP({ chaddr: MAC_A, xid: 0x1234 }),
        DHCP({ options: [['message-type', 'discover'], 'end'] }),
      );
      const offer = await srp1(discover, { host, iface: 'vc', timeoutMs: 20_000 });
      expect(offer?.get(IP)?.src).toBe('10.79.0.2');
      expect(offer?.get(BOOTP)).toMatchObject({ op: 2, xid: 0x1234, yiaddr: expect.stringMatching(/^10\.79\.0\.1(0\d|10)$/) });
    } finally {
      server.kill();
    }
  });

  it('of one address are that one’s alone', async () => {
    const wrong = packet(Ether({ src: MAC_A, dst: '02:00:00:00:79:02' }), IP({ src: '10.79.0.1', dst: '10.79.0.77' }), ICMP());
    expect(await srp1(wrong, { ...through(), timeoutMs: 100 })).toBeUndefined();
  });

  it('has the MTU of now in its message', async () => {
    const large = packet(IP({ dst: '10.77.0.2' }), UDP({ dport: 9 }), new Uint8Array(1400));
    expect((await send(large, { host })).sent).toBe(1);
    const link = await host.open('va', { sendOnly: true });
    run('ip', '-n', net.a, 'link', 'set', 'va', 'mtu', '1300');
    const refused = {
      code: 'ERR_TOO_LARGE',
      message: 'frame 0 of 1442 octets is too large for va, whose MTU is 1300',
      details: { mtu: 1300 },
    };
    await expect(send(large, { host })).rejects.toMatchObject(refused);
    expect(link.mtu).toBe(1300);
    await link.close();
    run('ip', '-n', net.a, 'link', 'set', 'va', 'mtu', '1500');
    expect((await send(large, { host })).sent).toBe(1);
  });
});
