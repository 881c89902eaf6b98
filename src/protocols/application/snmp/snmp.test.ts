/** SNMP: octets of captures and of scapy. */
import { describe, expect, it } from 'vitest';
import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { toHex } from '../../../bytes/hex.ts';
import { dissect, packet } from '../../protocols.ts';
import { SNMP, SNMPv3 } from './snmp.ts';

layerSuite('SNMP', [
  {
    what: 'a get of version 1',
    origin: 'scapy 2.5.0: SNMP(version=0,PDU=SNMPget(id=38,varbindlist=[SNMPvarbind(oid="1.3.6.1.2.1.1.2.0")]))',
    first: SNMP,
    chain: 'SNMP',
    octets: '302602010004067075626c6963a019020126020100020100300e300c06082b060102010102000500',
    read: {
      SNMP: {
        message: {
          version: 0,
          community: 'public',
          PDU: ['get', { id: 38, error: 0, error_index: 0, varbindlist: [{ oid: '1.3.6.1.2.1.1.2.0', value: ['null', null] }] }],
        },
      },
    },
    build: () => [SNMP({ message: { version: 0, PDU: ['get', { id: 38, varbindlist: [{ oid: '1.3.6.1.2.1.1.2.0' }] }] } })],
    summary: 'SNMP',
  },
  {
    what: 'a trap of version 1',
    origin: 'scapy 2.5.0: SNMP(version=0,PDU=SNMPtrapv1(enterprise=…,agent_addr=…,generic_trap=6,specific_trap=17,time_stamp=85))',
    first: SNMP,
    chain: 'SNMP',
    octets: '302902010004067075626c6963a41c06092b06010401030101014004c00002010201060201114301553000',
    read: {
      SNMP: {
        message: {
          PDU: [
            'trapv1',
            {
              enterprise: '1.3.6.1.4.1.3.1.1.1',
              agent_addr: '192.0.2.1',
              generic_trap: 6,
              specific_trap: 17,
              time_stamp: 85,
              varbindlist: [],
            },
          ],
        },
      },
    },
  },
  {
    what: 'a request of version 3 for an engine',
    origin: 'RFC 3414 §4: made by hand; tshark 4.0 reads the same values',
    first: SNMPv3,
    chain: 'SNMPv3',
    octets:
      '303e020103' +
      '301102044a69fc2b020300ffe3040104020103' +
      '0410300e0400020100020100040004000400' +
      '30140400' +
      '0400' +
      'a00e02042a690100020100020100' +
      '3000',
    read: {
      SNMPv3: {
        message: {
          version: 3,
          header: { id: 0x4a69_fc2b, max_size: 65_507, flags: '04', security_model: 3 },
          security: { engine_id: '', engine_boots: 0, engine_time: 0, user: '', authentication: '', privacy: '' },
          data: ['plain', { engine_id: '', context: '', PDU: ['get', { id: 0x2a69_0100, varbindlist: [] }] }],
        },
      },
    },
    build: () => [
      SNMPv3({
        message: {
          header: { id: 0x4a69_fc2b },
          security: {},
          data: ['plain', { PDU: ['get', { id: 0x2a69_0100 }] }],
        },
      }),
    ],
  },
]);

describe('SNMP', () => {
  const of = (kind: 'get' | 'response', id: number): any =>
    dissect(packet(SNMP({ message: { PDU: [kind, { id }] as never } })).bytes, SNMP).get(SNMP);
  it('is matched by the number of the request', () => {
    const { match } = SNMP.spec;
    expect(match?.answers(of('response', 7), of('get', 7))).toBe(true);
    expect(match?.answers(of('response', 8), of('get', 7))).toBe(false);
    expect(match?.answers(of('get', 7), of('get', 7))).toBe(false);
  });

  it('takes errors, traps and versions by name (RFC 3416 §3, RFC 1157 §4.1.6)', () => {
    const octets = (message: object): string => toHex(packet(SNMP({ message: message as never })).bytes);
    // scapy 2.5.0: SNMP(version=1,PDU=SNMPresponse(id=1,error=18,varbindlist=[])), raw.
    const named = octets({ version: 'v2c', PDU: ['response', { id: 1, error: 'inconsistent_name' }] });
    expect(named).toBe('301802010104067075626c6963a20b0201010201120201003000');
    expect(octets({ PDU: ['trapv1', { generic_trap: 'link_up' }] })).toBe(octets({ PDU: ['trapv1', { generic_trap: 3 }] }));
    expect(() => octets({ PDU: ['response', { error: 'to_big' }] })).toThrow(/too_big/);
  });

  it('has values of every type', () => {
    const values = [
      ['integer', -5],
      ['octets', new Uint8Array([1, 2])],
      ['oid', '1.3.6.1'],
      ['ip_address', '192.0.2.1'],
      ['counter32', 4_294_967_295],
      ['gauge32', 7],
      ['time_ticks', 8],
      ['opaque', new Uint8Array([9])],
      ['counter64', 18_446_744_073_709_551_615n],
      ['noSuchObject', null],
      ['noSuchInstance', null],
      ['endOfMibView', null],
    ];
    const p = packet(SNMP({ message: { PDU: ['response', { varbindlist: values.map((value) => ({ value })) }] as never } }));
    const message: any = dissect(p.bytes, SNMP).get(SNMP)?.message;
    const [, pdu] = message.PDU as [string, { varbindlist: { value: unknown }[] }];
    expect(pdu.varbindlist.map(({ value }) => value)).toEqual(values);
  });
});
