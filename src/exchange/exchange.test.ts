import { afterEach, describe, expect, expectTypeOf, it } from 'vitest';
import { deafen } from '../../test/support/lab/deaf.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import type { Host, Link } from '../host/host.ts';
import { type Lab, lab } from '../lab/lab.ts';
import type { LabHost } from '../lab/lab-host.ts';
import { host as named } from '../packet/fields/addresses.ts';
import { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { Ether } from '../protocols/link/ethernet.ts';
import { ARP } from '../protocols/network/arp.ts';
import { ICMP } from '../protocols/network/icmp/icmp.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { dissect, packet } from '../protocols/protocols.ts';
import { TCP } from '../protocols/transport/tcp/tcp.ts';
import { UDP } from '../protocols/transport/udp.ts';
import { answeringMachine } from './answering/answering-machine.ts';
import { icmpEchoMachine } from './answering/icmp-echo-machine.ts';
import { MAX_REJECTED } from './result.ts';
import { send, sendp } from './send.ts';
import { sr, sr1, srloop, srp } from './send-receive.ts';

const BOB = '192.0.2.20',
  NOBODY = '192.0.2.99';
const ping = packet(IP({ dst: BOB }), ICMP({ id: 1, seq: 1 }));

let net: Lab;
let alice: LabHost;
let bob: LabHost;

function start(time: 'virtual' | 'real' = 'virtual'): void {
  net = lab({
    time,
    hosts: {
      alice: { address: '192.0.2.10/24', mac: '02:00:00:00:00:0a', gateway: '192.0.2.20' },
      bob: { address: `${BOB}/24`, mac: '02:00:00:00:00:0b', services: { tcp: [80], dns: { 'bob.example': { A: BOB } } } },
    },
  });
  alice = net.host('alice');
  bob = net.host('bob');
  deafen(bob, (p) => p.get(UDP)?.dport === 9);
}

afterEach(() => net?.close());

/** The frames of a type on the segment while something is done. */
async function frames(doing: () => Promise<unknown>, keep: (p: Packet) => boolean = (p) => p.has(IP)): Promise<Packet[]> {
  const capture = net.capture();
  await doing();
  await net.clock.sleep(1);
  capture.stop();
  const out: Packet[] = [];
  for await (const p of capture.packets()) if (keep(p)) out.push(p);
  return out;
}

/** Whether it is Bob's answer to {@link ping}. */
const isPong = (p: Packet | undefined): boolean => {
  const [ip, icmp] = [p?.get(IP), p?.get(ICMP)];
  return ip?.src === BOB && ip.dst === '192.0.2.10' && icmp?.type === 0 && icmp.id === 1 && icmp.seq === 1;
};

/** A member of what stands behind a proxy. */
function bound(target: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name, target);
  return typeof value === 'function' ? value.bind(target) : value;
}

describe('what was sent', () => {
  it('is a packet of its own, with its type, time and interface', async () => {
    start();
    const mine = packet(IP({ dst: BOB }), ICMP({ id: 5 }));
    const result = await sr(mine, { host: alice });
    const [answered, unanswered] = result;
    expectTypeOf(unanswered).toEqualTypeOf<readonly Packet<'IP' | 'ICMP'>[]>();
    const [sent, received] = answered[0] as (typeof answered)[number];
    expectTypeOf(sent.get(IP).src).toEqualTypeOf<string>();
    expect(sent).not.toBe(mine);
    expect([sent.get(IP).src, mine.get(IP).src]).toEqual(['192.0.2.10', '0.0.0.0']);
    mine.set(ICMP, { id: 6 });
    expect(sent.get(ICMP).id).toBe(5);
    expect(sent.meta).toMatchObject({ iface: 'eth0', sec: Date.UTC(2026, 0, 1) / 1000, outgoing: true });
    expect(received.meta.iface).toBe('eth0');
    expect(result.stats).toMatchObject({ sent: 1, answered: 1, remaining: 0 });
    expect([result.answered, result.unanswered]).toEqual([answered, unanswered]);
  });

  it('keeps what was given, and what a packet was changed to', async () => {
    start();
    const given = packet(IP({ src: '192.0.2.11', dst: BOB, chksum: 0x1234 }), ICMP());
    const changed = packet(IP({ dst: NOBODY }), ICMP());
    changed.bytes;
    changed.set(IP, { dst: BOB });
    const copied = packet(IP({ dst: BOB }), ICMP({ id: 3 })).copy();
    const longer = packet(IP({ dst: BOB }), ICMP({ id: 4 })).with('more');
    const seen = await frames(
      () => send([given, changed, copied, longer], { host: alice }),
      (p) => p.get(ICMP)?.type === 8,
    );
    expect(seen.map((p) => [p.get(IP)?.src, p.get(IP)?.dst, p.get(IP)?.chksum === 0x1234, p.get(ICMP)?.id])).toEqual([
      ['192.0.2.11', BOB, true, 0],
      ['192.0.2.10', BOB, false, 0],
      ['192.0.2.10', BOB, false, 3],
      ['192.0.2.10', BOB, false, 4],
    ]);
    expect(seen[1]?.issues).toEqual([]);
    // Filled in, and right: the receiver's own judgement is that nothing is to be put right.
    for (const p of seen.slice(1)) expect(packet(p as Packet<'Ether' | 'IP' | 'ICMP'>).bytes).toEqual(p.bytes);
  });

  it('leaves a packet of a capture as it is', async () => {
    start();
    const frame = packet(Ether({ src: '02:00:00:00:00:77', dst: '02:00:00:00:00:0b' }), IP({ src: '0.0.0.0', dst: BOB, chksum: 7 }), UDP());
    const seen = await frames(() => sendp(dissect(frame.bytes), { host: alice, iface: 'eth0' }));
    expect(seen.map((p) => Array.from(p.bytes))).toEqual([Array.from(frame.bytes)]);
  });

  it('has MACs that were found, in frames too; those of a gateway and of groups', async () => {
    start();
    const macs = async (p: Packet): Promise<unknown[]> =>
      (await frames(() => (p.has(Ether) ? sendp(p, { host: alice }) : send(p, { host: alice }))))
        .map((f) => [f.get(Ether)?.src, f.get(Ether)?.dst])
        .slice(0, 1);
    const own = '02:00:00:00:00:0a';
    expect(await macs(packet(IP({ dst: '198.51.100.1' }), UDP()))).toEqual([[own, '02:00:00:00:00:0b']]);
    expect(await macs(packet(Ether(), IP({ dst: BOB }), UDP()))).toEqual([[own, '02:00:00:00:00:0b']]);
    expect(await macs(packet(Ether({ dst: '02:00:00:00:00:99' }), IP({ dst: BOB }), UDP()))).toEqual([[own, '02:00:00:00:00:99']]);
    expect(await macs(packet(IP({ dst: '224.0.0.251' }), UDP()))).toEqual([[own, '01:00:5e:00:00:fb']]);
    expect(await macs(packet(IP({ dst: '239.255.1.2' }), UDP()))).toEqual([[own, '01:00:5e:7f:01:02']]);
    expect(await macs(packet(IP({ dst: '255.255.255.255' }), UDP()))).toEqual([[own, 'ff:ff:ff:ff:ff:ff']]);
    expect(await macs(packet(IP({ dst: '192.0.2.255' }), UDP()))).toEqual([[own, 'ff:ff:ff:ff:ff:ff']]);
  });

  it('goes to names, each looked up', async () => {
    start();
    const reply = await sr1(packet(IP({ dst: named('bob.example') }), ICMP()), { host: alice });
    expect(reply?.get(IP)?.src).toBe(BOB);
    await expect(sr1(packet(IP({ dst: named('none.example') }), ICMP()), { host: alice })).rejects.toMatchObject({ code: 'ERR_RESOLVE' });
  });

  it('refuses a text that is no address as its field does, with what was meant', async () => {
    start();
    const named = packet(IP({ dst: 'bob.example' }), ICMP());
    await expect(sr1(named, { host: alice })).rejects.toMatchObject({
      message: "IP.dst: 'bob.example' is not an address",
      remedy: expect.stringContaining("host('bob.example')") as string,
    });
  });

  it('asks for an address that is not on the network, where ARP is told the interface', async () => {
    start();
    const [asked] = await frames(
      () => srp(packet(Ether(), ARP({ pdst: '10.9.8.7' })), { host: alice, iface: 'eth0', timeoutMs: 1 }),
      (p) => p.has(ARP),
    );
    expect([asked?.get(ARP)?.pdst, asked?.get(ARP)?.psrc, asked?.get(ARP)?.hwsrc, asked?.get(Ether)?.dst]).toEqual([
      '10.9.8.7',
      '192.0.2.10',
      '02:00:00:00:00:0a',
      'ff:ff:ff:ff:ff:ff',
    ]);
  });
});

describe('sr', () => {
  it('matches ten thousand probes to a hundred hosts, none twice', async () => {
    start();
    // Bob is everybody.
    bob.machines.push(
      answeringMachine({
        isRequest: (p) => p.get(ICMP)?.type === 8,
        makeReply: (p) =>
          packet(
            Ether({ dst: '02:00:00:00:00:0a', src: bob.mac }),
            IP({ src: p.get(IP)?.dst ?? '', dst: p.get(IP)?.src ?? '' }),
            ICMP({ type: 0, id: p.get(ICMP)?.id ?? 0, seq: p.get(ICMP)?.seq ?? 0 }),
          ),
      }),
    );
    const probes = packet(
      IP({ dst: Array.from({ length: 100 }, (_, i) => `10.0.0.${i + 1}`) }),
      ICMP({ id: 9, seq: Array.from({ length: 100 }, (_, i) => i) }),
    );
    const { answered, unanswered, stats } = await sr(probes, { host: alice });
    expect([answered.length, unanswered.length, stats.sent]).toEqual([10_000, 0, 10_000]);
    expect(new Set(answered.map(([sent]) => sent)).size).toBe(10_000);
    expect(
      answered.every(([sent, received]) => sent.get(IP).dst === received.get(IP)?.src && sent.get(ICMP).seq === received.get(ICMP)?.seq),
    ).toBe(true);
  });

  it('ends at the time-out, with the reason for what never left', async () => {
    start();
    const before = net.clock.monotonic();
    const { answered, unanswered, reasons, stats } = await sr(
      [ping, packet(IP({ dst: NOBODY }), ICMP()), packet(IP({ dst: BOB }), UDP({ dport: 9 }))],
      { host: alice, timeoutMs: 500 },
    );
    expect([answered.length, unanswered.length]).toEqual([1, 2]);
    expect([...reasons].map(([p, why]) => [p.get(IP).dst, why.code])).toEqual([[NOBODY, 'ERR_NEIGHBOUR']]);
    expect(stats).toMatchObject({ sent: 2, answered: 1, remaining: 2 });
    expect(net.clock.monotonic() - before).toBeGreaterThanOrEqual(500);
  });

  it('sends again what got no answer, as often as asked', async () => {
    start();
    const silent = packet(IP({ dst: BOB }), UDP({ dport: 9 }));
    const count = async (retry: number): Promise<number> =>
      (
        await frames(
          () => sr(silent, { host: alice, timeoutMs: 5, retry }),
          (p) => p.has(UDP),
        )
      ).length;
    expect([await count(0), await count(2), await count(-3)]).toEqual([1, 3, 4]);
  });

  it('finds the neighbour that was silent the first time', async () => {
    start();
    let asked = 0;
    const late: Host = new Proxy(alice, {
      get: (target, name) => (name === 'neighbour' ? () => Promise.resolve(asked++ === 0 ? undefined : bob.mac) : bound(target, name)),
    });
    const { answered, reasons } = await sr(ping, { host: late, timeoutMs: 10, retry: 1 });
    expect([answered.length, reasons.size, asked]).toEqual([1, 0, 2]);
    asked = 0;
    await net.clock.sleep(2000);
    const framed = await srp(packet(Ether(), IP({ dst: BOB }), ICMP()), { host: late, timeoutMs: 10, retry: 1 });
    expect(framed.answered.map(([sent]) => sent.get(Ether).dst)).toEqual([bob.mac]);
  });

  it('asks for the neighbour itself where the host may not', async () => {
    start();
    const unable: Host = new Proxy(alice, {
      get: (target, name) =>
        name === 'neighbour' ? () => Promise.reject(new PacketwrightError('ERR_PERMISSION', 'no')) : bound(target, name),
    });
    expect(isPong(await sr1(ping, { host: unable }))).toBe(true);
    const asked = await frames(
      () => sr(packet(IP({ dst: NOBODY }), ICMP()), { host: unable }),
      (p) => p.get(ARP)?.pdst === NOBODY,
    );
    expect(asked.length).toBe(3);
  });

  it('keeps every answer with multi, one without', async () => {
    start();
    const echo = icmpEchoMachine({ isOurs: (address) => address === BOB });
    bob.machines.push(echo, echo);
    expect((await sr(ping, { host: alice, multi: true, timeoutMs: 10 })).answered.length).toBe(2);
    expect((await sr(ping, { host: alice, timeoutMs: 10 })).answered.length).toBe(1);
  });

  it('asks the filter, and passes on what it throws', async () => {
    start();
    const { answered, rejected } = await sr(ping, { host: alice, timeoutMs: 10, filter: () => false });
    expect([answered.length, rejected.length]).toEqual([0, 1]);
    const wrong = sr(ping, {
      host: alice,
      filter: () => {
        throw new Error('mine');
      },
    });
    await expect(wrong).rejects.toThrow('mine');
  });

  it('keeps a bounded number of packets that were no answers', async () => {
    start();
    bob.machines.push(
      answeringMachine({
        isRequest: (p) => p.get(ICMP)?.type === 8,
        makeReply: (p) =>
          Array.from({ length: 200 }, (_, i) =>
            packet(Ether({ dst: p.get(Ether)?.src ?? '', src: bob.mac }), IP({ src: BOB, dst: '192.0.2.10' }), UDP({ sport: i })),
          ),
      }),
    );
    const { rejected, stats } = await sr(ping, { host: alice, timeoutMs: 10 });
    expect([rejected.length, rejected.at(-1)?.get(UDP)?.sport, stats.received]).toEqual([MAX_REJECTED, 199, 200]);
  });

  it('begins nothing after the signal, and leaves no rejection behind', async () => {
    start();
    const rejected: unknown[] = [];
    const note = (reason: unknown): void => void rejected.push(reason);
    process.on('unhandledRejection', note);
    try {
      const { answered, unanswered } = await sr([ping, packet(IP({ dst: NOBODY }), ICMP())], { host: alice, signal: AbortSignal.abort() });
      // Unhandled rejections are told when the microtasks are done.
      await new Promise((resolve) => setImmediate(resolve));
      expect([answered, unanswered, rejected]).toEqual([[], [], []]);
    } finally {
      process.off('unhandledRejection', note);
    }
  });

  it('stops at the signal with what there is', async () => {
    start('real');
    const abort = new AbortController();
    const waiting = sr([ping, packet(IP({ dst: BOB }), UDP({ dport: 9 }))], { host: alice, timeoutMs: 60_000, signal: abort.signal });
    setTimeout(() => abort.abort(), 20);
    const { answered, unanswered } = await waiting;
    expect([answered.length, unanswered.length]).toEqual([1, 1]);
    expect(await sr1(ping, { host: alice, signal: AbortSignal.abort() })).toBeUndefined();
    // While the neighbour is still asked for.
    const early = new AbortController();
    setTimeout(() => early.abort(), 5);
    expect(await sr1(packet(IP({ dst: NOBODY }), ICMP()), { host: alice, signal: early.signal })).toBeUndefined();
  });

  it('keeps its pace', async () => {
    start();
    const many = packet(IP({ dst: BOB }), ICMP({ id: 1, seq: [0, 1, 2, 3, 4] }));
    const seen = await frames(
      () => sr(many, { host: alice, intervalMs: 100 }),
      (p) => p.get(ICMP)?.type === 8,
    );
    const times = seen.map((p) => (p.meta.sec ?? 0) * 1000 + (p.meta.nsec ?? 0) / 1e6);
    for (let i = 1; i < times.length; i++) expect(Math.round((times[i] as number) - (times[i - 1] as number))).toBe(100);
  });

  it("says what goes on only when asked, in scapy's words", async () => {
    start();
    const lines: string[] = [];
    await sr(ping, { host: alice, verbose: (line) => lines.push(line) });
    expect(lines).toEqual(['Begin emission:', 'Finished sending 1 packets.', 'Received 1 packets, got 1 answers, remaining 0 packets']);
  });

  it('runs in rounds', async () => {
    start();
    const seen: number[] = [];
    for await (const { answered } of srloop(ping, { host: alice, count: 3 })) seen.push(answered.length);
    expect(seen).toEqual([1, 1, 1]);
    expect(net.clock.monotonic()).toBeGreaterThanOrEqual(2000);
    for await (const _ of srloop(ping, { host: alice })) if (seen.push(1) > 5) break;
  });

  it('refuses what has no network layer, and what cannot be sent', async () => {
    start();
    await expect(sr1(packet(Ether(), IP({ dst: BOB }), ICMP()), { host: alice })).rejects.toMatchObject({ code: 'ERR_LAYER' });
    await expect(sr1(packet('octets'), { host: alice })).rejects.toMatchObject({ code: 'ERR_LAYER' });
    await expect(sr1(packet(TCP()), { host: alice })).rejects.toMatchObject({ code: 'ERR_LAYER' });
    await expect(sr1(IP as never, { host: alice })).rejects.toMatchObject({ code: 'ERR_VALUE' });
    await expect(send(packet(IP({ dst: BOB }), UDP(), 'x'.repeat(1600)), { host: alice })).rejects.toMatchObject({ code: 'ERR_TOO_LARGE' });
    await expect(send(packet(IP({ dst: NOBODY }), UDP()), { host: alice })).rejects.toMatchObject({ code: 'ERR_NEIGHBOUR' });
    await expect(send(ping, { host: alice, iface: 'eth7' })).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
  });
});

const there = (p: Packet): unknown[] => [p.get(Ether)?.dst, p.get(IP)?.src, p.get(IP)?.dst];

describe('the way', () => {
  it('goes over the gateway that was named, and through the interface', async () => {
    start();
    const far = packet(IP({ dst: '198.51.100.7' }), UDP());
    const near = packet(IP({ dst: NOBODY }), UDP());
    expect((await frames(() => send(near, { host: alice, via: BOB }))).map(there)).toEqual([['02:00:00:00:00:0b', '192.0.2.10', NOBODY]]);
    // Bob has no gateway; a neighbour that is named will do.
    await expect(send(far, { host: bob })).rejects.toMatchObject({ code: 'ERR_ROUTE' });
    const seen = await frames(() => send(far, { host: bob, iface: 'eth0', via: '192.0.2.10' }));
    expect(seen.map(there)).toEqual([['02:00:00:00:00:0a', BOB, '198.51.100.7']]);
    // With the interface alone, the address is tried on the link itself.
    await expect(send(far, { host: bob, iface: 'eth0' })).rejects.toMatchObject({ code: 'ERR_NEIGHBOUR' });
    await expect(send(far, { host: alice, via: '198.51.100.9' })).rejects.toMatchObject({ code: 'ERR_ROUTE' });
    await expect(send(far, { host: alice, via: NOBODY })).rejects.toMatchObject({ code: 'ERR_NEIGHBOUR' });
  });
});

describe('octets in a buffer', () => {
  it('are sent as they are, each the way to its destination', async () => {
    start();
    const buffer = new FrameBuffer();
    for (let i = 0; i < 1500; i++)
      buffer.add(packet(IP({ src: '192.0.2.10', dst: i === 700 ? '198.51.100.7' : BOB, id: i, chksum: 7 }), UDP()));
    let report: unknown;
    const seen = await frames(async () => {
      report = await send(buffer, { host: alice, count: 2 });
    });
    expect(report).toMatchObject({ sent: 3000, octets: 3000 * 28, packets: [] });
    expect(seen.filter((p) => p.has(UDP) && p.get(IP)?.chksum === 7).map((p) => p.get(IP)?.id)).toEqual(
      Array.from({ length: 3000 }, (_, i) => i % 1500),
    );
    expect(seen.filter((p) => p.get(IP)?.dst === '198.51.100.7').map(there)).toEqual(
      Array.from({ length: 2 }, () => ['02:00:00:00:00:0b', '192.0.2.10', '198.51.100.7']),
    );
    // What was given is untouched.
    expect([buffer.n, buffer.length[0]]).toEqual([1500, 28]);
  });

  it('keep their pace, and end with the signal', async () => {
    start();
    const buffer = new FrameBuffer();
    for (let i = 0; i < 10; i++) buffer.add(packet(IP({ src: '192.0.2.10', dst: BOB }), UDP()));
    // Longer than an unused link stays open.
    expect(await send(buffer, { host: alice, intervalMs: 1000 })).toMatchObject({ sent: 10, seconds: 9 });
    const stop = new AbortController();
    const stopped = send(buffer, { host: alice, signal: stop.signal, intervalMs: 1000 });
    stop.abort(new Error('enough'));
    await expect(stopped).rejects.toThrow('enough');
  });

  it('may be frames, and must be packets otherwise', async () => {
    start();
    const buffer = new FrameBuffer();
    buffer.add(packet(Ether({ src: '02:00:00:00:00:0a', dst: '02:00:00:00:00:0b' }), IP({ dst: BOB }), UDP()));
    expect(await frames(() => sendp(buffer, { host: alice }))).toHaveLength(1);
    await expect(send(buffer, { host: alice })).rejects.toMatchObject({ code: 'ERR_VALUE' });
    expect(await send(new FrameBuffer(), { host: alice })).toMatchObject({ sent: 0, octets: 0, rate: 0 });
  });
});

describe('links', () => {
  /** Alice, counting what is opened. */
  function counted(o: { fail?: Error } = {}): { host: Host; open: () => number; opened: () => number; fail: (error: Error) => void } {
    let open = 0,
      opened = 0;
    const onErrors: ((error: Error) => void)[] = [];
    const fail = (error: Error): void => {
      for (const f of onErrors) f(error);
    };
    const host: Host = new Proxy(alice, {
      get: (target, name) => {
        if (name !== 'open') return bound(target, name);
        return async (...words: Parameters<Host['open']>): Promise<Link> => {
          if (o.fail !== undefined) throw o.fail;
          open++;
          opened++;
          const link = await target.open(...words);
          return new Proxy(link, {
            get: (inner, key) => {
              if (key === 'close')
                return () => {
                  open--;
                  return inner.close();
                };
              if (key === 'listen')
                return (on: Parameters<Link['listen']>[0], more: Parameters<Link['listen']>[1]) => {
                  if (more?.onError !== undefined) onErrors.push(more.onError);
                  return inner.listen(on);
                };
              return bound(inner, key);
            },
          });
        };
      },
    });
    return { host, open: () => open, opened: () => opened, fail };
  }

  it('are opened once, and closed when nobody used them for a while', async () => {
    start();
    const { host, open, opened } = counted();
    const pongs = await Promise.all(Array.from({ length: 20 }, () => sr1(ping, { host })));
    for (let i = 0; i < 20; i++) pongs.push(await sr1(ping, { host }));
    expect(pongs.filter(isPong)).toHaveLength(40);
    expect([open(), opened()]).toEqual([1, 1]);
    await net.clock.sleep(10_000);
    expect(open()).toBe(0);
    expect(isPong(await sr1(ping, { host }))).toBe(true);
    expect([open(), opened()]).toEqual([1, 2]);
  });

  it('stay open for who pauses for longer between two packets', async () => {
    start();
    const { host, open, opened } = counted();
    const { sent } = await send(ping, { host, count: 3, intervalMs: 5000 });
    expect(sent).toBe(3);
    expect([open(), opened()]).toEqual([1, 1]);
    await net.clock.sleep(10_000);
    expect(open()).toBe(0);
  });

  it('that cannot be opened are an error, and are tried again', async () => {
    start();
    const o: { fail?: Error } = { fail: new PacketwrightError('ERR_PERMISSION', 'no') };
    const { host } = counted(o);
    await expect(sr1(ping, { host })).rejects.toMatchObject({ code: 'ERR_PERMISSION' });
    delete o.fail;
    expect(isPong(await sr1(ping, { host }))).toBe(true);
  });

  it('that go away are an error for who waits, and opened anew for who comes later', async () => {
    start('real');
    const { host, opened, fail } = counted();
    await sr1(ping, { host });
    const waiting = sr1(packet(IP({ dst: BOB }), UDP({ dport: 9 })), { host, timeoutMs: 60_000 });
    setTimeout(() => fail(new PacketwrightError('ERR_INTERFACE', 'interface eth0 is gone')), 10);
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
    expect(isPong(await sr1(ping, { host }))).toBe(true);
    expect(opened()).toBe(2);
  });
});
