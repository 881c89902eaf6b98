/** `command()` writes layers by their names, also those in fields: each is exported by just that name. */
import { expect, it } from 'vitest';
import { packetJsonSchema } from '../packet/display/json-schema.ts';
import { packet, protocols } from './protocols.ts';
import * as layers from './layers.ts';

/** Six layers of one name, each with its attribute's Wireshark names; and what is of no protocol. */
const NOT_HERE = ['RadiusTagged', 'Raw', 'Padding'];

it('every layer, and every layer in a field, is exported by its name', () => {
  const { $defs = {} } = packetJsonSchema(protocols) as { $defs?: object };
  const inside = Object.keys($defs).flatMap((key) => /^(\w+)(?:\.\d+)?\.record$/.exec(key)?.[1] ?? []);
  expect(inside.length).toBeGreaterThan(300);
  const named = [...inside, ...[...protocols.layers.values()].map(({ layerName }) => layerName)];
  expect(named.filter((name) => !(name in layers) && !NOT_HERE.includes(name))).toEqual([]);
});

it('so what command() writes runs', () => {
  const { SNMP, SNMPPDU, SNMPvarbind } = layers;
  const p = packet(
    SNMP({
      message: { version: 'v2c', PDU: ['get', SNMPPDU({ id: 7, varbindlist: [SNMPvarbind({ oid: '1.3.6.1.2.1.1.3.0' })] })] },
    } as never),
  );
  const again = new Function('packet', ...Object.keys(layers), `return ${p.command()}`)(packet, ...Object.values(layers)) as typeof p;
  expect(again.bytes).toEqual(p.bytes);
});
