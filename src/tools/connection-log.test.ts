import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Connection } from '../streams/tcp/connection.ts';
import { ConnectionLog } from './connection-log.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'pkw-log-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const connection = (port: number): Connection =>
  ({ client: { address: '192.0.2.1', port }, server: { address: '192.0.2.2', port: 80 } }) as unknown as Connection;
const octets = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

const CLIENT = '192.000.002.001.00005-192.000.002.002.00080';
const SERVER = '192.000.002.002.00080-192.000.002.001.00005';

it('writes what came before, from both sides, and what follows; names of a second connection are numbered', () => {
  writeFileSync(join(folder, CLIENT), 'of another run');
  const log = new ConnectionLog(folder);
  const [one, two] = [connection(5), connection(5)];
  log.data(one, 'client', octets('GET '));
  log.data(one, 'server', octets('no'));
  log.log(one);
  log.data(one, 'client', octets('/'));
  log.end(one);
  log.data(one, 'client', octets('!'));
  log.data(two, 'client', octets('again'));
  log.log(two);
  log.flush();
  expect(readdirSync(folder).sort()).toEqual([CLIENT, `${CLIENT}c1`, SERVER].sort());
  expect([read(CLIENT), read(SERVER), read(`${CLIENT}c1`)]).toEqual(['GET /!', 'no', 'again']);
  log.close();
});

it('captures have their head once, and both sides', () => {
  const log = new ConnectionLog(folder, { captureHead: octets('head ') });
  const one = connection(5);
  log.packet(one, octets('a'));
  log.log(one);
  log.packet(one, octets('b'));
  log.datagram('flow', octets('x'));
  log.datagram('flow', octets('y'));
  log.close();
  expect([read(`${CLIENT}.pcap`), read('flow.pcap')]).toEqual(['head ab', 'head xy']);
});

it('of too much the oldest is lost, and counted', () => {
  const log = new ConnectionLog(folder, { maxOctets: 3 * 228, maxPerConnection: 2 * 228 });
  const [one, two] = [connection(5), connection(6)];
  const hundred = (letter: string): Uint8Array => octets(letter.repeat(100));
  for (const letter of 'abc') log.data(one, 'client', hundred(letter));
  expect(log.lost).toBe(100);
  for (const letter of 'de') log.data(two, 'client', hundred(letter));
  expect(log.lost).toBe(200);
  log.log(one);
  log.log(two);
  log.close();
  expect(read(CLIENT)).toBe('c'.repeat(100));
  expect(read('192.000.002.001.00006-192.000.002.002.00080')).toBe('d'.repeat(100) + 'e'.repeat(100));
});

it('an overload of many connections costs the same for each octet, however many there are', () => {
  const cost = (connections: number): number => {
    const log = new ConnectionLog(folder, { maxOctets: 1000 });
    const before = process.cpuUsage().user;
    for (let i = 0; i < connections; i++) log.data(connection(i), 'client', octets('0123456789'));
    return process.cpuUsage().user - before;
  };
  cost(2000);
  // Walking all of them each time would make it 16 times as much.
  expect(cost(24_000)).toBeLessThan(12 * cost(6000));
});
