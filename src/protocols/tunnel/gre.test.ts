import { layerSuite } from '../../../test/support/layer-suite.ts';
import { fromHex } from '../../bytes/hex.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { GRE, GRE_PPTP } from './gre.ts';

const I = () => IP({ src: '192.0.2.1', dst: '192.0.2.2' });
const ip = '45000014000100004000f6e5c0000201c0000202';

layerSuite('GRE', [
  {
    what: 'nothing but a protocol',
    origin: 'scapy 2.5: GRE()/IP()',
    first: GRE,
    chain: 'GRE/IP',
    octets: `00000800${ip}`,
    read: { GRE: { version: 0, proto: 0x800 } },
    build: () => [GRE(), I()],
    summary: 'GRE / 192.0.2.1 > 192.0.2.2 hopopt',
  },
  {
    what: 'checksum, key and sequence number',
    origin: 'scapy 2.5: GRE(chksum_present=1,key=0x01020304,sequence_number=7)/IP()',
    first: GRE,
    chain: 'GRE/IP',
    octets: `b000080043f200000102030400000007${ip}`,
    read: { GRE: { chksum: 0x43f2, offset: 0, key: 0x01020304, sequence_number: 7 } },
    build: () => [GRE({ chksum_present: true, key: 0x01020304, sequence_number: 7 }), I()],
  },
  {
    what: 'a source route without a checksum',
    origin: 'scapy 2.5: GRE(routing_present=1)/GRErouting(address_family=0x800,routing_info=…)/GRErouting()/IP()',
    first: GRE,
    chain: 'GRE/IP',
    octets: `4000080000000000080000040102030400000000${ip}`,
    read: {
      GRE: { no_chksum: 0, route_offset: 0, routing: [{ address_family: 0x800, SRE_offset: 0, SRE_len: 4, routing_info: '01020304' }] },
    },
    build: () => [GRE({ routing: [{ address_family: 'IP', routing_info: fromHex('01020304') }] }), I()],
  },
  {
    what: 'PPTP',
    origin: 'scapy 2.5: GRE_PPTP(sequence_number=5,ack_number=9,call_id=3)',
    first: GRE,
    chain: 'GRE_PPTP',
    octets: '3081880b000000030000000500000009',
    read: { GRE_PPTP: { payload_len: 0, call_id: 3, sequence_number: 5, ack_number: 9 } },
    build: () => [GRE_PPTP({ proto: 0x880b, call_id: 3, sequence_number: 5, ack_number: 9 })],
    summary: 'GRE_PPTP',
  },
]);
