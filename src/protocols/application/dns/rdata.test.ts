import { describe, expect, it } from 'vitest';
import { DNSROPT_ALL, RECORDS_OF_ALL_TYPES } from '../../../../test/fixtures/dns-records.ts';
import { plain } from '../../../../test/support/layer-suite.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { dissect, packet } from '../../protocols.ts';
import { dnsTypes } from '../../registries/dns.ts';
import { DNS } from './dns.ts';
import { ednsHeader } from './edns.ts';
import { type RdataType, rdataOf } from './rdata.ts';
import { DNSRROPT } from './records.ts';

const built = (type: string | number, rdata: unknown): Uint8Array =>
  packet(DNS({ qd: [], an: [{ type: type as number, rdata: rdata as string }] })).bytes;
/** The one record of a message. */
const answer = (octets: Uint8Array) => {
  const r = dissect(octets, DNS as never).get(DNS)?.an[0];
  if (r === undefined) throw new Error('no record');
  return r;
};
const dataOf = (octets: Uint8Array): string => toHex(octets.subarray(23));

describe('record data', () => {
  // From the RFCs' own examples, where they have octets.
  it.each<readonly [type: string, octets: string, value: unknown, origin: string]>([
    [
      'LOC',
      '00 33 16 13 89172dd0 70be15f0 00988d20',
      { version: 0, size: 30, horizontal: 10_000, vertical: 10, latitude: 42.365, longitude: -71.105, altitude: -24 },
      'RFC 1876 Appendix A, Cambridge',
    ],
    [
      'NSEC',
      '04686f7374076578616d706c6503636f6d00 0006400100000003 041b000000000000000000000000000000000000000000000000000020',
      { nextname: 'host.example.com.', typebitmaps: [1, 15, 46, 47, 1234] },
      'RFC 4034 §4.3',
    ],
    [
      'TLSA',
      '0000 01 d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971',
      { usage: 0, selector: 0, matchingtype: 1, data: 'd2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971' },
      'RFC 6698 §2.3',
    ],
    ['EUI48', '00005e00532a', '00:00:5e:00:53:2a', 'RFC 7043 §3.3'],
    ['EUI64', '00005eef1000002a', '00-00-5e-ef-10-00-00-2a', 'RFC 7043 §4.3'],
    [
      'SVCB',
      '0010 03666f6f076578616d706c65036f726700 00010003026832 0004000401020304',
      {
        priority: 16,
        target: 'foo.example.org.',
        params: [
          ['alpn', ['h2']],
          ['ipv4hint', ['1.2.3.4']],
        ],
      },
      'after RFC 9460 Appendix D.2',
    ],
    [
      'HTTPS',
      '0010 03666f6f076578616d706c6503636f6d00 00030002 0035',
      { priority: 16, target: 'foo.example.com.', params: [['port', 53]] },
      'RFC 9460 Appendix D.2, figure 4',
    ],
    [
      'SVCB',
      '0001 03666f6f076578616d706c6503636f6d00 029b000568656c6c6f',
      { priority: 1, target: 'foo.example.com.', params: [[667, '68656c6c6f']] },
      'RFC 9460 Appendix D.2, figure 5',
    ],
    ['NSAP', '47000580005a0000000001e133ffffff00016100', '47000580005a0000000001e133ffffff00016100', 'RFC 1706 §7'],
    [
      'NXT',
      '066d656469756d076578616d706c65036f726700 40010082',
      { nextname: 'medium.example.org.', typebitmaps: [1, 15, 24, 30] },
      'after RFC 2535 §5.3; tshark 4.0 reads the same',
    ],
    [
      'A6',
      '40 123456789abcdef0 067375626e657407 6578616d706c65036f726700',
      { prefix: 64, suffix: '::1234:5678:9abc:def0', name: 'subnet.example.org.' },
      'after RFC 2874 §4.1; tshark 4.0 reads the same',
    ],
    [
      'APL',
      '0001 15 03 c0a820 0001 1c 83 c0a826 0002 08 01 ff',
      [
        { family: 1, prefix: 21, negation: false, address: '192.168.32.0' },
        { family: 1, prefix: 28, negation: true, address: '192.168.38.0' },
        { family: 2, prefix: 8, negation: false, address: 'ff00::' },
      ],
      'RFC 3123 §8, whose text has the lists; tshark 4.0 reads the same',
    ],
    [
      'HIP',
      '10 02 0005 200100107b1a74df365639cc39f1d578 03010001b7 0472767331076578616d706c6503636f6d00',
      { hit: '200100107b1a74df365639cc39f1d578', algorithm: 2, publickey: '03010001b7', servers: ['rvs1.example.com.'] },
      'after RFC 8005 §6; tshark 4.0 reads the same',
    ],
    ['NID', '000a 00144fffff20ee64', { preference: 10, nodeid: '0014:4fff:ff20:ee64' }, 'RFC 6742 §2.1.3'],
    ['AMTRELAY', '0a 01 cb007109', { precedence: 10, discovery: 0, relaytype: 1, relay: '203.0.113.9' }, 'after RFC 8777 §4.3.1'],
    ['CAA', '000569737375656361312e6578616d706c652e6e6574', { flags: 0, tag: 'issue', value: 'ca1.example.net' }, 'after RFC 8659 §4.2'],
  ])('%s is read and written as its RFC has it: %s', (type, hex, value) => {
    const octets = fromHex(hex.replaceAll(' ', ''));
    const r = answer(built(type, octets));
    // Lengths of records are among what is read.
    if (typeof value === 'object') expect(plain(r.rdata)).toMatchObject(value as object);
    else expect(plain(r.rdata)).toBe(value);
    expect(dataOf(built(type, r.rdata))).toBe(toHex(octets));
  });

  it.each(Object.entries(RECORDS_OF_ALL_TYPES))('%s goes through its values unchanged', (type, given) => {
    const octets = built(type, given);
    const r = answer(octets);
    expect(r.type).toBe(dnsTypes.value(type));
    expect(rdataOf(r, type as RdataType), 'it is what its type wants').toBeDefined();
    expect(dataOf(built(type, r.rdata))).toBe(dataOf(octets));
    // Octets given are the same record.
    expect(dataOf(built(type, octets.subarray(23)))).toBe(dataOf(octets));
  });

  it.each(Object.entries(RECORDS_OF_ALL_TYPES))('%s cut anywhere, or with more behind it, loses nothing', (type, given) => {
    const whole = built(type, given).subarray(23);
    for (let n = 0; n < whole.length; n++) {
      const cut = whole.subarray(0, n);
      expect(dataOf(built(type, answer(built(type, cut)).rdata)), `${n} octets`).toBe(toHex(cut));
    }
    const more = Uint8Array.from([...whole, 0, 0]);
    expect(dataOf(built(type, answer(built(type, more)).rdata))).toBe(toHex(more));
  });

  it('of an unknown type is octets; its name may be as RFC 3597 has it in lists of types', () => {
    expect(plain(answer(built(731, fromHex('abcd'))).rdata)).toBe('abcd');
    // Window 2, bit 219.
    expect(dataOf(built('NSEC', { nextname: '.', typebitmaps: ['TYPE731'] }))).toBe(`00021c${'00'.repeat(27)}10`);
  });

  it('of a known type with the type told', () => {
    const r = answer(built('MX', { preference: 10, exchange: 'mx.example' }));
    expect(rdataOf(r, 'MX')?.exchange).toBe('mx.example.');
    expect(rdataOf(r, 'SRV')).toBeUndefined();
    expect(rdataOf(answer(built('MX', fromHex('00'))), 'MX')).toBeUndefined();
    expect(plain(rdataOf(answer(built('NULL', fromHex('00'))), 'NULL'))).toBe('00');
  });

  it.each([
    ['NSEC', '00000100', 'a window that ends in zeros'],
    ['NSEC', '0000010100000140', 'the same window twice'],
    ['NSEC', '000000', 'an empty window'],
    ['WKS', 'c0000201060000', 'a port map that ends in zeros'],
    ['LOC', '00f31613891718d070be15f000988d20', 'a size of 15'],
    ['TXT', '05616263', 'a string that is not all there'],
    ['HINFO', '01610162ff', 'octets that follow'],
    ['A', 'c00002', 'three octets'],
    ['AAAA', '2001', 'two octets'],
    ['MX', '000ac00c00', 'a name that goes on behind its pointer'],
    ['CNAME', 'c01a', 'a pointer forward'],
  ])('of type %s that is none stays octets: %s (%s)', (type, hex) => {
    expect(plain(answer(built(type, fromHex(hex))).rdata)).toBe(hex);
  });

  it('refuses values that are no such data', () => {
    expect(() => built('MX', { preference: 1, exchanger: 'x' })).toThrow(
      expect.objectContaining({ code: 'ERR_FIELD', message: expect.stringContaining("did you mean 'exchange'") }),
    );
    expect(() => built('MX', '10 mx')).toThrow(expect.objectContaining({ code: 'ERR_VALUE' }));
    expect(() => built('A', 'example.org')).toThrow(expect.objectContaining({ code: 'ERR_ADDRESS' }));
    expect(() => built('NSEC', { nextname: '.', typebitmaps: ['NOSUCH'] })).toThrow(expect.objectContaining({ code: 'ERR_VALUE' }));
    expect(() => built('HINFO', { cpu: 'x'.repeat(256) })).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }));
  });
});

describe('EDNS', () => {
  it('is read by its parts', () => {
    const octets = packet(DNS({ ar: DNSROPT_ALL })).bytes;
    const r = dissect(octets, DNS as never).get(DNS)?.ar[0];
    expect(r && ednsHeader(r)).toEqual({ udpSize: 1232, extendedRcode: 0, version: 0, do: true, z: 0x8001 });
    expect(plain(r && rdataOf(r, 'OPT'))).toEqual([
      ['NSID', '6e7331'],
      ['DAU', [8, 10, 13]],
      ['DHU', [1, 2]],
      ['N3U', [1]],
      ['ECS', { family: 1, sourcePrefix: 24, scopePrefix: 0, address: '192.0.2.0' }],
      ['ECS', { family: 2, sourcePrefix: 56, scopePrefix: 48, address: '2001:db8:1:200::' }],
      ['COOKIE', { client: '24a5ac1122334455', server: '0102030405060708' }],
      ['KEEPALIVE', 200],
      ['PADDING', '000000'],
      ['CHAIN', 'example.org.'],
      ['EDE', { code: 18, text: 'prohibited' }],
      [65_001, 'aa'],
    ]);
  });

  it('keeps options of another length as octets', () => {
    const odd = fromHex('000a0003010203 000800060001180000c0 000b0000');
    const r = dissect(packet(DNS({ ar: [{ type: 'OPT', rdata: odd }] })).bytes, DNS as never).get(DNS)?.ar[0];
    // A cookie of 3 octets; a subnet of /24 with one octet, not three; a keep-alive without a time (a query's, RFC 7828 §3.1).
    expect(plain(r?.rdata)).toEqual([
      ['COOKIE', '010203'],
      ['ECS', '0001180000c0'],
      ['KEEPALIVE', ''],
    ]);
    expect(toHex(packet(DNS({ ar: [{ type: 'OPT', rdata: r?.rdata as Uint8Array }] })).bytes)).toContain(toHex(odd));
  });

  it('has an extended response code', () => {
    const r = dissect(packet(DNS({ ar: DNSRROPT({ extrcode: 1, version: 0, z: 0 }) })).bytes, DNS as never).get(DNS)?.ar[0];
    expect(r && ednsHeader(r)).toMatchObject({ extendedRcode: 1, do: false });
  });
});
