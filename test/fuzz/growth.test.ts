/** Every display and rebuild of every layer with a list takes time in proportion to its octets: some 64 kB of short items, which a quadratic step would take minutes for. */
import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/bytes/hex.ts';
import { values } from '../../src/packet/laid/change.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import type { AnyLayer } from '../../src/packet/spec/spec.ts';
import { ICMPv6MLDMultAddrRec, ICMPv6MLReport2 } from '../../src/protocols/network/icmpv6/multicast-listener.ts';
import { dissect, packet, protocols } from '../../src/protocols/protocols.ts';
import { TFTP_WRQ } from '../../src/protocols/application/tftp.ts';
import { seconds, SOON } from '../support/growth.ts';

const SIZE = 64_000;

const displays: Record<string, (p: Packet, layer: AnyLayer) => unknown> = {
  command: (p) => p.command(),
  show: (p) => p.show(),
  json: (p) => p.json(),
  summary: (p) => p.summary(),
  repr: (p) => p.repr(),
  sprintf: (p, layer) => p.sprintf(layer.layout.slots.map(({ name }) => `%${layer.layerName}.${name}%`).join(' ')),
  issues: (p) => p.issuesWith({ checksums: true }),
  rebuild: (p, layer) => {
    const view = p.get(layer) as object | undefined;
    if (view === undefined) return;
    try {
      void packet(layer(values(view)) as never).bytes;
      void p.copy().set(layer as never, values(view) as never).bytes;
    } catch (error) {
      expect((error as { code?: string }).code).toMatch(/^ERR_/);
    }
  },
};

const fill = (...octets: number[]): Uint8Array => Uint8Array.from({ length: SIZE }, (_, i) => octets[i % octets.length] as number);

describe('what is given of a packet', () => {
  // 3,000 records of 20 octets: the least that RFC 3810 §5.2.4 allows.
  const report = packet(
    ICMPv6MLReport2({ records: Array.from({ length: 3000 }, (_, i) => ({ dst: `ff02::${(i + 1).toString(16)}` })) } as never),
  ).bytes;

  it.each(Object.entries(displays))('%s of 3,000 MLDv2 records grows with them', (_name, ask) => {
    const p = dissect(report, ICMPv6MLReport2);
    expect(seconds(() => ask(p, ICMPv6MLReport2 as unknown as AnyLayer))).toBeLessThan(SOON);
  });

  it('a record of many is set among the others, which are copied', () => {
    const p = dissect(report, ICMPv6MLReport2);
    const records = [...(p.get(ICMPv6MLReport2)?.records ?? [])];
    expect(records).toHaveLength(3000);
    const took = seconds(() => {
      p.set(ICMPv6MLReport2, {
        records: [...records.slice(0, 1500), ICMPv6MLDMultAddrRec({ dst: 'ff02::ffff' }), ...records.slice(1500)] as never,
      });
      void p.bytes;
    });
    expect(took).toBeLessThan(SOON);
    expect(toHex(p.bytes.subarray(8 + 1500 * 20, 8 + 1501 * 20))).toBe(`04000000ff02${'0'.repeat(24)}ffff`);
    expect(toHex(p.bytes.subarray(-20))).toBe(toHex(report.subarray(-20)));
  });

  it('command() of options without number is found with a fixed amount of work', () => {
    expect(seconds(() => dissect(fill(0), TFTP_WRQ).command())).toBeLessThan(SOON);
  });

  const listed = [...protocols.layers.values()].filter(({ layout }) =>
    layout.variables.some(({ kind }) => kind.list === true || kind.value === 'options' || kind.value === 'record'),
  );
  // As for damaged packets: PKW_MUTATIONS says how many of them are tried.
  const tried = listed.filter((_, i) => i % Math.max(1, Math.round(1 / Number(process.env['PKW_MUTATIONS'] ?? 1))) === 0);
  it.each(Object.entries(displays))('%s of every layer with a list', { timeout: 600_000 }, (_name, ask) => {
    expect(listed.length).toBeGreaterThan(60);
    for (const layer of tried)
      for (const octets of [fill(1), fill(4, 1, 0, 0), fill(0, 4)]) {
        // Numbers at the beginning are counts and lengths: large ones, so that what is behind belongs to the layer.
        const p = dissect(octets, layer);
        expect(
          seconds(() => ask(p, layer)),
          `${layer.layerName} of ${toHex(octets.subarray(0, 4))}…`,
        ).toBeLessThan(SOON);
      }
  });
});
