/** Headers of HTTP as scapy has them: `request.Host`, `HTTPRequest(User_Agent="x")`. Ours are one list. */
import { utf8Octets } from '../../../bytes/text.ts';
import { Dict } from '../../python/containers/dict.ts';
import type { ScapyPacket } from '../scapy-packet.ts';

const words = (text: string): string[] => text.split(/\s+/);

const REQUEST = `A_IM Accept Accept_Charset Accept_Datetime Accept_Encoding Accept_Language Access_Control_Request_Headers
  Access_Control_Request_Method Authorization Cache_Control Connection Content_Length Content_MD5 Content_Type Cookie DNT Date Expect
  Forwarded From Front_End_Https HTTP2_Settings Host If_Match If_Modified_Since If_None_Match If_Range If_Unmodified_Since Keep_Alive
  Max_Forwards Origin Permanent Pragma Proxy_Authorization Proxy_Connection Range Referer Save_Data TE Upgrade Upgrade_Insecure_Requests
  User_Agent Via Warning X_ATT_DeviceId X_Correlation_ID X_Csrf_Token X_Forwarded_For X_Forwarded_Host X_Forwarded_Proto
  X_Http_Method_Override X_Request_ID X_Requested_With X_UIDH X_Wap_Profile`;

const RESPONSE = `Accept_Patch Accept_Ranges Access_Control_Allow_Credentials Access_Control_Allow_Headers Access_Control_Allow_Methods
  Access_Control_Allow_Origin Access_Control_Expose_Headers Access_Control_Max_Age Age Allow Alt_Svc Cache_Control Connection
  Content_Disposition Content_Encoding Content_Language Content_Length Content_Location Content_MD5 Content_Range Content_Security_Policy
  Content_Type Date Delta_Base ETag Expires IM Keep_Alive Last_Modified Link Location P3P Permanent Pragma Proxy_Authenticate
  Public_Key_Pins Refresh Retry_After Server Set_Cookie Status Strict_Transport_Security Timing_Allow_Origin Tk Trailer Transfer_Encoding
  Upgrade Vary Via WWW_Authenticate Warning X_Content_Duration X_Content_Security_Policy X_Content_Type_Options X_Correlation_ID
  X_Frame_Options X_Powered_By X_Request_ID X_UA_Compatible X_WebKit_CSP X_XSS_Protection`;

/** The headers that scapy has a name for; the others are in one dict. */
const NAMES: Readonly<Record<string, ReadonlySet<string>>> = {
  HTTPRequest: new Set(words(REQUEST)),
  HTTPResponse: new Set(words(RESPONSE)),
};
export const OTHERS = 'Unknown_Headers';

export const isHeader = ({ layer: { layerName } }: ScapyPacket, name: string): boolean =>
  NAMES[layerName] !== undefined && (name === OTHERS || NAMES[layerName]?.has(name) === true);

type Header = readonly [name: Uint8Array, value: Uint8Array];

function headersOf(p: ScapyPacket): Header[] {
  const slot = p.slot('headers');
  const value = slot === undefined ? [] : p.value(slot);
  const octets = (v: unknown): Uint8Array => (v instanceof Uint8Array ? v : utf8Octets(String(v)));
  return Array.isArray(value) ? value.map((one) => [octets((one as unknown[])[0]), octets((one as unknown[])[1])] as const) : [];
}

const spelt = (name: Uint8Array): string => new TextDecoder('latin1').decode(name);
const called = (name: string) => (header: Header) => spelt(header[0]).toLowerCase() === name.replaceAll('_', '-').toLowerCase();

/** Its octets; None where there is none. */
export function headerValue(p: ScapyPacket, name: string): unknown {
  const headers = headersOf(p);
  if (name !== OTHERS) return headers.find(called(name))?.[1] ?? null;
  const known = NAMES[p.layer.layerName] as ReadonlySet<string>;
  const others = headers.filter((header) => ![...known].some((one) => called(one)(header)));
  return others.length === 0 ? null : new Dict(others);
}

export function setHeader(p: ScapyPacket, name: string, value: unknown): void {
  const text = (v: unknown): string => (v instanceof Uint8Array ? spelt(v) : String(v));
  const rest = headersOf(p)
    .filter((header) => !called(name)(header))
    .map(([key, of]) => [spelt(key), spelt(of)]);
  const more =
    name === OTHERS
      ? value instanceof Dict
        ? [...value.entries()].map(([key, of]) => [text(key), text(of)])
        : []
      : value === null
        ? []
        : [[name.replaceAll('_', '-'), text(value)]];
  p.setField('headers', [...rest, ...more]);
}
