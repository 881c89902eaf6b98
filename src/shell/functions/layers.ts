/** Which layers are found: bind_layers, split_layers, load_layer, load_contrib. */
import { bind, bindAlways } from '../../packet/chain/bindings.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { functions } from '../python/callable.ts';
import { valueError } from '../python/errors.ts';
import { Dict } from '../python/containers/dict.ts';
import { protocols } from '../../protocols/protocols.ts';
import { isLayer } from '../packets/is-layer.ts';
import { scapyRegistry } from '../packets/scapy-registry.ts';
import type { Shell } from '../session.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';

export function layerFunctions(shell: Shell): Record<string, unknown> {
  /** Words that were loaded: of a layer's name, or of Wireshark's name for it. */
  const loaded = new Set<string>();
  const bound: (readonly [AnyLayer, Readonly<Record<string, number>>, AnyLayer])[] = [];
  const renew = (): void => {
    const isLoaded = (name: string): boolean => loaded.has('all') || [...loaded].some((word) => belongs(name, word));
    const base = scapyRegistry(isLoaded);
    shell.place.registry =
      bound.length === 0
        ? base
        : base.with(
            ...bound.map(([lower, when, upper]) => (Object.keys(when).length === 0 ? bindAlways(lower, upper) : bind(lower, when, upper))),
          );
  };
  // As in scapy the last word counts.
  shell.place.bound = (below, above) => bound.findLast(([lower, , upper]) => lower === below && upper === above)?.[1];
  const load = (word: string): null => {
    const name = word.toLowerCase().replace(/^.*\./, '');
    const known = protocols.soundLayers().map((l) => l.layerName);
    if (name !== 'all' && !known.some((layerName) => belongs(layerName, name)))
      throw valueError(
        `no layers are called '${word}'${didYouMean(
          nearest(
            name,
            known.map((n) => n.toLowerCase()),
          ),
        )}: explore() lists them`,
      );
    loaded.add(name);
    renew();
    return null;
  };
  return functions({
    'load_layer(name, globals_dict=None, symb_list=None)': load,
    'load_contrib(name, globals_dict=None, symb_list=None)': load,
    'bind_layers(lower, upper, __fval=None, **fval)': (
      lower: unknown,
      upper: unknown,
      values: unknown,
      named: Readonly<Record<string, unknown>>,
    ) => {
      const [below, above] = [layer(lower), layer(upper)];
      const when = values instanceof Dict ? Object.fromEntries(values.entries()) : named;
      bound.push([below, when as Record<string, number>, above]);
      renew();
      return null;
    },
    'split_layers(lower, upper, __fval=None, **fval)': (lower: unknown, upper: unknown) => {
      const [below, above] = [layer(lower), layer(upper)];
      const before = bound.length;
      for (let i = bound.length - 1; i >= 0; i--) if (bound[i]?.[0] === below && bound[i]?.[2] === above) bound.splice(i, 1);
      if (bound.length === before)
        throw valueError(`${below.layerName} and ${above.layerName} were not bound by bind_layers(); only those can be split`);
      renew();
      return null;
    },
  } as never);
}

function layer(v: unknown): AnyLayer {
  if (isLayer(v)) return v;
  throw valueError('a layer was expected, such as UDP');
}

/** `http` is HTTP, HTTPRequest …; `tls` all whose names begin so. */
const belongs = (layerName: string, word: string): boolean =>
  layerName.toLowerCase().startsWith(word) || (word === 'tls' && /^(TLS|SSL|DTLS)/.test(layerName));
