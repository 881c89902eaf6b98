/** Header fields of SIP under Wireshark's names, and what they say of a message's size. @see RFC 3261 §7.3, §20 */
import { type HeaderLine, headerValues } from '../../../packet/fields/text-headers.ts';
import type { Column } from '../../../packet/spec/spec.ts';

export interface WithHeaders {
  readonly headers: readonly HeaderLine[];
}

/** Header fields, which Wireshark has under their own names: RFC 3261 §20 and extensions. */
const NAMES = [
  ...['Accept', 'Accept-Contact', 'Accept-Encoding', 'Accept-Language', 'Alert-Info', 'Allow', 'Allow-Events', 'Authentication-Info'],
  ...['Authorization', 'Call-ID', 'Call-Info', 'Contact', 'Content-Disposition', 'Content-Encoding', 'Content-Language', 'Content-Length'],
  ...['Content-Type', 'CSeq', 'Date', 'Diversion', 'Error-Info', 'Event', 'Expires', 'From', 'Geolocation', 'History-Info', 'Identity'],
  ...['In-Reply-To', 'Join', 'Max-Forwards', 'MIME-Version', 'Min-Expires', 'Min-SE', 'Organization', 'P-Access-Network-Info'],
  ...['P-Asserted-Identity', 'P-Associated-URI', 'P-Called-Party-ID', 'P-Charging-Vector', 'P-Preferred-Identity', 'Path', 'Priority'],
  ...['Privacy', 'Proxy-Authenticate', 'Proxy-Authorization', 'Proxy-Require', 'RAck', 'Reason', 'Record-Route', 'Refer-To', 'Replaces'],
  ...['Reply-To', 'Require', 'Retry-After', 'Route', 'RSeq', 'Security-Client', 'Security-Server', 'Security-Verify', 'Server'],
  ...['Service-Route', 'Session-Expires', 'Session-ID', 'Subject', 'Subscription-State', 'Supported', 'Timestamp', 'To', 'Unsupported'],
  ...['User-Agent', 'Via', 'Warning', 'WWW-Authenticate'],
];

/** Names of one letter. @see RFC 3261 §7.3.3; RFC 3515; RFC 3841; RFC 4028; RFC 4474; RFC 6665 */
const COMPACT: Readonly<Record<string, string>> = {
  'Accept-Contact': 'a',
  'Allow-Events': 'u',
  'Call-ID': 'i',
  Contact: 'm',
  'Content-Encoding': 'e',
  'Content-Length': 'l',
  'Content-Type': 'c',
  Event: 'o',
  From: 'f',
  Identity: 'y',
  'Refer-To': 'r',
  'Session-Expires': 'x',
  Subject: 's',
  Supported: 'k',
  To: 't',
  Via: 'v',
};

/** The values of a header field, under its name or its letter. */
export function sipValues(headers: readonly HeaderLine[], name: string): string[] {
  const short = COMPACT[name];
  return short === undefined ? headerValues(headers, name) : [...headerValues(headers, name), ...headerValues(headers, short)];
}

/** A column for each of these header fields: its values, as often as it stands there. */
export const headerColumns: () => Readonly<Record<string, Column<WithHeaders>>> = () =>
  Object.fromEntries(NAMES.map((name) => [`sip.${name}`, ({ headers }: WithHeaders) => sipValues(headers, name)]));

/** Octets of the body, where the header says how many (RFC 3261 §20.14). */
export function bodyLength({ headers }: WithHeaders): number | undefined {
  const [length = ''] = sipValues(headers, 'Content-Length');
  return /^\d{1,9}$/.test(length) ? Number(length) : undefined;
}

/** What a response has of its request: who calls, and which of his requests it is (RFC 3261 §8.2.6.2). */
export const requestKey = ({ headers }: WithHeaders): string =>
  `${sipValues(headers, 'Call-ID')[0] ?? ''} ${(sipValues(headers, 'CSeq')[0] ?? '').replace(/[ \t]+/, ' ')}`;
