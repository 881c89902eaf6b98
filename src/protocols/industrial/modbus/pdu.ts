/** What messages of Modbus have in common. @see MODBUS Application Protocol 1.1b3 */
import { u16, u8 } from '../../../packet/fields/integers.ts';
import { list } from '../../../packet/fields/lists.ts';
import type { Fields } from '../../../packet/spec/field.ts';

/** MODBUS Application Protocol 1.1b3 §5.1. */
const FUNCTIONS = {
  ReadCoils: 1,
  ReadDiscreteInputs: 2,
  ReadHoldingRegisters: 3,
  ReadInputRegisters: 4,
  WriteSingleCoil: 5,
  WriteSingleRegister: 6,
  ReadExceptionStatus: 7,
  Diagnostics: 8,
  GetCommEventCounter: 11,
  GetCommEventLog: 12,
  WriteMultipleCoils: 15,
  WriteMultipleRegisters: 16,
  ReportSlaveId: 17,
  ReadFileRecord: 20,
  WriteFileRecord: 21,
  MaskWriteRegister: 22,
  ReadWriteMultipleRegisters: 23,
  ReadFIFOQueue: 24,
  EncapsulatedInterface: 43,
} as const;

/** A function's number with this bit set: it failed (§4.1). */
export const FAILED = 0x80;

export const functionCode = (code: number) => u8({ default: code, names: FUNCTIONS, wireshark: 'modbus.func_code' });

/** A message of one function: its number, and what it has behind it. */
export const pdu = <F extends Fields>(code: number, section: string, about: string, fields: F) => ({
  about,
  source: `MODBUS Application Protocol 1.1b3 §${section}`,
  wireshark: 'modbus',
  fields: { funcCode: functionCode(code), ...fields },
});

/** Where a function begins to read or write. */
export const address = (about = 'of the first') => u16({ hex: true, wireshark: 'modbus.reference_num', about });
/** How many registers. */
export const words = () => u16({ default: 1, wireshark: 'modbus.word_cnt' });
/** How many coils or inputs. */
export const bitCount = () => u16({ default: 1, wireshark: 'modbus.bit_cnt' });
/** Octets of a sibling. */
export const octetsOf = (field: string) => u8({ measures: field, wireshark: 'modbus.byte_cnt' });
/** Registers, 16 bits each. */
export const registers = () => list(u16({ wireshark: 'modbus.regval_uint16' }), { rest: true });
/** Eight coils or inputs an octet, the first in its lowest bit. */
export const bitOctets = () => list(u8({ hex: true }), { rest: true });
