/** Constrained Application Protocol: HTTP's methods for small things, over UDP. @see RFC 7252 */
import { mix } from '../../bytes/hash.ts';
import { bits, u16, u8 } from '../../packet/fields/integers.ts';
import { marked } from '../../packet/fields/marked.ts';
import { octets, text } from '../../packet/fields/octets.ts';
import { deltaHead } from '../../packet/fields/option-heads.ts';
import { option, optionList } from '../../packet/fields/options.ts';
import { shortestUint } from '../../packet/fields/shortest-uint.ts';
import { layer } from '../../packet/layer/layer.ts';

/** Class (3 bits) and detail (5 bits): 0.01 is GET, 2.05 Content. RFC 7252 §12.1, RFC 7959, 8132, 8516, 9175. */
const CODES = {
  Empty: 0,
  GET: 1,
  POST: 2,
  PUT: 3,
  DELETE: 4,
  FETCH: 5,
  PATCH: 6,
  iPATCH: 7,
  '2.01 Created': 65,
  '2.02 Deleted': 66,
  '2.03 Valid': 67,
  '2.04 Changed': 68,
  '2.05 Content': 69,
  '2.31 Continue': 95,
  '4.00 Bad Request': 128,
  '4.01 Unauthorized': 129,
  '4.02 Bad Option': 130,
  '4.03 Forbidden': 131,
  '4.04 Not Found': 132,
  '4.05 Method Not Allowed': 133,
  '4.06 Not Acceptable': 134,
  '4.08 Request Entity Incomplete': 136,
  '4.09 Conflict': 137,
  '4.12 Precondition Failed': 140,
  '4.13 Request Entity Too Large': 141,
  '4.15 Unsupported Content-Format': 143,
  '4.22 Unprocessable Entity': 150,
  '4.29 Too Many Requests': 157,
  '5.00 Internal Server Error': 160,
  '5.01 Not Implemented': 161,
  '5.02 Bad Gateway': 162,
  '5.03 Service Unavailable': 163,
  '5.04 Gateway Timeout': 164,
  '5.05 Proxying Not Supported': 165,
  '5.08 Hop Limit Reached': 168,
} as const;

const words = (wireshark?: string) => text({ encoding: 'utf8', ...(wireshark !== undefined && { wireshark }) });

/** RFC 7252 §5.10, 7641, 7959, 7967, 8613, 8768, 9175, 9177. */
const OPTIONS = {
  1: option('If-Match', octets({ wireshark: 'coap.opt.if_match' })),
  3: option('Uri-Host', words('coap.opt.uri_host')),
  4: option('ETag', octets({ wireshark: 'coap.opt.etag' })),
  5: option('If-None-Match'),
  6: option('Observe', shortestUint({ wireshark: 'coap.opt.observe', about: '0: tell me of changes; 1: no more; in answers their order' })),
  7: option('Uri-Port', shortestUint({ wireshark: 'coap.opt.uri_port' })),
  8: option('Location-Path', words('coap.opt.location_path')),
  9: option('OSCORE', octets()),
  11: option('Uri-Path', words('coap.opt.uri_path')),
  12: option('Content-Format', shortestUint({ about: 'RFC 7252 §12.3: 0 text, 40 links, 41 XML, 42 octets, 50 JSON, 60 CBOR' })),
  14: option('Max-Age', shortestUint({ wireshark: 'coap.opt.max_age', about: 'seconds' })),
  15: option('Uri-Query', words('coap.opt.uri_query')),
  16: option('Hop-Limit', shortestUint({ wireshark: 'coap.opt.hop_limit' })),
  17: option('Accept', shortestUint()),
  19: option('Q-Block1', shortestUint()),
  20: option('Location-Query', words('coap.opt.location_query')),
  23: option('Block2', shortestUint({ about: 'number (all but 4 bits), more, size exponent (RFC 7959 §2.2)' })),
  27: option('Block1', shortestUint({ about: 'number (all but 4 bits), more, size exponent (RFC 7959 §2.2)' })),
  28: option('Size2', shortestUint()),
  31: option('Q-Block2', shortestUint()),
  35: option('Proxy-Uri', words('coap.opt.proxy_uri')),
  39: option('Proxy-Scheme', words('coap.opt.proxy_scheme')),
  60: option('Size1', shortestUint({ wireshark: 'coap.opt.size1' })),
  252: option('Echo', octets()),
  258: option('No-Response', shortestUint()),
  292: option('Request-Tag', octets()),
} as const;

/** A message. Its payload is a field: only the mark before it says whether it is there. @see RFC 7252 §3 */
export const CoAP = layer('CoAP', () => ({
  about: 'Constrained Application Protocol: requests and answers of small devices.',
  source: 'RFC 7252 §3',
  wireshark: 'coap',
  fields: {
    ver: bits(2, { default: 1, wireshark: 'coap.version' }),
    type: bits(2, { names: { CON: 0, NON: 1, ACK: 2, RST: 3 }, wireshark: 'coap.type', about: 'confirmable, not, acknowledgement, reset' }),
    tkl: bits(4, { measures: 'token', wireshark: 'coap.token_len' }),
    code: u8({ names: CODES, wireshark: 'coap.code' }),
    msg_id: u16({ wireshark: 'coap.mid' }),
    token: octets({ wireshark: 'coap.token', about: 'joins answers to requests' }),
    options: optionList({ head: deltaHead, kinds: OPTIONS }, { about: 'in the order of their numbers' }),
    payload: marked(0xff, octets()),
  },
  // Lengths of a token from 9 on are a format error (RFC 7252 §3).
  begins: (b, start, end) => (b[start] as number) >> 6 === 1 && ((b[start] as number) & 15) <= 8 && end - start >= 4,
  match: {
    hash: (coap, _role, seed) => mix(seed, coap.msg_id),
    // An acknowledgement has the request's number; a later answer only its token, which is not matched here (RFC 7252 §4.2, §5.3.2).
    answers: (reply, request) => reply.msg_id === request.msg_id && reply.type >= 2 && request.type < 2,
  },
  summary: (coap) => `CoAP ${Object.entries(CODES).find(([, code]) => code === coap.code)?.[0] ?? coap.code}`,
}));
