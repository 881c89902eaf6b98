/** Messages of SNMP versions 1 and 2c: a community's name and a PDU. */
import { SNMP } from '../../../protocols/application/snmp/snmp.ts';
import { dissect, packet } from '../../../protocols/protocols.ts';
import { plainValue, readPdu, type SnmpPdu } from './snmp-pdu.ts';

/** How messages are made and read. */
export interface SnmpSecurity {
  /** A request's octets. */
  make(pdu: readonly [string, object], id: number): Uint8Array;
  /** A request that asks for the engine (version 3). */
  discover(id: number): Uint8Array;
  readonly knowsEngine: () => boolean;
  /** The PDU of what came, if it is to be believed. */
  read(data: Uint8Array): ReadMessage | undefined;
}

/** A message that was read. */
export interface ReadMessage {
  readonly pdu: SnmpPdu;
  /** A report: the engine told what was missing, and it is known now. */
  readonly canMend: boolean;
}

/** @param version 0: 1, 1: 2c */
export function communitySecurity(version: 0 | 1, community: string): SnmpSecurity {
  return {
    knowsEngine: () => true,
    discover: () => new Uint8Array(0),
    make: (pdu) => packet(SNMP({ message: { version, community, PDU: pdu as never } })).bytes,
    read: (data) => {
      const message = plainValue(dissect(data, SNMP).get(SNMP)?.message) as Readonly<Record<string, unknown>> | undefined;
      if (message === undefined || plainValue(message['version']) !== version || plainValue(message['community']) !== community)
        return undefined;
      const pdu = readPdu(message['PDU']);
      return pdu && { pdu, canMend: false };
    },
  };
}
