/** IKE, version 1 and 2. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import { IKEv2, ISAKMP, NAT_KEEPALIVE, NON_ESP } from '../../../../src/protocols/application/ike/isakmp.ts';
import {
  IKEv2_payload_Encrypted,
  IKEv2_payload_KE,
  IKEv2_payload_Nonce,
  IKEv2_payload_Notify,
  IKEv2_payload_SA,
  IKEv2_payload_VendorID,
  ISAKMP_payload,
  ISAKMP_payload_ID,
  ISAKMP_payload_SA,
} from '../../../../src/protocols/application/ike/payloads.ts';
import { UDP } from '../../../../src/protocols/transport/udp.ts';
import type { ScapyCase } from '../case.ts';
import { I, ip } from '../ends.ts';

export const ikeCases: readonly ScapyCase[] = [
  [
    `${I}/UDP(sport=500,dport=500)/ISAKMP(init_cookie=b"12345678",exch_type=2)`,
    () => [ip(), UDP(), ISAKMP({ init_cookie: '12345678', exch_type: 2 })],
  ],
  [
    `${I}/UDP(sport=500,dport=500)/ISAKMP(init_cookie=b"12345678",exch_type=2)/ISAKMP_payload_VendorID(load=b"vendor")`,
    () => [
      ip(),
      UDP(),
      ISAKMP({ init_cookie: '12345678', next_payload: 13, exch_type: 2 }),
      IKEv2_payload_VendorID({ vendorID: 'vendor' }),
    ],
  ],
  [
    `${I}/UDP(sport=500,dport=500)/ISAKMP(init_cookie=b"12345678",resp_cookie=b"abcdefgh",exch_type=2,id=7)/ISAKMP_payload_KE(load=b"k"*16)/ISAKMP_payload_Nonce(load=b"n"*8)`,
    () => [
      ip(),
      UDP(),
      ISAKMP({ init_cookie: '12345678', resp_cookie: 'abcdefgh', exch_type: 2, id: 7 }),
      ISAKMP_payload({ next_payload: 10, load: 'k'.repeat(16) }),
      IKEv2_payload_Nonce({ load: 'n'.repeat(8) }),
    ],
  ],
  [
    `${I}/UDP(sport=500,dport=500)/ISAKMP(init_cookie=b"12345678",exch_type=4)/ISAKMP_payload_ID(IDtype=1,ProtoID=17,Port=500,load=b"\\xc0\\x00\\x02\\x01")/ISAKMP_payload_Hash(load=b"h"*8)`,
    () => [
      ip(),
      UDP(),
      ISAKMP({ init_cookie: '12345678', exch_type: 4 }),
      ISAKMP_payload_ID({ next_payload: 8, ProtoID: 17, Port: 500, load: fromHex('c0000201') }),
      ISAKMP_payload({ load: 'h'.repeat(8) }),
    ],
  ],
  [
    `${I}/UDP(sport=500,dport=500)/ISAKMP(init_cookie=b"12345678",exch_type=2)/ISAKMP_payload_SA(prop=ISAKMP_payload_Proposal(trans_nb=1,trans=ISAKMP_payload_Transform(num=1,id=1,transforms=[("Encryption","AES-CBC"),("Hash","SHA"),("Authentication","PSK"),("GroupDesc","1024MODPgr"),("KeyLength",256),("LifeType","Seconds"),("LifeDuration",28800)])))`,
    () => [
      ip(),
      UDP(),
      ISAKMP({ init_cookie: '12345678', exch_type: 2 }),
      ISAKMP_payload_SA({
        prop: [{ trans: [{ num: 1, transforms: fromHex('80010007800200028003000180040002800e0100800b0001800c7080') }] }],
      }),
    ],
  ],
  [
    `${I}/UDP(sport=500,dport=500)/IKEv2(init_SPI=b"12345678",next_payload=0,exch_type=34,flags="Initiator")`,
    () => [ip(), UDP(), IKEv2({ init_SPI: '12345678' })],
  ],
  [
    `${I}/UDP(sport=500,dport=500)/IKEv2(init_SPI=b"12345678",resp_SPI=b"abcdefgh",exch_type=34,flags="Response")/IKEv2_payload_Notify(type=14)`,
    () => [ip(), UDP(), IKEv2({ init_SPI: '12345678', resp_SPI: 'abcdefgh', flags: 'Response' }), IKEv2_payload_Notify({ type: 14 })],
  ],
  [
    `${I}/UDP(sport=500,dport=500)/IKEv2(init_SPI=b"12345678",resp_SPI=b"abcdefgh",exch_type=35,id=1)/IKEv2_payload_Encrypted(load=b"e"*32)`,
    () => [
      ip(),
      UDP(),
      IKEv2({ init_SPI: '12345678', resp_SPI: 'abcdefgh', exch_type: 35, flags: '', id: 1 }),
      IKEv2_payload_Encrypted({ load: 'e'.repeat(32) }),
    ],
  ],
  [
    `${I}/UDP(sport=4500,dport=4500)/NON_ESP()/IKEv2(init_SPI=b"12345678",resp_SPI=b"abcdefgh",next_payload=0,exch_type=37,id=2)`,
    () => [ip(), UDP(), NON_ESP(), IKEv2({ init_SPI: '12345678', resp_SPI: 'abcdefgh', exch_type: 37, flags: '', id: 2 })],
  ],
  [`${I}/UDP(sport=4500,dport=4500)/NAT_KEEPALIVE()`, () => [ip(), UDP(), NAT_KEEPALIVE()]],
  [
    `${I}/UDP(sport=500,dport=500)/IKEv2(init_SPI=b"12345678",exch_type=34)/IKEv2_payload_Notify(next_payload=43,length=13,proto=3,type=11,SPI=b"abcd",load=b"x")/IKEv2_payload_VendorID(vendorID=b"vendor")`,
    () => [
      ip(),
      UDP(),
      IKEv2({ init_SPI: '12345678', flags: '' }),
      IKEv2_payload_Notify({ proto: 3, type: 11, SPI: 'abcd', load: 'x' }),
      IKEv2_payload_VendorID({ vendorID: 'vendor' }),
    ],
  ],
  [
    `${I}/UDP(sport=500,dport=500)/IKEv2(init_SPI=b"12345678",exch_type=34,flags="Initiator")/IKEv2_payload_SA(next_payload=34,prop=IKEv2_payload_Proposal(trans_nb=2,trans=IKEv2_payload_Transform(next_payload=3,transform_type=1,transform_id=12,length=12,key_length=256)/IKEv2_payload_Transform(transform_type=2,transform_id=2)))/IKEv2_payload_KE(next_payload=40,group=14,load=b"k"*16)/IKEv2_payload_Nonce(load=b"n"*16)`,
    () => [
      ip(),
      UDP(),
      IKEv2({ init_SPI: '12345678' }),
      IKEv2_payload_SA({
        prop: [
          {
            trans: [
              { next_payload: 3, transform_id: 12, attributes: fromHex('800e0100') },
              { transform_type: 2, transform_id: 2 },
            ],
          },
        ],
      }),
      IKEv2_payload_KE({ group: 14, load: 'k'.repeat(16) }),
      IKEv2_payload_Nonce({ load: 'n'.repeat(16) }),
    ],
  ],
];
