/** What strangers may send without end makes flows without end: neither all memory nor more time each. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mix } from '../../src/bytes/hash.ts';
import type { PacketBatch } from '../../src/capture/batch.ts';
import { LINKTYPE } from '../../src/capture/link-types.ts';
import { FlowTable } from '../../src/flows/flow-table.ts';
import { Ether } from '../../src/protocols/link/ethernet.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { packet } from '../../src/protocols/protocols.ts';
import { UDP } from '../../src/protocols/transport/udp.ts';
import { KeyTable } from '../../src/streams/key-table.ts';
import { seconds } from '../support/growth.ts';

const MOST_MB = 400;
const FLOWS = 1_200_000;
const MOST_FLOWS = 1_048_576;

/**
 * A program of its own, so that nothing else is in its memory. Each flow has two packets and an answer, in IPv4 and IPv6 in turns; time stamps lie up to 50 s
 * before and behind each other, and every thousandth is of another year.
 */
const PROGRAM = `
  const { packet, Ether, IP, IPv6, TCP, UDP, FlowTable } = await import(process.argv[1]);
  const frames = [
    packet(Ether(), IP({ src: '10.0.0.1', dst: '192.0.2.1' }), TCP({ sport: 1, dport: 2, flags: 'SFR' })),
    packet(Ether(), IP({ src: '192.0.2.1', dst: '10.0.0.1' }), TCP({ sport: 2, dport: 1, flags: 'SFR' })),
    packet(Ether(), IPv6({ src: '2001:db8::1', dst: '2001:db8::2' }), UDP({ sport: 1, dport: 2 })),
    packet(Ether(), IPv6({ src: '2001:db8::2', dst: '2001:db8::1' }), UDP({ sport: 2, dport: 1 })),
  ].map(({ bytes }) => bytes);
  const data = new Uint8Array(frames.reduce((n, b) => n + b.length, 0));
  const offset = [], captured = [];
  let at = 0;
  for (const b of frames) { data.set(b, at); offset.push(at); captured.push(b.length); at += b.length; }
  const view = new DataView(data.buffer);
  // Where the stranger's address ends, in each of the four.
  const address = [offset[0] + 26, offset[1] + 30, offset[2] + 34, offset[3] + 50];
  let told = 0;
  const table = new FlowTable({ bidirectional: true }, ({ packets }) => { told += packets; }, [{ linkType: 1 }]);
  const [order4, order6] = [[0, 0, 1], [2, 2, 3]];
  const batch = { data, n: 3, iface: [0, 0, 0], flags: [0, 0, 0], nsec: [0, 0, 0], sec: [0, 0, 0], offset: [0, 0, 0], captured: [0, 0, 0], wire: [0, 0, 0] };
  for (let i = 0; i < ${FLOWS}; i++) {
    const order = i % 2 === 0 ? order4 : order6;
    for (let k = 0; k < 3; k++) {
      const f = order[k];
      view.setUint32(address[f], 0x0b000000 + i);
      batch.offset[k] = offset[f];
      batch.captured[k] = batch.wire[k] = captured[f];
      batch.sec[k] = i % 1000 === 7 ? 1.4e9 : 1.7e9 + ((i * 7919 + k * 31) % 50);
    }
    table.take(batch);
  }
  const { active, ...stats } = table.stats;
  table.flush();
  console.log(JSON.stringify({ ...stats, active, counted: told, mb: process.resourceUsage().maxRSS / 1000 }));`;

describe('more than a million flows, with the usual limits', () => {
  it('take less than 400 MB, and those that had to go are counted', () => {
    const library = join(import.meta.dirname, '../../dist/index.js');
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', PROGRAM, library], { encoding: 'utf8' });
    const stats = JSON.parse(out);
    expect(stats).toMatchObject({ packets: 3 * FLOWS, otherPackets: 0, counted: 3 * FLOWS });
    const { idle, active, room, overflow, forced } = stats.told;
    expect(forced).toBe(0);
    expect(overflow).toBe(0);
    expect(room).toBeGreaterThan(0);
    expect(stats.active).toBeLessThanOrEqual(MOST_FLOWS);
    expect(idle + active + room + stats.active).toBeGreaterThanOrEqual(FLOWS);
    expect(stats.mb).toBeLessThan(MOST_MB);
  }, 60_000);
});

/** Ports by which flows between two ends stand in the same 64 places of a table whose seed is known. */
function colliding(n: number, [src, dst]: readonly [number, number], seed: number): number[] {
  const start = mix(mix(seed, src), dst);
  const found: number[] = [];
  for (let ports = 0; found.length < n; ports++) if ((mix(mix(start, ports), 17) & 0xffc0) === 0) found.push(ports);
  return found;
}

const ENDS = [0x0a000001, 0xc0000201] as const;
const FEW = 4000;
const MANY = 8 * FEW;

describe('keys that were chosen to collide', () => {
  const ports = colliding(MANY, ENDS, 0);

  function intoTable(seed: number): void {
    const table = new KeyTable(4, seed);
    for (const word of ports) {
      table.key.set([...ENDS, word, 17]);
      table.put();
    }
  }

  function intoFlows(n: number): void {
    const data = packet(Ether(), IP({ src: '10.0.0.1', dst: '192.0.2.1' }), UDP()).bytes.slice();
    const view = new DataView(data.buffer, data.byteOffset);
    const one = [0];
    const batch = { data, n: 1, offset: one, sec: one, nsec: one, iface: one, flags: one, captured: [data.length], wire: [data.length] };
    const table = new FlowTable({}, () => undefined, [{ linkType: LINKTYPE.ETHERNET } as never]);
    for (const word of ports.slice(0, n)) {
      view.setUint32(34, word);
      table.take(batch as unknown as PacketBatch);
    }
    expect(table.stats.active).toBe(n);
  }

  it('do collide where the seed is known: another seed is what makes them harmless', () => {
    intoTable(1);
    expect(seconds(() => intoTable(0)) / seconds(() => intoTable(1))).toBeGreaterThan(5);
  });

  it('eight times as many take eight times as long at most', () => {
    intoFlows(MANY);
    const [few, many] = [
      Math.min(
        seconds(() => intoFlows(FEW)),
        seconds(() => intoFlows(FEW)),
      ),
      seconds(() => intoFlows(MANY)),
    ];
    // Twice that for noise: what is quadratic takes 64 times as long.
    expect(many / few).toBeLessThan(16);
  });
});
