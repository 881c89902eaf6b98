/** SNMP messages. */
import type { Packet } from '../../../../src/packet/laid/packet.ts';
import { SNMP } from '../../../../src/protocols/application/snmp/snmp.ts';
import { IP } from '../../../../src/protocols/network/ipv4/ipv4.ts';
import { packet } from '../../../../src/protocols/protocols.ts';
import { UDP } from '../../../../src/protocols/transport/udp.ts';
import type { ScapyCase } from '../case.ts';

const made = (...parts: readonly unknown[]): Packet<any> => packet(...(parts as never[])) as Packet<any>;
const text = (s: string): Uint8Array => new TextEncoder().encode(s);
const ip = 'IP(src="192.0.2.1",dst="192.0.2.2")';
const I = () => IP({ src: '192.0.2.1', dst: '192.0.2.2' });
const pdu = (kind: string, given: object): Packet<any> => made(SNMP({ message: { PDU: [kind, given] as never } }));
const bind = (...values: readonly unknown[]) => ({ varbindlist: values.map((value) => ({ oid: '1.3.6.1.2.1.1.1.0', value })) });
const SNMPVALUE = (value: string): string => `SNMP(PDU=SNMPresponse(varbindlist=[SNMPvarbind(oid="1.3.6.1.2.1.1.1.0",value=${value})]))`;

export const snmpCases: readonly ScapyCase[] = [
  ['SNMP()', () => made(SNMP())],
  [
    'SNMP(version=0,community="private",PDU=SNMPnext(id=7))',
    () => made(SNMP({ message: { version: 0, community: 'private', PDU: ['next', { id: 7 }] } })),
  ],
  [
    'SNMP(PDU=SNMPset(id=300,varbindlist=[SNMPvarbind(oid="1.3.6.1.4.1.9")]))',
    () => pdu('set', { id: 300, varbindlist: [{ oid: '1.3.6.1.4.1.9' }] }),
  ],
  ['SNMP(PDU=SNMPbulk(id=-1,non_repeaters=1,max_repetitions=20))', () => pdu('bulk', { id: -1, non_repeaters: 1, max_repetitions: 20 })],
  ['SNMP(PDU=SNMPinform(id=70000,error=5,error_index=2))', () => pdu('inform', { id: 70_000, error: 5, error_index: 2 })],
  ['SNMP(PDU=SNMPtrapv2(id=1))', () => pdu('trapv2', { id: 1 })],
  [
    'SNMP(version=0,PDU=SNMPtrapv1(enterprise="1.3.6.1.4.1.9",agent_addr="192.0.2.1",generic_trap=6,specific_trap=17,time_stamp=85))',
    () =>
      made(
        SNMP({
          message: {
            version: 0,
            PDU: ['trapv1', { enterprise: '1.3.6.1.4.1.9', agent_addr: '192.0.2.1', generic_trap: 6, specific_trap: 17, time_stamp: 85 }],
          },
        }),
      ),
  ],
  [SNMPVALUE('ASN1_INTEGER(-129)'), () => pdu('response', bind(['integer', -129]))],
  [SNMPVALUE('ASN1_STRING(b"Linux")'), () => pdu('response', bind(['octets', text('Linux')]))],
  [SNMPVALUE('ASN1_OID("1.3.6.1.4.1.8072.3.2.10")'), () => pdu('response', bind(['oid', '1.3.6.1.4.1.8072.3.2.10']))],
  [SNMPVALUE('ASN1_IPADDRESS("192.0.2.1")'), () => pdu('response', bind(['ip_address', '192.0.2.1']))],
  [SNMPVALUE('ASN1_COUNTER32(4294967295)'), () => pdu('response', bind(['counter32', 4_294_967_295]))],
  [SNMPVALUE('ASN1_TIME_TICKS(85)'), () => pdu('response', bind(['time_ticks', 85]))],
  [`${ip}/UDP(sport=4000,dport=161)/SNMP()`, () => made(I(), UDP({ sport: 4000 }), SNMP())],
];
