import { layerSuite } from '../../../test/support/layer-suite.ts';
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
