import { expect, it } from 'vitest';
import { fromHex } from '../../bytes/hex.ts';
import { insideSpnego } from './security-tokens.ts';

it("says what a token of SPNEGO has inside: NTLM by its first octets, Kerberos by its token's number", () => {
  // MS-NLMP §2.2.1.1: NEGOTIATE_MESSAGE, in a NegTokenResp (RFC 4178 §4.2.2).
  expect(insideSpnego(fromHex('a10e300ca20a04084e544c4d53535000'))).toEqual(['ntlmssp']);
  // RFC 4121 §4.1: the identifier, then 01 00, which is KRB_AP_REQ.
  expect(insideSpnego(fromHex('600d06092a864886f7120102020100'))).toEqual(['spnego-krb5']);
  // The same identifier in a list of mechanisms, before its second one (RFC 4178 §4.2.1).
  expect(insideSpnego(fromHex('301706092a864886f712010202060a2b06010401823702020a'))).toEqual([]);
});
