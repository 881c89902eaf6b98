/** The client at servers that do what RFC 5905 warns of. The lab's clock is virtual: the figures are exact. */
import { describe, expect, it } from 'vitest';
import { lab } from '../../../lab/lab.ts';
import { ntpAt, ntpMs } from '../../../packet/fields/special/times.ts';
import { NTPHeader } from '../../../protocols/application/ntp/ntp.ts';
import { dissect, packet } from '../../../protocols/protocols.ts';
import { ntp, type NtpOptions, type NtpResult } from './ntp.ts';

type Given = Parameters<typeof NTPHeader>[0];

/** Asks a server that answers with `reply`, of whose messages each is sent. */
async function ask(reply: (nonce: bigint, now: number) => readonly Given[], o: NtpOptions = {}): Promise<NtpResult> {
  await using net = lab({ time: 'virtual', seed: 1, hosts: { alice: { address: '192.0.2.10/24' }, bob: { address: '192.0.2.20/24' } } });
  const [alice, bob] = [net.host('alice'), net.host('bob')];
  const port = await bob.sockets.udp({ port: 123 });
  const serving = (async () => {
    for await (const { data, from, port: asker } of port.messages()) {
      const nonce = dissect(data, NTPHeader).get(NTPHeader)?.sent ?? 0n;
      for (const given of reply(nonce, bob.clock.now())) await port.send(packet(NTPHeader(given)).bytes, from, asker);
    }
  })();
  try {
    return await ntp('192.0.2.20', { host: alice, ...o });
  } finally {
    port.close();
    await serving;
  }
}

const good = (orig: bigint, now: number, ahead = 0): Given => ({
  ...{ mode: 'server', stratum: 2, leap: 0, id: '192.0.2.99', orig, precision: -20, delay: 0.5, dispersion: 0.25 },
  ...{ ref: ntpAt(now - 5000), recv: ntpAt(now + ahead), sent: ntpAt(now + ahead) },
});

describe('ntp', () => {
  it('measures the offset, and takes the sample that was under way the shortest time', async () => {
    const result = await ask((nonce, now) => [good(nonce, now, 1500)]);
    expect(result.offsetMs).toBeCloseTo(1500, 3);
    expect(result).toMatchObject({ asked: 4, stratum: 2, leap: 0, reference: '192.0.2.99', rootDelayMs: 500, rootDispersionMs: 250 });
    expect(result.samples).toHaveLength(4);
    // RFC 5905 §11.2: half the way there and back, and the dispersions.
    expect(result.errorMs).toBeCloseTo(500 / 2 + result.delayMs / 2 + 250 + result.dispersionMs + result.jitterMs, 9);
    const [first, second] = result.samples as [(typeof result.samples)[0], (typeof result.samples)[0]];
    expect(second.atMs - first.atMs).toBeGreaterThanOrEqual(2000);
  });

  it('believes no answer to what it did not send (RFC 5905 §8)', async () => {
    const forged = (nonce: bigint, now: number): Given[] => [good(nonce ^ 1n, now, 9e6), { ...good(nonce, now, 9e6), mode: 'client' }];
    const result = await ask((nonce, now) => [...forged(nonce, now), good(nonce, now, -20), good(nonce, now, 9e6)], { samples: 2 });
    expect(result.offsetMs).toBeCloseTo(-20, 1);
    await expect(ask(forged, { samples: 2, timeoutMs: 50 })).rejects.toMatchObject({ code: 'ERR_TIMEOUT', details: { asked: 2 } });
  });

  it('obeys a kiss of death (RFC 5905 §7.4)', async () => {
    await expect(ask((orig) => [{ mode: 'server', stratum: 0, ref_id: 'DENY', leap: 3, orig }])).rejects.toMatchObject({
      code: 'ERR_REFUSED',
      message: '192.0.2.20 sent a kiss of death: DENY',
    });
    // What came before counts.
    let n = 0;
    const later = await ask((orig, now) => (++n < 3 ? [good(orig, now)] : [{ mode: 'server', stratum: 0, ref_id: 'RATE', orig }]));
    expect([later.samples.length, later.asked]).toEqual([2, 3]);
  });

  it.each<[why: string, change: (now: number) => Given]>([
    ['not synchronised', () => ({ leap: 3 })],
    ['stratum is 16', () => ({ stratum: 16 })],
    ['no time', () => ({ sent: 0n })],
    ['16.25 s away', () => ({ delay: 0.5, dispersion: 16 })],
    ['in the future', (now) => ({ ref: ntpAt(now + 5000) })],
    ['before it was asked', (now) => ({ recv: ntpAt(now + 1) })],
  ])('refuses a time that is %s (RFC 4330 §5)', async (why, change) => {
    const asking = ask((orig, now) => [{ ...good(orig, now), ...change(now) }]);
    await expect(asking).rejects.toMatchObject({ code: 'ERR_REFUSED', message: expect.stringContaining(why) });
  });

  it('reads and writes times on both sides of 2036 (RFC 4330 §3)', () => {
    for (const ms of [0, 1_700_000_000_123.25, 2_085_978_495_999.5, 2_085_978_496_000, 2_500_000_000_000.75])
      expect(Math.abs(ntpMs(ntpAt(ms)) - ms)).toBeLessThan(0.0005);
  });

  it('ends with its signal, and refuses numbers that make no sense', async () => {
    await expect(ask(() => [], { signal: AbortSignal.timeout(1) })).rejects.toThrow();
    await expect(ntp('192.0.2.20', { samples: 0 })).rejects.toMatchObject({ code: 'ERR_RANGE' });
    await expect(ntp('192.0.2.20', { version: 5 })).rejects.toMatchObject({ code: 'ERR_RANGE' });
  });
});
