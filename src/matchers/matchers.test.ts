import { assert, describe, expect, it } from 'vitest';
import { type Packet, ICMP, IP, Ether, packet, TCP, UDP, Raw, dissect, ARP } from '../index.ts';
import { lab, sr1 } from '../lab/index.ts';
import { assertPacket, assertPackets, assertSamePacket, type PacketMatchers, packetMatchers } from './index.ts';

declare module 'vitest' {
  interface Matchers<T = any> extends PacketMatchers<T> {}
}

expect.extend(packetMatchers);

const syn = packet(Ether(), IP({ src: '192.0.2.1', dst: '192.0.2.2', ttl: 63 }), TCP({ sport: 40_000, dport: 'http', flags: 'S' }));

/** What a failing expectation says. */
async function said(expectation: () => unknown): Promise<string> {
  try {
    await expectation();
  } catch (error) {
    return (error as Error).message;
  }
  return assert.fail('it did not fail');
}

describe('toMatchPacket', () => {
  it('takes a filter, layers with the fields that count, and a function', () => {
    expect(syn).toMatchPacket('tcp dst port 80 and tcp[tcpflags] & tcp-syn != 0');
    expect(syn).toMatchPacket(TCP({ dport: 80, flags: 'S' }));
    expect(syn).toMatchPacket([IP({ ttl: 63 }), TCP()]);
    expect(syn).toMatchPacket((p) => p.length === 54);
    expect(dissect(syn.bytes)).toMatchPacket([Ether(), IP({ dst: '192.0.2.2' }), TCP({ dport: 'http' })]);
    expect(syn).not.toMatchPacket('udp');
    expect(syn).not.toMatchPacket(TCP({ flags: 'SA' }));
    expect(syn).not.toMatchPacket([TCP(), IP()]);
  });

  it('judges an IP packet without a link header by that', () => {
    const bare = packet(IP({ dst: '192.0.2.9' }), UDP({ dport: 53 }));
    expect(bare).toMatchPacket('udp port 53 and dst 192.0.2.9');
    expect(bare).not.toMatchPacket('tcp');
  });

  it('says what the packet lacks', async () => {
    expect(await said(() => expect(syn).toMatchPacket([IP({ ttl: 64 }), TCP({ dport: 443, flags: 'S' })]))).toBe(
      'not as wanted: Ether / IP / TCP 192.0.2.1:40000 > 192.0.2.2:http S\n  IP.ttl: 63, not 64\n  TCP.dport: http, not https',
    );
    expect(await said(() => expect(syn).toMatchPacket(UDP()))).toMatch(/UDP is not there$/);
    expect(await said(() => expect(syn).toMatchPacket([TCP(), IP()]))).toMatch(/IP is not there in this order$/);
    expect(await said(() => expect(syn).toMatchPacket('udp'))).toMatch(/the filter 'udp' does not let it pass$/);
    expect(await said(() => expect(syn).not.toMatchPacket(TCP({ flags: 'S' })))).toMatch(/^the packet is TCP flags=S: /);
  });

  it('tells a fault of the test from a packet that does not fit', () => {
    expect(() => expect(syn).toMatchPacket('port http or so')).toThrow(expect.objectContaining({ code: 'ERR_FILTER' }));
    expect(() => expect(syn).toMatchPacket([] as never)).toThrow(expect.objectContaining({ code: 'ERR_VALUE' }));
    // An async function is always true: so it would judge nothing.
    for (const judge of [async () => false, () => 'no', TCP])
      expect(() => expect(syn).toMatchPacket(judge as never)).toThrow(expect.objectContaining({ code: 'ERR_VALUE' }));
    expect(() => expect('syn').toMatchPacket(TCP())).toThrow(/a packet was expected, not 'syn'/);
    expect(() => expect(syn).toMatchPacket(TCP({ dprt: 80 } as never))).toThrow(/dprt/);
  });
});

describe('toEqualPacket', () => {
  it('compares octets, and names the fields that differ', async () => {
    expect(syn).toEqualPacket(syn.bytes.slice());
    expect(syn).toEqualPacket(syn.copy());
    const text = await said(() => expect(syn).toEqualPacket(syn.copy().set(IP, { ttl: 64 })));
    expect(text).toMatch(/^the packet differs\n {2}IP\.ttl: 63, not 64\n {2}IP\.chksum: 0x\w+, not 0x\w+\n/);
    expect(text).toContain('0010');
    expect(await said(() => expect(syn).toEqualPacket(packet(Ether(), ARP())))).toMatch(/layer 2: IP, not ARP/);
    expect(await said(() => expect(syn).toEqualPacket(syn.bytes.subarray(0, 50)))).toMatch(/^the packet differs\n/);
    expect(await said(() => expect(packet(IP(), Raw({ load: 'a' }))).toEqualPacket(packet(IP(), Raw({ load: 'b' }))))).toMatch(
      /Raw\.load: .*a.*, not .*b/,
    );
  });
});

describe('toHavePackets', () => {
  const network = () => lab({ hosts: { a: { address: '192.0.2.1/24' }, b: { address: '192.0.2.2/24' } } });

  it('finds packets of a capture in their order', async () => {
    await using net = network();
    const seen = net.capture();
    await sr1(packet(IP({ dst: '192.0.2.2' }), ICMP()), { host: net.host('a') });
    seen.stop();
    const packets: Packet[] = [];
    for await (const p of seen.packets()) packets.push(p);
    const wants = [
      ARP({ op: 'who-has', pdst: '192.0.2.2' }),
      'arp',
      [IP({ src: '192.0.2.1' }), ICMP({ type: 'echo-request' })],
      ICMP({ type: 'echo-reply' }),
    ];
    await expect(packets).toHavePackets(wants);
    await expect(packets).not.toHavePackets([...wants].reverse());
    await expect(packets).toHavePackets([]);
    const text = await said(() => expect(packets).toHavePackets(['arp', ICMP({ type: 'echo-reply' }), ICMP({ type: 'echo-request' })]));
    expect(text.split('\n')).toEqual([
      'wanted packet 3 of 3 is not among 4 behind packet 4: ICMP type=echo-request',
      expect.stringMatching(/^1 ✓ 1 {2}Ether \/ ARP who has/),
      expect.stringMatching(/^ {4}2 {2}Ether \/ ARP is at/),
      expect.stringMatching(/^ {4}3 {2}Ether \/ IP \/ ICMP .* echo-request/),
      expect.stringMatching(/^2 ✓ 4 {2}Ether \/ IP \/ ICMP .* echo-reply/),
    ]);
    expect(await said(() => expect(packets).toHavePackets([ICMP({ type: 'echo-reply', seq: 7 })]))).toMatch(
      /\nnearest is packet 4: ICMP\.seq: 0x0, not 0x7\n/,
    );
  });

  it('reads a capture itself, and no further than needed', async () => {
    await using net = network();
    const seen = net.capture();
    await sr1(packet(IP({ dst: '192.0.2.2' }), ICMP()), { host: net.host('a') });
    // It was not stopped: who finds all does not wait for more.
    await expect(seen).toHavePackets(['arp', 'icmp[icmptype] == icmp-echoreply']);
  });

  it('refuses what is no list of packets', async () => {
    await expect(expect(7).toHavePackets([])).rejects.toMatchObject({ code: 'ERR_VALUE' });
    await expect(expect([]).toHavePackets('arp' as never)).rejects.toMatchObject({ code: 'ERR_VALUE' });
    await expect(expect([]).toHavePackets([7 as never])).rejects.toMatchObject({ code: 'ERR_VALUE' });
  });
});

describe('as functions', () => {
  it('throw what runners of tests know', async () => {
    assertPacket(syn, TCP({ flags: 'S' }));
    assertSamePacket(syn, syn.bytes);
    await assertPackets([syn], [TCP()]);
    expect(() => assertPacket(syn, UDP())).toThrow(expect.objectContaining({ name: 'AssertionError', code: 'ERR_ASSERTION' }));
    expect(() => assertSamePacket(syn, syn.bytes.subarray(1))).toThrow(expect.objectContaining({ code: 'ERR_ASSERTION' }));
    await expect(assertPackets([syn], [UDP()])).rejects.toMatchObject({ code: 'ERR_ASSERTION' });
  });
});
