import { expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { namedValue } from '../../../../test/support/named-value.ts';
import { dissect, packet } from '../../protocols.ts';
import { NTPControl, NTPPrivate } from './control.ts';
import { NTP, NTPAuthenticator, NTPExtension, NTPHeader } from './ntp.ts';

const origin = 'scapy 2.5: the same layers';

layerSuite(
  'NTP',
  [
    {
      what: 'a question',
      origin,
      first: NTP,
      chain: 'NTPHeader',
      octets: '23020a000000000000000000c0000201000000000000000000000000000000000000000000000000dbad2fc877c40000',
      read: { NTPHeader: { version: 4, mode: 3, stratum: 2, poll: 10, id: '192.0.2.1', sent: 0xdbad2fc877c40000n } },
      build: () => [NTPHeader({ id: '192.0.2.1', sent: 0xdbad2fc877c40000n })],
      summary: 'NTP v4, client',
    },
    {
      what: 'powers of two below one',
      origin: 'scapy 2.5: NTPHeader(poll=250,precision=236,…); RFC 5905 §7.3: both are signed',
      first: NTP,
      chain: 'NTPHeader',
      octets: `2302faec${'00'.repeat(8)}7f000001${'00'.repeat(32)}`,
      read: { NTPHeader: { poll: -6, precision: -20 } },
      build: () => [NTPHeader({ poll: -6, precision: -20 })],
    },
    {
      what: 'an answer with a digest',
      origin,
      first: NTP,
      chain: 'NTPHeader/NTPAuthenticator',
      octets:
        'e4010a00000080000000400047505300000000000000000000000000000000000000000000000000000000000000000000000001000102030405060708090a0b0c0d0e0f',
      read: { NTPHeader: { leap: 3, stratum: 1, ref_id: 'GPS', delay: 0.5, dispersion: 0.25 }, NTPAuthenticator: { key_id: 1 } },
      build: () => [
        NTPHeader({ leap: 3, mode: 'server', stratum: 1, ref_id: 'GPS', delay: 0.5, dispersion: 0.25 }),
        NTPAuthenticator({ key_id: 1, dgst: Uint8Array.from({ length: 16 }, (_, i) => i) }),
      ],
    },
    {
      what: 'extension fields',
      origin: 'RFC 7822 §3 and RFC 8915 §5.3: the form; tshark 4.0 reads the same values',
      first: NTP,
      chain: 'NTPHeader/NTPExtension/NTPExtension',
      octets: `23020a000000000000000000c0000201${'00'.repeat(32)}01040010${'aa'.repeat(12)}0204001c${'bb'.repeat(24)}`,
      read: { NTPExtension: { type: 0x104, len: 16, value: 'aa'.repeat(12) } },
      build: () => [
        NTPHeader({ id: '192.0.2.1' }),
        NTPExtension({ type: 'Unique Identifier', value: new Uint8Array(12).fill(0xaa) }),
        NTPExtension({ type: 'NTS Cookie', value: new Uint8Array(24).fill(0xbb) }),
      ],
    },
    {
      what: 'a control message',
      origin,
      first: NTP,
      chain: 'NTPControl',
      octets: '160200030615000400000000',
      read: { NTPControl: { op_code: 2, sequence: 3, association_id: 4, status: 0x615, count: 0 } },
      build: () => [NTPControl({ op_code: 'read variables', sequence: 3, association_id: 4, status: 0x615 })],
      summary: 'NTP control read variables',
    },
    {
      what: 'a private message',
      origin,
      first: NTP,
      chain: 'NTPPrivate',
      octets: '1700032a00000000',
      read: { NTPPrivate: { implementation: 3, request_code: 42 } },
      build: () => [NTPPrivate({ implementation: 3, request_code: 42 })],
    },
  ],
  { mutations: 500 },
);

it('has both powers of two without their signs under tshark 4.0’s names', () => {
  const p = dissect(packet(NTPHeader({ poll: -6, precision: -20 })).bytes, NTP);
  expect(namedValue(p, NTPHeader, 'ntp.ppoll')).toBe(250);
  expect(namedValue(p, NTPHeader, 'ntp.precision')).toBe(236);
});
