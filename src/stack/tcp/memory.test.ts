import { describe, expect, it } from 'vitest';
import { stackPair } from '../../../test/support/stack/stack-pair.ts';
import { Memory } from '../memory.ts';
import { Slab } from '../slab.ts';
import { ReceiveQueue } from './receive-queue.ts';
import type { Tcb } from './tcb.ts';
import { tcpSettings } from './tcp-settings.ts';

const KB = 1024;

describe('what all connections hold', () => {
  const CONNECTIONS = 20;
  const EACH = 256 * KB;

  /** Connections from `a` to `b`, over which `a` has written all it was let. */
  function opened(maxOctets: number) {
    const pair = stackPair({ a: { maxOctets }, b: { maxOctets } });
    const servers: Tcb[] = [];
    pair.b.tcp.listen({ port: 80, backlog: 100, settings: tcpSettings('test', {}), onConnection: (t) => servers.push(t) });
    const left = new Map<Tcb, number>();
    for (let i = 0; i < CONNECTIONS; i++) {
      const t = pair.a.tcp.connect(pair.a.paths.to('10.0.0.2'), 80, tcpSettings('test', {}));
      left.set(t, EACH);
      const write = (): void => {
        const n = left.get(t) as number;
        if (n > 0) left.set(t, n - pair.a.tcp.write(t, new Uint8Array(n).fill(i)));
      };
      t.events = { open: write, writable: write };
    }
    return { ...pair, servers, left };
  }

  it('stays within the limit while nobody reads, and comes through when somebody does', () => {
    const limit = 512 * KB;
    const { a, b, time, servers, left } = opened(limit);
    time.pass(60_000);
    expect(servers.length).toBe(CONNECTIONS);
    // Segments that were under way when the window closed, and what each may hold in any case.
    expect(b.tcp.memory.used).toBeGreaterThan(limit / 2);
    expect(b.tcp.memory.used).toBeLessThanOrEqual(limit + CONNECTIONS * 64 * KB);
    expect(a.tcp.memory.used).toBeLessThanOrEqual(limit + CONNECTIONS * 16 * KB);
    const read = new Map<Tcb, number>();
    const drain = (): void => {
      for (const t of servers)
        for (let octets = b.tcp.read(t); octets !== undefined; octets = b.tcp.read(t)) read.set(t, (read.get(t) ?? 0) + octets.length);
    };
    time.run(() => {
      drain();
      return servers.every((t) => read.get(t) === EACH);
    }, 3_600_000);
    expect([...read.values()]).toEqual(servers.map(() => EACH));
    expect([...left.values()].every((n) => n === 0)).toBe(true);
    time.pass(60_000);
    // Small rings are kept for what is written next.
    expect(a.tcp.memory.used).toBeLessThanOrEqual(CONNECTIONS * 64 * KB);
    expect(b.tcp.memory.used).toBe(0);
  });

  it('counts nothing of connections that are no more, read or not', () => {
    const { a, b, time, servers } = opened(1 << 30);
    time.pass(1000);
    expect(b.tcp.memory.used).toBe(CONNECTIONS * EACH);
    for (const t of [...a.tcp.connections]) a.tcp.abort(t);
    for (const t of servers) b.tcp.leave(t);
    time.pass(60_000);
    expect([a.tcp.memory.used, b.tcp.memory.used]).toEqual([0, 0]);
  });
});

describe('small segments', () => {
  it('are few pieces, also where two connections have them in turn, in their turn and ahead of it', () => {
    const memory = new Memory(1 << 30);
    const slab = new Slab();
    const queues = [new ReceiveQueue(slab, memory), new ReceiveQueue(slab, memory)];
    const octets = new Uint8Array(1).fill(7);
    const n = 20_000;
    for (let i = 0; i < n; i++) {
      for (const queue of queues) {
        if (i < n / 2) queue.append(octets, 0, 1);
        else queue.keep(i + 1, octets, 0, 1);
      }
    }
    expect(memory.used).toBe(2 * n);
    for (const queue of queues) {
      queue.append(octets, 0, 1);
      expect(queue.advance(n / 2 + 1)).toBe(n / 2);
      let pieces = 0;
      let length = 0;
      for (let piece = queue.read(); piece !== undefined; piece = queue.read()) {
        pieces++;
        length += piece.length;
        expect(piece.every((octet) => octet === 7)).toBe(true);
      }
      expect(length).toBe(n + 1);
      expect(pieces).toBeLessThan(n / 256);
    }
    expect(memory.used).toBe(0);
  });
});
