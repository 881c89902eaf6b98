/** A web server of a lab host: pages from a table, over connections of its stack. It needs nothing of Node, so it serves in a browser, too. */
import { joinOctets } from '../bytes/join-octets.ts';
import { latin1, utf8Octets } from '../bytes/text.ts';
import type { StackConnection } from '../stack/stack-connection.ts';

/** A page: its text, its octets, or with the type that `Content-Type` says. */
export type LabPage = string | Uint8Array | { readonly type: string; readonly body: string | Uint8Array };

/** Octets of a request's head; who sends more is refused (RFC 9110 §15.5.32 has 431 for it). */
const MOST_HEAD = 16_384;
const END = '\r\n\r\n';

interface Answer {
  readonly status: string;
  readonly type: string;
  readonly body: Uint8Array;
  readonly closes: boolean;
  readonly withoutBody?: boolean;
  readonly more?: string;
}

/** Answers the requests of a connection, one after the other, until either end has had enough. */
export async function servePages(connection: StackConnection, pages: Readonly<Record<string, LabPage>>): Promise<void> {
  let text = '';
  /** Octets of a request's body that are still to come: nobody reads them. */
  let skip = 0;
  for await (const octets of connection.chunks()) {
    const used = Math.min(skip, octets.length);
    skip -= used;
    text += latin1(octets.subarray(used));
    for (let end = text.indexOf(END); skip === 0 && end >= 0; end = text.indexOf(END)) {
      const head = text.slice(0, end);
      text = text.slice(end + END.length);
      const length = Number(/^content-length: *(\d+) *$/im.exec(head)?.[1] ?? 0);
      const there = Math.min(length, text.length);
      text = text.slice(there);
      skip = length - there;
      if (await said(connection, answerTo(head, pages))) return;
    }
    if (text.length > MOST_HEAD) {
      await said(connection, refuse('431 Request Header Fields Too Large', 'That is too long a request.\n'));
      return;
    }
  }
  connection.close();
}

/** @returns whether the connection ends */
async function said(connection: StackConnection, answer: Answer): Promise<boolean> {
  const { status, type, body, closes, more = '', withoutBody = false } = answer;
  const head = `HTTP/1.1 ${status}\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n${more}${closes ? 'Connection: close\r\n' : ''}\r\n`;
  await connection.write(withoutBody ? utf8Octets(head) : joinOctets([utf8Octets(head), body]));
  if (closes) connection.finish();
  return closes;
}

/** RFC 9112 §3: the first line, and the field Host that HTTP/1.1 demands (§3.2). */
function answerTo(head: string, pages: Readonly<Record<string, LabPage>>): Answer {
  const [, method, target = '', version] = /^(\S+) (\S+) HTTP\/(1\.[01])(?:\r\n|$)/.exec(head) ?? [];
  if (method === undefined || (version === '1.1' && !/^host:/im.test(head)))
    return refuse('400 Bad Request', 'The request needs a first line and a Host.\n');
  // A body that says its length in chunks is more than this server reads (RFC 9112 §6.1).
  if (/^transfer-encoding:/im.test(head)) return refuse('501 Not Implemented', 'This server reads no chunks.\n');
  const says = /^connection: *(.*?) *$/im.exec(head)?.[1]?.toLowerCase();
  const closes = version === '1.0' ? says !== 'keep-alive' : says === 'close';
  if (method !== 'GET' && method !== 'HEAD')
    return { ...refuse('405 Method Not Allowed', 'This server knows GET and HEAD.\n'), closes, more: 'Allow: GET, HEAD\r\n' };
  const path = target.replace(/^http:\/\/[^/]*/i, '').split('?')[0] || '/';
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
  const found = page === undefined ? refuse('404 Not Found', `There is no ${path} here.\n`) : { status: '200 OK', ...contentOf(page) };
  return { ...found, closes, withoutBody: method === 'HEAD' };
}

const refuse = (status: string, text: string): Answer => ({ status, ...contentOf(text), closes: true });

function contentOf(page: LabPage): Pick<Answer, 'type' | 'body'> {
  if (page instanceof Uint8Array) return { type: 'application/octet-stream', body: page };
  if (typeof page === 'object') return { type: page.type, body: typeof page.body === 'string' ? utf8Octets(page.body) : page.body };
  return { type: page.trimStart().startsWith('<') ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8', body: utf8Octets(page) };
}
