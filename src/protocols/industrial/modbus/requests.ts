/** Requests of Modbus, a layer a function. @see MODBUS Application Protocol 1.1b3 §6 */
import { u16, u8 } from '../../../packet/fields/integers.ts';
import { records } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { ModbusReadFileSubRequest, ModbusWriteFileSubRequest } from './files.ts';
import { address, bitCount, bitOctets, octetsOf, pdu, registers, words } from './pdu.ts';

/** What a diagnosis asks for (§6.8.1). */
export const subFunction = () =>
  u16({
    names: {
      'Return Query Data': 0,
      'Restart Communications Option': 1,
      'Return Diagnostic Register': 2,
      'Change ASCII Input Delimiter': 3,
      'Force Listen Only Mode': 4,
      'Clear Counters and Diagnostic Register': 10,
      'Return Bus Message Count': 11,
      'Return Bus Communication Error Count': 12,
      'Return Bus Exception Error Count': 13,
      'Return Slave Message Count': 14,
      'Return Slave No Response Count': 15,
      'Return Slave NAK Count': 16,
      'Return Slave Busy Count': 17,
      'Return Bus Character Overrun Count': 18,
      'Clear Overrun Counter and Flag': 20,
    },
    wireshark: 'modbus.diagnostic_code',
  });
/** MODBUS Application Protocol 1.1b3 §6.21: 14 asks what a device is. */
export const meiType = () => u8({ default: 14, hex: true, wireshark: 'modbus.mei' });
export const readCode = (code: number) =>
  u8({ default: code, names: { basic: 1, regular: 2, extended: 3, specific: 4 }, wireshark: 'modbus.read_device_id' });

/** A request of a function that has no layer of its own. */
export const ModbusPDUUserDefinedFunctionCodeRequest = layer('ModbusPDUUserDefinedFunctionCodeRequest', () =>
  pdu(65, '5', 'A request of a function that the standard leaves to others.', { data: octets() }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.1 */
export const ModbusPDU01ReadCoilsRequest = layer('ModbusPDU01ReadCoilsRequest', () =>
  pdu(1, '6.1', 'Asks for coils.', { startAddr: address(), quantity: bitCount() }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.2 */
export const ModbusPDU02ReadDiscreteInputsRequest = layer('ModbusPDU02ReadDiscreteInputsRequest', () =>
  pdu(2, '6.2', 'Asks for inputs.', { startAddr: address(), quantity: bitCount() }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.3 */
export const ModbusPDU03ReadHoldingRegistersRequest = layer('ModbusPDU03ReadHoldingRegistersRequest', () =>
  pdu(3, '6.3', 'Asks for registers.', { startAddr: address(), quantity: words() }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.4 */
export const ModbusPDU04ReadInputRegistersRequest = layer('ModbusPDU04ReadInputRegistersRequest', () =>
  pdu(4, '6.4', 'Asks for input registers.', { startAddr: address(), quantity: words() }),
);
/** Its answer is the same. @see MODBUS Application Protocol 1.1b3 §6.5 */
export const ModbusPDU05WriteSingleCoilRequest = layer('ModbusPDU05WriteSingleCoilRequest', () =>
  pdu(5, '6.5', 'Switches a coil.', { outputAddr: address('of the coil'), outputValue: u16({ hex: true, about: '0xff00: on' }) }),
);
/** Its answer is the same. @see MODBUS Application Protocol 1.1b3 §6.6 */
export const ModbusPDU06WriteSingleRegisterRequest = layer('ModbusPDU06WriteSingleRegisterRequest', () =>
  pdu(6, '6.6', 'Writes a register.', {
    registerAddr: address('of the register'),
    registerValue: u16({ hex: true, wireshark: 'modbus.regval_uint16' }),
  }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.7 */
export const ModbusPDU07ReadExceptionStatusRequest = layer('ModbusPDU07ReadExceptionStatusRequest', () =>
  pdu(7, '6.7', 'Asks for eight outputs that tell of exceptions.', {}),
);
/** @see MODBUS Application Protocol 1.1b3 §6.8 */
export const ModbusPDU08DiagnosticsRequest = layer('ModbusPDU08DiagnosticsRequest', () =>
  pdu(8, '6.8', 'Tests the connection, or asks for counters.', { subFunc: subFunction(), data: octets() }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.9 */
export const ModbusPDU0BGetCommEventCounterRequest = layer('ModbusPDU0BGetCommEventCounterRequest', () =>
  pdu(11, '6.9', 'Asks for the counter of events.', {}),
);
/** @see MODBUS Application Protocol 1.1b3 §6.10 */
export const ModbusPDU0CGetCommEventLogRequest = layer('ModbusPDU0CGetCommEventLogRequest', () =>
  pdu(12, '6.10', 'Asks for the log of events.', {}),
);
/** @see MODBUS Application Protocol 1.1b3 §6.11 */
export const ModbusPDU0FWriteMultipleCoilsRequest = layer('ModbusPDU0FWriteMultipleCoilsRequest', () =>
  pdu(15, '6.11', 'Switches coils.', {
    startAddr: address(),
    quantityOutput: bitCount(),
    byteCount: octetsOf('outputsValue'),
    outputsValue: bitOctets(),
  }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.12 */
export const ModbusPDU10WriteMultipleRegistersRequest = layer('ModbusPDU10WriteMultipleRegistersRequest', () =>
  pdu(16, '6.12', 'Writes registers.', {
    startAddr: address(),
    quantityRegisters: words(),
    byteCount: octetsOf('outputsValue'),
    outputsValue: registers(),
  }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.13 */
export const ModbusPDU11ReportSlaveIdRequest = layer('ModbusPDU11ReportSlaveIdRequest', () =>
  pdu(17, '6.13', 'Asks who a device is, and whether it runs.', {}),
);
/** @see MODBUS Application Protocol 1.1b3 §6.14 */
export const ModbusPDU14ReadFileRecordRequest = layer('ModbusPDU14ReadFileRecordRequest', () =>
  pdu(20, '6.14', 'Asks for records of files.', {
    byteCount: octetsOf('records'),
    records: records(() => ModbusReadFileSubRequest, { rest: true }),
  }),
);
/** Its answer is the same. @see MODBUS Application Protocol 1.1b3 §6.15 */
export const ModbusPDU15WriteFileRecordRequest = layer('ModbusPDU15WriteFileRecordRequest', () =>
  pdu(21, '6.15', 'Writes records of files.', {
    dataLength: octetsOf('records'),
    records: records(() => ModbusWriteFileSubRequest, { rest: true }),
  }),
);
/** Its answer is the same. @see MODBUS Application Protocol 1.1b3 §6.16 */
export const ModbusPDU16MaskWriteRegisterRequest = layer('ModbusPDU16MaskWriteRegisterRequest', () =>
  pdu(22, '6.16', 'Changes bits of a register: (value AND andMask) OR (orMask AND NOT andMask).', {
    refAddr: address('of the register'),
    andMask: u16({ default: 0xffff, hex: true, wireshark: 'modbus.and_mask' }),
    orMask: u16({ hex: true, wireshark: 'modbus.or_mask' }),
  }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.17 */
export const ModbusPDU17ReadWriteMultipleRegistersRequest = layer('ModbusPDU17ReadWriteMultipleRegistersRequest', () =>
  pdu(23, '6.17', 'Writes registers, and then asks for some.', {
    readStartingAddr: u16({ hex: true, wireshark: 'modbus.read_reference_num' }),
    readQuantityRegisters: u16({ default: 1, wireshark: 'modbus.read_word_cnt' }),
    writeStartingAddr: u16({ hex: true, wireshark: 'modbus.write_reference_num' }),
    writeQuantityRegisters: u16({ default: 1, wireshark: 'modbus.write_word_cnt' }),
    byteCount: octetsOf('writeRegistersValue'),
    writeRegistersValue: registers(),
  }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.18 */
export const ModbusPDU18ReadFIFOQueueRequest = layer('ModbusPDU18ReadFIFOQueueRequest', () =>
  pdu(24, '6.18', 'Asks for a queue of registers.', { FIFOPointerAddr: address('of the queue') }),
);
/** @see MODBUS Application Protocol 1.1b3 §6.21 */
export const ModbusPDU2B0EReadDeviceIdentificationRequest = layer('ModbusPDU2B0EReadDeviceIdentificationRequest', () =>
  pdu(43, '6.21', 'Asks what a device is.', {
    MEIType: meiType(),
    readCode: readCode(1),
    objectId: u8({ wireshark: 'modbus.object_id', about: 'the first that is wanted' }),
  }),
);
