/** Parts of the messages that read and write records of files. @see MODBUS Application Protocol 1.1b3 §6.14, §6.15 */
import { u16, u8 } from '../../../packet/fields/integers.ts';
import { list } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';

const refType = () => u8({ default: 6, wireshark: 'modbus.reference_type', about: 'always 6' });
const fileNumber = () => u16({ default: 1 });
const recordNumber = () => u16({ about: 'of the first register' });

/** A record that is asked for. @see MODBUS Application Protocol 1.1b3 §6.14 */
export const ModbusReadFileSubRequest = layer('ModbusReadFileSubRequest', () => ({
  about: 'A record of a file that is asked for.',
  source: 'MODBUS Application Protocol 1.1b3 §6.14',
  fields: {
    refType: refType(),
    fileNumber: fileNumber(),
    recordNumber: recordNumber(),
    recordLength: u16({ default: 1, about: 'registers' }),
  },
}));

/** A record that was asked for. @see MODBUS Application Protocol 1.1b3 §6.14 */
export const ModbusReadFileSubResponse = layer('ModbusReadFileSubResponse', () => ({
  about: 'A record of a file that was asked for.',
  source: 'MODBUS Application Protocol 1.1b3 §6.14',
  fields: {
    respLength: u8({ measures: 'header', bias: 1, about: 'octets behind it' }),
    refType: refType(),
    recData: list(u16(), { rest: true }),
  },
}));

/** A record to write; the answer repeats it. @see MODBUS Application Protocol 1.1b3 §6.15 */
export const ModbusWriteFileSubRequest = layer('ModbusWriteFileSubRequest', () => ({
  about: 'A record to write to a file.',
  source: 'MODBUS Application Protocol 1.1b3 §6.15',
  fields: {
    refType: refType(),
    fileNumber: fileNumber(),
    recordNumber: recordNumber(),
    recordLength: u16({ measures: 'recordData', unit: 2, about: 'registers' }),
    recordData: list(u16(), { rest: true }),
  },
}));

/** What a device says of itself. @see MODBUS Application Protocol 1.1b3 §6.21 */
export const ModbusObjectId = layer('ModbusObjectId', () => ({
  about: 'What a device says of itself: its maker, its name, its version.',
  source: 'MODBUS Application Protocol 1.1b3 §6.21',
  fields: {
    id: u8({
      names: {
        VendorName: 0,
        ProductCode: 1,
        MajorMinorRevision: 2,
        VendorUrl: 3,
        ProductName: 4,
        ModelName: 5,
        UserApplicationName: 6,
      },
      wireshark: 'modbus.object_id',
    }),
    length: u8({ measures: 'value', wireshark: 'modbus.objects_len' }),
    value: octets(),
  },
}));
