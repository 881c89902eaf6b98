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

/** What is known of a layer; undefined for one that is asked itself. */
export type FactsFunction = (layer: AnyLayer) => LayerFacts | undefined;

export function factsByName(text: FactsByName): FactsFunction {
  const read = new Map<string, LayerFacts>();
  return ({ layerName }) => {
    const line = Object.hasOwn(text, layerName) ? text[layerName] : undefined;
    if (line !== undefined && !read.has(layerName)) {
      const [labels, spaces, to] = line.split('|');
      read.set(layerName, { labels: words(labels), spaces: words(spaces), to: words(to) });
    }
    return read.get(layerName);
  };
}

/** One layer's facts as text. */
export const factsLine = ({ labels, spaces, to }: LayerFacts): string => [labels, spaces, to].map((list) => list.join()).join('|');
