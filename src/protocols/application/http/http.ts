/** Hypertext Transfer Protocol, version 1: requests and responses. Their content is their payload. @see RFC 9112; RFC 9110 */
import { latin1 } from '../../../bytes/text.ts';
import { line } from '../../../packet/fields/text-lines.ts';
import { headerLines, headerValue } from '../../../packet/fields/text-headers.ts';
import { octets, terminatedText } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { Raw } from '../../../packet/layer/raw.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';
import { endsKey, type Knowledge } from '../../../packet/spec/knowledge.ts';
import { conversationOf } from '../conversation.ts';
import { startLines } from '../start-line.ts';
import { contentLength, headerColumns } from './headers.ts';
import { messageOctets } from './message-size.ts';
import { WebSocket } from './websocket.ts';

const SPACE = /* @__PURE__ */ Uint8Array.of(0x20);
const { beginsRequest, beginsResponse, mayBeginRequest, mayBeginResponse } = /* @__PURE__ */ startLines('HTTP/1.');

/** The target with its host, where it is a path or `*`; as it is where it says the host itself (RFC 9112 §3.2). Without a host nothing. */
function fullUri(method: string, target: string, host: string | undefined): string | undefined {
  if (host === undefined) return undefined;
  if (method === 'CONNECT') return target;
  return target === '*' || target.startsWith('/') ? `http://${host}${target}` : undefined;
}

/** Conversations whose last request was CONNECT. */
const CONNECTS = 'http.connect';

/** Segments that begin no message go on with one. */
function learnRequest(method: string, at: LayerContext, session: Knowledge): void {
  const between = conversationOf(at, 'TCP');
  if (between === undefined) return;
  const key = endsKey(between),
    isConnect = method === 'CONNECT';
  if (isConnect || session.recall(CONNECTS, key) === true) session.remember(CONNECTS, key, isConnect);
  session.goesOn(between, HTTPContinuation);
}

/** The same, but behind 101 comes another protocol (RFC 9110 §15.2.2), and behind 2xx to CONNECT whatever the tunnel carries (§9.3.6). */
function learnResponse(code: string, upgrade: string | undefined, at: LayerContext, session: Knowledge): void {
  const between = conversationOf(at, 'TCP');
  if (between === undefined) return;
  const isEnd = code === '101' || (code.startsWith('2') && session.recall(CONNECTS, endsKey(between)) === true);
  const next = code === '101' && upgrade?.toLowerCase() === 'websocket' ? WebSocket : Raw;
  session.goesOn(between, isEnd ? next : HTTPContinuation);
}

/** A request. @see RFC 9112 §3 */
export const HTTPRequest = layer('HTTPRequest', () => ({
  title: 'HTTP Request',
  about: 'A request of the Hypertext Transfer Protocol; its content is its payload.',
  source: 'RFC 9112 §3; RFC 9110 §9',
  wireshark: 'http',
  fields: {
    Method: terminatedText({ terminator: SPACE, default: 'GET', wireshark: 'http.request.method' }),
    Path: terminatedText({ terminator: SPACE, default: '/', wireshark: 'http.request.uri', about: 'request target, in any form' }),
    Http_Version: line({ default: 'HTTP/1.1', wireshark: 'http.request.version' }),
    headers: headerLines(),
  },
  columns: {
    ...headerColumns(),
    'http.request.full_uri': ({ Method, Path, headers }) => fullUri(String(Method), String(Path), headerValue(headers, 'Host')),
  },
  begins: beginsRequest,
  // A request that says nothing of content has none (RFC 9112 §6.3).
  payloadLength: (http) => contentLength(http, 0),
  learns: ({ Method }, at, session) => learnRequest(String(Method), at, session),
  messageSize: (b, start, end) => (mayBeginRequest(b, start, end) ? messageOctets(b, start, end, 0) : 0),
  repeats: true,
  summary: ({ Method, Path, Http_Version }) => `HTTP Request '${String(Method)}' '${String(Path)}' '${String(Http_Version)}'`,
}));

/** Responses without content, whatever their header says (RFC 9112 §6.3). */
const isEmpty = (code: string): boolean => code.startsWith('1') || code === '204' || code === '304';

/** A response. @see RFC 9112 §4 */
export const HTTPResponse = layer('HTTPResponse', () => ({
  title: 'HTTP Response',
  about: 'A response of the Hypertext Transfer Protocol; its content is its payload.',
  source: 'RFC 9112 §4; RFC 9110 §15',
  wireshark: 'http',
  fields: {
    Http_Version: terminatedText({ terminator: SPACE, default: 'HTTP/1.1', wireshark: 'http.response.version' }),
    Status_Code: terminatedText({ terminator: SPACE, default: '200', wireshark: 'http.response.code' }),
    Reason_Phrase: line({ default: 'OK', wireshark: 'http.response.phrase' }),
    headers: headerLines(),
  },
  columns: headerColumns(),
  begins: beginsResponse,
  payloadLength: (http) => (isEmpty(String(http.Status_Code)) ? 0 : contentLength(http, Number.POSITIVE_INFINITY)),
  learns: ({ Status_Code, headers }, at, session) => learnResponse(String(Status_Code), headerValue(headers, 'Upgrade'), at, session),
  // What answers HEAD has no content either, and what answers CONNECT none of its own: that only the request tells.
  messageSize: (b, start, end) =>
    mayBeginResponse(b, start, end)
      ? messageOctets(b, start, end, Number.POSITIVE_INFINITY, (at) => isEmpty(latin1(b, at + 9, at + 12)))
      : 0,
  repeats: true,
  summary: ({ Http_Version, Status_Code, Reason_Phrase }) =>
    `HTTP Response '${String(Http_Version)}' '${String(Status_Code)}' '${String(Reason_Phrase)}'`,
}));

/** A segment within a message: its port says that it is HTTP, or a session, which saw earlier segments. @see RFC 9112 §6 */
export const HTTPContinuation = layer('HTTPContinuation', () => ({
  title: 'HTTP continuation',
  about: 'A segment within a message that began in an earlier one.',
  source: 'RFC 9112 §6',
  wireshark: 'http',
  fields: { data: octets() },
  summary: () => 'HTTP continuation',
}));
