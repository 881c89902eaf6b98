import { expect, it } from 'vitest';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { namedValue } from '../../../test/support/named-value.ts';
import { fromHex } from '../../bytes/hex.ts';
import { dissect } from '../protocols.ts';
import { TacacsHeader } from './tacacs.ts';

layerSuite(
  'TACACS+',
  [
    {
      what: 'a message',
      origin: 'RFC 8907 §4.1: the form; tshark 4.0 reads the same values',
      first: TacacsHeader,
      chain: 'TacacsHeader',
      octets: 'c0010100000000070000000401020304',
      read: { TacacsHeader: { version: 0xc0, type: 1, seq: 1, session_id: 7, length: 4, body: '01020304' } },
      build: () => [TacacsHeader({ session_id: 7, body: Uint8Array.of(1, 2, 3, 4) })],
      summary: 'Tacacs Authentication',
    },
  ],
  { mutations: 500 },
);

it('has the versions that tshark 4.0 reads: the major one where it stands', () => {
  const p = dissect(fromHex('c1010100000000070000000401020304'), TacacsHeader);
  expect(namedValue(p, TacacsHeader, 'tacplus.majvers')).toBe(192);
  expect(namedValue(p, TacacsHeader, 'tacplus.minvers')).toBe(1);
});
