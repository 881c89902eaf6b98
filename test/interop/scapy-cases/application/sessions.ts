/** SMB, DCE/RPC, Kerberos and frames of HTTP/2. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import { DceRpc5 } from '../../../../src/protocols/application/dcerpc/dcerpc.ts';
import { Kerberos, KerberosTCPHeader } from '../../../../src/protocols/application/directory/kerberos.ts';
import { H2Frame } from '../../../../src/protocols/application/http2/http2.ts';
import { SMB_Header } from '../../../../src/protocols/application/smb/smb.ts';
import { SMB2_Header } from '../../../../src/protocols/application/smb/smb2.ts';
import type { ScapyCase } from '../case.ts';

export const sessionCases: readonly ScapyCase[] = [
  ['SMB2_Header(Command=0,MID=1)', () => [SMB2_Header({ MID: 1n })]],
  [
    'DceRpc5(ptype=11,call_id=1)/DceRpc5Bind(context_elem=[])',
    () => [DceRpc5({ ptype: 11, pfc_flags: '', max_recv_frag: 8192, data: fromHex('00000000') })],
  ],
  ['DceRpc5(ptype=0,call_id=2)/DceRpc5Request(opnum=3)/b"abcd"', () => [DceRpc5({ pfc_flags: '', call_id: 2, opnum: 3, data: 'abcd' })]],
  ['H2Frame(type=6,stream_id=0)/H2PingFrame(opaque=0x0102030405060708)', () => [H2Frame({ type: 6, body: fromHex('0102030405060708') })]],
  [
    'H2Frame(type=4)/H2SettingsFrame(settings=[H2Setting(id=3,value=100),H2Setting(id=4,value=65535)])',
    () => [
      H2Frame({
        body: [
          { id: 3, value: 100 },
          { id: 4, value: 65_535 },
        ],
      }),
    ],
  ],
  ['H2Frame(type=4,flags=1)', () => [H2Frame({ flags: 1 })]],
  [
    'H2Frame(type=8,stream_id=3)/H2WindowUpdateFrame(win_size_incr=1000)',
    () => [H2Frame({ type: 8, stream_id: 3, body: { win_size_incr: 1000 } })],
  ],
  ['H2Frame(type=3,stream_id=5)/H2ResetFrame(error=8)', () => [H2Frame({ type: 3, stream_id: 5, body: 8 })]],
  [
    'H2Frame(type=7)/H2GoAwayFrame(last_stream_id=7,error=2,additional_data=b"bye")',
    () => [H2Frame({ type: 7, body: { last_stream_id: 7, error: 2, additional_data: 'bye' } })],
  ],
  ['H2Frame(type=0,stream_id=1,flags=1)/H2DataFrame(data=b"hello")', () => [H2Frame({ type: 0, flags: 1, stream_id: 1, body: 'hello' })]],
  [
    'H2Frame(type=2,stream_id=3)/H2PriorityFrame(exclusive=1,stream_dependency=1,weight=15)',
    () => [H2Frame({ type: 2, stream_id: 3, body: { exclusive: true, dependency: 1, weight: 15 } })],
  ],
  [
    'SMB_Header(Command=0x72,Flags=0x18,Flags2=0xc853,PIDLow=0xfeff,MID=1)/b"\\x00\\x00\\x00"',
    () => [SMB_Header({ Flags2: 0xc853, PIDLow: 65_279, MID: 1 })],
  ],
  [
    'Kerberos(root=KRB_ERROR(ctime=None,stime=ASN1_GENERALIZED_TIME("20260101000000Z"),susec=ASN1_INTEGER(5),errorCode=ASN1_INTEGER(25),realm=ASN1_GENERAL_STRING("R"),sname=PrincipalName(nameType=ASN1_INTEGER(2),nameString=[ASN1_GENERAL_STRING("krbtgt")])))',
    () => [
      Kerberos({
        message: [
          'KRB_ERROR',
          {
            rest: fromHex(
              'a303020100a411180f32303236303130313030303030305aa503020105a603020119a7021b00a9031b0152aa133011a003020102a10a30081b066b7262746774ab021b00ac020400',
            ),
          },
        ],
      }),
    ],
  ],
  [
    'KerberosTCPHeader()/Kerberos(root=KRB_ERROR(ctime=None,stime=ASN1_GENERALIZED_TIME("20260101000000Z"),susec=ASN1_INTEGER(5),errorCode=ASN1_INTEGER(6),realm=ASN1_GENERAL_STRING("R"),sname=PrincipalName(nameType=ASN1_INTEGER(2),nameString=[ASN1_GENERAL_STRING("krbtgt")])))',
    () => [
      KerberosTCPHeader(),
      Kerberos({
        message: [
          'KRB_ERROR',
          {
            rest: fromHex(
              'a303020100a411180f32303236303130313030303030305aa503020105a603020106a7021b00a9031b0152aa133011a003020102a10a30081b066b7262746774ab021b00ac020400',
            ),
          },
        ],
      }),
    ],
  ],
];
