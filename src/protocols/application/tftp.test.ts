import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { Session } from '../../packet/object/session.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { Ether } from '../link/ethernet.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { dissect, packet } from '../protocols.ts';
import { UDP } from '../transport/udp.ts';
import { TFTP, TFTP_ACK, TFTP_DATA, TFTP_ERROR, TFTP_OACK, TFTP_Option, TFTP_RRQ, TFTP_WRQ } from './tftp.ts';
import { DNS, DNSQR } from './dns/dns.ts';

const origin = 'scapy 2.5: the same layers';
const first = TFTP as unknown as AnyLayer;

layerSuite('TFTP', [
  {
    what: 'a read request',
    origin,
    first,
    chain: 'TFTP/TFTP_RRQ',
    octets: '0001612e747874006f6374657400',
    read: { TFTP: { op: 1 }, TFTP_RRQ: { filename: 'a.txt', mode: 'octet', options: [] } },
    build: () => [TFTP(), TFTP_RRQ({ filename: 'a.txt' })],
    summary: "TFTP / RRQ 'a.txt'",
  },
  {
    what: 'a write request with an option',
    origin,
    first,
    chain: 'TFTP/TFTP_WRQ',
    octets: '0002612e747874006e6574617363696900626c6b73697a65003134323800',
    read: { TFTP_WRQ: { filename: 'a.txt', mode: 'netascii', options: [{ oname: 'blksize', value: '1428' }] } },
    build: () => [TFTP(), TFTP_WRQ({ filename: 'a.txt', mode: 'netascii', options: [TFTP_Option({ oname: 'blksize', value: '1428' })] })],
  },
  {
    what: 'a block',
    origin,
    first,
    chain: 'TFTP/TFTP_DATA/Raw',
    octets: '0003000378797a',
    read: { TFTP_DATA: { block: 3 } },
    build: () => [TFTP(), TFTP_DATA({ block: 3 }), 'xyz'],
    summary: 'TFTP / DATA 3 / Raw',
  },
  { what: 'an acknowledgement', origin, first, chain: 'TFTP/TFTP_ACK', octets: '00040003', build: () => [TFTP(), TFTP_ACK({ block: 3 })] },
  {
    what: 'an error',
    origin,
    first,
    chain: 'TFTP/TFTP_ERROR',
    octets: '000500016e6f00',
    read: { TFTP_ERROR: { errorcode: 1, errormsg: 'no' } },
    build: () => [TFTP(), TFTP_ERROR({ errorcode: 'File not found', errormsg: 'no' })],
  },
  {
    what: 'options taken',
    origin,
    first,
    chain: 'TFTP/TFTP_OACK',
    octets: '0006626c6b73697a65003134323800',
    build: () => [TFTP(), TFTP_OACK({ options: [{ oname: 'blksize', value: '1428' }] })],
  },
]);

describe('a transfer', () => {
  const to = (src: string, dst: string, sport: number, dport: number, ...layers: readonly any[]): Uint8Array =>
    packet(Ether(), IP({ src, dst }), UDP({ sport, dport }), ...(layers as [])).bytes;
  const CLIENT = '192.0.2.1',
    SERVER = '192.0.2.2';
  const packets = [
    to(CLIENT, SERVER, 4000, 69, TFTP(), TFTP_RRQ({ filename: 'a' })),
    to(SERVER, CLIENT, 5000, 4000, TFTP(), TFTP_DATA(), 'abc'),
    to(CLIENT, SERVER, 4000, 5000, TFTP(), TFTP_ACK({ block: 1 })),
    to(SERVER, '192.0.2.3', 5000, 4000, TFTP(), TFTP_DATA(), 'abc'),
  ];
  const chains = (session?: Session): string[] =>
    packets.map((b) =>
      dissect(b, undefined, session === undefined ? {} : { session })
        .layers()
        .slice(3)
        .map((l) => l.layerName)
        .join('/'),
    );

  it('is known to a session by the port that it was asked from (RFC 1350 §4)', () => {
    expect(chains(new Session())).toEqual(['TFTP/TFTP_RRQ', 'TFTP/TFTP_DATA/Raw', 'TFTP/TFTP_ACK', 'Raw']);
    expect(chains()).toEqual(['TFTP/TFTP_RRQ', 'Raw', 'Raw', 'Raw']);
  });

  it('claims no port for what others send there', () => {
    const session = new Session();
    const read = (b: Uint8Array): string =>
      dissect(b, undefined, { session })
        .layers()
        .slice(3)
        .map((l) => l.layerName)
        .join('/');
    // A request that seems to come from a name server, and a query to it whose number is TFTP's of an acknowledgement.
    read(to(CLIENT, SERVER, 53, 69, TFTP(), TFTP_RRQ({ filename: 'a' })));
    expect(read(to('192.0.2.3', CLIENT, 4444, 53, DNS({ id: 3, qd: [DNSQR({ qname: 'a.example.' })] })))).toBe('DNS');
  });
});
