/** How HTTP's messages are cut from a stream, each stream ended at every octet. */
import { describe, expect, it } from 'vitest';
import { utf8Octets } from '../../../bytes/text.ts';
import { messageCutter } from '../../../packet/chain/message-cutter.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { HTTPRequest, HTTPResponse } from './http.ts';

const ENDLESS = Number.POSITIVE_INFINITY;
const asks = messageCutter(HTTPRequest as unknown as AnyLayer);
const answers = messageCutter(HTTPResponse as unknown as AnyLayer);

/** The message's octets by its cutter, once `text` is there whole. */
const size = (cut: typeof asks, text: string): number | undefined => cut(utf8Octets(text), 0, utf8Octets(text).length);

/** Messages that are cut from a stream, and when each is known: after so many octets of it. */
function cutAll(cut: typeof asks, texts: readonly string[]): void {
  const b = utf8Octets(texts.join(''));
  let start = 0;
  for (const text of texts) {
    let known = false;
    for (let end = start; end <= b.length; end++) {
      const n = cut(b, start, end);
      // Never another size than the right one, and never "none", whatever is there of it.
      if (n === undefined) expect(known, `${end - start} octets of ${JSON.stringify(text)}`).toBe(false);
      else expect(n, `${end - start} octets of ${JSON.stringify(text)}`).toBe(text.length);
      known ||= n !== undefined;
    }
    expect(known).toBe(true);
    start += text.length;
  }
}

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n';

describe('a message of HTTP in a stream', () => {
  it('is cut at the same place, however much of the stream is there: requests (RFC 9112 §6)', () => {
    cutAll(asks, [
      'GET /hello.txt HTTP/1.1\r\nUser-Agent: curl/7.64.1\r\nHost: www.example.com\r\nAccept-Language: en, mi\r\n\r\n', // RFC 9110 §3.9
      'POST /a HTTP/1.1\r\ncontent-length: 3, 3\r\nContent-Length:3\r\n\r\nGET',
    ]);
    cutAll(asks, ['PUT /c HTTP/1.0\nContent-Length: 2\n\nab', 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n']);
    cutAll(asks, ['POST /b HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n4;ext=1\r\nGET \r\n0\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n']);
  });

  it('and responses', () => {
    cutAll(answers, [
      'HTTP/1.1 100 Continue\r\n\r\n',
      // RFC 9110 §3.9
      'HTTP/1.1 200 OK\r\nDate: Mon, 27 Jul 2009 12:28:53 GMT\r\nContent-Length: 51\r\nVary: Accept-Encoding\r\nContent-Type: text/plain\r\n\r\nHello World! My content includes a trailing CRLF.\r\n',
      `${CHUNKED}A\r\n0123456789\r\n00\r\nTrailer: x\r\n\r\n`,
      `${CHUNKED}0\r\n\r\n`,
      'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n',
      'HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n',
      'HTTP/1.1 206 Partial Content\r\nContent-Length: 0\r\n\r\n',
    ]);
  });

  it('lasts until the connection ends where nothing else is said, or it is damaged (RFC 9112 §6.3)', () => {
    expect(size(answers, 'HTTP/1.0 200 OK\r\nServer: x\r\n\r\nall of it')).toBe(ENDLESS);
    expect(size(answers, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n')).toBe(ENDLESS);
    expect(size(asks, 'POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc')).toBe(ENDLESS);
    expect(size(asks, 'POST / HTTP/1.1\r\nContent-Length: -3\r\n\r\nabc')).toBe(ENDLESS);
    for (const chunks of ['x\r\n', '\r\n', '12345678901234\r\n', '1\r\nab\r\n', '1x\r\n'])
      expect(size(answers, CHUNKED + chunks), chunks).toBe(ENDLESS);
    // Said of content that is not there yet.
    expect(size(asks, 'POST / HTTP/1.1\r\nContent-Length: 999\r\n\r\n')).toBe(999 + 40);
  });

  it('begins only where a first line does, or may', () => {
    for (const text of ['get / HTTP/1.1\r\n', 'GET / SIP/2.0\r\n', 'GE\r\n', `${'A'.repeat(21)}`, '\r\n', 'HTTP/1.1 '])
      expect(size(asks, text), text).toBe(0);
    for (const text of ['HTTP/2', 'HTTP/1.1 2x0 OK\r\n', 'GET ', 'HTTP/1.1  200']) expect(size(answers, text), text).toBe(0);
    for (const text of ['G', 'GET', 'GET /a b', 'M-SEARCH * HTTP/1.1\r']) expect(size(asks, text), text).toBeUndefined();
  });
});
