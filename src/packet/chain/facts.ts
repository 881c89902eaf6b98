/**
 * What is known of layers before their specs are made: a plan that asks for one protocol's fields is made without the specs of all others.
 * The package's own facts are written by the build; a layer without any is asked itself.
 */
import type { AnyLayer } from '../spec/spec.ts';

export interface LayerFacts {
  /** First words of the Wireshark names that its fields have: `ip`, `dhcp`. */
  readonly labels: readonly string[];
  /** Number spaces in which it names what follows it. */
  readonly spaces: readonly string[];
  /** Layers that it leads to without a number, by name. */
  readonly to: readonly string[];
}

/** Facts by layer, as text: `labels|spaces|to`, each divided by commas. */
export type FactsByName = Readonly<Record<string, string>>;

const words = (text: string | undefined): readonly string[] => (text === undefined || text === '' ? [] : text.split(','));

/** The facts of these layers. */
export function readFacts(text: FactsByName, layer: (name: string) => AnyLayer | undefined): ReadonlyMap<AnyLayer, LayerFacts> {
  return new Map(
    Object.entries(text).flatMap(([name, line]) => {
      const of = layer(name);
      const [labels, spaces, to] = line.split('|');
      return of === undefined ? [] : [[of, { labels: words(labels), spaces: words(spaces), to: words(to) }] as const];
    }),
  );
}

/** One layer's facts as text. */
export const factsLine = ({ labels, spaces, to }: LayerFacts): string => [labels, spaces, to].map((list) => list.join()).join('|');
