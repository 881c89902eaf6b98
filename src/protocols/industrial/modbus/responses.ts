/** Responses of Modbus, a layer a function. Where a response repeats its request, it has the request's layer. @see MODBUS Application Protocol 1.1b3 §6 */
import { u16, u8 } from '../../../packet/fields/integers.ts';
import { list, records } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { ModbusObjectId, ModbusReadFileSubResponse } from './files.ts';
import { address, bitCount, bitOctets, octetsOf, pdu, registers, words } from './pdu.ts';
import { meiType, readCode } from './requests.ts';

const eventCount = () => u16({ wireshark: 'modbus.ev_count' });
const status = () => u16({ hex: true, wireshark: 'modbus.ev_status', about: '0xffff: still busy' });

/** A response of a function that has no layer of its own. */
export const ModbusPDUUserDefinedFunctionCodeResponse = layer('ModbusPDUUserDefinedFunctionCodeResponse', () =>
  pdu(65, '5', 'A response of a function that the standard leaves to others.', { data: octets() }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.1 */
export const ModbusPDU01ReadCoilsResponse = layer('ModbusPDU01ReadCoilsResponse', () =>
  pdu(1, '6.1', 'Coils.', { byteCount: octetsOf('coilStatus'), coilStatus: bitOctets() }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.2 */
export const ModbusPDU02ReadDiscreteInputsResponse = layer('ModbusPDU02ReadDiscreteInputsResponse', () =>
  pdu(2, '6.2', 'Inputs.', { byteCount: octetsOf('inputStatus'), inputStatus: bitOctets() }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.3 */
export const ModbusPDU03ReadHoldingRegistersResponse = layer('ModbusPDU03ReadHoldingRegistersResponse', () =>
  pdu(3, '6.3', 'Registers.', { byteCount: octetsOf('registerVal'), registerVal: registers() }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.4 */
export const ModbusPDU04ReadInputRegistersResponse = layer('ModbusPDU04ReadInputRegistersResponse', () =>
  pdu(4, '6.4', 'Input registers.', { byteCount: octetsOf('registerVal'), registerVal: registers() }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.7 */
export const ModbusPDU07ReadExceptionStatusResponse = layer('ModbusPDU07ReadExceptionStatusResponse', () =>
  pdu(7, '6.7', 'Eight outputs that tell of exceptions.', { startAddr: u8({ hex: true }) }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.9 */
export const ModbusPDU0BGetCommEventCounterResponse = layer('ModbusPDU0BGetCommEventCounterResponse', () =>
  pdu(11, '6.9', 'The counter of events.', { status: status(), eventCount: eventCount() }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.10 */
export const ModbusPDU0CGetCommEventLogResponse = layer('ModbusPDU0CGetCommEventLogResponse', () =>
  pdu(12, '6.10', 'The log of events.', {
    byteCount: u8({ measures: 'event', bias: -6, wireshark: 'modbus.byte_cnt', about: 'octets behind it' }),
    status: status(),
    eventCount: eventCount(),
    messageCount: u16({ wireshark: 'modbus.ev_msg_count' }),
    event: list(u8({ hex: true, wireshark: 'modbus.event' }), { rest: true }),
  }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.11 */
export const ModbusPDU0FWriteMultipleCoilsResponse = layer('ModbusPDU0FWriteMultipleCoilsResponse', () =>
  pdu(15, '6.11', 'Coils were switched.', { startAddr: address(), quantityOutput: bitCount() }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.12 */
export const ModbusPDU10WriteMultipleRegistersResponse = layer('ModbusPDU10WriteMultipleRegistersResponse', () =>
  pdu(16, '6.12', 'Registers were written.', { startAddr: address(), quantityRegisters: words() }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.13 */
export const ModbusPDU11ReportSlaveIdResponse = layer('ModbusPDU11ReportSlaveIdResponse', () =>
  pdu(17, '6.13', 'Who a device is, and whether it runs.', {
    byteCount: octetsOf('slaveId'),
    slaveId: octets({ about: 'as its maker likes; then 0xff where it runs, and more of its maker' }),
  }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.14 */
export const ModbusPDU14ReadFileRecordResponse = layer('ModbusPDU14ReadFileRecordResponse', () =>
  pdu(20, '6.14', 'Records of files.', {
    dataLength: octetsOf('records'),
    records: records(() => ModbusReadFileSubResponse, { rest: true }),
  }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.17 */
export const ModbusPDU17ReadWriteMultipleRegistersResponse = layer('ModbusPDU17ReadWriteMultipleRegistersResponse', () =>
  pdu(23, '6.17', 'Registers, after some were written.', { byteCount: octetsOf('registerVal'), registerVal: registers() }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.18 */
export const ModbusPDU18ReadFIFOQueueResponse = layer('ModbusPDU18ReadFIFOQueueResponse', () =>
  pdu(24, '6.18', 'A queue of registers.', {
    byteCount: u16({ measures: 'FIFOVal', bias: -2, about: 'octets behind it' }),
    FIFOCount: u16({ wireshark: 'modbus.word_cnt' }),
    FIFOVal: list(u16({ wireshark: 'modbus.regval_uint16' }), { rest: true }),
  }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.21 */
export const ModbusPDU2B0EReadDeviceIdentificationResponse = layer('ModbusPDU2B0EReadDeviceIdentificationResponse', () =>
  pdu(43, '6.21', 'What a device is.', {
    MEIType: meiType(),
    readCode: readCode(4),
    conformityLevel: u8({ default: 1, hex: true, wireshark: 'modbus.conformity_level' }),
    more: u8({ names: { no: 0, yes: 0xff }, hex: true, wireshark: 'modbus.more_follows' }),
    nextObjId: u8({ wireshark: 'modbus.next_object_id' }),
    objCount: u8({ counts: 'objects', wireshark: 'modbus.num_objects' }),
    objects: records(() => ModbusObjectId),
  }),
);
