/** LLMNR, NetBIOS names, and NTP. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import { LLMNRQuery, LLMNRResponse } from '../../../../src/protocols/application/dns/multicast.ts';
import {
  NBNSHeader,
  NBNSNodeStatusRequest,
  NBNSNodeStatusResponse,
  NBNSQueryRequest,
  NBNSQueryResponse,
  NBNSRegistrationRequest,
  NBNSWackResponse,
} from '../../../../src/protocols/application/netbios/nbns.ts';
import { NBTDatagram, NBTSession } from '../../../../src/protocols/application/netbios/nbt.ts';
import { NTPControl, NTPPrivate } from '../../../../src/protocols/application/ntp/control.ts';
import { NTPAuthenticator, NTPHeader, NTPExtension } from '../../../../src/protocols/application/ntp/ntp.ts';
import { TCP } from '../../../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../../../src/protocols/transport/udp.ts';
import type { ScapyCase } from '../case.ts';
import { I, I6, ip, ip6 } from '../ends.ts';

export const nameCases: readonly ScapyCase[] = [
  [
    `${I}/UDP(sport=50000)/LLMNRQuery(id=5,qd=DNSQR(qname="host"))`,
    () => [ip(), UDP({ sport: 50_000 }), LLMNRQuery({ id: 5, qd: [{ qname: 'host.' }] })],
  ],
  [
    `${I6}/UDP(sport=5355,dport=50000)/LLMNRResponse(id=5,qd=DNSQR(qname="host"),an=DNSRR(rrname="host",rdata="192.0.2.1",ttl=30))`,
    () => [
      ip6(),
      UDP({ dport: 50_000 }),
      LLMNRResponse({ id: 5, qd: [{ qname: 'host.' }], an: [{ rrname: 'host.', ttl: 30, rdata: '192.0.2.1' }] }),
    ],
  ],
  [
    `${I}/UDP()/NBNSHeader(NAME_TRN_ID=7,NM_FLAGS=0x11,QDCOUNT=1)/NBNSQueryRequest(QUESTION_NAME="SERVER",SUFFIX="file server service")`,
    () => [ip(), UDP(), NBNSHeader({ NAME_TRN_ID: 7 }), NBNSQueryRequest({ QUESTION_NAME: 'SERVER', SUFFIX: 0x4341 })],
  ],
  [
    `${I}/UDP()/NBNSHeader(NAME_TRN_ID=7,RESPONSE=1,NM_FLAGS=0x58,ANCOUNT=1)/NBNSQueryResponse(RR_NAME="SERVER",SUFFIX="workstation",ADDR_ENTRY=[NBNS_ADD_ENTRY(NB_ADDRESS="192.0.2.1")])`,
    () => [
      ip(),
      UDP(),
      NBNSHeader({ NAME_TRN_ID: 7, NM_FLAGS: 'RA+RD+AA' }),
      NBNSQueryResponse({ RR_NAME: 'SERVER', ADDR_ENTRY: [{ NB_ADDRESS: '192.0.2.1' }] }),
    ],
  ],
  [
    `${I}/UDP()/NBNSHeader(NAME_TRN_ID=8,OPCODE=5,NM_FLAGS=0x11,QDCOUNT=1,ARCOUNT=1)/NBNSRegistrationRequest(QUESTION_NAME="PC",NB_ADDRESS="192.0.2.1",TTL=300000)`,
    () => [
      ip(),
      UDP(),
      NBNSHeader({ NAME_TRN_ID: 8 }),
      NBNSRegistrationRequest({ QUESTION_NAME: 'PC', TTL: 300_000, NB_ADDRESS: '192.0.2.1' }),
    ],
  ],
  [
    `${I}/UDP()/NBNSHeader(NAME_TRN_ID=9,QDCOUNT=1)/NBNSNodeStatusRequest()`,
    () => [ip(), UDP(), NBNSHeader({ NAME_TRN_ID: 9 }), NBNSNodeStatusRequest()],
  ],
  [
    `${I}/UDP()/NBNSHeader(NAME_TRN_ID=9,RESPONSE=1,ANCOUNT=1)/NBNSNodeStatusResponse(RR_NAME="PC",MAC_ADDRESS="02:00:00:00:00:01",NODE_NAME=[NBNSNodeStatusResponseService(NETBIOS_NAME="PC             ")],RDLENGTH=65)`,
    () => [
      ip(),
      UDP(),
      NBNSHeader({ NAME_TRN_ID: 9 }),
      NBNSNodeStatusResponse({
        RR_NAME: 'PC',
        RDLENGTH: 65,
        NODE_NAME: [{ NETBIOS_NAME: 'PC' }],
        MAC_ADDRESS: '02:00:00:00:00:01',
        STATISTICS: [{}, fromHex('000000000000')],
      }),
    ],
  ],
  [
    `${I}/UDP()/NBNSHeader(NAME_TRN_ID=9,RESPONSE=1,OPCODE=7,ANCOUNT=1)/NBNSWackResponse(RR_NAME="PC",TTL=60)`,
    () => [ip(), UDP(), NBNSHeader({ NAME_TRN_ID: 9 }), NBNSWackResponse({ RR_NAME: 'PC', TTL: 60 })],
  ],
  [`${I}/TCP(sport=139,dport=50000)/NBTSession(TYPE=0x85)`, () => [ip(), TCP({ sport: 139, dport: 50_000 }), NBTSession({ TYPE: 0x85 })]],
  [`${I}/UDP()/NTPHeader(ref=0,orig=0,recv=0,sent=0)`, () => [ip(), UDP(), NTPHeader()]],
  [
    `${I}/UDP()/NTPHeader(leap=3,mode=4,stratum=1,poll=6,precision=-20,delay=0.5,dispersion=0.25,ref_id=b"GPS\\x00",ref=3900000000.5,orig=3900000001.25,recv=3900000002.0,sent=3900000003.75)`,
    () => [
      ip(),
      UDP(),
      NTPHeader({
        leap: 3,
        mode: 4,
        stratum: 1,
        poll: 6,
        precision: -20,
        delay: 0.5,
        dispersion: 0.25,
        ref_id: 'GPS',
        ref: 16_750_372_456_547_483_648n,
        orig: 16_750_372_459_768_709_120n,
        recv: 16_750_372_462_989_934_592n,
        sent: 16_750_372_470_506_127_360n,
      }),
    ],
  ],
  [
    `${I}/UDP()/NTPHeader(version=3,mode=1,stratum=3,id="192.0.2.9",ref=0,orig=0,recv=0,sent=0)`,
    () => [ip(), UDP(), NTPHeader({ version: 3, mode: 1, stratum: 3, id: '192.0.2.9' })],
  ],
  [
    `${I}/UDP()/NTPHeader(ref=0,orig=0,recv=0,sent=0)/NTPAuthenticator(key_id=7,dgst=b"0123456789abcdef")`,
    () => [ip(), UDP(), NTPHeader(), NTPAuthenticator({ key_id: 7, dgst: '0123456789abcdef' })],
  ],
  [
    `${I}/UDP()/NTPControl(op_code=1,sequence=5,association_id=9,count=0,data="")`,
    () => [ip(), UDP(), NTPControl({ op_code: 1, sequence: 5, association_id: 9 })],
  ],
  [
    `${I}/UDP(sport=123,dport=123)/NTPPrivate(mode=7,implementation=3,request_code=42)`,
    () => [ip(), UDP(), NTPPrivate({ implementation: 3, request_code: 42 })],
  ],
  [
    `${I}/UDP(sport=123,dport=123)/NTPPrivate(response=1,mode=7,implementation=3,request_code=20,seq=3,err=4)`,
    () => [ip(), UDP(), NTPPrivate({ response: true, seq: 3, implementation: 3, request_code: 20, err: 4 })],
  ],
  [
    'NBTDatagram(ID=7,SourceIP="192.0.2.1",SourceName="PC",DestinationName="LAN",Length=82)',
    () => [NBTDatagram({ ID: 7, SourceIP: '192.0.2.1', Length: 82, SourceName: 'PC', DestinationName: 'LAN' })],
  ],
  [
    `${I}/UDP()/NTPControl(response=1,op_code=2,sequence=5,association_id=0,status_word=NTPSystemStatusPacket(leap_indicator=1,clock_source=6),count=14,data="stratum=2, x=1")`,
    () => [ip(), UDP(), NTPControl({ response: true, op_code: 2, sequence: 5, status: 0x4600, data: 'stratum=2, x=1' })],
  ],
  [
    `${I}/UDP()/NTPHeader(ref=0,orig=0,recv=0,sent=0)/NTPExtension(type=0x104,len=32,value=Raw(b"x"*28))`,
    () => [ip(), UDP(), NTPHeader(), NTPExtension({ type: 0x104, value: 'x'.repeat(28) })],
  ],
];
