import { describe, expect, it } from 'vitest';
import { columnOf } from '../../../../test/support/column-of.ts';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { utf8Octets } from '../../../bytes/text.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols.ts';
import { TCP } from '../../transport/tcp/tcp.ts';
import { MemcachedRequest, MemcachedResponse } from './memcached.ts';
import { MySQLGreeting, MySQLPacket, MySQLRequest } from './mysql.ts';
import { PostgresMessage, PostgresStartup } from './postgres.ts';
import { RESP, RESPInline } from './redis.ts';

const hex = (text: string): string => Buffer.from(text, 'latin1').toString('hex');
const MYSQL = 'zeek/zeek (BSD-3-Clause) testing/btest/Traces/mysql/mysql-show-engine-innodb-status-no-password.pcap, packet';

layerSuite(
  'MySQL',
  [
    {
      what: 'a greeting',
      origin: `${MYSQL} 4`,
      first: MySQLGreeting,
      chain: 'MySQLGreeting',
      octets:
        '4a0000000a382e302e3332000a000000704a0b652526145d00ffffff0200ffdf15000000000000000000000831200d7272336c666b761e0063616368696e675f736861325f70617373776f726400',
      read: { MySQLGreeting: { packet_length: 74, packet_number: 0, protocol: 10, version: '8.0.32', thread_id: 10 } },
      summary: 'MySQL greeting 8.0.32',
    },
    {
      what: 'a query',
      origin: `${MYSQL} 10`,
      first: MySQLRequest,
      chain: 'MySQLRequest',
      octets: '210000000373656c65637420404076657273696f6e5f636f6d6d656e74206c696d69742031',
      read: { MySQLRequest: { packet_length: 33, packet_number: 0, command: 3 } },
      build: () => [MySQLRequest({ command: 'QUERY', data: 'select @@version_comment limit 1' })],
      summary: 'MySQL QUERY',
    },
    {
      what: 'packets of a result',
      origin: `${MYSQL} 12`,
      first: MySQLPacket,
      chain: 'MySQLPacket/MySQLPacket/MySQLPacket/MySQLPacket/MySQLPacket',
      octets:
        '0100000101270000020364656600000011404076657273696f6e5f636f6d6d656e74000c2100ffff0000fd00001f000005000003fe000002001d0000041c4d7953514c20436f6d6d756e69747920536572766572202d2047504c05000005fe00000200',
      read: { MySQLPacket: { packet_length: 1, packet_number: 1, data: '01' } },
    },
  ],
  { mutations: 200 },
);

layerSuite(
  'PostgreSQL',
  [
    {
      what: 'a startup message',
      origin: 'OISF/suricata-verify (MIT) tests/pgsql/pgsql-bug-5579/input.pcap, packet 5',
      first: PostgresStartup,
      chain: 'PostgresStartup',
      octets:
        '0000006400030000646174657374796c650049534f2c204d44590065787472615f666c6f61745f646967697473003200636c69656e745f656e636f64696e6700555446380064617461626173650063746662617365007573657200637466706f73740000',
      read: { PostgresStartup: { len: 100, protocol_version_major: 3, protocol_version_minor: 0 } },
      summary: 'PostgreSQL Startup message',
    },
    {
      what: 'messages of a server',
      origin: 'OISF/suricata-verify (MIT) tests/pgsql/pgsql-bug-5579/input.pcap, packet 11 (its last ones)',
      first: PostgresMessage,
      chain: 'PostgresMessage/PostgresMessage',
      octets: '430000000d53454c4543542034005a0000000549',
      read: { PostgresMessage: { type: 'C', len: 13, data: '53454c454354203400' } },
      build: () => [PostgresMessage({ type: 'C', data: 'SELECT 4\0' }), PostgresMessage({ type: 'Z', data: 'I' })],
    },
  ],
  { mutations: 200 },
);

layerSuite(
  'Redis',
  [
    {
      what: 'a command',
      origin: 'zeek/zeek (BSD-3-Clause) testing/btest/Traces/redis/set.pcap, packet 1',
      first: RESP,
      chain: 'RESP',
      octets: '2a330d0a24330d0a5345540d0a24340d0a746573740d0a24320d0a68690d0a',
      read: {
        RESP: {
          values: [
            { type: '*', line: '3' },
            { type: '$', line: '3', data: hex('SET\r\n') },
            { type: '$', line: '4', data: hex('test\r\n') },
            { type: '$', line: '2', data: hex('hi\r\n') },
          ],
        },
      },
      build: () => [
        RESP({
          values: [
            { type: '*', line: '3' },
            { type: '$', line: '3', data: 'SET\r\n' },
            { type: '$', line: '4', data: 'test\r\n' },
            { type: '$', line: '2', data: 'hi\r\n' },
          ],
        }),
      ],
      summary: 'RESP *3',
    },
    {
      what: 'a command as a line',
      origin: 'the-tcpdump-group/tcpdump (BSD-3-Clause) tests/resp_2_inline.pcap, packet 4',
      first: RESPInline,
      chain: 'RESPInline',
      octets: '736574207465737420310d0a',
      read: { RESPInline: { lines: [['set', 'test 1']] } },
      build: () => [RESPInline({ lines: [['set', 'test 1']] })],
    },
    {
      what: 'no value, and a string that is cut',
      origin: 'Redis documentation, "Null bulk strings"',
      first: RESP,
      chain: 'RESP',
      octets: hex('$-1\r\n:7\r\n$5\r\nhe'),
      read: { RESP: { values: [{ type: '$', line: '-1' }, { type: ':', line: '7' }, hex('$5\r\nhe')] } },
    },
  ],
  { mutations: 200 },
);

layerSuite(
  'Memcached',
  [
    {
      what: 'a command with data',
      origin: 'memcached, doc/protocol.txt, "Storage commands"',
      first: MemcachedRequest,
      chain: 'MemcachedRequest',
      octets: hex('set key 0 60 5\r\nhello\r\n'),
      read: {
        MemcachedRequest: {
          lines: [
            ['set', 'key 0 60 5'],
            ['hello', ''],
          ],
        },
      },
      build: () => [MemcachedRequest({ lines: [['set', 'key 0 60 5'], 'hello'] })],
      summary: "Memcached Request 'set key 0 60 5'",
    },
    {
      what: 'a value',
      origin: 'memcached, doc/protocol.txt, "Retrieval command"',
      first: MemcachedResponse,
      chain: 'MemcachedResponse',
      octets: hex('VALUE key 0 5\r\nhello\r\nEND\r\n'),
      read: {
        MemcachedResponse: {
          lines: [
            ['VALUE', 'key 0 5'],
            ['hello', ''],
            ['END', ''],
          ],
        },
      },
    },
  ],
  { mutations: 200 },
);

describe('databases', () => {
  const over = (port: number, octets: Uint8Array, sport = 1025): string =>
    chainOf(dissect(packet(IP(), TCP({ sport, dport: port }), octets).bytes, IP)).replace('IP/TCP/', '');

  it('are told by their first octets', () => {
    expect(over(3306, fromHex('0100000001'))).toBe('MySQLRequest');
    expect(over(3306, fromHex('0700000200000002000000'))).toBe('MySQLPacket');
    // seladb/PcapPlusPlus (Unlicense) PcapExamples/pcapng-example.pcapng, packet 12, its first record: TLS 1.0 behind an SSLRequest, as tshark 4.0 has it.
    expect(over(3306, fromHex('16030100070b000003000000'))).toBe('TLS/TLSCertificate');
    // A query of 791 octets, which begins as one of SSL 3.0 would.
    expect(over(3306, fromHex('170300000373656c656374'))).toBe('MySQLRequest');
    expect(over(5432, fromHex('0000000804d2162f'))).toBe('PostgresStartup');
    expect(over(5432, fromHex('5800000004'))).toBe('PostgresMessage');
    expect(over(5432, fromHex('580000000358000000'))).toBe('Raw');
    expect(over(6379, utf8Octets('+OK\r\n'))).toBe('RESP');
    expect(over(6379, fromHex('b2b2b2'))).toBe('Raw');
    expect(over(11211, utf8Octets('flush_all\r\n'))).toBe('MemcachedRequest');
    expect(over(11211, utf8Octets('NOT_FOUND\r\n'))).toBe('MemcachedResponse');
    expect(over(11211, utf8Octets('get a\r\n'))).toBe('MemcachedRequest');
  });

  it('have the columns that tshark 4.0 gives', () => {
    const p = dissect(fromHex('0000000804d2162f'), PostgresStartup);
    expect(columnOf(p, PostgresStartup, 'pgsql.type')).toBe('SSL request');
    expect(columnOf(dissect(fromHex('0000000800ff00ff'), PostgresStartup), PostgresStartup, 'pgsql.type')).toBe('Unknown');
    const sql = dissect(fromHex('090000000373656c65637420'), MySQLRequest);
    expect(columnOf(sql, MySQLRequest, 'mysql.query')).toBe('select ');
    const one = dissect(utf8Octets('get a b\r\nVALUE c 1\r\n'), MemcachedRequest);
    expect(columnOf(one, MemcachedRequest, 'memcache.key')).toEqual(['a', 'c']);
    const client = dissect(packet(IP(), TCP({ sport: 5433 }), PostgresMessage({ type: 'S' })).bytes, IP);
    expect(client.summary()).toContain('PostgreSQL Sync');
    const server = dissect(packet(IP(), TCP({ sport: 5432, dport: 5433 }), PostgresMessage({ type: 'S' })).bytes, IP);
    expect(server.summary()).toContain('PostgreSQL Parameter status');
  });
});
