/** command() and json() over captured packets: the source builds the same octets, the JSON says the same values. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/bytes/hex.ts';
import { packetFromJson } from '../../src/packet/from-json.ts';
import { isView } from '../../src/packet/spec/view.ts';
import type { AnyLayer } from '../../src/packet/spec/spec.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { objectOf } from '../../src/packet/object/packet-object.ts';
import { dissect, packet, protocols } from '../../src/protocols/protocols.ts';
import { filesBelow, framesOf } from '../support/captured-frames.ts';

const folder = fileURLToPath(new URL('../fixtures/captures', import.meta.url));
/** So many packets of each file: a command is found by building the packet some dozen times. */
const EACH = 25;

function captured(): { name: string; p: Packet }[] {
  return filesBelow(folder, /\.(pcap|cap|dmp)$/).flatMap((path) =>
    framesOf(path)
      .slice(0, EACH)
      .flatMap(({ linkType, bytes }, i) => {
        const first = protocols.next('linktype', linkType);
        return first === undefined ? [] : [{ name: `${path.slice(folder.length)} #${i + 1}`, p: dissect(bytes, first) }];
      }),
  );
}

/** All layers that a packet's source can name: its own, and those of records inside. */
function scope(p: Packet): Map<string, AnyLayer> {
  const found = new Map<string, AnyLayer>();
  const add = (v: unknown): void => {
    if (Array.isArray(v)) v.forEach(add);
    // A value that is kept with its octets.
    else if (!isView(v) && typeof v === 'object' && v !== null && Object.getPrototypeOf(v) === Object.prototype)
      Object.values(v).forEach(add);
    if (!isView(v)) return;
    found.set(v.$layer.layerName, v.$layer);
    for (const { name } of v.$layer.layout.slots) add((v as unknown as Record<string, unknown>)[name]);
  };
  for (let i = 0; i < p.layers().length; i++) add(objectOf(p).view(i));
  return found;
}

function evaluated(text: string, layers: ReadonlyMap<string, AnyLayer>): Packet {
  const names = [...layers.keys()];
  // The source is the package's own, written for this.
  return new Function('packet', 'dissect', 'fromHex', ...names, `return ${text}`)(
    packet,
    dissect,
    fromHex,
    ...names.map((n) => layers.get(n)),
  ) as Packet;
}

describe('command() and json() of captured packets', () => {
  const all = captured();

  it('has packets to work on', () => {
    expect(all.length).toBeGreaterThan(300);
  });

  it('command() builds the same octets', () => {
    let written = 0;
    for (const { name, p } of all) {
      const text = p.command();
      expect(evaluated(text, scope(p)).bytes, `${name}: ${text}`).toEqual(p.bytes);
      if (text.startsWith('packet(')) written++;
    }
    // What cannot be written layer by layer is the exception.
    expect(written / all.length).toBeGreaterThan(0.99);
  });

  it('json() is one object with every layer and every field', () => {
    for (const { name, p } of all) {
      const { schema, layers } = JSON.parse(p.json()) as { schema: number; layers: Record<string, Record<string, unknown>> };
      expect(schema).toBe(1);
      expect(
        Object.keys(layers).map((l) => l.replace(/:\d+$/, '')),
        name,
      ).toEqual(p.layers().map((l) => l.layerName));
    }
  });

  it('json() says enough to make the packet again', () => {
    for (const { name, p } of all) expect(toHex(packetFromJson(protocols, p.json()).bytes), name).toBe(toHex(p.bytes));
  });

  it('summary() and show() have a line for each', () => {
    for (const { name, p } of all) {
      // One packet asks for `tran=undefined` itself.
      const isTheirs = Buffer.from(p.bytes).includes('undefined');
      expect(p.summary(), name).not.toMatch(isTheirs ? /\n/ : /undefined|\n/);
      expect(p.show().match(/^###\[/gm)?.length, name).toBe(p.layers().length);
    }
  });
});
