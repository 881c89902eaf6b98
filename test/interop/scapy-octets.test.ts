/**
 * Packets built by scapy and by us from the same expression: the same octets, the same layers in them, and the same summary
 * where a group says so. One Python makes all; it opens no socket.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { toHex } from '../../src/bytes/hex.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import type { AnyLayer } from '../../src/packet/spec/spec.ts';
import * as layers from '../../src/protocols/layers.ts';
import { dissect, packet } from '../../src/protocols/protocols.ts';
import { layersInside } from '../support/layers-inside.ts';
import { askPython } from '../support/python.ts';
import { describeIf, requireScapy } from '../support/require.ts';
import type { ScapyCase } from './scapy-cases/case.ts';
import { scapyGroups } from './scapy-cases/groups.ts';
import { notCompared } from './scapy-cases/not-compared.ts';
import { otherNames } from './scapy-cases/other-names.ts';

interface Made {
  readonly octets: string;
  readonly layers: readonly string[];
  readonly built: string | null;
  readonly read: string | null;
}

const ask = (): { packets: readonly Made[]; names: readonly string[] } =>
  askPython(
    readFileSync(join(import.meta.dirname, 'scapy_octets.py'), 'utf8'),
    Object.values(scapyGroups).map(({ modules, cases }) => ({ modules, expressions: cases.map(([scapy]) => scapy) })),
  ) as ReturnType<typeof ask>;

/** scapy shows octets as Python does, and leaves a space behind. */
const plain = (summary: string | null): string => (summary ?? '').replaceAll(/b'((?:[^'\\]|\\.)*)'/g, '$1').trimEnd();

const made = ([, ours]: ScapyCase): Packet<any> => {
  const given = ours();
  return 'bytes' in given ? given : (packet(...(given as never[])) as unknown as Packet<any>);
};

const again = (p: Packet<any>): Packet<any> => dissect(p.bytes, p.layers()[0] as AnyLayer) as Packet<any>;

describeIf(requireScapy(), 'as scapy', () => {
  const { packets, names } = ask();
  const theirNames = new Set(names);
  const ourNames = new Set(Object.keys(layers));
  const shared = (of: readonly string[]): string[] =>
    of.map((name) => otherNames[name] ?? name).filter((name) => theirNames.has(name) && ourNames.has(name));
  const rows = Object.entries(scapyGroups)
    .flatMap(([name, group]) => group.cases.map((c) => [`${name}: ${c[0]}`, c, group] as const))
    .map(([title, c, group], i) => [title, c, group, packets[i] as Made] as const);

  it.each(rows)('%s', (_title, c, group, theirs) => {
    const p = made(c);
    expect(toHex(p.bytes)).toBe(theirs.octets);
    const differs = c[2] ?? {};
    const read = again(p);
    if (differs.layers === undefined) expect(shared(layersInside(read))).toEqual(shared(theirs.layers));
    if (group.summaries !== undefined && differs.summary === undefined)
      expect((group.summaries === 'built' ? p : read).summary()).toBe(plain(theirs[group.summaries]));
  });

  it('is so for 400 packets and more, and for every layer that both have', () => {
    const distinct = new Set(packets.map(({ octets }) => octets));
    const compared = new Set(packets.flatMap((p) => shared(p.layers)));
    console.log(`${distinct.size} packets of ${compared.size} layers have scapy's octets`);
    expect(distinct.size).toBeGreaterThanOrEqual(400);
    const left = [...ourNames].filter((name) => theirNames.has(name) && !compared.has(name));
    expect(left.sort()).toEqual(Object.values(notCompared).flat().sort());
  });
});
