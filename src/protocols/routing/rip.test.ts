import { fromHex } from '../../bytes/hex.ts';
import { layerSuite } from '../../../test/support/layer-suite.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { UDP } from '../transport/udp.ts';
import { RIP, RIPAuth, RIPAuthTrailer, RIPEntry } from './rip.ts';

const below = () => [IP({ src: '192.0.2.1', dst: '224.0.0.9', ttl: 1 }), UDP()];

layerSuite('RIP', [
  {
    what: 'routes of version 2 behind a password',
    origin: 'scapy 2.5; tshark 4.0 reads the same values',
    first: IP,
    chain: 'IP/UDP/RIP/RIPAuth/RIPEntry',
    octets:
      '45000048000100000111179ac0000201e00000090208020800342fd002020000ffff00027365637265740000000000000000000000020007c6336400ffffff00c000020900000003',
    read: {
      RIP: { cmd: 2, version: 2, null: 0 },
      RIPAuth: { AF: 0xffff, authtype: 2, password: 'secret' },
      RIPEntry: { AF: 2, RouteTag: 7, addr: '198.51.100.0', mask: '255.255.255.0', nextHop: '192.0.2.9', metric: 3 },
    },
    build: () => [
      ...below(),
      RIP({ cmd: 'resp', version: 2 }),
      RIPAuth({ password: 'secret' }),
      RIPEntry({ addr: '198.51.100.0', mask: '255.255.255.0', nextHop: '192.0.2.9', metric: 3, RouteTag: 7 }),
    ],
  },
  {
    what: 'a request of version 1 for all routes',
    origin: 'scapy 2.5',
    first: IP,
    chain: 'IP/UDP/RIP/RIPEntry',
    octets: '4500003400010000011117aec0000201e00000090208020800205882010100000000000000000000000000000000000000000010',
    read: { RIP: { cmd: 1, version: 1 }, RIPEntry: { AF: 0, addr: '0.0.0.0', metric: 16 } },
    build: () => [...below(), RIP(), RIPEntry({ AF: 0, metric: 'Unreach' })],
    summary: 'IP / UDP / RIPv1 req / RIPEntry',
  },
  {
    what: 'a digest: its entry at the front, and itself at the end',
    origin: 'scapy 2.5; tshark 4.0 reads the same values',
    first: IP,
    chain: 'IP/UDP/RIP/RIPAuth/RIPEntry/RIPAuthTrailer',
    octets:
      '4500005c0001000001111786c0000201e0000009020802080048144502020000ffff0003002c0114000000650000000000000000000200000a000000ff0000000000000000000010ffff0001000102030405060708090a0b0c0d0e0f',
    read: {
      RIPAuth: { authtype: 3, digestoffset: 44, keyid: 1, authdatalen: 20, seqnum: 101 },
      RIPEntry: { addr: '10.0.0.0', mask: '255.0.0.0', metric: 16 },
      RIPAuthTrailer: { authtype: 1, authdata: '000102030405060708090a0b0c0d0e0f' },
    },
    build: () => [
      ...below(),
      RIP({ cmd: 'resp', version: 2 }),
      RIPAuth({ authtype: 'md5', digestoffset: 44, keyid: 1, authdatalen: 20, seqnum: 101 }),
      RIPEntry({ addr: '10.0.0.0', mask: '255.0.0.0', metric: 16 }),
      RIPAuthTrailer({ authdata: fromHex('000102030405060708090a0b0c0d0e0f') }),
    ],
  },
  {
    what: 'two routes of version 1',
    origin: 'scapy 2.5',
    first: IP,
    chain: 'IP/UDP/RIP/RIPEntry/RIPEntry',
    octets:
      '45000048000100000111179ac0000201e0000009020802080034a15202010000000200000a00000000000000000000000000000100020000ac100000000000000000000000000002',
    read: { RIP: { cmd: 2, version: 1 }, RIPEntry: { addr: '10.0.0.0', metric: 1 } },
    build: () => [...below(), RIP({ cmd: 'resp' }), RIPEntry({ addr: '10.0.0.0' }), RIPEntry({ addr: '172.16.0.0', metric: 2 })],
  },
  {
    what: 'an authentication of a type that nobody knows',
    origin: 'RFC 2453 §4.1',
    first: RIP,
    chain: 'RIP/RIPAuth/RIPEntry',
    octets: '02020000ffff0009aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0002000000000000000000000000000000000001',
    read: { RIPAuth: { authtype: 9, data: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' } },
    build: () => [
      RIP({ cmd: 2, version: 2 }),
      RIPAuth({ authtype: 9, data: fromHex('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa') }),
      RIPEntry({ addr: '0.0.0.0' }),
    ],
  },
]);
