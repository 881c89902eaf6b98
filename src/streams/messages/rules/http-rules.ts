/**
 * HTTP/1.x on both sides of a connection: which response answers which request, and what content they have by that (RFC 9112 §6.3); where it becomes another protocol
 * (RFC 9110 §7.8, §9.3.6). WebSocket's frames (RFC 6455 §5).
 */
import { type HeaderLine, headerValue, headerValues } from '../../../packet/fields/text-headers.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { contentOf } from '../../../protocols/application/http/headers.ts';
import { HTTPRequest, HTTPResponse } from '../../../protocols/application/http/http.ts';
import { WebSocket } from '../../../protocols/application/http/websocket.ts';
import { H2Frame, H2Preface } from '../../../protocols/application/http2/http2.ts';
import { ChunkedContent, type ContentReader, EndlessContent, FixedContent, MaskedContent } from '../content-reader.ts';
import type { Conversation, Scan } from '../conversation.ts';
import type { LayerRules } from '../layer-rules.ts';
import type { StreamMessage } from '../message.ts';
import { tunnelLayers } from '../which-layers.ts';

const LF = 0x0a,
  CR = 0x0d;

/** The end of the line that is empty; -1: it is not there. */
function emptyLine(b: Uint8Array, start: number, end: number, scan: Scan): number {
  // An empty line is LF, and LF or CR LF behind it: what was looked through ends within.
  for (let q = start + scan.looked; q < end; q++) {
    if (b[q] !== LF || q === start) continue;
    const before = b[q - 1] === CR ? q - 2 : q - 1;
    if (before > start && b[before] === LF) return q + 1 - start;
  }
  scan.looked = end - start;
  return -1;
}

type Framing = number | 'chunked';

function reader(framing: Framing): ContentReader | undefined {
  if (framing === 0) return undefined;
  if (framing === 'chunked') return new ChunkedContent();
  return framing === Number.POSITIVE_INFINITY ? new EndlessContent() : new FixedContent(framing);
}

interface Headed {
  readonly headers: readonly HeaderLine[];
}

const requestOf = (m: StreamMessage) => m.packet.get(HTTPRequest);
const responseOf = (m: StreamMessage) => m.packet.get(HTTPResponse);
const methodOf = (m: StreamMessage): string => String(requestOf(m)?.Method ?? '');
const codeOf = (m: StreamMessage): string => String(responseOf(m)?.Status_Code ?? '');
const isInterim = (code: string): boolean => code.startsWith('1') && code !== '101';

/** The names in a header field's list of them, in small letters. */
const namesIn = (headers: readonly HeaderLine[], name: string): string[] =>
  headerValues(headers, name)
    .flatMap((value) => value.split(','))
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word !== '');

/** How content is coded, by both kinds of coding: the last one that was applied first. */
function codingsOf(m: StreamMessage): string[] {
  const { headers = [] } = (m.packet.get(m.layer) ?? {}) as Partial<Headed>;
  return [...namesIn(headers, 'Content-Encoding'), ...namesIn(headers, 'Transfer-Encoding')]
    .filter((name) => name !== 'chunked' && name !== 'identity')
    .reverse();
}

export const httpRequestRules: LayerRules = {
  emptyLines: true,
  head: emptyLine,
  content(m) {
    const request = requestOf(m);
    return request === undefined ? undefined : reader(contentOf(request as unknown as Headed, 0));
  },
  codings: codingsOf,
  after(m, talk) {
    const method = methodOf(m);
    talk.asks(method, m);
    const headers = (requestOf(m) as unknown as Headed | undefined)?.headers ?? [];
    // What follows may be another protocol: the response tells.
    if (method === 'CONNECT' || headerValue(headers, 'Upgrade') !== undefined) talk.client.state = 'waits';
  },
};

/** Whether the connection is another protocol's behind this response to `method`. */
const isTurn = (code: string, method: string): boolean => code === '101' || (method === 'CONNECT' && code.startsWith('2'));

export const httpResponseRules: LayerRules = {
  emptyLines: true,
  head: emptyLine,
  content(m, talk) {
    const response = responseOf(m);
    const code = codeOf(m);
    const [asked] = talk.asked;
    m.request = asked?.message;
    if (response === undefined || code.startsWith('1') || code === '204' || code === '304') return undefined;
    if (asked?.method === 'HEAD' || isTurn(code, asked?.method ?? '')) return undefined;
    return reader(contentOf(response as unknown as Headed, Number.POSITIVE_INFINITY));
  },
  codings: codingsOf,
  after(m, talk) {
    const code = codeOf(m);
    if (isInterim(code)) return;
    const asked = talk.answered();
    if (code === '101') talk.turnTo(upgraded(m, talk));
    else if (isTurn(code, asked?.method ?? '')) talk.turnTo(tunnelLayers(talk.registry, target(asked?.message)));
    else talk.goOn();
  },
};

/** The port that CONNECT names. */
function target(request: StreamMessage | undefined): number {
  const path = request === undefined ? '' : String(requestOf(request)?.Path ?? '');
  return Number(/:(\d{1,5})$/.exec(path)?.[1] ?? 0);
}

function upgraded(m: StreamMessage, talk: Conversation): readonly AnyLayer[] {
  const headers = (responseOf(m) as unknown as Headed | undefined)?.headers ?? [];
  const [name = ''] = namesIn(headers, 'Upgrade');
  if (name === 'websocket') return [WebSocket] as unknown as AnyLayer[];
  if (name === 'h2c') return [H2Preface, H2Frame] as unknown as AnyLayer[];
  return tunnelLayers(talk.registry, 0);
}

/** A frame of WebSocket: its content is told without its mask. */
export const webSocketRules: LayerRules = {
  head(b, start, end) {
    const second = b[start + 1] as number;
    const length = second & 127;
    const head = 2 + (length === 126 ? 2 : length === 127 ? 8 : 0) + ((second & 128) === 0 ? 0 : 4);
    return end - start < head ? -1 : head;
  },
  content(m) {
    const frame = m.packet.get(WebSocket);
    if (frame === undefined) return undefined;
    const octets = Number(frame.length64 ?? frame.length16 ?? frame.length);
    if (octets === 0) return undefined;
    return frame.mask ? new MaskedContent(octets, m.octets.slice(-4)) : new FixedContent(octets);
  },
};
