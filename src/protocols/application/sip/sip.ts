/** Session Initiation Protocol: requests and responses. Their body is their payload. @see RFC 3261 §7 */
import { type HeaderLine, headerLines } from '../../../packet/fields/text-headers.ts';
import { line, lineEnd } from '../../../packet/fields/text-lines.ts';
import { mix } from '../../../bytes/hash.ts';
import { terminatedText } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { VariableKind } from '../../../packet/spec/field.ts';
import { contentSpec } from '../line-protocol.ts';
import { fieldsEnd } from '../http/message-size.ts';
import { startLines } from '../start-line.ts';
import { bodyLength, headerColumns, requestKey, type WithHeaders } from './headers.ts';

const SPACE = /* @__PURE__ */ Uint8Array.of(0x20);
const { beginsRequest, beginsResponse, mayBeginRequest, mayBeginResponse } = /* @__PURE__ */ startLines('SIP/2.');
const lines = /* @__PURE__ */ headerLines().kind as VariableKind;

/** Octets of the message in a stream, where Content-Length must be (RFC 3261 §18.3): without it the body is empty. */
function messageOctets(b: Uint8Array, start: number, end: number): number | undefined {
  const first = lineEnd(b, start, end);
  const last = first < 0 ? -1 : fieldsEnd(b, first, end);
  if (last < 0) return undefined;
  const place = { self: {}, start: 0, origin: 0, size: undefined, count: undefined };
  return last - start + (bodyLength({ headers: lines.read(b, first, last, place) as readonly HeaderLine[] }) ?? 0);
}

const hash = (sip: WithHeaders, _role: 'request' | 'reply', seed: number): number =>
  [...requestKey(sip)].reduce((n, c) => mix(n, c.charCodeAt(0)), seed);

/** A request. @see RFC 3261 §7.1 */
export const SIPRequest = layer('SIPRequest', () => ({
  title: 'SIP Request',
  about: 'A request of the Session Initiation Protocol; its body is its payload.',
  source: 'RFC 3261 §7.1',
  wireshark: 'sip',
  fields: {
    Method: terminatedText({ terminator: SPACE, default: 'OPTIONS', wireshark: 'sip.Method' }),
    Request_URI: terminatedText({ terminator: SPACE, default: 'sip:localhost', wireshark: 'sip.r-uri' }),
    SIP_Version: line({ default: 'SIP/2.0' }),
    headers: headerLines(),
  },
  columns: {
    ...headerColumns(),
    'sip.Request-Line': (sip) => `${String(sip.Method)} ${String(sip.Request_URI)} ${String(sip.SIP_Version)}`,
  },
  begins: beginsRequest,
  payloadLength: bodyLength,
  messageSize: (b, start, end) => (mayBeginRequest(b, start, end) ? messageOctets(b, start, end) : 0),
  repeats: true,
  match: { about: 'a question: nothing is answered by it', hash, answers: () => false },
  summary: ({ Method, Request_URI }) => `SIP Request '${String(Method)}' '${String(Request_URI)}'`,
}));

/** A response. @see RFC 3261 §7.2 */
export const SIPResponse = layer('SIPResponse', () => ({
  title: 'SIP Response',
  about: 'A response of the Session Initiation Protocol; its body is its payload.',
  source: 'RFC 3261 §7.2',
  wireshark: 'sip',
  fields: {
    SIP_Version: terminatedText({ terminator: SPACE, default: 'SIP/2.0' }),
    Status_Code: terminatedText({ terminator: SPACE, default: '200', wireshark: 'sip.Status-Code' }),
    Reason_Phrase: line({ default: 'OK' }),
    headers: headerLines(),
  },
  columns: {
    ...headerColumns(),
    'sip.Status-Line': (sip) => `${String(sip.SIP_Version)} ${String(sip.Status_Code)} ${String(sip.Reason_Phrase)}`,
  },
  begins: beginsResponse,
  payloadLength: bodyLength,
  messageSize: (b, start, end) => (mayBeginResponse(b, start, end) ? messageOctets(b, start, end) : 0),
  repeats: true,
  // One request may have several responses; all have its Call-ID and CSeq.
  match: {
    about: 'the call, its number and the branch of the request',
    hash,
    answers: (reply, request) => 'Method' in request && requestKey(reply) === requestKey(request),
  },
  summary: ({ Status_Code, Reason_Phrase }) => `SIP Response '${String(Status_Code)}' '${String(Reason_Phrase)}'`,
}));

/** A part of a message over TCP. @see RFC 3261 §18.3 */
export const SIPData = layer('SIPData', () =>
  contentSpec('SIP data', 'A part of a message, which began in an earlier segment.', 'RFC 3261 §18.3', 'sip'),
);
