/** What security tokens consist of, as far as `frame.protocols` names it: SPNEGO, NTLM, Kerberos. */
import { placeOf } from '../../bytes/equal-octets.ts';

/** What every message of NTLM begins with. @see MS-NLMP §2.2.1 */
const NTLMSSP = Uint8Array.of(0x4e, 0x54, 0x4c, 0x4d, 0x53, 0x53, 0x50, 0);
/** 1.2.840.113554.1.2.2, and the first octet of the number of a token. @see RFC 4121 §4.1 */
const KERBEROS_TOKEN = Uint8Array.of(0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02);

/** Whether Kerberos's object identifier stands before a token's number, and not in a list of mechanisms. */
function hasKerberos(token: Uint8Array): boolean {
  const at = placeOf(token, KERBEROS_TOKEN);
  const number = at + KERBEROS_TOKEN.length;
  return at >= 0 && (token[number] as number) <= 3 && token[number + 1] === 0;
}

/** Wireshark's names of what stands in a token of SPNEGO (RFC 4178 §4.2). */
export const insideSpnego = (token: Uint8Array): readonly string[] =>
  placeOf(token, NTLMSSP) >= 0 ? ['ntlmssp'] : hasKerberos(token) ? ['spnego-krb5'] : [];
