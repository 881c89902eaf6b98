/** A packet in one line, as scapy's `summary()`. */
import { printableLine } from '../../bytes/escape.ts';
import { messageOf } from '../chain/levels.ts';
import { asked } from '../spec/asked.ts';
import type { AnyLayer } from '../spec/spec.ts';
import type { Laid } from '../laid/laid.ts';
import { asNames, asNumbers } from '../spec/names.ts';

/** How a packet is told in one line. */
export interface SummaryOptions {
  /** Ports and protocols as numbers: `443`, not `https`. */
  readonly numbers?: boolean;
}

/**
 * Layers by their names, the innermost that has more to say by its own text: `Ether / IP / TCP a:1 > b:http S / Raw`. A
 * layer whose text is just its name has nothing to say; the one below it speaks. Of messages one behind another each speaks for itself.
 */
export function summaryText(p: Laid, { numbers = false }: SummaryOptions = {}): string {
  p.bytes;
  const nameOf = numbers ? asNumbers : asNames;
  const { layers } = p.shape;
  const frame = p.frame();
  const messages = layers.map((layer) => asked(() => messageOf(layer), undefined));
  let out = '',
    said = false;
  let above: AnyLayer | undefined;
  for (let i = layers.length - 1; i >= 0; i--) {
    const layer = layers[i] as AnyLayer;
    const { layerName: name, spec } = layer;
    const swallowed = above?.spec.swallows?.includes(name) === true;
    above = layer;
    // Here the next message began, and this is one before it.
    const behind = messages[i + 1];
    if (behind !== undefined && messages.lastIndexOf(behind, i) >= 0) said = false;
    if (swallowed) continue;
    let text: string = name;
    if (!said && spec.summary !== undefined) {
      const { summary } = spec;
      const view = layer.make(p, frame.locate(i), i);
      text = asked(() => summary(view as never, frame.at(i), nameOf), '') || name;
      said = text !== name;
    }
    out = out === '' ? text : `${text} / ${out}`;
  }
  // Layers quote what the packet says: names, paths, replies.
  return printableLine(out);
}

/** One layer in one line: its own text, or what it is called. */
export function layerSummary(p: Laid, depth: number): string {
  const layer = p.shape.layers[depth] as AnyLayer;
  const { summary } = layer.spec;
  const text = summary === undefined ? '' : asked(() => summary(p.view(depth) as never, p.frame().at(depth), asNames), '');
  return printableLine(text === '' ? layer.title : text);
}
