/** What was read is given back with a change: `{ ...record, name: value }`. */
import { expect, test } from 'vitest';
import { toHex } from '../../bytes/hex.ts';
import { DNS, DNSQR } from '../../protocols/application/dns/dns.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols/protocols.ts';
import { UDP } from '../../protocols/transport/udp.ts';

const read = () => dissect(packet(Ether(), IP(), UDP(), DNS({ qd: [DNSQR({ qname: 'a.example.', qtype: 'AAAA' })] })).bytes);

test('a record of a list', () => {
  const p = read();
  const [question] = p.get(DNS)?.qd ?? [];
  if (question === undefined) throw new Error('no question');
  p.set(DNS, { qd: [{ ...question, qname: 'bcd.example.' }] });
  const wanted = packet(Ether(), IP(), UDP(), DNS({ qd: [DNSQR({ qname: 'bcd.example.', qtype: 'AAAA' })] }));
  expect(toHex(p.bytes)).toBe(toHex(wanted.bytes));
});

test('a layer says what to write instead', () => {
  const ip = read().get(IP);
  if (ip === undefined) throw new Error('no IP');
  expect(() => packet(IP({ ...ip, ttl: 9 })).bytes).toThrow('IP: { ...view } does not copy the fields of a view');
});
