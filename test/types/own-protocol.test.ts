/** A protocol of a user's own: one spec outside the tree gives types, octets both ways, ls, show, JSON and random packets. */
import { expect, expectTypeOf, it } from 'vitest';
import {
  bind,
  bits,
  text,
  u16,
  u8,
  when,
  dissectFunction,
  type Flags,
  flags,
  fuzz,
  IP,
  ipv4,
  layer,
  lsFunction,
  packetFunction,
  protocols,
  Raw,
  UDP,
} from './packetwright-for-protocols.ts';

// What a user writes ---------------------------------------------------------------------------------------------------
const Chat = layer('Chat', {
  about: 'A protocol that this test invents.',
  fields: {
    version: bits(4, { default: 1 }),
    flags: flags(4, ['urgent', 'reply', 'signed', 'last']),
    kind: u8({ names: { join: 1, say: 2, leave: 3 }, default: 2 }),
    room: u16({ default: 7, hex: true }),
    seen: when((chat) => chat['kind'] === 1, ipv4()),
    size: u8({ measures: 'words' }),
    words: text({ default: 'hi' }),
  },
  match: { hash: (chat) => chat.room, answers: (reply, request) => reply.room === request.room },
  summary: (chat) => `Chat ${chat.words}`,
});
const registry = protocols.with(bind(UDP, { dport: 9999, sport: 9999 }, Chat));
const packet = packetFunction(registry),
  dissect = dissectFunction(registry, IP),
  ls = lsFunction(registry);
// ----------------------------------------------------------------------------------------------------------------------

it('has types', () => {
  const p = packet(IP(), UDP(), Chat({ kind: 'say', words: 'hello' }));
  expectTypeOf(p.get(Chat).room).toEqualTypeOf<number>();
  expectTypeOf(p.get(Chat).flags).toEqualTypeOf<Flags>();
  expectTypeOf(p.get(Chat).seen).toEqualTypeOf<string | undefined>();
  expectTypeOf(p.get(Chat).words).toEqualTypeOf<string>();
  // @ts-expect-error no such kind
  expect(() => packet(Chat({ kind: 'shout' })).bytes).toThrow(/shout/);
  // @ts-expect-error no such field
  expect(() => packet(Chat({ rom: 1 })).bytes).toThrow(/did you mean 'room'/);
});

it('is built, with its port and its size', () => {
  const p = packet(IP({ dst: '192.0.2.1' }), UDP(), Chat({ kind: 'join', seen: '10.0.0.1', flags: 'urgent+last', words: 'hello' }), 'rest');
  expect(Buffer.from(p.bytes.subarray(28)).toString('hex')).toBe('1901' + '0007' + '0a000001' + '05' + '68656c6c6f' + '72657374');
  expect(p.get(UDP).dport).toBe(9999);
});

it('is found in octets, and written back', () => {
  const p = dissect(packet(IP(), UDP({ sport: 9999 }), Chat({ words: 'hello' }), 'rest').bytes);
  expect(p.layers().map((l) => l.layerName)).toEqual(['IP', 'UDP', 'Chat', 'Raw']);
  expect(p.get(Chat)?.words).toBe('hello');
  expect(p.get(Chat)?.seen).toBeUndefined();
  expect(p.get(Raw)?.load).toEqual(new TextEncoder().encode('rest'));
  const before = p.bytes;
  p.set(Chat, { words: 'good bye' });
  expect(p.get(Chat)?.size).toBe(8);
  expect(p.get(UDP)?.len).toBe(8 + 5 + 8 + 4);
  p.set(Chat, { words: 'hello' });
  expect(p.bytes).toEqual(before);
});

it('is shown, listed, written as source and as JSON', () => {
  const p = dissect(packet(IP(), UDP({ sport: 9999 }), Chat({ words: 'hello' })).bytes);
  expect(p.summary()).toBe('IP / UDP / Chat hello');
  expect(p.show()).toContain(
    "###[ Chat ]### \n        version   = 1\n        flags     = \n        kind      = say\n        room      = 0x7\n        size      = 5\n        words     = 'hello'\n",
  );
  expect(p.command()).toContain("Chat({ words: 'hello' })");
  expect((JSON.parse(p.json()) as { layers: { Chat: unknown } }).layers.Chat).toEqual({
    version: 1,
    flags: '',
    kind: 2,
    room: 7,
    size: 5,
    words: 'hello',
  });
  expect(ls(Chat).split('\n')).toHaveLength(7);
  expect(ls('chat')).toBe('Chat       : A protocol that this test invents.');
});

it('is fuzzed within its ranges', () => {
  const all = [...fuzz(packet(IP(), UDP({ sport: 1, dport: 9999 }), Chat({ version: 1 })), { keep: ['IP'], seed: 1 }).repeat(30)].map((p) =>
    dissect(p.bytes).get(Chat),
  );
  expect(all.every((chat) => chat?.version === 1 && chat.size === chat.words.length)).toBe(true);
  expect(new Set(all.map((chat) => chat?.room)).size).toBeGreaterThan(20);
});
