/** MQTT 3.1, 3.1.1 and 5: control packets. @see MQTT 5 §2; MQTT 3.1.1 §2 */
import { recordOf } from '../../../packet/fields/alternatives.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { bits, flag } from '../../../packet/fields/integers.ts';
import { known } from '../../../packet/fields/known.ts';
import { record } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';
import { names } from '../../../packet/spec/names.ts';
import type { Layer } from '../../../packet/spec/spec.ts';
import { endsKey } from '../../../packet/spec/knowledge.ts';
import { conversationOf } from '../conversation.ts';
import * as M from './messages.ts';

const TYPES = /* @__PURE__ */ names({
  CONNECT: 1,
  CONNACK: 2,
  PUBLISH: 3,
  PUBACK: 4,
  PUBREC: 5,
  PUBREL: 6,
  PUBCOMP: 7,
  SUBSCRIBE: 8,
  SUBACK: 9,
  UNSUBSCRIBE: 10,
  UNSUBACK: 11,
  PINGREQ: 12,
  PINGRESP: 13,
  DISCONNECT: 14,
  AUTH: 15,
});

type Version = { readonly version: number };
type Some = Layer<any, any, any>;

/** A message whose form depends on the version: as the conversation's CONNECT said, else as its octets look. */
const byVersion = <A extends Some, B extends Some>(old: () => A, five: () => B) =>
  known(({ version }: Version) => (version === 5 ? record(five) : record(old)), recordOf(old, five));

/** What a message has behind its length, by its type. */
const bodies = () => ({
  1: record(() => M.MQTTConnect),
  2: record(() => M.MQTTConnack),
  3: choose(
    'QOS',
    {
      0: byVersion(
        () => M.MQTTPublish,
        () => M.MQTTPublish5,
      ),
    },
    byVersion(
      () => M.MQTTPublishQoS,
      () => M.MQTTPublishQoS5,
    ),
  ),
  4: record(() => M.MQTTPuback),
  5: record(() => M.MQTTPubrec),
  6: record(() => M.MQTTPubrel),
  7: record(() => M.MQTTPubcomp),
  8: byVersion(
    () => M.MQTTSubscribe,
    () => M.MQTTSubscribe5,
  ),
  9: byVersion(
    () => M.MQTTSuback,
    () => M.MQTTSuback5,
  ),
  10: byVersion(
    () => M.MQTTUnsubscribe,
    () => M.MQTTUnsubscribe5,
  ),
  11: record(() => M.MQTTUnsuback),
  14: record(() => M.MQTTDisconnect),
  15: record(() => M.MQTTAuth),
});

/** The four low bits that types other than PUBLISH have (MQTT 5 §2.1.3). */
const usualFlags = (type: number): number => (type === 6 || type === 8 || type === 10 ? 2 : 0);
/** Least octets behind the length, by type. */
const LEAST = [0, 10, 2, 2, 2, 2, 2, 2, 5, 3, 4, 2, 0, 0, 0, 0] as const;

/** The number at `at`, and where it ends; undefined when it is none (MQTT 5 §1.5.5). */
function remainingLength(b: Uint8Array, at: number, end: number): readonly [length: number, end: number] | undefined {
  let n = 0;
  for (let i = 0; i < 4 && at + i < end; i++) {
    const x = b[at + i] as number;
    n += (x & 0x7f) * 128 ** i;
    if (x < 0x80) return [n, at + i + 1];
  }
  return undefined;
}

/** Whether a message begins at `start`: flags that its type has, a length that it can have; a connect says what it is. */
function beginsMessage(b: Uint8Array, start: number, end: number): boolean {
  const type = (b[start] as number) >> 4,
    low = (b[start] as number) & 15;
  const length = remainingLength(b, start + 1, end);
  if (type === 0 || length === undefined || length[0] < (LEAST[type] as number)) return false;
  // MQTT 3.1 had DUP in others, too.
  if (type === 3 ? ((low >> 1) & 3) === 3 : (low & 7) !== usualFlags(type)) return false;
  if (type === 12 || type === 13) return length[0] === 0;
  const at = length[1];
  if (type !== 1) return true;
  // "MQTT", or "MQIsdp" of 3.1.
  return b[at] === 0 && (b[at + 1] === 4 || b[at + 1] === 6) && b[at + 2] === 0x4d && b[at + 3] === 0x51;
}

/** Both ends of the conversation, in one order. */
function conversation(at: LayerContext): string | undefined {
  const between = conversationOf(at, 'TCP');
  return between === undefined ? undefined : endsKey(between);
}

/** MQTT: one control packet. What follows its length is its `body`. @see MQTT 5 §2.1 */
export const MQTT = layer('MQTT', () => ({
  title: 'MQTT fixed header',
  about: 'MQTT: one control packet of version 3.1, 3.1.1 or 5.',
  source: 'MQTT 5 §2.1; MQTT 3.1.1 §2.2',
  wireshark: 'mqtt',
  fields: {
    type: bits(4, { default: 1, names: TYPES, wireshark: 'mqtt.msgtype' }),
    DUP: flag({ wireshark: 'mqtt.dupflag' }),
    QOS: bits(2, { wireshark: 'mqtt.qos', about: '1 in PUBREL, SUBSCRIBE and UNSUBSCRIBE' }),
    RETAIN: flag({ wireshark: 'mqtt.retain' }),
    body: sized('leb128', choose('type', bodies(), octets())),
  },
  columns: { 'mqtt.len': (_mqtt, { b, start, end }) => remainingLength(b, start + 1, end)?.[0] },
  begins: beginsMessage,
  repeats: true,
  learns: (mqtt, at, session) => {
    const key = mqtt.type === 1 ? conversation(at) : undefined;
    const version = (mqtt.body as { readonly protolevel?: number }).protolevel;
    if (key !== undefined && version !== undefined) session.remember('mqtt.version', key, { version });
  },
  needs: (mqtt, at, session) => {
    const key = [3, 8, 9, 10].includes(mqtt.type) ? conversation(at) : undefined;
    return key === undefined ? undefined : session.recall('mqtt.version', key);
  },
  summary: ({ type }) => `MQTT ${TYPES.name(type) ?? type}`,
}));
