/** What is missing in a stream, what another protocol takes up, what is coded: HTTP and mail. */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { latin1Octets, type Said, talkedOf, type Told } from '../../../test/support/streams/talk.ts';
import { HTTPResponse } from '../../protocols/application/http/http.ts';
import { nodeDecoders } from './node/node-decoders.ts';

const text = (octets: Uint8Array | undefined): string => Buffer.from(octets ?? []).toString('latin1');
const lines = ({ messages }: Told): string[] =>
  messages.map((m) =>
    [
      m.layer.layerName,
      text(m.octets).split('\r\n')[0],
      ...(m.hasContent ? [text(m.content)] : []),
      ...(m.problem ? [m.problem] : []),
    ].join('|'),
  );
const everyPiece = (port: number, said: readonly Said[]): string[] => {
  const whole = lines(talkedOf(port, said));
  for (let piece = 1; piece < 70; piece++) expect(lines(talkedOf(port, said, { piece }))).toEqual(whole);
  return whole;
};
const ok = (length: number): string => `HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\n`;

describe('a gap', () => {
  it('within content of a known length is passed over; the next message is found', () => {
    const told = talkedOf(80, [
      ['server', `${ok(10)}abc`],
      ['server', 4],
      ['server', `hij${ok(1)}x`],
    ]);
    expect(lines(told)).toEqual(['HTTPResponse|HTTP/1.1 200 OK|abchij|gap', 'HTTPResponse|HTTP/1.1 200 OK|x']);
  });

  it('in a head, or behind a content’s end: what follows is found where a segment begins with it', () => {
    const told = talkedOf(80, [
      ['server', 'HTTP/1.1 200'],
      ['server', 4],
      ['server', 'lost\r\n\r\n'],
      ['server', `${ok(2)}hi`],
    ]);
    expect(lines(told)).toEqual(['HTTPResponse|HTTP/1.1 200 OK|hi']);
    expect(told.uncut).toEqual(['server 0 12 gap', 'server 16 8 gap']);
    const beyond = talkedOf(80, [
      ['server', `${ok(3)}a`],
      ['server', 9],
      ['server', `${ok(2)}hi`],
    ]);
    expect(lines(beyond)).toEqual(['HTTPResponse|HTTP/1.1 200 OK|a|gap', 'HTTPResponse|HTTP/1.1 200 OK|hi']);
  });

  it('within a message whose length is known: it is told with what is there, and the next one is found', () => {
    const record = (n: number): Uint8Array => Uint8Array.of(23, 3, 3, 0, n, ...new Uint8Array(n).fill(7));
    const told = talkedOf(443, [
      ['client', record(4)],
      ['client', record(9).subarray(0, 8)],
      ['client', 6],
      ['client', record(2)],
    ]);
    expect(told.messages.map((m) => [m.at, m.octets.length, m.length, m.problem])).toEqual([
      [0, 9, 9, undefined],
      [9, 8, 14, 'gap'],
      [23, 7, 7, undefined],
    ]);
  });

  it('at the beginning: a connection that was met in the middle', () => {
    const told = talkedOf(
      80,
      [
        ['server', 'rest of something'],
        ['server', `${ok(2)}hi`],
      ],
      { isMidstream: true },
    );
    expect(lines(told)).toEqual(['HTTPResponse|HTTP/1.1 200 OK|hi']);
  });

  it('at the end: what is not whole is told', () => {
    expect(
      lines(
        talkedOf(80, [
          ['server', `${ok(10)}abc`],
          ['server', ''],
        ]),
      ),
    ).toEqual(['HTTPResponse|HTTP/1.1 200 OK|abc|ended']);
  });
});

describe('a connection becomes another protocol’s', () => {
  it('WebSocket: frames without their masks (RFC 6455 §5.7)', () => {
    const said: Said[] = [
      ['client', 'GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'],
      ['server', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n'],
      ['server', Buffer.from('810548656c6c6f', 'hex')],
      ['client', Buffer.from('818537fa213d7f9f4d5158', 'hex')],
      ['client', Buffer.from('890548656c6c6f', 'hex')],
    ];
    expect(
      everyPiece(80, said)
        .slice(2)
        .map((line) => line.split('|').at(-1)),
    ).toEqual(['Hello', 'Hello', 'Hello']);
  });

  it('a tunnel: whatever goes through it (RFC 9110 §9.3.6)', () => {
    const said: Said[] = [
      ['client', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n'],
      ['server', 'HTTP/1.1 200 Connection established\r\nContent-Length: 9\r\n\r\n'],
      ['client', Uint8Array.of(22, 3, 1, 0, 4, 1, 0, 0, 0)],
      ['server', Uint8Array.of(21, 3, 3, 0, 2, 2, 40)],
    ];
    expect(everyPiece(3128, said).map((line) => line.split('|')[0])).toEqual(['HTTPRequest', 'HTTPResponse', 'TLS', 'TLS']);
  });

  it('is not when the answer says no: what waited is HTTP', () => {
    const said: Said[] = [
      ['client', 'GET / HTTP/1.1\r\nUpgrade: h2c\r\n\r\nGET /b HTTP/1.1\r\n\r\n'],
      ['server', `${ok(2)}hi`],
    ];
    expect(everyPiece(80, said)).toEqual(['HTTPRequest|GET / HTTP/1.1', 'HTTPResponse|HTTP/1.1 200 OK|hi', 'HTTPRequest|GET /b HTTP/1.1']);
  });
});

describe('mail', () => {
  it('is commands, replies, and a message up to its dot (RFC 5321 appendix D.1)', () => {
    const said: Said[] = [
      ['server', '220 foo.com\r\n'],
      ['client', 'EHLO bar.com\r\n'],
      ['server', '250-foo.com\r\n250 HELP\r\n'],
      ['client', 'MAIL FROM:<a@b>\r\nDATA\r\n'],
      ['server', '250 OK\r\n354 go on\r\n'],
      ['client', 'Subject: x\r\n\r\n..two dots\r\n.\rno end\r\nQUIT\r\n.\r\n'],
      ['server', '250 OK\r\n'],
      ['client', 'STARTTLS\r\n'],
      ['server', '220 go on\r\n'],
      ['client', Uint8Array.of(22, 3, 1, 0, 4, 1, 0, 0, 0)],
    ];
    expect(everyPiece(25, said)).toEqual([
      'SMTPResponse|220 foo.com',
      'SMTPRequest|EHLO bar.com',
      'SMTPResponse|250-foo.com',
      'SMTPRequest|MAIL FROM:<a@b>',
      'SMTPRequest|DATA',
      'SMTPResponse|250 OK',
      'SMTPResponse|354 go on',
      'SMTPData||Subject: x\r\n\r\n.two dots\r\n\rno end\r\nQUIT\r\n',
      'SMTPResponse|250 OK',
      'SMTPRequest|STARTTLS',
      'SMTPResponse|220 go on',
      expect.stringMatching(/^TLS/) as unknown as string,
    ]);
  });
});

describe('coded content', () => {
  const content = 'all that is said, '.repeat(1000);
  const reply = (coding: string, octets: Uint8Array): Said[] => [
    ['server', `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${octets.length}\r\n\r\n`],
    ['server', octets],
  ];
  const only = (said: Said[], piece = 100): { readonly content: string; readonly problem: string | undefined } => {
    const [m] = talkedOf(80, said, { decode: nodeDecoders, piece }).messages;
    return { content: text(m?.content), problem: m?.problem };
  };

  it('is decoded: gzip, deflate in both forms, brotli, and one in another', () => {
    const plain = latin1Octets(content);
    for (const [coding, octets] of [
      ['gzip', gzipSync(plain)],
      ['x-gzip', gzipSync(plain)],
      ['deflate', deflateSync(plain)],
      ['deflate', deflateRawSync(plain)],
      ['br', brotliCompressSync(plain)],
      ['deflate, gzip', gzipSync(deflateSync(plain))],
    ] as const)
      expect([coding, only(reply(coding, octets))]).toEqual([coding, { content, problem: undefined }]);
  });

  it('that is damaged, cut off, unknown or a bomb gives what there is, with a word', () => {
    const damaged = gzipSync(latin1Octets(content));
    damaged[damaged.length - 5]! ^= 1;
    expect(only(reply('gzip', damaged))).toEqual({ content, problem: 'damaged' });
    const cut = only(reply('br', brotliCompressSync(latin1Octets(content)).subarray(0, 30)));
    expect([cut.problem, content.startsWith(cut.content)]).toEqual(['damaged', true]);
    expect(only(reply('compress', Uint8Array.of(1, 2, 3)))).toEqual({ content: '\x01\x02\x03', problem: 'not-decoded' });
    const bomb = only(reply('gzip', gzipSync(new Uint8Array(64 << 20))), 1 << 20);
    expect(bomb.problem).toBe('bomb');
    expect(bomb.content.length).toBeLessThan(16 << 20);
  });

  it('tells its head as a packet', () => {
    const [m] = talkedOf(80, reply('gzip', gzipSync(latin1Octets('x')))).messages;
    expect(m?.packet.get(HTTPResponse)?.Status_Code).toBe('200');
  });
});
