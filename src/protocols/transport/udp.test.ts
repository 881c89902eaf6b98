import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { dissect, packet } from '../protocols.ts';
import { UDP, UDPLite } from './udp.ts';

const I = () => IP({ src: '192.0.2.1', dst: '192.0.2.2' });
const ends = 'c0000201c0000202';

layerSuite('UDP', [
  {
    what: 'UDP',
    origin: 'scapy 2.5',
    first: IP,
    chain: 'IP/UDP',
    octets: `4500001c000100004011f6cc${ends}0035003500087b70`,
    read: { UDP: { sport: 53, dport: 53, len: 8, chksum: 0x7b70 } },
    build: () => [I(), UDP()],
    summary: 'IP / UDP 192.0.2.1:domain > 192.0.2.2:domain',
  },
  {
    what: 'UDP-Lite',
    origin: 'RFC 3828 §3.1, coverage of the header alone; the sum is what the checksum() of scapy 2.5 gives for the words of §3.2',
    first: IP,
    chain: 'IP/UDPLite/Raw',
    octets: `45000020000100004088f651${ends}0001000200087b5c61626364`,
    read: { UDPLite: { sport: 1, dport: 2, coverage: 8 }, Raw: { load: '61626364' } },
    build: () => [I(), UDPLite({ sport: 1, dport: 2, coverage: 8 }), 'abcd'],
  },
]);

describe('UDP', () => {
  it('answers from the port that was asked, with the same hash', () => {
    const { match } = UDP.spec;
    const request = packet(I(), UDP({ sport: 1111, dport: 53 })).get(UDP),
      reply = packet(I(), UDP({ sport: 53, dport: 1111 })).get(UDP);
    expect(match?.hash(reply, 'reply', 99)).toBe(match?.hash(request, 'request', 99));
    expect(match?.answers(reply, request)).toBe(true);
    expect(match?.answers(request, request)).toBe(false);
  });
});

describe('checksums', () => {
  it('of UDP are never 0, which means none', () => {
    // The data makes the sum 0xffff, whose complement is 0 (RFC 768).
    const p = packet(I(), UDP(), new Uint8Array(2));
    const sum = p.get(UDP).chksum;
    const q = packet(I(), UDP(), Uint8Array.of(sum >> 8, sum & 255));
    expect(q.get(UDP).chksum).toBe(0xffff);
  });

  it('of UDP-Lite cover what they are asked to', () => {
    const at = (data: string, coverage: number): number => packet(I(), UDPLite({ coverage }), data).get(UDPLite).chksum;
    expect(at('abcd', 8)).toBe(at('wxyz', 8));
    expect(at('abcd', 10)).toBe(at('abyz', 10));
    expect(at('abcd', 10)).not.toBe(at('xbcd', 10));
    expect(at('abcd', 0)).not.toBe(at('abcx', 0));
  });

  it('that were right stay right', () => {
    const p = dissect(packet(I(), UDPLite({ coverage: 8 }), 'abcd').bytes, IP);
    p.set(UDPLite, { sport: 9 });
    expect(p.get(UDPLite)?.chksum).toBe(packet(I(), UDPLite({ sport: 9, coverage: 8 }), 'abcd').get(UDPLite).chksum);
  });
});
