/** Header fields of HTTP under Wireshark's names, and what they say of a message's size. @see RFC 9110; RFC 9112 §6 */
import { type HeaderLine, headerValues } from '../../../packet/fields/text-headers.ts';
import type { Column } from '../../../packet/spec/spec.ts';

interface WithHeaders {
  readonly headers: readonly HeaderLine[];
}

/** Wireshark's names, and the header fields that they are of. */
const COLUMNS: Readonly<Record<string, string>> = {
  'http.accept': 'Accept',
  'http.accept_encoding': 'Accept-Encoding',
  'http.accept_language': 'Accept-Language',
  'http.authorization': 'Authorization',
  'http.cache_control': 'Cache-Control',
  'http.connection': 'Connection',
  'http.content_encoding': 'Content-Encoding',
  'http.content_length_header': 'Content-Length',
  'http.content_type': 'Content-Type',
  'http.cookie': 'Cookie',
  'http.date': 'Date',
  'http.host': 'Host',
  'http.http2_settings': 'HTTP2-Settings',
  'http.last_modified': 'Last-Modified',
  'http.location': 'Location',
  'http.proxy_authenticate': 'Proxy-Authenticate',
  'http.proxy_authorization': 'Proxy-Authorization',
  'http.referer': 'Referer',
  'http.sec_websocket_accept': 'Sec-WebSocket-Accept',
  'http.sec_websocket_extensions': 'Sec-WebSocket-Extensions',
  'http.sec_websocket_key': 'Sec-WebSocket-Key',
  'http.sec_websocket_protocol': 'Sec-WebSocket-Protocol',
  'http.sec_websocket_version': 'Sec-WebSocket-Version',
  'http.server': 'Server',
  'http.set_cookie': 'Set-Cookie',
  'http.transfer_encoding': 'Transfer-Encoding',
  'http.upgrade': 'Upgrade',
  'http.user_agent': 'User-Agent',
  'http.www_authenticate': 'WWW-Authenticate',
  'http.x_forwarded_for': 'X-Forwarded-For',
};

/** A bare CR counts as a space (RFC 9112 §2.2), and spaces at its end are no part of a value (RFC 9112 §5.1). */
function withoutEnd(value: string): string {
  let end = value.length;
  while (end > 0 && ' \t\r'.includes(value[end - 1] as string)) end--;
  return value.slice(0, end);
}

/** A column for each of these header fields: its values, as often as it stands there. */
export const headerColumns: () => Readonly<Record<string, Column<WithHeaders>>> = () =>
  Object.fromEntries(
    Object.entries(COLUMNS).map(([column, name]) => [column, ({ headers }: WithHeaders) => headerValues(headers, name).map(withoutEnd)]),
  );

/**
 * What content there is by the header fields: so many octets; in chunks; or up to the connection's end (Infinity), which also is what is left
 * where the fields contradict each other. `otherwise` where none says anything (RFC 9112 §6.3).
 */
export function contentOf({ headers }: WithHeaders, otherwise: number): number | 'chunked' {
  const codings = headerValues(headers, 'Transfer-Encoding');
  if (codings.length > 0) return /(?:^|,)[ \t]*chunked[ \t]*$/i.test(codings.at(-1) as string) ? 'chunked' : Number.POSITIVE_INFINITY;
  const lengths = new Set(headerValues(headers, 'Content-Length').flatMap((value) => value.split(',').map((x) => x.trim())));
  if (lengths.size === 0) return otherwise;
  const [length = ''] = lengths;
  return lengths.size === 1 && /^\d{1,15}$/.test(length) ? Number(length) : Number.POSITIVE_INFINITY;
}

/** The same where one packet is all that is known: undefined where its end does not follow from the header. */
export function contentLength(http: WithHeaders, otherwise: number): number | undefined {
  const content = contentOf(http, otherwise);
  return content === 'chunked' || content === Number.POSITIVE_INFINITY ? undefined : content;
}
