/** DCE/RPC: octets of a capture and of scapy. */
import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { dissect } from '../../protocols.ts';
import { DceRpc5, DceRpc5BE } from './dcerpc.ts';

layerSuite(
  'DceRpc5',
  [
    {
      what: 'a request',
      origin: 'scapy 2.5.0: DceRpc5(call_id=2)/DceRpc5Request(opnum=5), with both flags; packet 6 of the capture below',
      first: DceRpc5,
      chain: 'DceRpc5',
      octets: '050000031000000018000000020000000000000000000500',
      read: { DceRpc5: { ptype: 0, endian: 1, frag_len: 24, call_id: 2, opnum: 5, data: '' } },
      build: () => [DceRpc5({ call_id: 2, opnum: 5 })],
      summary: 'DCE/RPC request',
    },
    {
      what: 'a request with the high octets first',
      origin: 'scapy 2.5.0: DceRpc5(call_id=2,endian=0)/DceRpc5Request(opnum=5)',
      first: DceRpc5,
      chain: 'DceRpc5BE',
      octets: '050000000000000000180000000000020000000000000005',
      read: { DceRpc5BE: { ptype: 0, endian: 0, frag_len: 24, call_id: 2, opnum: 5 } },
      build: () => [DceRpc5BE({ pfc_flags: 0, call_id: 2, opnum: 5 })],
    },
    {
      what: 'an answer to a bind',
      origin: 'suricata-verify/tests/dcerpc/dcerpc-ctxids/input.pcap (MIT), packet 5; tshark 4.0 reads the same values',
      first: DceRpc5,
      chain: 'DceRpc5',
      octets:
        '05000c03100000005400000002000000d016d016680d000004003133350000000200000000000000045d888aeb1cc9119fe808002b10486002000000' +
        '030003000000000000000000000000000000000000000000',
      read: { DceRpc5: { ptype: 12, frag_len: 84, auth_len: 0, max_xmit_frag: 5840, assoc_group_id: 0xd68 } },
      summary: 'DCE/RPC bind_ack',
    },
  ],
  { mutations: 500 },
);

describe('DceRpc5', () => {
  it('has several fragments in a segment, and the object where a flag says so (C706 §12.6.4.9)', () => {
    const object = '9a87db93eb5a844f97be637a19b65b22';
    const p = dissect(
      fromHex(`050000831000000028000000020000000000000000000500${object}050000031000000018000000030000000000000000000600`),
      DceRpc5,
    );
    expect(chainOf(p)).toBe('DceRpc5/DceRpc5');
    expect(p.get(DceRpc5)?.object).toEqual(fromHex(object));
  });

  it('begins where a fragment of a connection does', () => {
    const begins = DceRpc5.spec.begins as (b: Uint8Array, start: number, end: number) => boolean;
    for (const octets of [
      '0500000310000000180000000200',
      '040000031000000018000000020000000000000000000500',
      '050001031000000018000000020000000000000000000500',
      '050000031200000018000000020000000000000000000500',
      '05000003100000000f000000020000000000000000000500',
      '050000031000000018000900020000000000000000000500',
    ])
      expect(begins(fromHex(octets), 0, octets.length / 2)).toBe(false);
  });
});
