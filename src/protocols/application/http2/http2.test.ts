/** HTTP/2: octets of a capture and of RFC 7541. */
import { describe, expect, it } from 'vitest';
import { layerSuite, plain } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { dissect, packet } from '../../protocols.ts';
import { blockHeaders, headersOf } from './hpack.ts';
import { H2Frame, H2Preface } from './http2.ts';

const capture = 'suricata-verify/tests/http2-authority-mismatch/authority_and_host_2.pcap (MIT)';
const request =
  '000035010500000001828441882f91d35d055c87a78790518496c5b0ed5387497ca589d34d1f7a8fdc41d7e94c7bf7eb604a683c96d05f668594e75c' + '87a7';

layerSuite(
  'HTTP/2',
  [
    {
      what: 'settings, twice, and a larger window',
      origin: `${capture}, packet 6; tshark 4.0 reads the same values`,
      first: H2Frame,
      chain: 'H2Frame/H2Frame',
      octets: '00000004010000000000001804000000000000020000000000047fffffff00010000ffff000500ffffff',
      read: { H2Frame: { len: 0, type: 4, flags: 1, stream_id: 0, body: [] } },
      build: () => [
        H2Frame({ flags: 1 }),
        H2Frame({
          body: [
            { id: 'ENABLE_PUSH', value: 0 },
            { id: 'INITIAL_WINDOW_SIZE', value: 0x7fff_ffff },
            { id: 'HEADER_TABLE_SIZE', value: 0xffff },
            { id: 'MAX_FRAME_SIZE', value: 0xff_ffff },
          ],
        }),
      ],
      summary: 'HTTP/2 SETTINGS / HTTP/2 SETTINGS',
    },
    {
      what: 'a request',
      origin: `${capture}, packet 8`,
      first: H2Frame,
      chain: 'H2Frame',
      octets: request,
      read: { H2Frame: { len: 53, type: 1, flags: 5, stream_id: 1 } },
      summary: 'HTTP/2 HEADERS',
    },
    {
      what: 'what a client begins with',
      origin: 'RFC 9113 §3.4; packet 5 of the same capture',
      first: H2Preface,
      chain: 'H2Preface/H2Frame',
      octets: '505249202a20485454502f322e300d0a0d0a534d0d0a0d0a' + '000000040000000000',
      build: () => [H2Preface(), H2Frame()],
    },
  ],
  { mutations: 500 },
);

describe('HTTP/2', () => {
  it('reads the headers that one frame tells', () => {
    const octets = fromHex(request);
    expect(headersOf(octets, 0, octets.length)).toEqual([
      [':method', 'GET'],
      [':path', '/'],
      [':authority', 'example.com'],
      [':scheme', 'https'],
      ['accept-encoding', 'gzip, deflate'],
      ['accept-language', 'fr-FR'],
      ['accept', 'text/html'],
      ['user-agent', 'Scapy HTTP/2 Module'],
      ['host', 'foo.com'],
    ]);
  });

  it('reads blocks of headers as RFC 7541 has them', () => {
    const of = (hex: string) => blockHeaders(fromHex(hex), 0, hex.length / 2);
    // Appendix C.2.1, C.2.2, C.2.3, C.4.1.
    expect(of('400a637573746f6d2d6b65790d637573746f6d2d686561646572')).toEqual([['custom-key', 'custom-header']]);
    expect(of('040c2f73616d706c652f70617468')).toEqual([[':path', '/sample/path']]);
    expect(of('100870617373776f726406736563726574')).toEqual([['password', 'secret']]);
    expect(of('828684418cf1e3c2e5f23a6ba0ab90f4ff')).toEqual([
      [':method', 'GET'],
      [':scheme', 'http'],
      [':path', '/'],
      [':authority', 'www.example.com'],
    ]);
    // What the connection's table has is left out; octets that are none end the block.
    expect(of('be82')).toEqual([[':method', 'GET']]);
    expect(of('8241ff')).toEqual([[':method', 'GET']]);
  });

  it('has the fixed fields of every type', () => {
    const bodies = [
      ['PRIORITY', { exclusive: true, dependency: 3, weight: 200 }],
      ['RST_STREAM', 8],
      ['PUSH_PROMISE', { stream_id: 2, hdrs: new Uint8Array([0x82]) }],
      ['PING', new Uint8Array(8)],
      ['GOAWAY', { last_stream_id: 5, error: 2, additional_data: new Uint8Array([1]) }],
      ['WINDOW_UPDATE', { win_size_incr: 1000 }],
    ] as const;
    for (const [type, body] of bodies) {
      const frame: any = H2Frame({ type, stream_id: type === 'PING' || type === 'GOAWAY' ? 0 : 1, body: body as never });
      expect(plain(dissect(packet(frame).bytes, H2Frame).get(H2Frame)?.body)).toMatchObject(plain(body) as never);
    }
  });

  it('begins where a frame does', () => {
    for (const octets of [
      '0000000400000000',
      '000000000000000000',
      '000006040100000000',
      '000005040000000000',
      '000004030000000000',
      '00000a060000000000',
    ])
      expect(chainOf(dissect(fromHex(octets), H2Frame))).toBe('Raw');
  });
});
