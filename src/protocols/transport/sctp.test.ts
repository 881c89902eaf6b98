import { describe, expect, it } from 'vitest';
import { batchOf } from '../../../test/support/batch-of.ts';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { toHex } from '../../bytes/hex.ts';
import { columnPlan } from '../../filter/columns.ts';
import { protocolChain } from '../../filter/protocol-chain.ts';
import { values } from '../../packet/laid/change.ts';
import { Raw } from '../../packet/layer/raw.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';
import { DiamG } from '../application/diameter/diameter.ts';
import { dissect, packet, protocols } from '../protocols.ts';
import {
  SCTP,
  SCTPChunkAbort,
  SCTPChunkCookieAck,
  SCTPChunkCookieEcho,
  SCTPChunkData,
  SCTPChunkError,
  SCTPChunkHeartbeatAck,
  SCTPChunkHeartbeatReq,
  SCTPChunkInit,
  SCTPChunkInitAck,
  SCTPChunkSACK,
  SCTPChunkShutdown,
  SCTPChunkShutdownAck,
  SCTPChunkShutdownComplete,
} from './sctp.ts';
import { SCTPChunkAddressConf, SCTPChunkAuthentication } from './sctp-extensions.ts';
import { SCTPChunkPadding, SCTPChunkUnknown } from './sctp-chunk.ts';

const hex = (text: string): string => text.replaceAll(' ', '');

layerSuite('SCTP', [
  {
    what: 'INIT',
    origin: 'scapy 2.5',
    first: IP,
    chain: 'IP/SCTP/SCTPChunkInit',
    octets: hex('45000034000100004084f641c0000201c0000202 03e807d00000000507cedeef 01000014112233440000000000020003 00000007'),
    read: {
      SCTP: { sport: 1000, dport: 2000, tag: 5, chksum: 0x07cedeef },
      SCTPChunkInit: { type: 1, len: 20, init_tag: 0x11223344, n_out_streams: 2, n_in_streams: 3, init_tsn: 7, params: [] },
    },
    build: () => [
      IP({ src: '192.0.2.1', dst: '192.0.2.2' }),
      SCTP({ sport: 1000, dport: 2000, tag: 5 }),
      SCTPChunkInit({ init_tag: 0x11223344, a_rwnd: 0, n_out_streams: 2, n_in_streams: 3, init_tsn: 7 }),
    ],
  },
  {
    what: 'DATA with padding, and ABORT behind it',
    origin: 'scapy 2.5',
    first: SCTP,
    chain: 'SCTP/SCTPChunkData/Raw/SCTPChunkPadding/SCTPChunkAbort',
    octets: hex('03e807d0000000050be9348f 0003001500000001000200030000000468656c6c6f000000 06000004'),
    read: {
      SCTPChunkData: {
        len: 21,
        beginning: true,
        ending: true,
        tsn: 1,
        stream_id: 2,
        stream_seq: 3,
        proto_id: 4,
      },
      Raw: { load: '68656c6c6f' },
      SCTPChunkPadding: { pad: '000000' },
      SCTPChunkAbort: { len: 4, TCB: false, error_causes: [] },
    },
    build: () => [
      SCTP({ sport: 1000, dport: 2000, tag: 5 }),
      SCTPChunkData({ beginning: true, ending: true, tsn: 1, stream_id: 2, stream_seq: 3, proto_id: 4 }),
      'hello',
      SCTPChunkAbort(),
    ],
  },
  {
    what: 'COOKIE ECHO and SHUTDOWN ACK',
    origin: 'scapy 2.5',
    first: SCTP,
    chain: 'SCTP/SCTPChunkCookieEcho/SCTPChunkPadding/SCTPChunkShutdownAck',
    octets: hex('00500051000000008ad49e2b 0a000009616263646500000008000004'),
    read: { SCTPChunkCookieEcho: { len: 9, cookie: '6162636465' }, SCTPChunkShutdownAck: { len: 4 } },
    build: () => [SCTP({ sport: 80, dport: 81 }), SCTPChunkCookieEcho({ cookie: 'abcde' }), SCTPChunkShutdownAck()],
  },
  {
    what: 'chunks of other types',
    origin: 'RFC 9260 §3.2, by hand',
    first: SCTP,
    chain: 'SCTP/SCTPChunkUnknown/SCTPChunkPadding/SCTPChunkUnknown',
    octets: hex('0050005100000000 00000000 3f000005aa000000 d000000800000001'),
    read: { SCTPChunkUnknown: { type: 63, len: 5, data: 'aa' } },
  },
  {
    what: 'SACK with a gap and a duplicate, HEARTBEAT, ERROR, SHUTDOWN, and the short ones',
    origin: 'scapy 2.5',
    first: SCTP,
    chain:
      'SCTP/SCTPChunkSACK/SCTPChunkHeartbeatReq/SCTPChunkHeartbeatAck/SCTPChunkError/SCTPChunkPadding/SCTPChunkShutdown/SCTPChunkCookieAck/SCTPChunkShutdownComplete',
    octets:
      '0050005100000000f44bb57f030000180000000500000006000100010002000300000004040000040500000409000009000100050100000007000008000000090b0000040e010004',
    read: {
      SCTPChunkSACK: { len: 24, cumul_tsn_ack: 5, n_gap_ack: 1, n_dup_tsn: 1, gap_ack_list: [{ start: 2, end: 3 }], dup_tsn_list: [4] },
      SCTPChunkError: {
        len: 9,
        error_causes: [
          ['invalid-stream', '01'],
          ['padding', ''],
        ],
      },
      SCTPChunkShutdown: { len: 8, cumul_tsn_ack: 9 },
      SCTPChunkShutdownComplete: { TCB: true },
    },
    build: () => [
      SCTP({ sport: 80, dport: 81 }),
      SCTPChunkSACK({ cumul_tsn_ack: 5, a_rwnd: 6, gap_ack_list: [{ start: 2, end: 3 }], dup_tsn_list: [4] }),
      SCTPChunkHeartbeatReq(),
      SCTPChunkHeartbeatAck(),
      SCTPChunkError({ error_causes: Uint8Array.of(0, 1, 0, 5, 1) }),
      SCTPChunkShutdown({ cumul_tsn_ack: 9 }),
      SCTPChunkCookieAck(),
      SCTPChunkShutdownComplete({ TCB: true }),
    ],
  },
  {
    what: 'Diameter in two chunks, whose lengths count it and not the padding',
    origin: 'chunks: scapy 2.5; the message is of RFC 6733 §3, its last pair without padding in its length, by scapy',
    first: SCTP,
    chain: 'SCTP/SCTPChunkData/DiamG/SCTPChunkData/DiamG',
    octets:
      '0f1c0f1c00000000491684900003002400000001000000000000002e01000014800001180000000000000001000000000003002400000002000000000000002e0100001480000118000000000000000200000000',
    read: {
      SCTPChunkData: { len: 36, tsn: 1, proto_id: 46 },
      DiamG: { drLen: 20, drFlags: 'R', drCode: 280, drHbHId: 1 },
    },
    build: () => [
      SCTP({ sport: 3868, dport: 3868 }),
      SCTPChunkData({ tsn: 1 }),
      DiamG({ drCode: 280, drHbHId: 1 }),
      SCTPChunkData({ tsn: 2 }),
      DiamG({ drCode: 280, drHbHId: 2 }),
    ],
  },
  {
    what: 'a piece of a message, and padding that is not zero',
    origin: 'RFC 9260 §3.3.1, by hand',
    first: SCTP,
    chain: 'SCTP/SCTPChunkData/Raw/SCTPChunkPadding/SCTPChunkData/DiamG',
    octets: hex(
      '0f1c0f1c 00000000 00000000 00020013000000010000000000000 02e010000ff 00030024000000020000000000000000 0100001480000118000000000000000100000002',
    ),
    read: {
      SCTPChunkData: { len: 19, beginning: true, ending: false, proto_id: 46 },
      SCTPChunkPadding: { pad: 'ff' },
      DiamG: { drHbHId: 1 },
    },
  },
  {
    what: 'parameters of INIT',
    origin: 'scapy 2.5: SCTPChunkInit(params=[IPv4Addr, SupportedAddrTypes, FwdTSN])',
    first: SCTP,
    chain: 'SCTP/SCTPChunkInit',
    octets: '0001000200000000cb591a59010000280000000100000002000300040000000500050008c0000201000c000600050000c0000004',
    read: { SCTPChunkInit: { params: [['IPv4', '192.0.2.1'], ['addrtypes', [5]], ['forward-tsn-supported']] } },
    build: () => [
      SCTP({ sport: 1, dport: 2 }),
      SCTPChunkInit({
        init_tag: 1,
        a_rwnd: 2,
        n_out_streams: 3,
        n_in_streams: 4,
        init_tsn: 5,
        params: [['IPv4', '192.0.2.1'], ['addrtypes', [5]], 'forward-tsn-supported'],
      }),
    ],
  },
  {
    what: 'ASCONF that adds an address',
    origin: 'scapy 2.5: SCTPChunkAddressConf(params=[IPv4Addr, AddIPAddr])',
    first: SCTP,
    chain: 'SCTP/SCTPChunkAddressConf',
    octets: '000100020000000015c31847c10000200000000700050008c0000201c00100100000000900050008c0000202',
    read: {
      SCTPChunkAddressConf: {
        seq: 7,
        params: [
          ['IPv4', '192.0.2.1'],
          ['add-IP', { correlation_id: 9, address: [['IPv4', '192.0.2.2']] }],
        ],
      },
    },
    build: () => [
      SCTP({ sport: 1, dport: 2 }),
      SCTPChunkAddressConf({
        seq: 7,
        params: [
          ['IPv4', '192.0.2.1'],
          ['add-IP', { correlation_id: 9, address: [['IPv4', '192.0.2.2']] }],
        ],
      }),
    ],
  },
  {
    what: 'AUTH',
    origin: 'scapy 2.5: SCTPChunkAuthentication(HMAC=b"a"*20)',
    first: SCTP,
    chain: 'SCTP/SCTPChunkAuthentication',
    octets: `00010002000000004de537800f00001c00010001${'61'.repeat(20)}`,
    read: { SCTPChunkAuthentication: { len: 28, shared_key_id: 1, HMAC_function: 1, HMAC: '61'.repeat(20) } },
    build: () => [
      SCTP({ sport: 1, dport: 2 }),
      SCTPChunkAuthentication({ shared_key_id: 1, HMAC_function: 'SHA-1', HMAC: 'a'.repeat(20) }),
    ],
  },
  {
    what: 'I-DATA, whole and a later piece; FORWARD-TSN and I-FORWARD-TSN',
    origin: 'RFC 8260 §2.1, §2.3.1 and RFC 3758 §3.2, by hand; no checksum',
    first: SCTP,
    chain: 'SCTP/SCTPChunkIData/Raw/SCTPChunkIData/Raw/SCTPChunkPadding/SCTPChunkForwardTSN/SCTPChunkIForwardTSN',
    octets: hex(
      '0001000200000000 00000000 4003001800000001000200000000000700000009 61626364 4001001500000002000200000000000800000003 7a000000 c000000c0000000900050006 c20000100000000a0005000100000007',
    ),
    read: {
      SCTPChunkIData: { len: 24, tsn: 1, stream_id: 2, message_id: 7, ppid_fsn: 9, beginning: true, ending: true },
      SCTPChunkForwardTSN: { new_tsn: 9, skips: [{ stream_id: 5, stream_seq: 6 }] },
      SCTPChunkIForwardTSN: { new_tsn: 10, skips: [{ stream_id: 5, reserved: 0, unordered: true, message_id: 7 }] },
    },
  },
  {
    what: 'RE-CONFIG, NR-SACK, PAD',
    origin: 'RFC 6525 §4.1, §4.4; draft-tuexen-tsvwg-sctp-multipath; RFC 4820 §3; by hand, no checksum',
    first: SCTP,
    chain: 'SCTP/SCTPChunkReConfig/SCTPChunkNRSACK/SCTPChunkPad',
    octets: hex(
      '0001000200000000 00000000 82000024 000d001400000001000000020000000300040005 0010000c0000000600000001 1000002000000001000000020001000100010000 00020003 00040005 00000009 8400000800000000',
    ),
    read: {
      SCTPChunkReConfig: {
        params: [
          ['out-ssn-reset-req', { re_conf_req_seq_num: 1, re_conf_res_seq_num: 2, tsn: 3, stream_num: [4, 5] }],
          ['re-configuration-response', { re_conf_res_seq_num: 6, result: 1, tsns: [] }],
        ],
      },
      SCTPChunkNRSACK: {
        cumul_tsn_ack: 1,
        gap_ack_list: [{ start: 2, end: 3 }],
        nr_gap_ack_list: [{ start: 4, end: 5 }],
        dup_tsn_list: [9],
      },
      SCTPChunkPad: { len: 8, padding: '00000000' },
    },
  },
]);

describe('SCTP', () => {
  it('is found over IPv6, and its checksum covers no pseudo-header', () => {
    const four = packet(IP(), SCTP({ sport: 1, dport: 2 }), SCTPChunkInitAck()).get(SCTP).chksum;
    const six = packet(IPv6(), SCTP({ sport: 1, dport: 2 }), SCTPChunkInitAck());
    expect(six.get(SCTP).chksum).toBe(four);
    expect(six.get(IPv6).nh).toBe(132);
    expect(dissect(six.bytes, IPv6).get(SCTPChunkInitAck)?.type).toBe(2);
  });

  it('a chunk that was cut short is one of no known kind', () => {
    const whole = packet(SCTP(), SCTPChunkInit()).bytes;
    const p = dissect(whole.subarray(0, 20), SCTP);
    expect(p.layers().map((layer) => layer.layerName)).toEqual(['SCTP', 'SCTPChunkUnknown']);
    expect(p.issues.length).toBeGreaterThan(0);
  });

  it('a chunk that claims fewer octets than it has does not stop the next', () => {
    const p = dissect(Uint8Array.of(0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 63, 0, 0, 0, 63, 0, 0, 4), SCTP);
    expect(p.layers().filter((layer) => layer.layerName === 'SCTPChunkUnknown').length).toBe(2);
    expect(p.get(SCTPChunkUnknown, 2)?.len).toBe(4);
  });

  const two = () =>
    packet(
      SCTP({ sport: 1, dport: 2 }),
      SCTPChunkData({ tsn: 1 }),
      'hello',
      SCTPChunkData({ tsn: 2 }),
      'four',
      SCTPChunkCookieEcho({ cookie: 'x' }),
    );

  it('fills chunks up where their lengths are computed, and again when they change', () => {
    const built = two();
    expect(built.layers().map((l) => l.layerName)).toEqual([
      'SCTP',
      'SCTPChunkData',
      'Raw',
      'SCTPChunkPadding',
      'SCTPChunkData',
      'Raw',
      'SCTPChunkCookieEcho',
      'SCTPChunkPadding',
    ]);
    const p = dissect(built.bytes, SCTP);
    p.set(Raw, { load: 'hello you' });
    expect([p.get(SCTPChunkData)?.len, toHex(p.get(SCTPChunkPadding)!.pad), p.get(SCTPChunkData, 2)?.tsn]).toEqual([25, '000000', 2]);
    // Where nothing is missing nothing stands; where there was nothing, it comes.
    p.set(Raw, { load: 'four' });
    expect(p.get(SCTPChunkPadding, 2)).toBeUndefined();
    p.set(Raw, { load: 'fives' }, 2);
    expect([p.get(SCTPChunkData, 2)?.len, p.get(SCTPChunkPadding)?.pad.length, p.bytes.length % 4]).toEqual([21, 3, 0]);
    expect(toHex(p.bytes)).toBe(
      toHex(
        packet(
          ...(dissect(p.bytes, SCTP)
            .layers()
            .map((l, i) => l(values(objectOf(p).view(i)))) as [never]),
        ).bytes,
      ),
    );
    expect(p.issuesWith({ checksums: true })).toEqual([]);
  });

  it('leaves a last chunk alone that was not filled up, and one whose length is given', () => {
    const bare = two().bytes.slice(0, -3);
    const p = dissect(bare, SCTP);
    p.set(Raw, { load: 'HELLO, all' });
    expect([p.get(SCTPChunkData)?.len, p.get(SCTPChunkPadding)?.pad.length, p.has(SCTPChunkPadding)]).toEqual([26, 2, true]);
    expect(p.layers().at(-1)?.layerName).toBe('SCTPChunkCookieEcho');
    expect(packet(SCTP(), SCTPChunkData({ len: 17 }), 'x').length).toBe(12 + 17);
    expect(packet(SCTP(), SCTPChunkData(), 'x', SCTPChunkPadding({ pad: 'abc' })).bytes.at(-1)).toBe(0x63);
  });

  it('finds Diameter that no number tells, and gives each chunk to columns', () => {
    const p = packet(SCTP({ sport: 3868, dport: 40000 }), SCTPChunkSACK(), SCTPChunkData({ proto_id: 0 }), DiamG(), SCTPChunkData(), 'x');
    expect(dissect(p.bytes, SCTP).get(DiamG)?.drLen).toBe(20);
    const plan = columnPlan(protocols, ['sctp.chunk_type', 'sctp.chunk_length', 'diameter.length'], { first: SCTP, occurrence: 'all' });
    const out = plan.output();
    plan.run(batchOf([p.bytes]), out);
    expect(['sctp.chunk_type', 'sctp.chunk_length', 'diameter.length'].map((name) => out.column(name).values[0])).toEqual([
      [3, 0, 0],
      [16, 36, 17],
      [20],
    ]);
    expect(protocolChain(objectOf(two()).built().shape, 1)).toBe('sctp:data:data');
    expect(protocolChain(objectOf(packet(SCTP(), SCTPChunkData(), DiamG(), DiamG(), SCTPChunkData(), DiamG())).built().shape, 1)).toBe(
      'sctp:diameter:diameter',
    );
  });
});
