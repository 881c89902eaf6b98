/** Exceptions of Modbus: what a device says to a request that it does not fulfil, a layer a function. @see MODBUS Application Protocol 1.1b3 §7 */
import { u8 } from '../../../packet/fields/integers.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { FAILED } from './pdu.ts';

/** MODBUS Application Protocol 1.1b3 §7. */
const EXCEPTIONS = {
  'Illegal Function Code': 1,
  'Illegal Data Address': 2,
  'Illegal Data Value': 3,
  'Server Device Failure': 4,
  Acknowledge: 5,
  'Server Device Busy': 6,
  'Memory Parity Error': 8,
  'Gateway Path Unavailable': 10,
  'Gateway Target Device Failed to Respond': 11,
} as const;

const failure = (code: number) => ({
  about: `Why function ${code} failed.`,
  source: 'MODBUS Application Protocol 1.1b3 §7',
  wireshark: 'modbus',
  fields: {
    funcCode: u8({ default: FAILED | code, hex: true, about: "the function's number, and 0x80" }),
    exceptCode: u8({ default: 1, names: EXCEPTIONS, wireshark: 'modbus.exception_code' }),
  },
  columns: { 'modbus.func_code': ({ funcCode }: { readonly funcCode: number }) => funcCode & ~FAILED },
});

/** An exception of a function that has no layer of its own. */
export const ModbusPDUUserDefinedFunctionCodeError = layer('ModbusPDUUserDefinedFunctionCodeError', () => failure(65));
/** Function 1 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU01ReadCoilsError = layer('ModbusPDU01ReadCoilsError', () => failure(1));
/** Function 2 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU02ReadDiscreteInputsError = layer('ModbusPDU02ReadDiscreteInputsError', () => failure(2));
/** Function 3 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU03ReadHoldingRegistersError = layer('ModbusPDU03ReadHoldingRegistersError', () => failure(3));
/** Function 4 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU04ReadInputRegistersError = layer('ModbusPDU04ReadInputRegistersError', () => failure(4));
/** Function 5 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU05WriteSingleCoilError = layer('ModbusPDU05WriteSingleCoilError', () => failure(5));
/** Function 6 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU06WriteSingleRegisterError = layer('ModbusPDU06WriteSingleRegisterError', () => failure(6));
/** Function 7 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU07ReadExceptionStatusError = layer('ModbusPDU07ReadExceptionStatusError', () => failure(7));
/** Function 8 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU08DiagnosticsError = layer('ModbusPDU08DiagnosticsError', () => failure(8));
/** Function 11 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU0BGetCommEventCounterError = layer('ModbusPDU0BGetCommEventCounterError', () => failure(11));
/** Function 12 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU0CGetCommEventLogError = layer('ModbusPDU0CGetCommEventLogError', () => failure(12));
/** Function 15 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU0FWriteMultipleCoilsError = layer('ModbusPDU0FWriteMultipleCoilsError', () => failure(15));
/** Function 16 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU10WriteMultipleRegistersError = layer('ModbusPDU10WriteMultipleRegistersError', () => failure(16));
/** Function 17 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU11ReportSlaveIdError = layer('ModbusPDU11ReportSlaveIdError', () => failure(17));
/** Function 20 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU14ReadFileRecordError = layer('ModbusPDU14ReadFileRecordError', () => failure(20));
/** Function 21 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU15WriteFileRecordError = layer('ModbusPDU15WriteFileRecordError', () => failure(21));
/** Function 22 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU16MaskWriteRegisterError = layer('ModbusPDU16MaskWriteRegisterError', () => failure(22));
/** Function 23 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU17ReadWriteMultipleRegistersError = layer('ModbusPDU17ReadWriteMultipleRegistersError', () => failure(23));
/** Function 24 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU18ReadFIFOQueueError = layer('ModbusPDU18ReadFIFOQueueError', () => failure(24));
/** Function 43 failed. @see MODBUS Application Protocol 1.1b3 §7 */
export const ModbusPDU2B0EReadDeviceIdentificationError = layer('ModbusPDU2B0EReadDeviceIdentificationError', () => failure(43));
