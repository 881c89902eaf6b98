/** HTTP/1.x cut from streams: what RFC 9112 says of its messages, cut at every place. */
import { describe, expect, it } from 'vitest';
import { type Said, talkedOf, type Told } from '../../../test/support/streams/talk.ts';

const text = (octets: Uint8Array | undefined): string | undefined => octets && Buffer.from(octets).toString('latin1');
/** First line, content, and what is wrong with it. */
const lines = ({ messages }: Told): string[] =>
  messages.map((m) =>
    [text(m.octets)?.split('\r\n')[0], ...(m.hasContent ? [text(m.content)] : []), ...(m.problem ? [`(${m.problem})`] : [])].join(' | '),
  );

const CONVERSATION: readonly Said[] = [
  ['client', 'POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc'],
  ['client', '\r\nHEAD /b HTTP/1.1\r\n\r\nGET /c HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['server', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n'],
  ['server', 'HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n'],
  ['server', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nfoo\r\n10\r\n0123456789abcdef\r\n0\r\nTrailer: 1\r\n\r\n'],
  ['client', 'GET /d HTTP/1.0\n\n'],
  ['server', 'HTTP/1.0 200 OK\r\n\r\nuntil it\r\n\r\nends'],
  ['server', ''],
  ['client', ''],
];
const EXPECTED = [
  'POST /a HTTP/1.1 | abc',
  'HEAD /b HTTP/1.1',
  'GET /c HTTP/1.1',
  'HTTP/1.1 100 Continue',
  'HTTP/1.1 204 No Content',
  'HTTP/1.1 200 OK',
  'HTTP/1.1 200 OK | foo0123456789abcdef',
  'GET /d HTTP/1.0\n\n',
  'HTTP/1.0 200 OK | until it\r\n\r\nends',
];

describe('HTTP in a stream', () => {
  it('is cut into requests and responses, with their content', () => {
    const told = talkedOf(80, CONVERSATION);
    expect(lines(told)).toEqual(EXPECTED);
    expect(told.messages.map((m) => text(m.request?.octets)?.split(/\r?\n/)[0])).toEqual([
      undefined,
      undefined,
      undefined,
      'POST /a HTTP/1.1',
      'POST /a HTTP/1.1',
      'HEAD /b HTTP/1.1',
      'GET /c HTTP/1.1',
      undefined,
      'GET /d HTTP/1.0',
    ]);
    expect(told.uncut).toEqual([]);
    // Places in the streams, octets, and packets.
    expect(told.messages.map((m) => [m.from, m.at, m.length, m.packets.join()])).toEqual([
      ['client', 0, 42, '1'],
      ['client', 44, 20, '2'],
      ['client', 64, 28, '2'],
      ['server', 0, 25, '3'],
      ['server', 25, 46, '3'],
      ['server', 71, 42, '4'],
      ['server', 113, 98, '5'],
      ['client', 92, 17, '6'],
      ['server', 211, 35, '7'],
    ]);
  });

  it('is the same in pieces of any size, on a port that says nothing, too', () => {
    for (const port of [80, 5555])
      for (let piece = 1; piece < 80; piece++) expect(lines(talkedOf(port, CONVERSATION, { piece }))).toEqual(EXPECTED);
  });
});
