/** TACACS+, RTP, RTCP, SOCKS, ONC RPC and Diameter. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import { DiamG } from '../../../../src/protocols/application/diameter/diameter.ts';
import { RM_Header, RPC, RPC_Call, RPC_Reply } from '../../../../src/protocols/application/rpc/rpc.ts';
import { RTCP } from '../../../../src/protocols/application/rtp/rtcp.ts';
import { RTP, RTPExtension } from '../../../../src/protocols/application/rtp/rtp.ts';
import {
  SOCKS,
  SOCKS4Reply,
  SOCKS4Request,
  SOCKS5Reply,
  SOCKS5Request,
  SOCKS5UDP,
} from '../../../../src/protocols/application/socks/socks.ts';
import { TacacsHeader } from '../../../../src/protocols/application/tacacs.ts';
import { TCP } from '../../../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../../../src/protocols/transport/udp.ts';
import type { ScapyCase } from '../case.ts';
import { I, ip } from '../ends.ts';

export const serviceCases: readonly ScapyCase[] = [
  [`${I}/TCP(dport=49,sport=50000)/TacacsHeader(session_id=7)`, () => [ip(), TCP({ sport: 50_000 }), TacacsHeader({ session_id: 7 })]],
  ['RTP(sequence=5,timestamp=9,sourcesync=7)/b"abc"', () => [RTP({ sequence: 5, timestamp: 9, sourcesync: 7 }), 'abc']],
  [
    'RTP(extension=1,sequence=1)/RTPExtension(header_id=0xbede,header=[0x10aa0000])/b"x"',
    () => [RTP({ extension: true, sequence: 1 }), RTPExtension({ header_id: 0xbede, header: [279_576_576] }), 'x'],
  ],
  [
    `${I}/TCP(dport=1080,sport=50000)/SOCKS(vn=4)/SOCKS4Request(cd=1,dstport=80,dst="192.0.2.9",userid=b"bob")`,
    () => [ip(), TCP({ sport: 1081 }), SOCKS(), SOCKS4Request({ dst: '192.0.2.9', userid: 'bob' })],
  ],
  [
    `${I}/TCP(sport=1080,dport=50000)/SOCKS(vn=0)/SOCKS4Reply(cd=91,dstport=80,dst="192.0.2.9")`,
    () => [ip(), TCP({ sport: 1080, dport: 1081 }), SOCKS(), SOCKS4Reply({ cd: 91, dstport: 80, dst: '192.0.2.9' })],
  ],
  [
    `${I}/UDP(sport=50000,dport=111)/RPC(xid=7,mtype=0)/RPC_Call(program=100000,pversion=2,procedure=3,aflavor=0,alength=0)`,
    () => [ip(), UDP({ sport: 50_000 }), RPC({ xid: 7 }), RPC_Call({ program: 100_000, pversion: 2, procedure: 3 })],
  ],
  [`${I}/UDP(sport=111,dport=50000)/RPC(xid=7,mtype=1)/RPC_Reply()`, () => [ip(), UDP({ dport: 50_000 }), RPC({ xid: 7 }), RPC_Reply()]],
  [
    `${I}/TCP(sport=50000,dport=2049)/RM_Header(rm=0x80000028)/RPC(xid=7,mtype=0)/RPC_Call(procedure=1,aflavor=0,alength=0)`,
    () => [ip(), TCP({ sport: 50_000, dport: 2049 }), RM_Header(), RPC({ xid: 7 }), RPC_Call({ procedure: 1 })],
  ],
  [
    `${I}/TCP(dport=3868,sport=50000)/DiamG(drFlags=0x80,drCode=257,drAppId=0,drHbHId=1,drEtEId=2,avpList=[AVP(264,val="host"),AVP(296,val="realm"),AVP(268,val=2001)])`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      DiamG({
        drHbHId: 1,
        drEtEId: 2,
        avpList: [
          { avpCode: 264, val: 'host' },
          { avpCode: 296, val: 'realm' },
          { avpCode: 268, val: 2001 },
        ],
      }),
    ],
  ],
  [
    'RTP(marker=1,payload_type=8,sequence=65535,timestamp=0xffffffff,sourcesync=1,sync=[2,3])/(b"\\xd5"*20)',
    () => [
      RTP({ marker: true, payload_type: 8, sequence: 65_535, timestamp: 4_294_967_295, sourcesync: 1, sync: [2, 3] }),
      new Uint8Array(20).fill(0xd5),
    ],
  ],
  ['RTP(padding=1,payload_type=0,sequence=1)/b"\\x00\\x00\\x00\\x04"', () => [RTP({ padding: true, sequence: 1 }), fromHex('00000004')]],
  [
    'RTCP(packet_type=200,sourcesync=7,sender_info=SenderInfo(ntp_timestamp=5,rtp_timestamp=6,sender_packet_count=7,sender_octet_count=8))',
    () => [RTCP({ sourcesync: 7, sender_info: { ntp_timestamp: 5n, rtp_timestamp: 6, sender_packet_count: 7, sender_octet_count: 8 } })],
  ],
  [
    'RTCP(packet_type=201,count=1,length=7,sourcesync=7,report_blocks=[ReceptionReport(sourcesync=9,fraction_lost=1,cumulative_lost=2,highest_seqnum_recv=3,interarrival_jitter=4,last_SR_timestamp=5,delay_since_last_SR=6)])',
    () => [
      RTCP({
        count: 1,
        packet_type: 201,
        sourcesync: 7,
        report_blocks: [
          {
            sourcesync: 9,
            fraction_lost: 1,
            cumulative_lost: 2,
            highest_seqnum_recv: 3,
            interarrival_jitter: 4,
            last_SR_timestamp: 5,
            delay_since_last_SR: 6,
          },
        ],
      }),
    ],
  ],
  [
    'RTCP(packet_type=202,sdes_chunks=[SDESChunk(sourcesync=7,items=[SDESItem(chunk_type=1,value=b"me@x"),SDESItem(chunk_type=0,value=b"")])])',
    () => [RTCP({ packet_type: 202, sdes_chunks: [{ sourcesync: 7, items: [{ value: 'me@x' }] }] })],
    { layers: 'scapy has the octet that ends the list (RFC 3550 §6.5) as an item' },
  ],
  [
    `${I}/TCP(dport=1080,sport=50000)/SOCKS(vn=5)/SOCKS5Request(cd=1,atyp=1,addr="192.0.2.1",port=80)`,
    () => [ip(), TCP({ sport: 1081 }), SOCKS(), SOCKS5Request({ addr: '192.0.2.1' })],
  ],
  [
    `${I}/TCP(sport=1080,dport=50000)/SOCKS(vn=5)/SOCKS5Reply(rep=0,atyp=1,addr="192.0.2.1",port=80)`,
    () => [ip(), TCP({ sport: 1080, dport: 1081 }), SOCKS(), SOCKS5Reply({ addr: '192.0.2.1' })],
  ],
  ['SOCKS5Request(cd=3,atyp=4,addr="2001:db8::1",port=443)', () => [SOCKS5Request({ cd: 3, atyp: 4, addr: '2001:db8::1', port: 443 })]],
  ['SOCKS5UDP(frag=1,atyp=1,addr="192.0.2.9",port=53)/b"x"', () => [SOCKS5UDP({ frag: 1, addr: '192.0.2.9', port: 53 }), 'x']],
  [
    `${I}/UDP(sport=50000,dport=111)/RPC(xid=7,mtype=0)/RPC_Call(program=100000,pversion=2,procedure=3,aflavor=1,alength=24,a_unix=Auth_Unix(stamp=5,mname=Object_Name(length=4,_name=b"host"),uid=0,gid=0,num_auxgids=0))`,
    () => [
      ip(),
      UDP({ sport: 50_000 }),
      RPC({ xid: 7 }),
      RPC_Call({ program: 100_000, pversion: 2, procedure: 3, aflavor: 1, a_unix: { stamp: 5, mname: 'host' } }),
    ],
  ],
];
