/** What is written down of layers is what their specs say: plans are the same with and without it. */
import { describe, expect, it } from 'vitest';
import { Registry } from '../packet/chain/registry.ts';
import { u8 } from '../packet/fields/integers.ts';
import { fixedOctets } from '../packet/fields/octets.ts';
import { layer } from '../packet/layer/layer.ts';
import type { AnyLayer } from '../packet/spec/spec.ts';
import { bind } from '../packet/chain/bindings.ts';
import { protocols } from '../protocols/protocols.ts';
import { UDP } from '../protocols/transport/udp.ts';
import { fieldNames, findSources } from './field-names.ts';
import { leadingTo } from './leading-to.ts';

const asked = new Registry(protocols.bindings, { common: protocols.common });
const names = (layers: Iterable<AnyLayer>): string[] => [...layers].map((l) => l.layerName).sort();

describe('facts of layers', () => {
  it('lead to the fields that all specs together know', () => {
    expect([...protocols.layers.values()].filter((l) => protocols.factsOf(l) !== undefined).length).toBeGreaterThan(50);
    for (const [name, sources] of fieldNames(asked)) expect(findSources(protocols, name), name).toEqual(sources);
    expect(findSources(protocols, 'ip.nothing')).toEqual([]);
  });

  it('know the layers that no number names, and lose none without their help', () => {
    expect(names(protocols.layers.values())).toEqual(names(asked.layers.values()));
    expect(protocols.layer('Dot11FCS')).toBe(asked.layer('Dot11FCS'));
    expect(protocols.mustLayer('Dot11Beacon').layerName).toBe('Dot11Beacon');
  });

  it('lead the walk to every layer as the specs do', () => {
    for (const l of protocols.layers.values())
      expect(names(leadingTo(protocols, new Set([l]))), l.layerName).toEqual(names(leadingTo(asked, new Set([l]))));
  });

  it('are those of this package: a layer of the same name is asked itself', () => {
    const Mine = layer('DNS', { wireshark: 'mine', fields: { x: u8({ wireshark: 'mine.x' }) } }) as unknown as AnyLayer;
    // `with` refuses it: this is how else a registry comes to have one.
    const bindings = [...protocols.bindings, ...[bind(UDP as unknown as AnyLayer, { dport: 9999 }, Mine)].flat()];
    const registry = new Registry(bindings, { common: protocols.common, facts: (l) => protocols.factsOf(l) });
    expect(findSources(registry, 'mine.x')).toHaveLength(1);
    expect(names(leadingTo(registry, new Set([Mine])))).toContain('UDP');
  });

  it.each<[what: string, spec: () => unknown]>([
    ['gives nothing', () => undefined],
    ['throws', () => (undefined as any).fields],
    ['asks a maker for what it cannot make', () => ({ fields: { a: fixedOctets(-1) } })],
  ])('are known beside a layer whose spec %s', (_what, spec) => {
    const Bad = layer('Bad', spec as never) as unknown as AnyLayer;
    const registry = protocols.with(bind(UDP as unknown as AnyLayer, { dport: 7777 }, Bad));
    expect(findSources(registry, 'udp.dstport')).toEqual(findSources(protocols, 'udp.dstport'));
    expect(names(leadingTo(registry, new Set([UDP as unknown as AnyLayer])))).not.toContain('Bad');
  });
});
