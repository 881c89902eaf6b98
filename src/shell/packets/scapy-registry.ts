/** Which layers the shell finds in packets: scapy's, until load_layer() or load_contrib() asks for more. */
import { type AnyBinding, layersIn } from '../../packet/chain/bindings.ts';
import { Registry } from '../../packet/chain/registry.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { bindings } from '../../protocols/bindings.ts';
import { layerFacts } from '../../protocols/layer-facts.ts';
import { protocols } from '../../protocols/protocols.ts';
import { unbound } from '../../protocols/unbound.ts';
import { loadedLayers } from './loaded-layers.ts';
import { ndBindings, ndTwin } from './extras/nd-layers.ts';

/**
 * A registry of scapy's layers and those that `more` says. HTTP on port 80 is Raw then, as in scapy: many recipes look for `Raw` there.
 */
export const scapyRegistry = (more: (layerName: string) => boolean = () => false): Registry => {
  const isThere = ({ layerName }: AnyLayer): boolean => loadedLayers.has(layerName) || more(layerName);
  return new Registry(() => [...bindings().flatMap((b) => kept(b, isThere).map(twinned)), ...ndBindings()], {
    common: protocols.common,
    facts: layerFacts,
    unbound,
    base: protocols,
  });
};

/** With scapy's layers in the place of ours. */
const twinned = (binding: AnyBinding): AnyBinding => ({
  ...binding,
  layer: ndTwin(binding.layer),
  ...('others' in binding && binding.others !== undefined && { others: binding.others.map(ndTwin) }),
});

function kept(binding: AnyBinding, isThere: (layer: AnyLayer) => boolean): AnyBinding[] {
  if (!('others' in binding) || binding.others === undefined) return layersIn(binding).every(isThere) ? [binding] : [];
  const [layer, ...others] = [binding.layer, ...binding.others].filter(isThere);
  return layer === undefined ? [] : [{ ...binding, layer, others }];
}
