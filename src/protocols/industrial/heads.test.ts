import { layerSuite } from '../../../test/support/layer-suite.ts';
import { fromHex } from '../../bytes/hex.ts';
import { AMQP, AMQPInit } from './amqp.ts';
import { GOOSE } from './goose.ts';
import { MQTTSN, MQTTSNLong } from './mqttsn.ts';
import { OPCUA } from './opcua.ts';
import { ProfinetDCP, ProfinetIO } from './profinet.ts';

layerSuite(
  'Heads of industrial protocols',
  [
    {
      what: 'AMQP: the greeting',
      origin: 'AMQP 0-9-1 §4.2.2',
      first: AMQPInit,
      chain: 'AMQPInit',
      octets: '414d515000000901',
      build: () => [AMQPInit()],
    },
    {
      what: 'AMQP: two frames',
      origin: 'AMQP 0-9-1 §4.2.3, by hand',
      first: AMQP,
      chain: 'AMQP/AMQP',
      octets: '0100010000000400140028ce' + '08000000000000ce',
      read: { AMQP: { type: 1, channel: 1, length: 4, content: '00140028' } },
      build: () => [AMQP({ channel: 1, content: fromHex('00140028') }), AMQP({ type: 'Heartbeat' })],
    },
    {
      what: 'OPC UA: an error, and the end of a channel',
      origin: 'OPC 10000-6 §7.1.2, by hand',
      first: OPCUA,
      chain: 'OPCUA/OPCUA',
      octets: '455252461000000000007d80ffffffff' + '434c4f460c00000007000000',
      read: { OPCUA: { type: 'ERR', chunk: 'F', size: 16, body: '00007d80ffffffff' } },
      build: () => [OPCUA({ type: 'ERR', body: fromHex('00007d80ffffffff') }), OPCUA({ type: 'CLO', channel: 7 })],
    },
    {
      what: 'GOOSE: a header',
      origin: 'IEC 61850-8-1:2011 annex C, by hand',
      first: GOOSE,
      chain: 'GOOSE',
      octets: '0001000a000000006100',
      read: { GOOSE: { appid: 1, length: 10, apdu: '6100' } },
      build: () => [GOOSE({ appid: 1, apdu: fromHex('6100') })],
    },
    {
      what: 'PROFINET: a question for all devices',
      origin: 'IEC 61158-6-10 §4.3, by hand',
      first: ProfinetIO,
      chain: 'ProfinetIO/ProfinetDCP',
      octets: 'fefe0500010000010001' + '0004ffff0000',
      read: { ProfinetDCP: { service_id: 5, xid: 0x01000001, dcp_data_length: 4, dcp_blocks: [{ option: 255, sub_option: 255 }] } },
      build: () => [ProfinetIO(), ProfinetDCP({ reserved: 1, dcp_blocks: [{ option: 255, sub_option: 255 }] })],
    },
    {
      what: 'MQTT-SN: a publish',
      origin: "scapy 2.5: MQTTSN() / MQTTSNPublish(tid=1, mid=2, data=b'x')",
      first: MQTTSN,
      chain: 'MQTTSN',
      octets: '080c000001000278',
      read: { MQTTSN: { len: 8, type: 12, data: '000001000278' } },
      build: () => [MQTTSN({ type: 'PUBLISH', data: fromHex('000001000278') })],
      summary: 'MQTT-SN PUBLISH',
    },
    {
      what: 'MQTT-SN: a long message',
      origin: 'MQTT-SN 1.2 §5.2.1, by hand',
      first: MQTTSNLong,
      chain: 'MQTTSNLong',
      octets: '01000617aabb',
      build: () => [MQTTSNLong({ type: 'PINGRESP', data: fromHex('aabb') })],
    },
  ],
  { mutations: 200 },
);
