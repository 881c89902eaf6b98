/** More options of IP and TCP, more of ICMP, and chunks that extend SCTP. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import { ICMP } from '../../../../src/protocols/network/icmp/icmp.ts';
import { IP } from '../../../../src/protocols/network/ipv4/ipv4.ts';
import { IPerror, TCPerror, UDPerror } from '../../../../src/protocols/network/quoted.ts';
import {
  SCTPChunkAddressConf,
  SCTPChunkAddressConfAck,
  SCTPChunkAuthentication,
} from '../../../../src/protocols/transport/sctp-extensions.ts';
import { SCTP } from '../../../../src/protocols/transport/sctp.ts';
import { TCP } from '../../../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../../../src/protocols/transport/udp.ts';
import type { ScapyCase } from '../case.ts';
import { I, ip } from '../ends.ts';

export const optionCases: readonly ScapyCase[] = [
  [
    `${I}/TCP(options=[("AO",TCPAOValue(bytes([1,2])+b"0123456789ab"))])`,
    () => [ip(), TCP({ options: [['AO', { keyid: 1, rnextkeyid: 2, mac: '0123456789ab' }]] })],
  ],
  [
    `${I}/TCP(options=[("UTO",300),("Mood",b":)")])`,
    () => [
      ip(),
      TCP({
        options: [
          ['UTO', 300],
          ['Mood', ':)'],
        ],
      }),
    ],
  ],
  [`${I}/TCP(options=[("TFO",(5,6))])`, () => [ip(), TCP({ options: [['TFO', fromHex('0000000500000006')]] })]],
  [`${I}/TCP(options=[("MD5",b"0123456789abcdef")])`, () => [ip(), TCP({ options: [['MD5', '0123456789abcdef']] })]],
  [`${I}/TCP(options=[("AltChkSum",(1,2))])`, () => [ip(), TCP({ options: [['AltChkSum', fromHex('010002')]] })]],
  [
    'IP(src="192.0.2.1",dst="192.0.2.2",options=[IPOption_LSRR(routers=["192.0.2.9","192.0.2.10"])])/UDP()',
    () => [IP({ src: '192.0.2.1', dst: '192.0.2.2', options: [['LSRR', { routers: ['192.0.2.9', '192.0.2.10'] }]] }), UDP()],
  ],
  [
    'IP(src="192.0.2.1",dst="192.0.2.2",options=[IPOption_Stream_Id(security=5)])/UDP()',
    () => [IP({ src: '192.0.2.1', dst: '192.0.2.2', options: [['SID', 5]] }), UDP()],
  ],
  [
    'IP(src="192.0.2.1",dst="192.0.2.2",options=[IPOption_MTU_Probe(mtu=1400)])/UDP()',
    () => [IP({ src: '192.0.2.1', dst: '192.0.2.2', options: [['MTUProbe', 1400]] }), UDP()],
  ],
  [
    'IP(src="192.0.2.1",dst="192.0.2.2",options=[IPOption_Timestamp(flg=0,timestamp=5)])/UDP()',
    () => [IP({ src: '192.0.2.1', dst: '192.0.2.2', options: [['Timestamp', { pointer: 9, stamps: [5] }]] }), UDP()],
  ],
  [
    'IP(src="192.0.2.1",dst="192.0.2.2",options=[IPOption_Traceroute(id=1,outbound_hops=2,return_hops=3,originator_ip="192.0.2.1")])/UDP()',
    () => [IP({ src: '192.0.2.1', dst: '192.0.2.2', options: [[18, fromHex('000100020003c0000201')]] }), UDP()],
  ],
  [
    'IP(src="192.0.2.1",dst="192.0.2.2",options=[IPOption_Security(security=1,compartment=2,handling_restrictions=3,transmission_control_code="abc")])/UDP()',
    () => [IP({ src: '192.0.2.1', dst: '192.0.2.2', options: [['Security', fromHex('000100020003616263')]] }), UDP()],
  ],
  [
    'IP(src="192.0.2.1",dst="192.0.2.2",options=[IPOption_SDBM(addresses=["192.0.2.7"])])/UDP()',
    () => [IP({ src: '192.0.2.1', dst: '192.0.2.2', options: [['SDB', ['192.0.2.7']]] }), UDP()],
  ],
  [
    'IP(src="192.0.2.1",dst="192.0.2.2",options=[IPOption_Address_Extension(src_ext="192.0.2.7",dst_ext="192.0.2.8")])/UDP()',
    () => [IP({ src: '192.0.2.1', dst: '192.0.2.2', options: [['AddressExtension', fromHex('c0000207c0000208')]] }), UDP()],
  ],
  [
    `${I}/ICMP(type=4)/IPerror(src="192.0.2.2",dst="192.0.2.1")/UDPerror()`,
    () => [ip(), ICMP({ type: 4 }), IPerror({ src: '192.0.2.2', dst: '192.0.2.1' }), UDPerror()],
  ],
  [
    `${I}/ICMP(type=12,code=1,ptr=9)/IPerror(src="192.0.2.2",dst="192.0.2.1")/TCPerror()`,
    () => [ip(), ICMP({ type: 12, code: 1, ptr: 9 }), IPerror({ src: '192.0.2.2', dst: '192.0.2.1' }), TCPerror()],
  ],
  [`${I}/ICMP(type=17,id=1,addr_mask="255.255.255.0")`, () => [ip(), ICMP({ type: 17, id: 1, addr_mask: '255.255.255.0' })]],
  [`${I}/ICMP(type=14,id=3,ts_ori=5,ts_rx=6,ts_tx=7)`, () => [ip(), ICMP({ type: 14, id: 3, ts_ori: 5, ts_rx: 6, ts_tx: 7 })]],
  [
    'IP(src="192.0.2.1",dst="192.0.2.2",options=[IPOption_SSRR(routers=["192.0.2.9"]),IPOption_EOL()])/UDP()',
    () => [IP({ src: '192.0.2.1', dst: '192.0.2.2', options: [['SSRR', { routers: ['192.0.2.9'] }]] }), UDP()],
  ],
  ['SCTP(sport=1,dport=2)/SCTPChunkAddressConf(seq=5)', () => [SCTP({ sport: 1, dport: 2 }), SCTPChunkAddressConf({ seq: 5 })]],
  ['SCTP(sport=1,dport=2)/SCTPChunkAddressConfAck(seq=5)', () => [SCTP({ sport: 1, dport: 2 }), SCTPChunkAddressConfAck({ seq: 5 })]],
  [
    'SCTP(sport=1,dport=2)/SCTPChunkAuthentication(shared_key_id=1,HMAC_function=3,HMAC=b"h"*32)',
    () => [SCTP({ sport: 1, dport: 2 }), SCTPChunkAuthentication({ shared_key_id: 1, HMAC_function: 3, HMAC: 'h'.repeat(32) })],
  ],
];
