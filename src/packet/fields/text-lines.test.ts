import { seconds, SOON } from '../../../test/support/growth.ts';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { lossless } from '../../../test/support/lossless.ts';
import { type OneLayer, oneLayer } from '../../../test/support/one-layer.ts';
import { toHex } from '../../bytes/hex.ts';
import { latin1 } from '../../bytes/text.ts';
import type { ReadOf } from '../spec/field.ts';
import { u16, u8 } from './integers.ts';
import { list } from './lists.ts';
import { listUntil } from './list-until.ts';
import { octets, terminatedText } from './octets.ts';
import { sized } from './sized.ts';
import { headerLines, headerValue, headerValues } from './text-headers.ts';
import { line, type LineForm, textLines } from './text-lines.ts';

const ascii = (s: string): Uint8Array => Uint8Array.from(s, (c) => c.charCodeAt(0));
const HTTP = oneLayer({ start: line(), headers: headerLines(), body: octets() });

/** A word, and the rest of its line. */
const WORDS: LineForm = {
  parts: 2,
  split: (text) => [text.split(' ', 1)[0] as string, text.slice(text.indexOf(' ') < 0 ? text.length : text.indexOf(' ') + 1)],
  join: ([word = '', rest = '']) => (rest === '' ? word : `${word} ${rest}`),
};

const LAYERS: Readonly<Record<string, OneLayer>> = {
  HTTP,
  'lines in a list': oneLayer({ lines: sized('u8', list(line())), z: u8() }),
  'headers behind a length': oneLayer({ h: sized('u16', headerLines()), z: u8() }),
  'lines in parts': oneLayer({ lines: textLines(WORDS) }),
  'a list until an octet': oneLayer({ l: listUntil(sized('u8', octets()), 0), z: u8() }),
  'a list until two octets': oneLayer({ l: listUntil(u16(), Uint8Array.of(0xff, 0xff)), m: listUntil(terminatedText(), 0), z: u8() }),
};

/** The first is of RFC 9110 §A; the others are odd in one way each. */
const MESSAGES = [
  'GET /hello.txt HTTP/1.1\r\nUser-Agent: curl/7.64.1\r\nHost: www.example.com\r\nAccept-Language: en, mi\r\n\r\nbody',
  'GET / HTTP/1.0\nHost:x\n\nbody',
  'X\r\nA:  1\r\nB: 2 \r\nC : 3\r\n: \r\n:\r\nno colon\r\nD: \xa0\r\n\r\n',
  'X\r\nA: 1\r\n 2\r\n\t3\r\nB: 4\r\n\r\n',
  'X\r\nA: 1\r\n 2',
  'X\r\nA: 1\r',
  'X\r\nA: 1\r\n\r',
  'X\r\n A: 1\r\n\r\n',
  'X\r\n\n\n',
  'X\r\r\nA: 1\r\r\n\r\n',
  'X',
  '\x00\x05A: 1\r\x03\r\n\r\n',
  '\x03a\r\n\r\n\x07',
];

describe.each(Object.entries(LAYERS))('%s', (_name, l) => {
  it('loses nothing', () => lossless(l, MESSAGES.map(ascii)));
});

const of = (name: string): OneLayer => LAYERS[name] as OneLayer;
const read = (s: string): Record<string, unknown> | undefined => HTTP.read(ascii(s));
const made = (given: object): string => {
  const { bytes } = HTTP.make(given);
  return latin1(bytes, 0, bytes.length);
};

describe('lines', () => {
  it('end in CR LF', () => {
    expect(read(MESSAGES[0] as string)).toMatchObject({
      start: 'GET /hello.txt HTTP/1.1',
      headers: [
        ['User-Agent', 'curl/7.64.1'],
        ['Host', 'www.example.com'],
        ['Accept-Language', 'en, mi'],
      ],
      body: ascii('body'),
    });
    expect(
      made({
        start: 'GET / HTTP/1.1',
        headers: [
          ['Host', 'x'],
          ['Max-Forwards', 70],
        ],
        body: 'hi',
      }),
    ).toBe('GET / HTTP/1.1\r\nHost: x\r\nMax-Forwards: 70\r\n\r\nhi');
    expect(made({})).toBe('\r\n\r\n');
  });

  it('keep what is odd', () => {
    expect(read(MESSAGES[1] as string)).toMatchObject({
      start: 'GET / HTTP/1.0\n',
      headers: [
        ['Host', 'x', 'Host:x\n'],
        ['', '', '\n'],
      ],
      body: ascii('body'),
    });
    expect(read(MESSAGES[2] as string)?.['headers']).toEqual([
      ['A', '1', 'A:  1\r\n'],
      ['B', '2', 'B: 2 \r\n'],
      ['C', '3', 'C : 3\r\n'],
      ['', ''],
      ['', '', ':\r\n'],
      ['', 'no colon', 'no colon\r\n'],
      ['D', '\xa0'],
    ]);
    expect(read(MESSAGES[3] as string)?.['headers']).toEqual([
      ['A', '1 2 3', 'A: 1\r\n 2\r\n\t3\r\n'],
      ['B', '4'],
    ]);
    // Cut: the empty line is missing.
    expect(read('X\r\nA: 1\r\n')?.['headers']).toEqual([
      ['A', '1'],
      ['', '', ''],
    ]);
    expect(read('X')?.['start']).toEqual(ascii('X'));
  });

  it('have no other lines in them', () => {
    const bad = expect.objectContaining({ code: 'ERR_VALUE' });
    for (const headers of [[['A', 'b\r\nC: d']], [['A\n', 'b']], [['A:', 'b']], ['A'], [['A']]])
      expect(() => made({ headers })).toThrow(bad);
    for (const start of ['a\r\nb', 'a\r\n', '\na']) expect(() => made({ start })).toThrow(bad);
  });

  it('are found by name, in whatever case', () => {
    const { headers } = read('X\r\nVia: a\r\nvia: b\r\nHost: c\r\n\r\n') as { headers: [string, string][] };
    expect(headerValue(headers, 'HOST')).toBe('c');
    expect(headerValues(headers, 'Via')).toEqual(['a', 'b']);
    expect(headerValue(headers, 'none')).toBeUndefined();
  });

  it('are read in linear time', () => {
    for (const one of ['A: b\r\n', ' b\r\n', ' ', 'A\n', '\r']) {
      const read = (n: number): unknown => HTTP.read(ascii(`X\r\n${one.repeat(n)}\r\n`))?.['headers'];
      expect(
        seconds(() => read(150_000)),
        JSON.stringify(one),
      ).toBeLessThan(SOON);
    }
  });
});

describe('lines in parts', () => {
  const l = oneLayer({ lines: textLines(WORDS) });
  const lines = (s: string): unknown => l.read(ascii(s))?.['lines'];

  it('keep what is odd', () => {
    expect(lines('a b c\r\n\r\nd \r\ne\nf')).toEqual([
      ['a', 'b c'],
      ['', ''],
      ['d', '', 'd \r\n'],
      ['e', '', 'e\n'],
      ['f', '', 'f'],
    ]);
    expect(new TextDecoder().decode(l.make({ lines: ['a', ['b'], ['c', 5], ['', '', 'x\n']] }).bytes)).toBe('a\r\nb\r\nc 5\r\nx\n');
    expect(() => l.make({ lines: [['a', 'b\nc']] }).bytes).toThrow(expect.objectContaining({ code: 'ERR_VALUE' }));
  });

  it('are read in linear time', () => {
    for (const one of ['a b\r\n', '\n', ' ', '\r'])
      expect(
        seconds(() => lines(one.repeat(150_000))),
        JSON.stringify(one),
      ).toBeLessThan(SOON);
  });
});

describe('lists with an end', () => {
  it('end with it', () => {
    const l = of('a list until an octet');
    expect(toHex(l.make({ l: ['a', 'bc'], z: 9 }).bytes)).toBe('01610262630009');
    expect(l.read(Uint8Array.of(1, 0x61, 0, 9))).toMatchObject({ l: [Uint8Array.of(0x61)], z: 9 });
    expect(toHex(l.make({ z: 9 }).bytes)).toBe('0009');
  });

  it('say where it is missing', () => {
    const l = oneLayer({ l: listUntil(u16(), 0xff) });
    expect(l.read(Uint8Array.of(0, 1, 2))).toMatchObject({ l: [1, { rest: Uint8Array.of(2) }] });
    expect(l.read(Uint8Array.of(0, 1))).toMatchObject({ l: [1, { rest: new Uint8Array(0) }] });
    const f = listUntil(u16(), 0);
    expectTypeOf<ReadOf<typeof f>>().toEqualTypeOf<readonly (number | { readonly rest: Uint8Array })[]>();
  });
});
