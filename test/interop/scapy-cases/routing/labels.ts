/** LDP and RSVP. */
import {
  LDP,
  LDPAddress,
  LDPAddressWM,
  LDPHello,
  LDPInit,
  LDPKeepAlive,
  LDPLabelMM,
  LDPLabelRelM,
  LDPLabelReqM,
  LDPLabelWM,
  LDPNotification,
} from '../../../../src/protocols/routing/ldp.ts';
import { RSVP } from '../../../../src/protocols/routing/rsvp.ts';
import { TCP } from '../../../../src/protocols/transport/tcp/tcp.ts';
import { UDP } from '../../../../src/protocols/transport/udp.ts';
import type { ScapyCase } from '../case.ts';
import { I, ip } from '../ends.ts';

export const labelCases: readonly ScapyCase[] = [
  [
    `${I}/UDP()/LDP(id="192.0.2.1")/LDPHello(id=1,params=[15,0,0])`,
    () => [ip(), UDP(), LDP({ id: '192.0.2.1' }), LDPHello({ id: 1, tlvs: [['CommonHello', { hold: 15 }]] })],
  ],
  [
    `${I}/UDP()/LDP(id="192.0.2.1")/LDPHello(id=2,params=[45,1,1])`,
    () => [
      ip(),
      UDP(),
      LDP({ id: '192.0.2.1' }),
      LDPHello({ id: 2, tlvs: [['CommonHello', { hold: 45, targeted: true, requested: true }]] }),
    ],
  ],
  [
    `${I}/TCP(sport=50000,dport=646)/LDP(id="192.0.2.1")/LDPInit(id=3,params=[30,0,0,0,0,"192.0.2.2",0])`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      LDP({ id: '192.0.2.1' }),
      LDPInit({ id: 3, tlvs: [['CommonSession', { keepalive: 30, receiver: '192.0.2.2' }]] }),
    ],
  ],
  [
    `${I}/TCP(sport=50000,dport=646)/LDP(id="192.0.2.1")/LDPKeepAlive(id=4)`,
    () => [ip(), TCP({ sport: 50_000 }), LDP({ id: '192.0.2.1' }), LDPKeepAlive({ id: 4 })],
  ],
  [
    `${I}/TCP(sport=50000,dport=646)/LDP(id="192.0.2.1")/LDPAddress(id=5,address=["192.0.2.1","198.51.100.1"])`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      LDP({ id: '192.0.2.1' }),
      LDPAddress({ id: 5, tlvs: [['AddressList', { addresses: ['192.0.2.1', '198.51.100.1'] }]] }),
    ],
  ],
  [
    `${I}/TCP(sport=50000,dport=646)/LDP(id="192.0.2.1")/LDPAddressWM(id=6,address=["192.0.2.1"])`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      LDP({ id: '192.0.2.1' }),
      LDPAddressWM({ id: 6, tlvs: [['AddressList', { addresses: ['192.0.2.1'] }]] }),
    ],
  ],
  [
    `${I}/TCP(sport=50000,dport=646)/LDP(id="192.0.2.1")/LDPNotification(id=12,status=(1,0,10,0,0))`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      LDP({ id: '192.0.2.1' }),
      LDPNotification({ id: 0xc, tlvs: [['Status', { fatal: true, code: 10 }]] }),
    ],
  ],
  [
    `${I}/TCP(sport=50000,dport=646)/LDP(id="192.0.2.1")/LDPLabelMM(id=7,fec=[("198.51.100.7",32)],label=16)`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      LDP({ id: '192.0.2.1' }),
      LDPLabelMM({
        id: 7,
        tlvs: [
          ['FEC', [{ value: { prefix: '198.51.100.7' } }]],
          ['GenericLabel', 16],
        ],
      }),
    ],
  ],
  [
    `${I}/TCP(sport=50000,dport=646)/LDP(id="192.0.2.1")/LDPLabelReqM(id=8,fec=[("198.51.100.7",32)])`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      LDP({ id: '192.0.2.1' }),
      LDPLabelReqM({ id: 8, tlvs: [['FEC', [{ value: { prefix: '198.51.100.7' } }]]] }),
    ],
  ],
  [
    `${I}/TCP(sport=50000,dport=646)/LDP(id="192.0.2.1")/LDPLabelWM(id=9,fec=[("198.51.100.7",32)],label=17)`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      LDP({ id: '192.0.2.1' }),
      LDPLabelWM({
        id: 9,
        tlvs: [
          ['FEC', [{ value: { prefix: '198.51.100.7' } }]],
          ['GenericLabel', 17],
        ],
      }),
    ],
  ],
  [
    `${I}/TCP(sport=50000,dport=646)/LDP(id="192.0.2.1")/LDPLabelRelM(id=10,fec=[("198.51.100.7",32)],label=18)`,
    () => [
      ip(),
      TCP({ sport: 50_000 }),
      LDP({ id: '192.0.2.1' }),
      LDPLabelRelM({
        id: 0xa,
        tlvs: [
          ['FEC', [{ value: { prefix: '198.51.100.7' } }]],
          ['GenericLabel', 18],
        ],
      }),
    ],
  ],
  [`${I}/RSVP(Class=1,TTL=64)`, () => [ip(), RSVP({ TTL: 64 })]],
  [
    `${I}/RSVP(Class=1,TTL=64)/RSVP_Object(Length=12,Class=3,C_Type=1)/RSVP_HOP(neighbor="192.0.2.9",inface=7)`,
    () => [ip(), RSVP({ TTL: 64, objects: [{ Class: 3, data: { neighbor: '192.0.2.9', inface: 7 } }] })],
  ],
  [
    `${I}/RSVP(Class=2,TTL=3)/RSVP_Object(Length=8,Class=5)/RSVP_Time(refresh=30000)`,
    () => [ip(), RSVP({ Class: 2, TTL: 3, objects: [{ Class: 5, data: { refresh: 30_000 } }] })],
  ],
  [
    `${I}/RSVP(Class=1,TTL=9)/RSVP_Object(Length=8,Class=19)/RSVP_LabelReq(reserve=0,L3PID=0x800)`,
    () => [ip(), RSVP({ TTL: 9, objects: [{ Class: 19, data: { reserve: 0, L3PID: 0x800 } }] })],
  ],
  [
    `${I}/RSVP(Class=1,TTL=9)/RSVP_Object(Length=36,Class=12,C_Type=2)/RSVP_SenderTSPEC(Data_Length=7,Srv_Length=6,Tokens=b"\\x7f\\x00\\x00\\x05"+b"\\x00"*20)`,
    () => [ip(), RSVP({ TTL: 9, objects: [{ Class: 12, C_Type: 2 }] })],
  ],
];
