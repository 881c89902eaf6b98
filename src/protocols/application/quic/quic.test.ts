import { describe, expect, it } from 'vitest';
import { layerSuite, plain } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { Session } from '../../../packet/object/session.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols.ts';
import { UDP } from '../../transport/udp.ts';
import { QUIC, QUIC_1RTT, QUIC_Initial, QUIC_Retry, QUIC_Version } from './quic.ts';

layerSuite('QUIC', [
  {
    what: 'a handshake packet of version 2; a short header with a greased bit behind it is none that could be told',
    origin: 'nDPI/tests/cfgs/default/pcap/quic-v2.pcapng, packet 4',
    first: QUIC,
    chain: 'QUIC_Handshake/Raw',
    octets:
      'b66b3343cf08b844d6f71875fd1d0811fffdea452422b8404423a8de99b8b2fd3092412e236125e06ed56d4b2b60f0d84a409ef84ddd7eff063ce0e8814e2570' +
      'ee31bbc8bda7dc81e48816dac16db7ecae6aada7fd010c9e2e50e923160eb844d6f71875fd1d6d7a0c969962b3f9a4a65a71ae9999153d9212acd3cdbeb3bffc' +
      '92f07499a4db99b069b192507c1dca8ce8427f25',
  },
  {
    what: 'a retry',
    origin: 'RFC 9001 appendix A.4',
    first: QUIC,
    chain: 'QUIC_Retry',
    octets: 'ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba',
    read: { QUIC_Retry: { Version: 1, DstConnID: '', SrcConnID: 'f067a5502a4262b5' } },
    build: () => [
      QUIC_Retry({ protected: 15, SrcConnID: fromHex('f067a5502a4262b5'), Token: fromHex('746f6b656e04a265ba2eff4d829058fb3f0f2496ba') }),
    ],
    summary: 'QUIC Retry',
  },
  {
    what: 'a version negotiation',
    origin: 'made by hand after RFC 9000 §17.2.1; tshark 4.0 reads the same values',
    first: QUIC,
    chain: 'QUIC_Version',
    octets: '80000000000201020103000000016b3343cf',
    read: { QUIC_Version: { DstConnID: '0102', SrcConnID: '03', versions: [1, 0x6b3343cf] } },
    build: () => [QUIC_Version({ DstConnID: Uint8Array.of(1, 2), SrcConnID: Uint8Array.of(3), versions: ['version 1', 'version 2'] })],
  },
]);

describe('QUIC', () => {
  const initial = QUIC_Initial({ DstConnID: 'abcdefgh', SrcConnID: 'xyz', Token: 't', data: new Uint8Array(64) });

  it('measures its tokens and payloads', () => {
    expect(plain(dissect(packet(initial, initial).bytes, QUIC).get(QUIC_Initial))).toMatchObject({
      dcil: 8,
      scil: 3,
      TokenLength: 1,
      Length: 64,
    });
    expect(chainOf(dissect(packet(initial, initial).bytes, QUIC))).toBe('QUIC_Initial/QUIC_Initial');
  });

  it('is found on any port by a long header, and by a short one on its own', () => {
    const on = (port: number, ...layers: readonly unknown[]): string =>
      chainOf(dissect(packet(...([IP(), UDP({ sport: 9999, dport: port }), ...layers] as never[])).bytes, IP));
    expect(on(7777, initial)).toBe('IP/UDP/QUIC_Initial');
    expect(on(443, QUIC_1RTT({ data: new Uint8Array(30) }))).toBe('IP/UDP/QUIC_1RTT');
    expect(on(7777, QUIC_1RTT({ data: new Uint8Array(30) }))).toBe('IP/UDP/Raw');
    // Versions and lengths that nobody has.
    for (const octets of ['c00000000200000000', 'c00000000115000000', '80000000000000000000', '4000'])
      expect(on(443, fromHex(octets))).toBe('IP/UDP/Raw');
  });

  it('learns how long a connection id is from who chose it', () => {
    const session = new Session();
    dissect(packet(IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP({ sport: 5000, dport: 443 }), initial).bytes, IP, { session });
    const answer = packet(
      IP({ src: '192.0.2.2', dst: '192.0.2.1' }),
      UDP({ sport: 443, dport: 5000 }),
      QUIC_1RTT({ data: 'xyz'.padEnd(30) }),
    );
    const dcid = QUIC_1RTT.spec.columns?.['quic.dcid'] as (view: unknown) => Uint8Array | undefined;
    expect(dcid(dissect(answer.bytes, IP, { session }).get(QUIC_1RTT))).toEqual(Uint8Array.of(0x78, 0x79, 0x7a));
    expect(dcid(dissect(answer.bytes, IP).get(QUIC_1RTT))).toBeUndefined();
  });
});
