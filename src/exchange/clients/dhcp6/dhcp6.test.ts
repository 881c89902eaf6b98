/** The DHCPv6 client's machine on a clock that the test moves. All times are RFC 8415's: §7.6 has the numbers, §15 how they are used. */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../bytes/random.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import * as D from '../../../protocols/application/dhcpv6/dhcpv6.ts';
import { Ether } from '../../../protocols/link/ethernet.ts';
import { IPv6 } from '../../../protocols/network/ipv6/ipv6.ts';
import { packet } from '../../../protocols/protocols.ts';
import { UDP } from '../../../protocols/transport/udp.ts';
import { MachineRun } from '../../machine/machine-run.ts';
import { type Dhcp6Lease, lease6Of } from './dhcp6-lease.ts';
import { dhcp6Client, type Dhcp6State } from './dhcp6-client.ts';
import { type Dhcp6Memory, dhcp6Memory, type Dhcp6Wishes } from './dhcp6-messages.ts';
import { type Dhcp6Input, dhcp6Input } from './dhcp6-options.ts';

const MAC = '02:00:00:00:00:0a';
/** ms since 1970 when the test's clock is at 0. */
const EPOCH = 1_700_000_000_000;
const T1 = 300,
  T2 = 480,
  VALID = 600;

const SERVER = ['ServerId', [3, { lladdr: '02:00:00:00:00:0b' }]] as const;
const ADDRESS = [
  'IA_NA',
  { iaid: 1, T1, T2, ianaopts: [['IAAddress', { addr: '2001:db8::100', preflft: 500, validlft: VALID }]] },
] as const;
const PREFIX = [
  'IA_PD',
  { iaid: 1, T1, T2, iapdopt: [['IAPrefix', { prefix: '2001:db8:1::', plen: 56, preflft: 500, validlft: VALID }]] },
] as const;
const status = (statuscode: number) => ['StatusCode', { statuscode }] as const;
const IN_IA = (statuscode: number) => ['IA_NA', { iaid: 1, T1, T2, ianaopts: [status(statuscode)] }] as const;

/** What came out: its message, and when. */
interface Said {
  readonly at: number;
  readonly message: string;
  readonly frame: Packet;
}

/** A client whose clock, chance and server are the test's. */
class Client {
  readonly run: MachineRun<Dhcp6State, Dhcp6Memory, Dhcp6Input, Packet>;
  readonly said: Said[] = [];
  now = 0;
  constructor(o: { wishes?: Dhcp6Wishes; lease?: Dhcp6Lease; seed?: number; began?: number } = {}) {
    const { wishes = {}, lease, seed = 1, began = 0 } = o;
    this.now = began;
    const memory = dhcp6Memory({
      ...{ mac: MAC, source: 'fe80::a', random: seededRandom(seed), now: () => EPOCH + this.now },
      wishes: { probeMs: 0, delayMs: 0, ...wishes },
      ...(lease && { lease }),
    });
    this.run = new MachineRun(dhcp6Client, memory, this.now);
    this.until(this.now);
  }
  get state(): string {
    return this.run.state;
  }
  get last(): Said {
    return this.said.at(-1) as Said;
  }
  #take(): void {
    for (const frame of this.run.takeOutputs()) this.said.push({ at: this.now, message: frame.layers().at(-1)?.layerName ?? '', frame });
  }
  /** Moves the clock, by what the machine waits for. */
  until(end: number): this {
    for (let at = this.run.wakeAt; at !== undefined && at <= end; at = this.run.wakeAt) {
      this.now = Math.max(this.now, at);
      this.run.tick(this.now);
      this.#take();
    }
    this.now = Math.max(this.now, end);
    return this;
  }
  ask(request: string): this {
    this.run.ask(request, this.now);
    this.#take();
    return this;
  }
  /** A server answers the last message. */
  answer(kind: 'advertise' | 'reply', ...options: readonly (readonly [string, unknown] | string)[]): boolean {
    const layer = kind === 'advertise' ? D.DHCP6_Advertise : D.DHCP6_Reply;
    const all = [['ClientId', [3, { lladdr: MAC }]], SERVER, ...options] as never;
    const { trid } = this.run.memory;
    const head = [Ether({ dst: MAC }), IPv6({ src: 'fe80::b', dst: 'fe80::a' }), UDP({ sport: 547, dport: 546 })] as const;
    const input = dhcp6Input(packet(...head, layer({ trid, options: all })), MAC);
    const taken = input !== undefined && this.run.receive(input, this.now);
    this.#take();
    this.until(this.now);
    return taken;
  }
  /** A lease, got at once. */
  bind(...options: readonly (readonly [string, unknown])[]): this {
    this.answer('advertise', ['Pref', 255], ...options);
    this.answer('reply', ...options);
    expect(this.state).toBe('BOUND');
    return this;
  }
  /** Between the last message of that kind and the one before, and so on, ms. */
  waits(message: string): number[] {
    const at = this.said.filter((said) => said.message === message).map((said) => said.at);
    return at.slice(1).map((ms, i) => ms - (at[i] as number));
  }
}

const optionsOf = (frame: Packet): readonly (readonly [unknown, unknown?])[] =>
  (frame.get(frame.layers().at(-1) as typeof D.DHCP6_Solicit) as unknown as { options: readonly (readonly [unknown, unknown?])[] }).options;
const optionNames = ({ frame }: Said): unknown[] => optionsOf(frame).map(([name]) => name);

/** §15: the first wait is IRT ± 10 %; each one is 1.9 to 2.1 of that before; those that would pass MRT are MRT ± 10 %. */
function expectWaits(waits: readonly number[], { irt, mrt, least = 0.9 * irt }: { irt: number; mrt: number; least?: number }): void {
  expect(waits[0]).toBeGreaterThanOrEqual(least);
  expect(waits[0]).toBeLessThanOrEqual(1.1 * irt);
  for (const [i, wait] of waits.slice(1).entries()) {
    const before = waits[i] as number;
    expect(wait).toBeLessThanOrEqual(1.1 * mrt);
    expect(wait).toBeGreaterThanOrEqual(Math.min(0.9 * mrt, 1.9 * before));
    if (wait < 0.9 * mrt) expect(wait).toBeLessThanOrEqual(2.1 * before);
  }
}

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

describe('the waits of a DHCPv6 client', () => {
  it.each(SEEDS)('for advertisements: SOL_TIMEOUT 1 s, never less, to SOL_MAX_RT 3,600 s (seed %i)', (seed) => {
    const client = new Client({ seed }).until(40_000_000);
    const waits = client.waits('DHCP6_Solicit');
    // §18.2.1: the first is more than IRT.
    expectWaits(waits, { irt: 1000, mrt: 3_600_000, least: 1000 });
    expect(waits.at(-1)).toBeGreaterThanOrEqual(0.9 * 3_600_000);
    expect(new Set(waits.slice(-4)).size).toBe(4);
  });

  it.each(SEEDS)('for a reply to REQUEST: 1 s to 30 s, 10 messages, then it looks for servers again (seed %i)', (seed) => {
    const client = new Client({ seed });
    client.answer('advertise', ['Pref', 255], ADDRESS);
    client.until(1_000_000);
    const requests = client.said.filter(({ message }) => message === 'DHCP6_Request');
    expect(requests).toHaveLength(10);
    expectWaits(client.waits('DHCP6_Request'), { irt: 1000, mrt: 30_000 });
    expect(client.state).toBe('SOLICITING');
    // §16.1: the same number in all tries of one exchange.
    expect(new Set(requests.map(({ frame }) => frame.get(D.DHCP6_Request)?.trid)).size).toBe(1);
  });

  it.each(['release', 'decline'])('for a reply to %s: 1 s, 4 messages', (request) => {
    const client = new Client().bind(ADDRESS).ask(request);
    client.until(100_000);
    const message = request === 'release' ? 'DHCP6_Release' : 'DHCP6_Decline';
    expect(client.said.filter((said) => said.message === message)).toHaveLength(4);
    expectWaits(client.waits(message), { irt: 1000, mrt: Number.POSITIVE_INFINITY });
    expect(client.state).toBe(request === 'release' ? 'RELEASED' : 'SOLICITING');
  });

  it.each(SEEDS)('before the first message: up to a second, SOL_MAX_DELAY (seed %i)', (seed) => {
    const client = new Client({ seed, wishes: { delayMs: 1000 } }).until(1000);
    const [first] = client.said;
    expect(first?.message).toBe('DHCP6_Solicit');
    expect(first?.at).toBeGreaterThan(0);
    expect(first?.at).toBeLessThanOrEqual(1000);
  });

  it('that hosts have before they begin are not the same', () => {
    const begun = SEEDS.map((seed) => new Client({ seed, wishes: { delayMs: 1000 } }).until(1000).said[0]?.at);
    expect(new Set(begun).size).toBe(SEEDS.length);
  });
});

describe('SOL_MAX_RT and INF_MAX_RT (RFC 8415 §21.24, §21.25)', () => {
  it('are asked for', () => {
    expect(optionsOf(new Client().last.frame).find(([name]) => name === 'OptReq')?.[1]).toEqual(expect.arrayContaining([82]));
    expect(optionsOf(new Client({ wishes: { inform: true } }).last.frame).find(([name]) => name === 'OptReq')?.[1]).toEqual(
      expect.arrayContaining([83]),
    );
  });

  it('of an advertisement of nothing shorten the waits', () => {
    const client = new Client();
    // NoAddrsAvail.
    expect(client.answer('advertise', IN_IA(2), ['SolMaxRT', 60])).toBe(true);
    client.until(1_000_000);
    const waits = client.waits('DHCP6_Solicit');
    expectWaits(waits, { irt: 1000, mrt: 60_000, least: 1000 });
    expect(waits.length).toBeGreaterThan(15);
    for (const wait of waits.slice(-8)) expect(wait).toBeGreaterThanOrEqual(0.9 * 60_000);
  });

  it.each([0, 59, 86_401, 0xffff_ffff])('are ignored when they are not 60 to 86,400: %i', (seconds) => {
    const client = new Client();
    client.answer('advertise', IN_IA(2), ['SolMaxRT', seconds]);
    const usual = new Client().until(40_000_000);
    expect(client.until(40_000_000).waits('DHCP6_Solicit')).toEqual(usual.waits('DHCP6_Solicit'));
  });

  it.each([60, 86_400])('are taken at their bounds: %i', (seconds) => {
    const client = new Client();
    client.answer('advertise', IN_IA(2), ['SolMaxRT', seconds], ['InfMaxRT', seconds]);
    expect(client.run.memory).toMatchObject({ solMaxMs: 1000 * seconds, infMaxMs: 1000 * seconds });
  });

  it('of a server that failed shorten the waits for settings', () => {
    const client = new Client({ wishes: { inform: true } });
    // UnspecFail: it is asked again.
    expect(client.answer('reply', status(1), ['InfMaxRT', 60])).toBe(true);
    client.until(1_000_000);
    expectWaits(client.waits('DHCP6_InfoRequest'), { irt: 1000, mrt: 60_000 });
    expect(client.waits('DHCP6_InfoRequest').at(-1)).toBeGreaterThanOrEqual(0.9 * 60_000);
    client.answer('reply', ['DNSServers', ['2001:db8::53']]);
    expect(client.state).toBe('INFORMED');
  });
});

describe('a lease of DHCPv6', () => {
  it('is renewed at T1 by its server', () => {
    const client = new Client({ wishes: { prefix: true } }).bind(ADDRESS, PREFIX).until(T1 * 1000);
    expect(client.last).toMatchObject({ at: T1 * 1000, message: 'DHCP6_Renew' });
    expect(optionNames(client.last)).toEqual(['ClientId', 'ServerId', 'ElapsedTime', 'IA_NA', 'IA_PD', 'OptReq']);
    client.answer('reply', ADDRESS, PREFIX);
    expect(client.state).toBe('BOUND');
    // From the message that was answered, not from the first lease.
    expect(client.until(2 * T1 * 1000).last).toMatchObject({ at: 2 * T1 * 1000, message: 'DHCP6_Renew' });
  });

  it.each(SEEDS)('is asked for again from T1 to T2, of any server from T2, and is lost at its end (seed %i)', (seed) => {
    const client = new Client({ seed }).bind(ADDRESS).until(T2 * 1000 - 1);
    // REN_TIMEOUT 10 s, REN_MAX_RT 600 s; the last one ends at T2.
    expectWaits(client.waits('DHCP6_Renew'), { irt: 10_000, mrt: 600_000 });
    expect(client.waits('DHCP6_Renew').length).toBeGreaterThanOrEqual(3);
    client.until(T2 * 1000);
    expect(client.last).toMatchObject({ at: T2 * 1000, message: 'DHCP6_Rebind' });
    expect(optionNames(client.last)).not.toContain('ServerId');
    client.until(VALID * 1000 - 1);
    expectWaits(client.waits('DHCP6_Rebind'), { irt: 10_000, mrt: 600_000 });
    expect([client.state, client.run.memory.lease?.addresses[0]?.address]).toEqual(['REBINDING', '2001:db8::100']);
    client.until(VALID * 1000);
    expect([client.state, client.run.memory.lease, client.run.memory.refusal]).toEqual(['SOLICITING', undefined, 'its time was over']);
  });

  it('is rebound by any server', () => {
    const client = new Client().bind(ADDRESS).until(T2 * 1000);
    client.answer('reply', ADDRESS);
    expect([client.state, client.run.memory.endsAt]).toEqual(['BOUND', (T2 + VALID) * 1000]);
  });

  it('ends where the server does not know it (NoBinding), and stays where the server failed (UnspecFail)', () => {
    const client = new Client().bind(ADDRESS).until(T1 * 1000);
    expect(client.answer('reply', status(1))).toBe(true);
    expect([client.state, client.run.memory.lease === undefined]).toEqual(['RENEWING', false]);
    client.answer('reply', IN_IA(3));
    expect([client.state, client.run.memory.lease]).toEqual(['SOLICITING', undefined]);
  });

  it('of which the server names no times is renewed at 0.5 and 0.8 of its preferred lifetime (§21.4)', () => {
    const [name, ia] = ADDRESS;
    const client = new Client().bind([name, { ...ia, T1: 0, T2: 0 }]);
    expect(client.run.memory).toMatchObject({ renewAt: 250_000, rebindAt: 400_000 });
  });

  it('for ever is never renewed', () => {
    const ever = 0xffff_ffff;
    const ianaopts = [['IAAddress', { addr: '2001:db8::100', preflft: ever, validlft: ever }]];
    expect(new Client().bind(['IA_NA', { iaid: 1, T1: ever, T2: ever, ianaopts }]).run.wakeAt).toBeUndefined();
  });

  it('waits for the best server for the first second, and takes the one of preference 255 at once', () => {
    const client = new Client();
    client.answer('advertise', ['Pref', 3], ADDRESS);
    client.answer('advertise', ['Pref', 1], ADDRESS);
    expect([client.state, client.run.memory.offer?.preference]).toEqual(['SOLICITING', 3]);
    client.until(1100);
    expect(client.last.message).toBe('DHCP6_Request');
    expect(client.last.at).toBeGreaterThan(1000);
    const other = new Client();
    other.answer('advertise', ['Pref', 255], ADDRESS);
    expect(other.last).toMatchObject({ at: 0, message: 'DHCP6_Request' });
  });
});

describe('after a change of the link (RFC 8415 §18.2.3, §18.2.12)', () => {
  const bound = (...options: readonly (readonly [string, unknown])[]) =>
    new Client({ wishes: { prefix: options.length > 1 } }).bind(...options).until(100_000);

  it('addresses are confirmed: CNF_TIMEOUT 1 s, CNF_MAX_RT 4 s', () => {
    const client = bound(ADDRESS).ask('confirm').until(109_900);
    expect(optionNames(client.last)).toEqual(['ClientId', 'ElapsedTime', 'IA_NA']);
    // T1, T2 and lifetimes are 0.
    expect(optionsOf(client.last.frame).find(([name]) => name === 'IA_NA')?.[1]).toMatchObject({
      ...{ T1: 0, T2: 0 },
      ianaopts: [['IAAddress', { addr: '2001:db8::100', preflft: 0, validlft: 0 }]],
    });
    expectWaits(client.waits('DHCP6_Confirm'), { irt: 1000, mrt: 4000 });
    expect(client.waits('DHCP6_Confirm').length).toBeGreaterThanOrEqual(2);
    client.answer('reply', status(0));
    expect(client.state).toBe('BOUND');
    // The times go on as they were.
    expect(client.until(T1 * 1000).last).toMatchObject({ at: T1 * 1000, message: 'DHCP6_Renew' });
  });

  it('they are kept where nobody answers for 10 s, CNF_MAX_RD', () => {
    const client = bound(ADDRESS).ask('confirm').until(109_999);
    expect(client.state).toBe('CONFIRMING');
    client.until(110_000);
    expect([client.state, client.run.memory.lease?.addresses[0]?.address]).toEqual(['BOUND', '2001:db8::100']);
  });

  it('they are given up where all say NotOnLink, and kept where one says Success', () => {
    const client = bound(ADDRESS).ask('confirm');
    client.answer('reply', status(4));
    expect(client.state).toBe('CONFIRMING');
    client.until(101_100);
    expect([client.state, client.run.memory.lease]).toEqual(['SOLICITING', undefined]);
    const other = bound(ADDRESS).ask('confirm');
    other.answer('reply', status(4));
    other.answer('reply', status(0));
    expect(other.until(101_100).state).toBe('BOUND');
  });

  it('prefixes are asked for with REBIND, as often as with CONFIRM', () => {
    const client = bound(ADDRESS, PREFIX).ask('confirm').until(109_900);
    expect(client.said.some(({ message }) => message === 'DHCP6_Confirm')).toBe(false);
    expectWaits(client.waits('DHCP6_Rebind'), { irt: 1000, mrt: 4000 });
    expect(optionNames(client.last)).toContain('IA_PD');
    client.answer('reply', ADDRESS, PREFIX);
    expect([client.state, client.run.memory.endsAt]).toEqual(['BOUND', client.last.at + VALID * 1000]);
  });

  it('what an earlier run had is confirmed, with what is left of its time', () => {
    const client = bound(ADDRESS);
    const { lease } = client.run.memory;
    const later = new Client({ began: 200_000, ...(lease && { lease }) });
    expect(later.last).toMatchObject({ at: 200_000, message: 'DHCP6_Confirm' });
    later.answer('reply', status(0));
    expect([later.state, later.run.memory.renewAt]).toEqual(['BOUND', T1 * 1000]);
    // What is over is not asked for.
    const tooLate = new Client({ began: VALID * 1000, ...(lease && { lease }) });
    expect(tooLate.last.message).toBe('DHCP6_Solicit');
  });

  it('what cannot be told whose it is is asked for with REBIND', () => {
    const client = bound(ADDRESS);
    const lease = { ...(client.run.memory.lease as Dhcp6Lease), options: [] };
    expect(new Client({ began: 1000, lease }).last.message).toBe('DHCP6_Rebind');
  });
});

it('a lease is not made from nothing', () => {
  expect(lease6Of(packet(IPv6(), UDP(), D.DHCP6_Reply({ options: [status(0)] as never })), 0)).toBeUndefined();
});
