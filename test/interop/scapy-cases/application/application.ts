/** What UDP and TCP carry. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import { CoAP } from '../../../../src/protocols/application/coap.ts';
import { TFTP, TFTP_ACK, TFTP_DATA, TFTP_ERROR, TFTP_OACK, TFTP_RRQ, TFTP_WRQ } from '../../../../src/protocols/application/tftp.ts';
import type { ScapyCase } from '../case.ts';

/** scapy has no line of its own for CoAP; lengths from 269 on it writes in the wrong order of octets (RFC 7252 §3.1). */
const coap = (scapy: string, given: Parameters<typeof CoAP>[0]): ScapyCase => [
  scapy,
  () => [CoAP(given)],
  { summary: 'ours says the code' },
];

export const applicationCases: readonly ScapyCase[] = [
  ["TFTP()/TFTP_RRQ(filename='a.txt')", () => [TFTP(), TFTP_RRQ({ filename: 'a.txt' })]],
  [
    "TFTP()/TFTP_WRQ(filename='a.txt',mode='netascii')/TFTP_Options(options=[TFTP_Option(oname='blksize',value='1428')])",
    () => [TFTP(), TFTP_WRQ({ filename: 'a.txt', mode: 'netascii', options: [{ oname: 'blksize', value: '1428' }] })],
    { summary: 'scapy has a layer for the options' },
  ],
  ["TFTP()/TFTP_DATA(block=3)/b'xyz'", () => [TFTP(), TFTP_DATA({ block: 3 }), 'xyz']],
  ['TFTP()/TFTP_ACK(block=65535)', () => [TFTP(), TFTP_ACK({ block: 65_535 })]],
  ["TFTP()/TFTP_ERROR(errorcode=1,errormsg='no')", () => [TFTP(), TFTP_ERROR({ errorcode: 'File not found', errormsg: 'no' })]],
  [
    "TFTP()/TFTP_OACK()/TFTP_Options(options=[TFTP_Option(oname='tsize',value='0'),TFTP_Option(oname='timeout',value='3')])",
    () => [
      TFTP(),
      TFTP_OACK({
        options: [
          { oname: 'tsize', value: '0' },
          { oname: 'timeout', value: '3' },
        ],
      }),
    ],
    { summary: 'scapy has a layer for the options' },
  ],
  coap("CoAP(code=1,msg_id=0x1234,token=b'ab',options=[('Uri-Host','example.com'),('Uri-Path','.well-known'),('Uri-Path','core')])", {
    code: 'GET',
    msg_id: 0x1234,
    token: fromHex('6162'),
    options: [
      ['Uri-Host', 'example.com'],
      ['Uri-Path', '.well-known'],
      ['Uri-Path', 'core'],
    ],
  }),
  coap("CoAP(type=2,code=69,msg_id=0x1234,options=[('Content-Format',b'\\x28')],paymark=b'\\xff')/Raw(b'</a>')", {
    type: 'ACK',
    code: '2.05 Content',
    msg_id: 0x1234,
    options: [['Content-Format', 40]],
    payload: fromHex('3c2f613e'),
  }),
  coap("CoAP(type=1,code=2,msg_id=7,options=[('Uri-Query','a=1'),('Size1',b'\\x01\\x00')],paymark=b'\\xff')/Raw(b'xxx')", {
    type: 'NON',
    code: 'POST',
    msg_id: 7,
    options: [
      ['Uri-Query', 'a=1'],
      ['Size1', 256],
    ],
    payload: fromHex('787878'),
  }),
  coap('CoAP(type=3,msg_id=9)', { type: 'RST', msg_id: 9 }),
  coap("CoAP(code=4,msg_id=1,options=[('Uri-Path','x'*200)])", { code: 'DELETE', msg_id: 1, options: [['Uri-Path', 'x'.repeat(200)]] }),
  coap("CoAP(code=1,msg_id=2,options=[('Max-Age',b'\\x3c')])", { code: 1, msg_id: 2, options: [['Max-Age', 60]] }),
  coap('CoAP(code=132,type=2,msg_id=2)', { code: '4.04 Not Found', type: 2, msg_id: 2 }),
  coap("CoAP(code=1,msg_id=3,options=[('Proxy-Uri','http://a/')])", { code: 1, msg_id: 3, options: [['Proxy-Uri', 'http://a/']] }),
];
