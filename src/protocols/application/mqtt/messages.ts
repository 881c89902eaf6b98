/** What MQTT's control packets have behind their length. Where MQTT 5 added to the end, one layer reads both. @see MQTT 5 §3; MQTT 3.1.1 §3 */
import { mayEnd, when } from '../../../packet/fields/conditional.ts';
import { bits, flag, u16, u8 } from '../../../packet/fields/integers.ts';
import { list, records } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { prefixedText } from '../../../packet/fields/prefixed.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';
import { properties, propertiesFit } from './properties.ts';

const utf8 = (wireshark: string) => prefixedText('u16', { encoding: 'utf8', wireshark });
const msgid = () => u16({ default: 1, wireshark: 'mqtt.msgid', about: 'packet identifier' });

/** Why, in MQTT 5 (§2.4), and the codes of CONNACK in 3.1.1 (§3.2.2.3). */
const reason = (name: string) => u8({ wireshark: name, about: '128 or more: it failed' });

/** Begins a connection. @see MQTT 5 §3.1 */
export const MQTTConnect = layer('MQTTConnect', () => ({
  title: 'MQTT connect',
  about: 'Begins a connection.',
  source: 'MQTT 5 §3.1; MQTT 3.1.1 §3.1',
  wireshark: '',
  fields: {
    protoname: prefixedText('u16', { default: 'MQTT', wireshark: 'mqtt.protoname' }),
    protolevel: u8({ default: 4, names: names({ 'v3.1': 3, 'v3.1.1': 4, 'v5.0': 5 }), wireshark: 'mqtt.ver' }),
    usernameflag: flag({ wireshark: 'mqtt.conflag.uname' }),
    passwordflag: flag({ wireshark: 'mqtt.conflag.passwd' }),
    willretainflag: flag({ wireshark: 'mqtt.conflag.retain' }),
    willQOSflag: bits(2, { wireshark: 'mqtt.conflag.qos' }),
    willflag: flag({ wireshark: 'mqtt.conflag.willflag' }),
    cleansess: flag({ wireshark: 'mqtt.conflag.cleansess' }),
    reserved: flag({ wireshark: 'mqtt.conflag.reserved' }),
    klive: u16({ wireshark: 'mqtt.kalive', about: 'seconds' }),
    properties: when({ protolevel: 5 }, properties()),
    clientId: utf8('mqtt.clientid'),
    willproperties: when({ willflag: true, protolevel: 5 }, properties()),
    willtopic: when('willflag', utf8('mqtt.willtopic')),
    willmsg: when('willflag', sized('u16', octets({ wireshark: 'mqtt.willmsg' }))),
    username: when('usernameflag', utf8('mqtt.username')),
    password: when('passwordflag', sized('u16', octets())),
  },
}));

/** Answers a connect. @see MQTT 5 §3.2 */
export const MQTTConnack = layer('MQTTConnack', () => ({
  title: 'MQTT connack',
  about: 'Answers a connect.',
  source: 'MQTT 5 §3.2; MQTT 3.1.1 §3.2',
  wireshark: '',
  fields: {
    sessPresentFlag: u8({ hex: true, wireshark: 'mqtt.conack.flags' }),
    retcode: u8({ wireshark: ['mqtt.conack.val', 'mqtt.connack.reason_code'] }),
    properties: mayEnd(properties()),
  },
}));

/** What an acknowledgement says besides its number, in MQTT 5. */
const acknowledgement = (name: string) => ({ msgid: msgid(), reason: mayEnd(reason(name)), properties: mayEnd(properties()) });

/** Acknowledges a message of QoS 1. @see MQTT 5 §3.4 */
export const MQTTPuback = layer('MQTTPuback', () => ({
  title: 'MQTT puback',
  about: 'Acknowledges a message of QoS 1.',
  source: 'MQTT 5 §3.4',
  wireshark: '',
  fields: acknowledgement('mqtt.puback.reason_code'),
}));

/** Says that a message of QoS 2 has come. @see MQTT 5 §3.5 */
export const MQTTPubrec = layer('MQTTPubrec', () => ({
  title: 'MQTT pubrec',
  about: 'Says that a message of QoS 2 has arrived.',
  source: 'MQTT 5 §3.5',
  wireshark: '',
  fields: acknowledgement('mqtt.pubrec.reason_code'),
}));

/** Lets go of a message of QoS 2. @see MQTT 5 §3.6 */
export const MQTTPubrel = layer('MQTTPubrel', () => ({
  title: 'MQTT pubrel',
  about: 'Releases a message of QoS 2.',
  source: 'MQTT 5 §3.6',
  wireshark: '',
  fields: acknowledgement('mqtt.pubrel.reason_code'),
}));

/** Ends the delivery of a message of QoS 2. @see MQTT 5 §3.7 */
export const MQTTPubcomp = layer('MQTTPubcomp', () => ({
  title: 'MQTT pubcomp',
  about: 'Ends the delivery of a message of QoS 2.',
  source: 'MQTT 5 §3.7',
  wireshark: '',
  fields: acknowledgement('mqtt.pubcomp.reason_code'),
}));

const topic = () => utf8('mqtt.topic');
const value = () => octets({ wireshark: 'mqtt.msg' });

/** Whether a message without a packet identifier, or (`id`: 2) with one, is one of MQTT 3: it has no properties behind its topic. */
const isOld =
  (id: 0 | 2) =>
  (b: Uint8Array, start: number, end: number): boolean =>
    !propertiesFit(b, start + 2 + ((b[start] as number) << 8) + (b[start + 1] as number) + id, end);

/** A message, of QoS 0. @see MQTT 3.1.1 §3.3 */
export const MQTTPublish = layer('MQTTPublish', () => ({
  title: 'MQTT publish',
  about: 'A message.',
  source: 'MQTT 3.1.1 §3.3',
  wireshark: '',
  fields: { topic: topic(), value: value() },
  begins: isOld(0),
}));

/** A message of QoS 1 or 2. @see MQTT 3.1.1 §3.3 */
export const MQTTPublishQoS = layer('MQTTPublishQoS', () => ({
  title: 'MQTT publish',
  about: 'A message of QoS 1 or 2.',
  source: 'MQTT 3.1.1 §3.3',
  wireshark: '',
  fields: { topic: topic(), msgid: msgid(), value: value() },
  begins: isOld(2),
}));

/** A message of MQTT 5. @see MQTT 5 §3.3 */
export const MQTTPublish5 = layer('MQTTPublish5', () => ({
  title: 'MQTT 5 publish',
  about: 'A message of MQTT 5.',
  source: 'MQTT 5 §3.3',
  wireshark: '',
  fields: { topic: topic(), properties: properties(), value: value() },
}));

/** A message of MQTT 5, of QoS 1 or 2. @see MQTT 5 §3.3 */
export const MQTTPublishQoS5 = layer('MQTTPublishQoS5', () => ({
  title: 'MQTT 5 publish',
  about: 'A message of MQTT 5, of QoS 1 or 2.',
  source: 'MQTT 5 §3.3',
  wireshark: '',
  fields: { topic: topic(), msgid: msgid(), properties: properties(), value: value() },
}));

/** A topic that is asked for, and how. @see MQTT 5 §3.8.3 */
export const MQTTTopicQOS = layer('MQTTTopicQOS', () => ({
  about: 'A topic to subscribe to, and how.',
  source: 'MQTT 5 §3.8.3; MQTT 3.1.1 §3.8.3',
  fields: {
    topic: topic(),
    reserved: bits(2, { hex: true }),
    retain_handling: bits(2, { about: '0: send retained messages, 1: for a new subscription, 2: never' }),
    retain_as_published: flag(),
    no_local: flag(),
    QOS: bits(2, { wireshark: 'mqtt.sub.qos' }),
  },
}));

const topics = () => records(() => MQTTTopicQOS);

/** Asks for topics. @see MQTT 3.1.1 §3.8 */
export const MQTTSubscribe = layer('MQTTSubscribe', () => ({
  title: 'MQTT subscribe',
  about: 'Subscribes to topics.',
  source: 'MQTT 3.1.1 §3.8',
  wireshark: '',
  fields: { msgid: msgid(), topics: topics() },
}));

/** Subscribes to topics, with properties. @see MQTT 5 §3.8 */
export const MQTTSubscribe5 = layer('MQTTSubscribe5', () => ({
  title: 'MQTT 5 subscribe',
  about: 'Subscribes to topics, with properties.',
  source: 'MQTT 5 §3.8',
  wireshark: '',
  fields: { msgid: msgid(), properties: properties(), topics: topics() },
}));

/** Answers a subscribe, a code a topic. @see MQTT 3.1.1 §3.9 */
export const MQTTSuback = layer('MQTTSuback', () => ({
  title: 'MQTT suback',
  about: 'Answers a subscribe, with one code per topic.',
  source: 'MQTT 3.1.1 §3.9',
  wireshark: '',
  fields: { msgid: msgid(), retcodes: list(u8({ wireshark: 'mqtt.suback.qos', about: '0 to 2: granted, 128: refused' })) },
  // Other codes are of no older version.
  begins: (b, start, end) => b.subarray(start + 2, end).every((code) => code <= 2 || code === 128),
}));

/** Answers a subscribe, with properties. @see MQTT 5 §3.9 */
export const MQTTSuback5 = layer('MQTTSuback5', () => ({
  title: 'MQTT 5 suback',
  about: 'Answers a subscribe, with properties.',
  source: 'MQTT 5 §3.9',
  wireshark: '',
  fields: { msgid: msgid(), properties: properties(), retcodes: list(reason('mqtt.suback.reason_code')) },
}));

/** Wants topics no more. @see MQTT 3.1.1 §3.10 */
export const MQTTUnsubscribe = layer('MQTTUnsubscribe', () => ({
  title: 'MQTT unsubscribe',
  about: 'Unsubscribes from topics.',
  source: 'MQTT 3.1.1 §3.10',
  wireshark: '',
  fields: { msgid: msgid(), topics: list(topic()) },
}));

/** Unsubscribes from topics, with properties. @see MQTT 5 §3.10 */
export const MQTTUnsubscribe5 = layer('MQTTUnsubscribe5', () => ({
  title: 'MQTT 5 unsubscribe',
  about: 'Unsubscribes from topics, with properties.',
  source: 'MQTT 5 §3.10',
  wireshark: '',
  fields: { msgid: msgid(), properties: properties(), topics: list(topic()) },
}));

/** Answers an unsubscribe. @see MQTT 5 §3.11 */
export const MQTTUnsuback = layer('MQTTUnsuback', () => ({
  title: 'MQTT unsuback',
  about: 'Answers an unsubscribe; in MQTT 5 with one code per topic.',
  source: 'MQTT 5 §3.11',
  wireshark: '',
  fields: { msgid: msgid(), properties: mayEnd(properties()), retcodes: list(reason('mqtt.unsuback.reason_code')) },
}));

/** Ends the connection. @see MQTT 5 §3.14 */
export const MQTTDisconnect = layer('MQTTDisconnect', () => ({
  title: 'MQTT disconnect',
  about: 'Ends the connection; in MQTT 5 it may say why.',
  source: 'MQTT 5 §3.14',
  wireshark: '',
  fields: { reason: mayEnd(reason('mqtt.disconnect.reason_code')), properties: mayEnd(properties()) },
}));

/** Goes on with an authentication. @see MQTT 5 §3.15 */
export const MQTTAuth = layer('MQTTAuth', () => ({
  title: 'MQTT auth',
  about: 'Continues an authentication.',
  source: 'MQTT 5 §3.15',
  wireshark: '',
  fields: { reason: mayEnd(reason('mqtt.auth.reason_code')), properties: mayEnd(properties()) },
}));
