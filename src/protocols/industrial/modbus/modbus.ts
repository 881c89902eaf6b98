/** Modbus over TCP: the header before each message. @see MODBUS Messaging on TCP/IP Implementation Guide 1.0b §3.1 */
import { mix } from '../../../bytes/hash.ts';
import { u16, u8 } from '../../../packet/fields/integers.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { Matching } from '../../../packet/spec/spec.ts';
import { isRequest } from './shapes.ts';

/** Octets before the message's function; the length counts the last of them. */
const HEADER = 7,
  UNCOUNTED = 6;

const sameId: Matching<{ readonly transId: number; readonly unitId: number }> = {
  about: 'the transaction and the unit',
  hash: ({ transId }, _role, seed) => mix(seed, transId),
  answers: (reply, request) => reply.transId === request.transId && reply.unitId === request.unitId,
};

/** A segment may begin within a message: the protocol is 0, and the length at least that of the unit and a function. */
function beginsMessage(b: Uint8Array, start: number, end: number): boolean {
  if (end - start <= HEADER || b[start + 2] !== 0 || b[start + 3] !== 0) return false;
  return b[start + 4] !== 0 || (b[start + 5] as number) >= 2;
}

/** Where the message's own octets end. */
const messageEnd = (b: Uint8Array, start: number, end: number): number =>
  Math.min(end, start + UNCOUNTED + (((b[start + 4] as number) << 8) | (b[start + 5] as number)));

const fields = () => ({
  transId: u16({ wireshark: 'mbtcp.trans_id', about: 'the same in request and response' }),
  protoId: u16({ wireshark: 'mbtcp.prot_id', about: '0' }),
  len: u16({ measures: 'layer', bias: UNCOUNTED, wireshark: 'mbtcp.len', about: 'octets behind it' }),
  unitId: u8({ default: 0xff, wireshark: 'mbtcp.unit_id' }),
});

/** Before a request, and before a response that repeats its request, which nothing tells from one. @see MODBUS Messaging on TCP/IP 1.0b §3.1.3 */
export const ModbusADURequest = layer('ModbusADURequest', () => ({
  title: 'ModbusADU',
  about: 'Modbus over TCP: the header of a request, and of a response that repeats its request.',
  source: 'MODBUS Messaging on TCP/IP Implementation Guide 1.0b §3.1.3',
  wireshark: 'mbtcp',
  repeats: true,
  begins: (b, start, end) => beginsMessage(b, start, end) && isRequest(b, start + HEADER, messageEnd(b, start, end)),
  fields: fields(),
  match: sameId,
}));

/** Before a response. @see MODBUS Messaging on TCP/IP 1.0b §3.1.3 */
export const ModbusADUResponse = layer('ModbusADUResponse', () => ({
  title: 'ModbusADU',
  about: 'Modbus over TCP: the header of a response.',
  source: 'MODBUS Messaging on TCP/IP Implementation Guide 1.0b §3.1.3',
  wireshark: 'mbtcp',
  repeats: true,
  begins: beginsMessage,
  fields: fields(),
  match: sameId,
}));
