/** Addresses are asked for, announced and defended; in virtual time. */
import { describe, expect, it } from 'vitest';
import { type StackPair, stackPair } from '../../../test/support/stack/stack-pair.ts';
import type { PacketwrightError } from '../../bytes/errors.ts';
import { ARP } from '../../protocols/network/arp.ts';
import { ICMPv6ND_NA, ICMPv6ND_NS, ICMPv6ND_RA, ICMPv6ND_RS } from '../../protocols/network/icmpv6/neighbour-discovery.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { dissect, packet } from '../../protocols/protocols.ts';
import { ndMachine } from '../../exchange/answering/nd-machine.ts';
import { AddressKeeper, type Probe } from './keeper.ts';
import { slaac } from './slaac.ts';

/** Two stacks without addresses but a's, each with its keeper. */
function keepers(): { pair: StackPair; a: AddressKeeper; b: AddressKeeper; lost: PacketwrightError[] } {
  const pair = stackPair({ keep: true, a: { addresses: [] }, b: { addresses: [] } });
  const lost: PacketwrightError[] = [];
  return { pair, a: new AddressKeeper(pair.a, () => undefined), b: new AddressKeeper(pair.b, (_address, error) => lost.push(error)), lost };
}

/** What comes of a claim, when all its time has passed. */
async function claimed(pair: StackPair, keeper: AddressKeeper, text: string, probe: Probe): Promise<unknown> {
  const result = keeper.claim(text, probe).then(
    () => 'taken',
    (error: PacketwrightError) => error.code,
  );
  pair.time.pass(10_000);
  await Promise.resolve();
  return await result;
}

const arps = ({ frames }: StackPair): string[] =>
  frames.flatMap(({ from, octets, atMs }) => {
    const arp = dissect(octets).get(ARP);
    return arp === undefined ? [] : [`${from} ${arp.op} ${arp.psrc} ${arp.pdst} ${Math.round(atMs)}`];
  });

describe('an IPv4 address', () => {
  it('is asked for three times, then announced twice, with the pauses of RFC 5227', async () => {
    const { pair, a } = keepers();
    expect(await claimed(pair, a, '10.0.0.9/24', true)).toBe('taken');
    // The second announcement is two seconds behind the first, which comes when the promise is settled.
    pair.time.pass(2000);
    const seen = arps(pair).map((line) => line.split(' '));
    expect(seen.map(([, op, from, to]) => [op, from, to])).toEqual([
      ...Array.from({ length: 3 }, () => ['1', '0.0.0.0', '10.0.0.9']),
      ['1', '10.0.0.9', '10.0.0.9'],
      ['1', '10.0.0.9', '10.0.0.9'],
    ]);
    const times = seen.map(([, , , , at]) => Number(at));
    expect(times[0]).toBeLessThanOrEqual(2001);
    for (const i of [1, 2]) {
      expect((times[i] as number) - (times[i - 1] as number)).toBeGreaterThanOrEqual(1000);
      expect((times[i] as number) - (times[i - 1] as number)).toBeLessThanOrEqual(2001);
    }
  });

  it.each([true, 'quick'] as const)('is not taken when somebody has it (probe: %s)', async (probe) => {
    const { pair, a, b } = keepers();
    expect(await claimed(pair, a, '10.0.0.9/24', 'quick')).toBe('taken');
    expect(await claimed(pair, b, '10.0.0.9/24', probe)).toBe('ERR_ADDRESS');
    expect(pair.b.addresses.all).toEqual([]);
  });

  it('is not taken when somebody asks for it at the same time', async () => {
    const { pair, a, b } = keepers();
    const both = [a.claim('10.0.0.9/24', 'quick'), b.claim('10.0.0.9/24', 'quick')].map((one) =>
      one.then(
        () => 'taken',
        ({ code }: PacketwrightError) => code,
      ),
    );
    pair.time.pass(5000);
    expect(await Promise.all(both)).toEqual(['ERR_ADDRESS', 'ERR_ADDRESS']);
  });

  it('is taken without a word, where none is wanted', async () => {
    const { pair, a } = keepers();
    await a.claim('10.0.0.9/24', false);
    expect([pair.a.addresses.isOurs('10.0.0.9'), pair.frames.length]).toEqual([true, 0]);
  });

  it('is defended once, and given up when the other does not let go', async () => {
    const { pair, b, lost } = keepers();
    await claimed(pair, b, '10.0.0.9/24', 'quick');
    const rival = packet(
      Ether({ src: '02:00:00:00:00:77', dst: 'ff:ff:ff:ff:ff:ff' }),
      ARP({ hwsrc: '02:00:00:00:00:77', psrc: '10.0.0.9', pdst: '10.0.0.9' }),
    ).bytes;
    const before = arps(pair).length;
    pair.b.receiveFrame(rival);
    // Beside the answer that any ARP request for us gets.
    expect(
      arps(pair)
        .slice(before)
        .filter((line) => line.startsWith('b 1 10.0.0.9 10.0.0.9')),
    ).toHaveLength(1);
    expect(lost).toEqual([]);
    // Ten seconds later it is a new quarrel.
    pair.time.pass(10_001);
    pair.b.receiveFrame(rival);
    expect(pair.b.addresses.isOurs('10.0.0.9')).toBe(true);
    pair.time.pass(5000);
    pair.b.receiveFrame(rival);
    expect(lost.map(({ code, details }) => [code, details['mac']])).toEqual([['ERR_ADDRESS', '02:00:00:00:00:77']]);
    expect(pair.b.addresses.isOurs('10.0.0.9')).toBe(false);
  });

  it('takes its connections along when it goes', async () => {
    const { pair, a, b } = keepers();
    await claimed(pair, a, '10.0.0.1/24', 'quick');
    await claimed(pair, b, '10.0.0.2/24', 'quick');
    const { tcp, paths } = pair.a;
    const { TCP_SETTINGS } = await import('../tcp/tcp-settings.ts');
    pair.b.tcp.listen({ port: 80, backlog: 1, settings: TCP_SETTINGS, onConnection: () => undefined });
    const t = tcp.connect(paths.to('10.0.0.2'), 80, TCP_SETTINGS);
    pair.time.pass(100);
    expect(t.state).toBe('ESTABLISHED');
    a.giveUp('10.0.0.1');
    expect([t.state, t.error?.details['errno']]).toEqual(['CLOSED', 'ECONNABORTED']);
  });
});

describe('an IPv6 address', () => {
  it('is asked for once, from nobody, and taken after a second (RFC 4862 §5.4)', async () => {
    const { pair, a } = keepers();
    expect(await claimed(pair, a, 'fd00::9/64', 'quick')).toBe('taken');
    const [first, second] = pair.frames.map(({ octets, atMs }) => ({ p: dissect(octets), atMs }));
    expect([first?.p.get(IPv6)?.src, first?.p.get(IPv6)?.dst, first?.p.get(ICMPv6ND_NS)?.tgt]).toEqual(['::', 'ff02::1:ff00:9', 'fd00::9']);
    expect(first?.p.get(ICMPv6ND_NS)?.options).toHaveLength(0);
    expect(second?.p.get(ICMPv6ND_NA)).toMatchObject({ tgt: 'fd00::9', S: 0, O: 1 });
  });

  it('is not taken when somebody has it, or asks for it as well', async () => {
    const { pair, a, b } = keepers();
    expect(await claimed(pair, a, 'fd00::9/64', 'quick')).toBe('taken');
    expect(await claimed(pair, b, 'fd00::9/64', 'quick')).toBe('ERR_ADDRESS');
    const both = [a.claim('fd00::8/64', 'quick'), b.claim('fd00::8/64', 'quick')].map((one) =>
      one.catch(({ code }: PacketwrightError) => code),
    );
    pair.time.pass(5000);
    expect(await Promise.all(both)).toEqual(['ERR_ADDRESS', 'ERR_ADDRESS']);
  });

  it('is made of what a router advertises, with its gateway and name servers', async () => {
    const { pair, a } = keepers();
    const router = ndMachine({
      macOf: (address) => (address === 'fe80::1' ? '02:00:00:00:00:02' : undefined),
      router: { address: 'fe80::1', prefixes: ['2001:db8:5::/64'], dns: ['2001:db8:5::53'] },
    });
    pair.b.watch((p) => {
      if (p.has(ICMPv6ND_RS)) for (const reply of router.answer(p)) pair.b.output.frame(reply.bytes);
    });
    const said = slaac(pair.a, a, 'quick', 5000);
    for (let i = 0; i < 10; i++) {
      pair.time.pass(1000);
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    }
    expect(await said).toEqual({ router: 'fe80::1', prefixes: ['2001:db8:5::/64'], nameServers: ['2001:db8:5::53'] });
    expect(pair.a.addresses.all.map(({ address }) => address.slice(0, 11))).toEqual([expect.stringMatching(/^fe80::/), '2001:db8:5:']);
    // Packets to the world leave from the address that the world can answer to.
    pair.a.addresses.gateway6 = 'fe80::1';
    expect(pair.a.addresses.way('2001:db8:99::1')).toMatchObject({
      next: 'fe80::1',
      source: { address: expect.stringMatching(/^2001:db8:5:/) },
    });
  });

  it('is refused without a router, and what comes from beyond the link is not believed', async () => {
    const { pair, a } = keepers();
    const far = packet(
      Ether({ src: '02:00:00:00:00:02', dst: '33:33:00:00:00:01' }),
      IPv6({ src: 'fe80::1', dst: 'ff02::1', hlim: 64 }),
      ICMPv6ND_RA({ options: [['PrefixInfo', { prefix: '2001:db8:6::', prefixlen: 64 }]] }),
    ).bytes;
    const said = slaac(pair.a, a, false, 9000).catch(({ code }: PacketwrightError) => code);
    for (let i = 0; i < 12; i++) {
      pair.a.receiveFrame(far);
      pair.time.pass(1000);
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    }
    expect(await said).toBe('ERR_NEIGHBOUR');
    expect(pair.frames.filter(({ octets }) => dissect(octets).has(ICMPv6ND_RS))).toHaveLength(3);
  });
});
