import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { chainOf } from '../../../test/support/rebuild.ts';
import { fromHex } from '../../bytes/hex.ts';
import { dissect, packet } from '../protocols.ts';
import { CoAP } from './coap.ts';

layerSuite('CoAP', [
  {
    what: 'a request with options of numbers that nobody has',
    origin: 'nDPI/tests/cfgs/default/pcap/coap_mqtt.pcap, packet 1',
    first: CoAP,
    chain: 'CoAP',
    octets: '430105ca7216332b2e77656c6c2d6b6e6f776e04636f7265',
    read: {
      CoAP: {
        ver: 1,
        type: 0,
        tkl: 3,
        code: 1,
        msg_id: 1482,
        token: '721633',
        options: [
          [2, '2e77656c6c2d6b6e6f776e'],
          [2, '636f7265'],
        ],
      },
    },
  },
  {
    what: 'a request with numbers',
    origin: 'nDPI/tests/cfgs/default/pcap/coap_mqtt.pcap, packet 6',
    first: CoAP,
    chain: 'CoAP',
    octets: '4201e91b0790b8736570617261746510d12311',
    read: {
      CoAP: {
        token: '0790',
        options: [
          ['Uri-Path', 'separate'],
          ['Content-Format', 0],
          ['Size1', 17],
        ],
      },
    },
  },
  {
    what: 'an acknowledgement alone',
    origin: 'nDPI/tests/cfgs/default/pcap/coap_mqtt.pcap, packet 7',
    first: CoAP,
    chain: 'CoAP',
    octets: '6000e91b',
    read: { CoAP: { type: 2, code: 0, msg_id: 0xe91b } },
    build: () => [CoAP({ type: 'ACK', msg_id: 0xe91b })],
    summary: 'CoAP Empty 59675',
  },
  {
    what: 'an answer with content',
    origin: 'nDPI/tests/cfgs/default/pcap/coap_mqtt.pcap, packet 8 (its first octets)',
    first: CoAP,
    chain: 'CoAP',
    octets: '4245570f0790ff54686973',
    read: { CoAP: { code: 69, options: [], payload: '54686973' } },
    build: () => [CoAP({ code: '2.05 Content', msg_id: 0x570f, token: Uint8Array.of(7, 0x90), payload: 'This' })],
  },
]);

describe('CoAP', () => {
  it('has blocks, and numbers in as few octets as they need', () => {
    const p = packet(
      CoAP({
        code: 'GET',
        options: [
          ['Observe', 0],
          ['Uri-Path', 'a'],
          ['Content-Format', 50],
          ['Max-Age', 300],
          ['Block2', 0x1a],
        ],
      }),
    );
    expect(dissect(p.bytes, CoAP).get(CoAP)?.options).toEqual([
      ['Observe', 0],
      ['Uri-Path', 'a'],
      ['Content-Format', 50],
      ['Max-Age', 300],
      ['Block2', 26],
    ]);
  });

  it('begins where a message does', () => {
    for (const octets of ['00000000', '49010000', '4060000000', '4000000001', '41010000'])
      expect(chainOf(dissect(fromHex(octets), CoAP))).toBe('Raw');
  });
});
