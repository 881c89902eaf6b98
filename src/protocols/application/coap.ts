/** Constrained Application Protocol: messages with options by difference. @see RFC 7252; RFC 7959 (blocks); RFC 7641 (observe) */
import { mix } from '../../bytes/hash.ts';
import { bits, u16, u8 } from '../../packet/fields/integers.ts';
import { marked } from '../../packet/fields/marked.ts';
import { octets, text } from '../../packet/fields/octets.ts';
import { deltaHead } from '../../packet/fields/option-heads.ts';
import { option, optionList } from '../../packet/fields/options.ts';
import { shortInteger } from '../../packet/fields/short-integers.ts';
import { layer } from '../../packet/layer/layer.ts';
import { names } from '../../packet/spec/names.ts';

/** Methods and answers: three bits of class, five of detail (IANA "CoAP Codes"). */
const CODES = /* @__PURE__ */ names({
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
});

/** Text of options is UTF-8 (RFC 7252 §3.2). */
const utf8 = (wireshark: string) => text({ encoding: 'utf8', wireshark });

/** Options, after IANA's registry "CoAP Option Numbers". */
const kinds = () => ({
  1: option('If-Match', octets({ wireshark: 'coap.opt.if_match' })),
  3: option('Uri-Host', utf8('coap.opt.uri_host')),
  4: option('ETag', octets({ wireshark: 'coap.opt.etag' })),
  5: option('If-None-Match'),
  6: option('Observe', shortInteger(3, { wireshark: 'coap.opt.observe', about: '0: register, 1: deregister; a counter in answers' })),
  7: option('Uri-Port', shortInteger(2, { wireshark: 'coap.opt.uri_port' })),
  8: option('Location-Path', utf8('coap.opt.location_path')),
  9: option('OSCORE', octets()),
  11: option('Uri-Path', utf8('coap.opt.uri_path')),
  12: option('Content-Format', shortInteger(2)),
  14: option('Max-Age', shortInteger(4, { wireshark: 'coap.opt.max_age', about: 'seconds' })),
  15: option('Uri-Query', utf8('coap.opt.uri_query')),
  16: option('Hop-Limit', shortInteger(1, { wireshark: 'coap.opt.hop_limit' })),
  17: option('Accept', shortInteger(2)),
  19: option('Q-Block1', shortInteger(3)),
  20: option('Location-Query', utf8('coap.opt.location_query')),
  21: option('EDHOC'),
  23: option('Block2', shortInteger(3, { about: 'block number × 16 + more × 8 + size' })),
  27: option('Block1', shortInteger(3, { about: 'block number × 16 + more × 8 + size' })),
  28: option('Size2', shortInteger(4)),
  31: option('Q-Block2', shortInteger(3)),
  35: option('Proxy-Uri', utf8('coap.opt.proxy_uri')),
  39: option('Proxy-Scheme', utf8('coap.opt.proxy_scheme')),
  60: option('Size1', shortInteger(4, { wireshark: 'coap.opt.size1' })),
  252: option('Echo', octets()),
  258: option('No-Response', shortInteger(1)),
  292: option('Request-Tag', octets()),
});

type Options = readonly (readonly unknown[])[];

/** The numbers in Block1 and Block2 (RFC 7959 §2.2). */
const blocks = (options: Options): number[] =>
  options.flatMap(([name, value]) => ((name === 'Block1' || name === 'Block2') && typeof value === 'number' ? [value] : []));

/**
 * Whether a message begins at `start`: version 1, a token of 8 octets at most, a code of a class that is used; an empty message has nothing behind
 * its number (RFC 7252 §3, §4.1).
 */
function beginsMessage(b: Uint8Array, start: number, end: number): boolean {
  const first = b[start] as number,
    code = b[start + 1] as number,
    token = first & 15;
  if (first >> 6 !== 1 || token > 8 || start + 4 + token > end) return false;
  if (code === 0) return end - start === 4;
  return code >> 5 === 0 || code >> 5 === 2 || code >> 5 === 4 || code >> 5 === 5;
}

/** Constrained Application Protocol. @see RFC 7252 §3 */
export const CoAP = layer('CoAP', () => ({
  about: 'Constrained Application Protocol: requests and answers of small devices.',
  source: 'RFC 7252 §3',
  wireshark: 'coap',
  fields: {
    ver: bits(2, { default: 1, wireshark: 'coap.version' }),
    type: bits(2, { names: names({ CON: 0, NON: 1, ACK: 2, RST: 3 }), wireshark: 'coap.type' }),
    tkl: bits(4, { measures: 'token', wireshark: 'coap.token_len', about: 'octets of the token' }),
    code: u8({ names: CODES, wireshark: 'coap.code' }),
    msg_id: u16({ wireshark: 'coap.mid' }),
    token: octets({ wireshark: 'coap.token', about: 'matches an answer to its request' }),
    options: optionList({ head: deltaHead, kinds: kinds() }, { about: 'sorted by number' }),
    payload: marked(0xff, octets({ about: 'comes after an octet 0xff' })),
  },
  columns: {
    'coap.opt.block_number': ({ options }) => blocks(options).map((x) => x >>> 4),
    'coap.opt.block_mflag': ({ options }) => blocks(options).map((x) => (x >>> 3) & 1),
    'coap.opt.block_size': ({ options }) => blocks(options).map((x) => x & 7),
    'coap.payload_length': ({ payload }) => payload?.length,
  },
  begins: beginsMessage,
  // An answer may come in a message of its own, with the token alone (RFC 7252 §5.3.2).
  match: {
    about: 'the token; a response',
    hash: ({ token }, _role, seed) => token.reduce((h, x) => mix(h, x), seed),
    answers: (reply, request) =>
      reply.code >> 5 >= 2 &&
      request.code >> 5 === 0 &&
      reply.token.length === request.token.length &&
      reply.token.every((x, i) => x === request.token[i]),
  },
  summary: ({ code, msg_id }) => `CoAP ${CODES.name(code) ?? code} ${msg_id}`,
}));
