/** Properties of MQTT 5: a number and a value whose form the number says. @see MQTT 5 §2.2.2.2 */
import { choose } from '../../../packet/fields/conditional.ts';
import { u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { record, records } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { prefixedText } from '../../../packet/fields/prefixed.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { leb128 } from '../../../packet/fields/variable-integers.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';

const IDS = {
  payload_format_indicator: 1,
  message_expiry_interval: 2,
  content_type: 3,
  response_topic: 8,
  correlation_data: 9,
  subscription_identifier: 11,
  session_expiry_interval: 17,
  assigned_client_identifier: 18,
  server_keep_alive: 19,
  authentication_method: 21,
  authentication_data: 22,
  request_problem_information: 23,
  will_delay_interval: 24,
  request_response_information: 25,
  response_information: 26,
  server_reference: 28,
  reason_string: 31,
  receive_maximum: 33,
  topic_alias_maximum: 34,
  topic_alias: 35,
  maximum_qos: 36,
  retain_available: 37,
  user_property: 38,
  maximum_packet_size: 39,
  wildcard_subscription_available: 40,
  subscription_identifier_available: 41,
  shared_subscription_available: 42,
} as const;

/** Numbers of properties by the form of their values. */
const OCTET = [1, 23, 25, 36, 37, 40, 41, 42];
const TWO = [19, 33, 34, 35];
const FOUR = [2, 17, 24, 39];
const TEXT = [3, 8, 18, 21, 26, 28, 31];
const BINARY = [9, 22];
const NUMBER = 11,
  PAIR = 38;

const each = <F>(ids: readonly number[], f: F): Record<number, F> => Object.fromEntries(ids.map((id) => [id, f]));
const utf8 = (wireshark: string) => prefixedText('u16', { encoding: 'utf8', wireshark });

/** A name and a value that the user chose. */
export const MQTTUserProperty = layer('MQTTUserProperty', () => ({
  about: 'A name and a value that the user chose.',
  source: 'MQTT 5 §1.5.7',
  fields: { key: utf8('mqtt.prop_key'), value: utf8('mqtt.prop_value') },
}));

/** A property. One of an unknown number takes what is left, for nothing says how long it is. @see MQTT 5 §2.2.2.2 */
export const MQTTProperty = layer('MQTTProperty', () => ({
  about: 'A property of MQTT 5.',
  source: 'MQTT 5 §2.2.2.2',
  fields: {
    id: u8({ default: 1, names: names(IDS), hex: true, wireshark: 'mqtt.property_id' }),
    value: choose(
      'id',
      {
        ...each(OCTET, u8({ wireshark: 'mqtt.prop_number' })),
        ...each(TWO, u16({ wireshark: 'mqtt.prop_number' })),
        ...each(FOUR, u32({ wireshark: 'mqtt.prop_number' })),
        ...each(TEXT, utf8('mqtt.prop_string')),
        ...each(BINARY, sized('u16', octets())),
        [NUMBER]: leb128({ most: 4, wireshark: 'mqtt.prop_number' }),
        [PAIR]: record(() => MQTTUserProperty),
      },
      octets(),
    ),
  },
}));

/** Properties behind their length. */
export const properties = () =>
  sized(
    'leb128',
    records(() => MQTTProperty),
  );

/** Whether properties stand at `start`, behind a length of one octet that is not 0, as a message would have them. */
export function propertiesFit(b: Uint8Array, start: number, end: number): boolean {
  const length = b[start] as number,
    last = start + 1 + length;
  if (length === 0 || length > 127 || last > end) return false;
  const textEnd = (at: number): number => at + 2 + ((b[at] as number) << 8) + (b[at + 1] as number);
  let q = start + 1;
  while (q < last) {
    const id = b[q++] as number;
    if (OCTET.includes(id)) q += 1;
    else if (TWO.includes(id)) q += 2;
    else if (FOUR.includes(id)) q += 4;
    else if (TEXT.includes(id) || BINARY.includes(id)) q = textEnd(q);
    else if (id === PAIR) q = textEnd(textEnd(q));
    else if (id === NUMBER) while ((b[q++] as number) >= 0x80 && q < last);
    else return false;
  }
  return q === last;
}
