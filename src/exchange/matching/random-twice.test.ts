import { expect, it } from 'vitest';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { packet } from '../../protocols/protocols.ts';
import { RandInt, RandShort } from '../../packet/templates/random-values.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { randomTwice } from './random-twice.ts';

const dst = '192.0.2.1';
const sport = RandShort();
const syn = packet(IP({ dst }), TCP({ sport, seq: RandInt(), flags: 'S' }));

it('a random port of a SYN and of the ACK after it are two numbers, and that is pointed out', () => {
  const ack = packet(IP({ dst }), TCP({ sport, flags: 'A' }));
  expect(randomTwice(syn, ack)).toMatchObject([{ code: 'random-twice', layer: 'TCP', field: 'sport', value: 'RandShort()' }]);
  // The mistake of many scripts: written twice.
  expect(randomTwice(syn, packet(IP({ dst }), TCP({ sport: RandShort(), flags: 'PA' })))).toHaveLength(1);
  // It is one: two draws of it differ.
  const [a, b] = [syn.first(), ack.first()].map((p) => p.get(TCP).sport);
  expect(a).not.toBe(b);
});

it('what is drawn for packets that have nothing to do with each other is not', () => {
  expect(randomTwice(syn, packet(IP({ dst }), TCP({ sport: RandShort(), flags: 'S' })))).toEqual([]);
  expect(randomTwice(syn, packet(IP({ dst }), TCP({ sport: 4000, flags: 'A' })))).toEqual([]);
  expect(randomTwice(syn)).toEqual([]);
  expect(randomTwice(syn.first(), packet(IP({ dst }), TCP({ sport, flags: 'A' })))).toEqual([]);
});
