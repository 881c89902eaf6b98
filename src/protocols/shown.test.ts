/** Structured values are shown as what they are, by every layer and in every way: nowhere `[object Object]`. */
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { filesBelow, framesOf } from '../../test/support/captured-frames.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import { fromHex } from '../bytes/hex.ts';
import { seededRandom } from '../bytes/random.ts';
import { firstLayer } from '../capture/dissect-batch.ts';
import type { VariableKind } from '../packet/spec/field.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { objectOf } from '../packet/object/packet-object.ts';
import { DNSRR, DNS } from './application/dns/dns.ts';
import { dissect, packet, protocols } from './protocols.ts';

/** Every way in which Node and this package show a packet, its views, and the values of their fields. */
function shownWays(p: Packet): Record<string, string> {
  const object = objectOf(p);
  const views = p.layers().map((_, i) => object.view(i));
  return {
    'JSON.stringify(packet)': JSON.stringify(p),
    'String(packet)': String(p),
    'console.log(packet)': inspect(p),
    'console.log({ packet })': inspect({ p }, { depth: 4 }),
    'JSON.stringify(view)': JSON.stringify(views),
    'String(view)': views.map(String).join('\n'),
    'console.log(view)': inspect(views, { depth: 4 }),
    'json()': p.json(),
    'show()': p.show(),
    'show2()': p.show2(),
    'repr()': p.repr(),
    'command()': p.command(),
    'summary()': p.summary(),
    'sprintf()': p.sprintf(
      p
        .layers()
        .flatMap((l) => l.layout.slots.map(({ name }) => `%${l.layerName}.${name}%`))
        .join(' '),
    ),
  };
}

const objectsIn = (p: Packet): string[] =>
  Object.entries(shownWays(p)).flatMap(([way, text]) =>
    /\[object \w+\]|\bRegion \{|\$p\b/.test(text) ? [`${way}: ${/.{0,60}(\[object \w+\]|\bRegion \{|\$p\b)/s.exec(text)?.[0]}`] : [],
  );

/** The layer with a random value in every field that has one: lists, options and records among them. */
function filled(layer: AnyLayer, seed: number): Packet {
  const random = seededRandom(seed);
  const given = Object.fromEntries(
    layer.layout.slots
      .filter((s) => s.computed < 0 && s.kind.random !== undefined && (s.kind as VariableKind).present === undefined)
      .map((s) => [s.name, s.kind.random?.(random)]),
  );
  return packet(layer(given)) as unknown as Packet;
}

function isRefused(p: Packet): boolean {
  try {
    return p.bytes.length < 0;
  } catch (error) {
    if (error instanceof PacketwrightError && error.code === 'ERR_RANGE') return true;
    throw error;
  }
}

describe('no way to show a packet has an object in it that is not shown', () => {
  it.each([...protocols.layers.values()].map((layer) => [layer.layerName, layer] as const))('%s', (_name, layer) => {
    let shown = 0;
    for (let seed = 0; seed < 6 && shown < 1; seed++) {
      const made = filled(layer, seed);
      // Random values may be more than a length says.
      if (isRefused(made)) continue;
      expect(objectsIn(made)).toEqual([]);
      expect(objectsIn(dissect(made.bytes, layer))).toEqual([]);
      shown++;
    }
    expect(shown).toBeGreaterThan(0);
  });

  it('captured packets', () => {
    const folder = join(import.meta.dirname, '../../test/fixtures/captures');
    let shown = 0;
    for (const path of filesBelow(folder, /\.pcap$/))
      for (const { linkType, bytes } of framesOf(path).slice(0, 2)) {
        expect(objectsIn(dissect(bytes, firstLayer(protocols, linkType))), path).toEqual([]);
        shown++;
      }
    expect(shown).toBeGreaterThan(100);
  });

  it('records of the DNS with data of their own', () => {
    // RFC 1035 §3.3.9 (MX), §3.3.13 (SOA); RFC 6891 §6.1.2 (OPT, with a cookie, RFC 7873 §4).
    const answers = [
      DNSRR({ rrname: 'example.org', type: 'MX', rdata: { preference: 10, exchange: 'mail.example.org' } as never }),
      DNSRR({ rrname: 'example.org', type: 'OPT', rclass: 4096, rdata: fromHex('000a00080102030405060708') as never }),
    ];
    const p = dissect(packet(DNS({ an: answers })).bytes, DNS);
    expect(objectsIn(p)).toEqual([]);
    expect(JSON.stringify(p)).toContain('mail.example.org.');
    expect(inspect(p)).toContain('mail.example.org.');
  });
});
