import { layerSuite } from '../../../test/support/layer-suite.ts';
import { fromHex } from '../../bytes/hex.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { CoAP } from './coap.ts';

const first = CoAP as unknown as AnyLayer;

layerSuite('CoAP', [
  {
    what: 'a request with a path',
    origin: 'scapy 2.5: CoAP(code=1, msg_id=0x1234, token=b"ab", options=[("Uri-Host", "example.com"), ("Uri-Path", …), …])',
    first,
    chain: 'CoAP',
    octets: '4201123461623b6578616d706c652e636f6d8b2e77656c6c2d6b6e6f776e04636f7265',
    read: {
      CoAP: {
        ver: 1,
        type: 0,
        tkl: 2,
        code: 1,
        token: '6162',
        options: [
          ['Uri-Host', 'example.com'],
          ['Uri-Path', '.well-known'],
          ['Uri-Path', 'core'],
        ],
      },
    },
    build: () => [
      CoAP({
        code: 'GET',
        msg_id: 0x1234,
        token: fromHex('6162'),
        options: [
          ['Uri-Host', 'example.com'],
          ['Uri-Path', '.well-known'],
          ['Uri-Path', 'core'],
        ],
      }),
    ],
    summary: 'CoAP GET',
  },
  {
    what: 'an answer with a payload',
    origin: 'scapy 2.5: CoAP(type=2, code=69, …, options=[("Content-Format", b"\\x28")], paymark=b"\\xff")/Raw(b"</a>")',
    first,
    chain: 'CoAP',
    octets: '624512346162c128ff3c2f613e',
    read: { CoAP: { type: 2, code: 69, options: [['Content-Format', 40]], payload: '3c2f613e' } },
    summary: 'CoAP 2.05 Content',
  },
  {
    what: 'an answer without options',
    origin: 'nDPI coap_mqtt.pcap #258, shortened',
    first,
    chain: 'CoAP',
    octets: '4245570f0790ff5468',
    read: { CoAP: { token: '0790', options: [], payload: '5468' } },
  },
  {
    what: 'a number in more octets than it needs',
    origin: 'RFC 7252 §3.2, worked by hand: Max-Age 60 as 003c, an option without a name',
    first,
    chain: 'CoAP',
    octets: '40010001d201003c' + 'd1ff01',
    read: {
      CoAP: {
        options: [
          ['Max-Age', '003c'],
          [282, '01'],
        ],
      },
    },
  },
]);
