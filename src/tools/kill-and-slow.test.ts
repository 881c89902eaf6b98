/** What is sent to end and to slow connections, frame by frame; kernels are asked in test/live/streams. */
import { describe, expect, it } from 'vitest';
import type { PackedFrames } from '../host/host.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { Dot1Q, Ether } from '../protocols/link/ethernet.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../protocols/network/ipv6/ipv6.ts';
import { dissect, packet } from '../protocols/protocols.ts';
import { TCP } from '../protocols/transport/tcp/tcp.ts';
import { GRE } from '../protocols/tunnel/gre.ts';
import type { Connection } from '../streams/tcp/connection.ts';
import { TcpTracker } from '../streams/tcp/tracker.ts';
import { kill, Killer } from './kill.ts';
import { Slower } from './slow.ts';

const MACS = { src: '02:00:5e:00:53:01', dst: '02:00:5e:00:53:02' };
const ENDS = { src: '192.0.2.1', dst: '192.0.2.2' };
const ENDS6 = { src: '2001:db8::1', dst: '2001:db8::2' };
const DATA = { sport: 40_000, dport: 80, flags: 'PA', seq: 0xffff_fffe, ack: 500, window: 100 } as const;

const sent: Packet[] = [];
const link = {
  linkType: 1,
  send: async ({ data, n, offset, length }: PackedFrames) => {
    for (let i = 0; i < n; i++) sent.push(dissect(data.slice(offset[i], (offset[i] as number) + (length[i] as number))));
    return await Promise.resolve({ sent: n, octets: 0, seconds: 0, rate: 0, firstMs: 0, lastMs: 0 });
  },
};

const connectionOf = (p: Packet): Connection => new TcpTracker({}).packet(p, 0) as Connection;
const told = (): string[] =>
  sent.splice(0).map((p) => {
    const { sport, seq, ack, flags, window } = p.get(TCP) as never as Record<string, unknown>;
    return `${String(sport)} ${String(flags)} ${String(seq)} ${String(ack)} ${String(window)}`;
  });

describe('kill', () => {
  it('sends resets with the next numbers, and some that are a window ahead, to both sides', async () => {
    const p = packet(Ether(MACS), IP(ENDS), TCP(DATA), 'abcd') as unknown as Packet;
    expect(await kill(connectionOf(p), { like: p, link, resets: 2 })).toEqual({ sent: 4 });
    expect(told()).toEqual(['40000 RA 2 500 0', '40000 RA 102 500 0', '80 RA 500 2 0', '80 RA 600 2 0']);
  });

  it('keeps the link header and its VLAN tags, and turns the addresses for the other side', async () => {
    for (const p of [
      packet(Ether(MACS), Dot1Q({ vlan: 7 }), IP(ENDS), TCP(DATA), 'abcd') as unknown as Packet,
      packet(Ether(MACS), Dot1Q({ vlan: 7 }), IPv6(ENDS6), TCP(DATA), 'abcd') as unknown as Packet,
    ]) {
      await kill(connectionOf(p), { like: p, link, resets: 1 });
      const [same, back] = sent.splice(0) as [Packet, Packet];
      expect(same.get(Ether)).toMatchObject(MACS);
      expect(back.get(Ether)).toMatchObject({ src: MACS.dst, dst: MACS.src });
      for (const one of [same, back]) {
        expect(one.get(Dot1Q)).toMatchObject({ vlan: 7 });
        expect(one.issues).toEqual([]);
      }
    }
  });

  it('answers neither resets, nor what came through a tunnel, nor a segment of another connection', async () => {
    const p = packet(Ether(MACS), IP(ENDS), TCP(DATA), 'abcd') as unknown as Packet;
    const c = connectionOf(p);
    const reset = packet(Ether(MACS), IP(ENDS), TCP({ ...DATA, flags: 'R' })) as unknown as Packet;
    const inside = packet(Ether(MACS), IP({ src: '198.51.100.1' }), GRE(), IP(ENDS), TCP(DATA), 'abcd') as unknown as Packet;
    const other = packet(Ether(MACS), IP(ENDS), TCP({ ...DATA, sport: 1 })) as unknown as Packet;
    for (const like of [reset, inside, other]) expect(await kill(c, { like, link })).toEqual({ sent: 0 });
  });

  it('is bounded for a connection that goes on', async () => {
    const p = packet(Ether(MACS), IP(ENDS), TCP(DATA), 'abcd') as unknown as Packet;
    const c = connectionOf(p);
    const killer = new Killer(link, 1);
    for (let i = 0; i < 100; i++) await killer.take(c, p, i);
    expect([killer.killed, sent.splice(0).length]).toEqual([1, 40]);
  });

  it('refuses options that there are not', async () => {
    const p = packet(Ether(MACS), IP(ENDS), TCP(DATA), 'abcd') as unknown as Packet;
    await expect(kill(connectionOf(p), { like: p, link, resets: 10 })).rejects.toThrow('from 1 to 9');
    await expect(kill(connectionOf(p), { like: p })).rejects.toThrow('nothing to send over');
    await expect(kill(connectionOf(p), { like: p, link: { ...link, linkType: 113 } })).rejects.toThrow('link type 113');
  });
});

describe('Slower', () => {
  it('shuts the window for who sends, opens it for a segment after a while, and as it was at the end', async () => {
    const later: (() => void)[] = [];
    const clock = {
      timer: (_: number, f: () => void) => {
        later.push(f);
        return () => undefined;
      },
    } as never;
    const slower = new Slower({ link, clock, rate: 1460 });
    const ack = packet(
      Ether({ src: MACS.dst, dst: MACS.src }),
      IP({ src: ENDS.dst, dst: ENDS.src }),
      TCP({ sport: 80, dport: 40_000, flags: 'A', seq: 500, ack: 0xffff_fffe, window: 777 }),
    );
    const p = packet(Ether(MACS), IP(ENDS), TCP(DATA), 'abcd') as unknown as Packet;
    const tracker = new TcpTracker({});
    const c = tracker.packet(p, 0) as Connection;
    slower.take(c, ack as unknown as Packet);
    slower.take(c, p);
    expect(told()).toEqual(['80 A 501 2 0']);
    for (const f of later) f();
    expect(told()).toEqual(['80 A 501 2 1460']);
    await slower.close();
    expect(told()).toEqual(['80 A 501 2 777']);
    await slower.close();
    expect(sent).toEqual([]);
  });
});
