import { expect, it } from 'vitest';
import { fromHex } from '../../../bytes/hex.ts';
import { signatureOfKey, signaturesOfRequest } from './signatures.ts';

// Made by hand after RFC 8422 §5.4 and RFC 5246 §7.4.4; tshark 4.0 has the same values of messages of this form (nDPI's nomachine.pcapng).
it('a server key of TLS 1.2 names the algorithm that it is signed by', () => {
  expect(signatureOfKey(fromHex('03001d02aabb080400021122'))).toBe(0x0804);
  // Before TLS 1.2 the signature follows at once; other forms of keys; cut ones.
  for (const other of ['03001d02aabb00021122', '01001d02aabb080400021122', '03001d02aabb0804000211', '03', '03001dff', ''])
    expect(signatureOfKey(fromHex(other))).toBeUndefined();
});

it('a request for a certificate of TLS 1.2 lists algorithms before the authorities', () => {
  expect(signaturesOfRequest(fromHex('0004080404030003000111'))).toEqual([0x0804, 0x0403]);
  expect(signaturesOfRequest(fromHex('000208040000'))).toEqual([0x0804]);
  for (const other of ['0003000111', '00040804', '0000', '', '000308040100']) expect(signaturesOfRequest(fromHex(other))).toEqual([]);
});
