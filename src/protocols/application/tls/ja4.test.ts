/** JA4: the example of its description, and what it says of what is missing. */
import { expect, it } from 'vitest';
import { ja4 } from './ja4.ts';

const chrome = {
  version: 0x0303,
  // 0x4a4a, 0x1a1a and 0x2a2a mean nothing (RFC 8701).
  ciphers: [0x4a4a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x9c, 0x9d, 0x2f, 0x35],
  ext: [
    [0x1a1a, new Uint8Array(0)],
    ['padding_extension', new Uint8Array(0)],
    ['server_name', []],
    ['extended_master_secret'],
    ['renegotiation_info', {}],
    ['supported_groups', [29]],
    ['ec_point_formats', [0]],
    ['session_ticket', new Uint8Array(0)],
    ['application_layer_protocol_negotiation', ['h2', 'http/1.1']],
    ['status_request', {}],
    ['signature_algorithms', [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601]],
    ['signed_certificate_timestamp', new Uint8Array(0)],
    ['key_share', []],
    ['psk_key_exchange_modes', [1]],
    ['supported_versions', [0x2a2a, 0x0304, 0x0303]],
    ['compress_certificate', [2]],
    ['application_settings_old', ['h2']],
  ],
};

it('is as JA4 describes it', () => {
  // Chrome's, in the README of FoxIO-LLC/ja4.
  expect(ja4(chrome, 't')).toBe('t13d1516h2_8daaf6152771_e5627efa2ab1');
  expect(ja4({ ...chrome, ciphers: chrome.ciphers.toReversed(), ext: chrome.ext.toReversed() }, 'q')).toBe(
    'q13d1516h2_8daaf6152771_e5627efa2ab1',
  );
});

it('tells what is missing', () => {
  expect(ja4({ version: 0x0301, ciphers: [], ext: undefined }, 't')).toBe('t10i000000_000000000000_000000000000');
  const hello = (protocol: string) => ja4({ version: 9, ciphers: [], ext: [['application_layer_protocol_negotiation', [protocol]]] }, 'd');
  expect(hello('http/1.1')).toBe('d00i0001h1_000000000000_000000000000');
  expect(hello('h')).toBe('d00i0001hh_000000000000_000000000000');
  // Neither letters nor digits: of the hexadecimal 0aab.
  expect(hello('\n+')).toBe('d00i00010b_000000000000_000000000000');
});
