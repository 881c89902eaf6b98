/** MQTT for sensor networks: what each message begins with. @see MQTT-SN 1.2 §5.2 */
import { u16, u8 } from '../../packet/fields/integers.ts';
import { octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';

/** MQTT-SN 1.2 §5.2.2. */
const TYPES = {
  ADVERTISE: 0x00,
  SEARCHGW: 0x01,
  GWINFO: 0x02,
  CONNECT: 0x04,
  CONNACK: 0x05,
  WILLTOPICREQ: 0x06,
  WILLTOPIC: 0x07,
  WILLMSGREQ: 0x08,
  WILLMSG: 0x09,
  REGISTER: 0x0a,
  REGACK: 0x0b,
  PUBLISH: 0x0c,
  PUBACK: 0x0d,
  PUBCOMP: 0x0e,
  PUBREC: 0x0f,
  PUBREL: 0x10,
  SUBSCRIBE: 0x12,
  SUBACK: 0x13,
  UNSUBSCRIBE: 0x14,
  UNSUBACK: 0x15,
  PINGREQ: 0x16,
  PINGRESP: 0x17,
  DISCONNECT: 0x18,
  WILLTOPICUPD: 0x1a,
  WILLTOPICRESP: 0x1b,
  WILLMSGUPD: 0x1c,
  WILLMSGRESP: 0x1d,
  'Encapsulated message': 0xfe,
} as const;
const KNOWN: readonly number[] = Object.values(TYPES);
/** A first octet that says that two octets of length follow. */
const LONG = 1;

const type = () => u8({ names: TYPES, hex: true, wireshark: 'mqttsn.msg.type' });
const summary = (self: { readonly type: number }) => `MQTT-SN ${Object.entries(TYPES).find(([, n]) => n === self.type)?.[0] ?? self.type}`;

/** A message; a datagram has one. @see MQTT-SN 1.2 §5.2 */
export const MQTTSN = layer('MQTTSN', () => ({
  title: 'MQTT-SN header',
  about: 'MQTT for sensor networks: the length and type of a message.',
  source: 'MQTT-SN 1.2 §5.2',
  wireshark: 'mqttsn',
  begins: (b, start, end) => b[start] === end - start && KNOWN.includes(b[start + 1] as number),
  fields: { len: u8({ measures: 'header', wireshark: 'mqttsn.msg.len', about: 'octets of the message' }), type: type(), data: octets() },
  summary,
}));

/** A message of more than 255 octets. @see MQTT-SN 1.2 §5.2.1 */
export const MQTTSNLong = layer('MQTTSNLong', () => ({
  about: 'MQTT for sensor networks: the length and type of a long message.',
  source: 'MQTT-SN 1.2 §5.2.1',
  wireshark: 'mqttsn',
  begins: (b, start, end) =>
    b[start] === LONG &&
    ((b[start + 1] as number) << 8) + (b[start + 2] as number) === end - start &&
    KNOWN.includes(b[start + 3] as number),
  fields: {
    long: u8({ default: LONG }),
    len: u16({ measures: 'header', wireshark: 'mqttsn.msg.len', about: 'octets of the message' }),
    type: type(),
    data: octets(),
  },
  summary,
}));
