import { describe, expect, it } from 'vitest';
import { layerSuite, plain } from '../../../../test/support/layer-suite.ts';
import { chainOf } from '../../../../test/support/rebuild.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { Session } from '../../../packet/object/session.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { dissect, packet } from '../../protocols.ts';
import { TCP } from '../../transport/tcp/tcp.ts';
import { MQTT } from './mqtt.ts';

layerSuite('MQTT', [
  {
    what: 'a connect of 3.1',
    origin: 'nDPI/tests/cfgs/default/pcap/mqtt.pcap, packet 2',
    first: MQTT,
    chain: 'MQTT',
    octets:
      '104000064d514973647003c20014001663626161626362616261636262626262616161616162' +
      '000c303244353035303232334433000c303244353035303232334433',
    read: { MQTT: { type: 1, body: { protoname: 'MQIsdp', protolevel: 3, usernameflag: true, passwordflag: true, klive: 20 } } },
    summary: 'MQTT CONNECT',
  },
  {
    what: 'a subscribe and a disconnect',
    origin: 'nDPI/tests/cfgs/default/pcap/mqtt.pcap, packets 3 and 8',
    first: MQTT,
    chain: 'MQTT/MQTT',
    octets: '821e00010019617374722f733732302f3032443530353032323344332f393900e000',
    read: { MQTT: { type: 8, QOS: 1, body: { msgid: 1, topics: [{ topic: 'astr/s720/02D5050223D3/99', QOS: 0 }] } } },
    build: () => [
      MQTT({ type: 'SUBSCRIBE', QOS: 1, body: { topics: [{ topic: 'astr/s720/02D5050223D3/99' }] } }),
      MQTT({ type: 'DISCONNECT' }),
    ],
  },
  {
    what: 'a suback',
    origin: 'nDPI/tests/cfgs/default/pcap/mqtt.pcap, packet 5',
    first: MQTT,
    chain: 'MQTT',
    octets: '9003000100',
    read: { MQTT: { type: 9, body: { msgid: 1, retcodes: [0] } } },
    summary: 'MQTT SUBACK',
  },
]);

describe('MQTT', () => {
  const connect = MQTT({
    type: 'CONNECT',
    body: {
      protolevel: 5,
      willflag: true,
      usernameflag: true,
      klive: 60,
      properties: [{ id: 'session_expiry_interval', value: 10 }],
      clientId: 'c',
      willproperties: [{ id: 'user_property', value: { key: 'k', value: 'v' } }],
      willtopic: 't',
      willmsg: 'gone',
      username: 'me',
    },
  });
  const read = (octets: Uint8Array) => plain(dissect(octets, MQTT).get(MQTT)?.body);

  it('of version 5 has properties', () => {
    const p = packet(connect);
    expect(dissect(p.bytes, MQTT).bytes).toEqual(p.bytes);
    expect(read(p.bytes)).toMatchObject({
      protoname: 'MQTT',
      usernameflag: true,
      passwordflag: false,
      properties: [{ id: 17, value: 10 }],
      willproperties: [{ id: 38, value: { key: 'k', value: 'v' } }],
      willmsg: '676f6e65',
    });
  });

  it('takes messages for those of version 3 unless properties fit', () => {
    expect(read(fromHex('3005000161' + '0102'))).toMatchObject({ topic: 'a', value: '0102' });
    expect(read(fromHex('3007000161' + '02010161'))).toMatchObject({ topic: 'a', properties: [{ id: 1, value: 1 }], value: '61' });
    expect(read(fromHex('3207000161' + '00070102'))).toMatchObject({ topic: 'a', msgid: 7, value: '0102' });
    expect(read(fromHex('8207000700000161' + '00'))).toMatchObject({ msgid: 7, properties: [], topics: [{ topic: 'a' }] });
  });

  it('knows the version of a conversation that it saw begin', () => {
    const session = new Session();
    const from = [IP({ src: '192.0.2.1', dst: '192.0.2.2' }), TCP({ sport: 4000, dport: 1883 })] as const;
    const to = [IP({ src: '192.0.2.2', dst: '192.0.2.1' }), TCP({ sport: 1883, dport: 4000 })] as const;
    // An empty block of properties, which could be the message's first octet.
    const publish = fromHex('3006000161' + '006162');
    expect(plain(dissect(packet(...to, publish).bytes, IP).get(MQTT)?.body)).toMatchObject({ value: '006162' });
    dissect(packet(...from, connect).bytes, IP, { session });
    const p = dissect(packet(...to, publish).bytes, IP, { session });
    expect(plain(p.get(MQTT)?.body)).toMatchObject({ topic: 'a', properties: [], value: '6162' });
  });

  it('begins where a control packet does', () => {
    for (const octets of ['00', '3600', '8000', '10020000', 'c001ff', 'f1020000', '30ffffffff01'])
      expect(chainOf(dissect(fromHex(octets), MQTT))).toBe('Raw');
  });
});
