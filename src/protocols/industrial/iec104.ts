/** IEC 60870-5-104: telecontrol over TCP. @see IEC 60870-5-104:2006 §5; IEC 60870-5-101:2003 §7 */
import { bits, flag, u16le, u8 } from '../../packet/fields/integers.ts';
import { bitsLe } from '../../packet/fields/little-bits.ts';
import { octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';

const START = 0x68;
/** Octets before those that the length counts, and the fewest that it counts. */
const UNCOUNTED = 2,
  LEAST = 4;

/** A segment may begin within a message: one without data has nothing behind its control field, which ends in 01 or 11 (§5.1). */
function begins(b: Uint8Array, start: number, end: number): boolean {
  const n = b[start + 1] as number;
  return end - start >= UNCOUNTED + LEAST && b[start] === START && n >= LEAST && (((b[start + 2] as number) & 1) === 0 || n === LEAST);
}

/** The control field says which it is. */
const message = (): AnyLayer => IEC104_U_Message;
const start = () => u8({ default: START, hex: true });
const apduLength = (measures: 'layer' | 'header') =>
  u8({ measures, bias: UNCOUNTED, wireshark: 'iec60870_104.apdulen', about: 'octets behind it' });
const sequence = (wireshark: string, about: string) => bitsLe(15, { wireshark, about });
const rx = () => sequence('iec60870_104.rx', 'the next one that is expected');

/** Controls the connection. @see IEC 60870-5-104:2006 §5.1, figure 8 */
export const IEC104_U_Message = layer('IEC104_U_Message', () => ({
  about: 'IEC 60870-5-104: starts, stops or tests the transfer of data.',
  source: 'IEC 60870-5-104:2006 §5.1',
  wireshark: 'iec60870_104',
  begins,
  repeats: true,
  fields: {
    start: start(),
    apdu_length: apduLength('header'),
    testfr_con: flag(),
    testfr_act: flag(),
    stopdt_con: flag(),
    stopdt_act: flag(),
    startdt_con: flag(),
    startdt_act: flag(),
    octet_1_1_2: bits(2, { default: 3, about: 'the form: 3' }),
    octet_2: u8(),
    octet_3: u8(),
    octet_4: u8(),
  },
}));

/** Acknowledges data. @see IEC 60870-5-104:2006 §5.1, figure 7 */
export const IEC104_S_Message = layer('IEC104_S_Message', () => ({
  about: 'IEC 60870-5-104: acknowledges data.',
  source: 'IEC 60870-5-104:2006 §5.1',
  wireshark: 'iec60870_104',
  begins,
  repeats: message,
  fields: {
    start: start(),
    apdu_length: apduLength('header'),
    octet_1: u8({ default: 1, about: 'the form: 1' }),
    octet_2: u8(),
    rx_form: bitsLe(1),
    rx_seq_num: rx(),
  },
}));

/** Carries data. @see IEC 60870-5-104:2006 §5.1, figure 6 */
export const IEC104_I_Message = layer('IEC104_I_Message', () => ({
  about: 'IEC 60870-5-104: carries data.',
  source: 'IEC 60870-5-104:2006 §5.1',
  wireshark: 'iec60870_104',
  begins,
  repeats: message,
  fields: {
    start: start(),
    apdu_length: apduLength('layer'),
    tx_form: bitsLe(1, { about: 'the form: 0' }),
    tx_seq_num: sequence('iec60870_104.tx', 'counts these messages'),
    rx_form: bitsLe(1),
    rx_seq_num: rx(),
  },
}));

/** The head of the data, as IEC 60870-5-104 sets its sizes; objects stay octets. @see IEC 60870-5-101:2003 §7.1 */
export const IEC104_ASDU = layer('IEC104_ASDU', () => ({
  about: 'IEC 60870-5-104: what data are, why they are sent, and of which station.',
  source: 'IEC 60870-5-101:2003 §7.1, §7.2; IEC 60870-5-104:2006 §7',
  wireshark: 'iec60870_asdu',
  fields: {
    type_id: u8({ default: 100, wireshark: 'iec60870_asdu.typeid' }),
    sq: flag({ wireshark: 'iec60870_asdu.sq', about: 'one address for a row of objects' }),
    num_io: bits(7, { default: 1, wireshark: 'iec60870_asdu.numix', about: 'objects' }),
    test: flag({ wireshark: 'iec60870_asdu.test' }),
    ack: flag({ wireshark: 'iec60870_asdu.nega', about: 'negative' }),
    cot: bits(6, { default: 6, wireshark: 'iec60870_asdu.causetx', about: 'why it is sent' }),
    origin_address: u8({ wireshark: 'iec60870_asdu.oa' }),
    common_asdu_address: u16le({ wireshark: 'iec60870_asdu.addr', about: 'the station' }),
    io: octets({ about: 'objects, each with an address of 3 octets' }),
  },
  summary: ({ type_id, common_asdu_address }) => `IEC104 type ${type_id} of ${common_asdu_address}`,
}));
