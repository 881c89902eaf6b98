/** A packet, or a list of them, as a figure in a file: SVG, PostScript, PDF. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { checkOptions } from '../../bytes/known-options.ts';
import { cut } from '../../bytes/text.ts';
import { isLaid } from '../../packet/laid/laid.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { Registry } from '../../packet/chain/registry.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { shown } from '../../packet/spec/wants.ts';
import type { PacketObject } from '../../packet/object/packet-object.ts';
import { dissect } from '../../protocols/protocols.ts';
import type { Drawing } from './drawing.ts';
import { latin } from './latin-text.ts';
import { packetDrawing } from './packet-figure.ts';
import { drawingsPdf } from './pdf.ts';
import { drawingEps, drawingsPs } from './postscript.ts';
import { drawingsSvg } from './svg.ts';

/** How a packet is drawn. */
export interface FigureOptions {
  /**
   * By how much each layer stands further right than the one around it, in steps of two letters; with 1 or more, each layer's octets begin a
   * row of their own. Default 0.
   */
  readonly layerShift?: number;
  /** Whether a crafted packet is built and taken apart again: the figure shows what a receiver reads. Default true. */
  readonly rebuild?: boolean;
  /** What stands above it. Default: the packet's summary. */
  readonly title?: string;
}

/** The largest shift: more would be a figure that no screen shows. */
const WIDEST = 100;

function checked(what: string, options: FigureOptions): Required<Pick<FigureOptions, 'layerShift' | 'rebuild'>> & FigureOptions {
  checkOptions(what, options, { layerShift: true, rebuild: true, title: true });
  const { layerShift = 0, rebuild = true } = options;
  if (typeof layerShift !== 'number' || !(layerShift >= 0 && layerShift <= WIDEST))
    throw new PacketwrightError('ERR_RANGE', `${what}: layerShift is ${String(layerShift)}, not a number from 0 to ${WIDEST}`, {
      value: layerShift,
    });
  return { ...options, layerShift, rebuild };
}

/** Title of a figure: a line of reasonable length. */
const TITLE = 120;

/** A packet, or several. */
export type Drawable = Packet<any> | Iterable<Packet<any>>;

/** What a receiver reads in a crafted packet's octets. */
const readAgain = (p: PacketObject): PacketObject =>
  dissect(p.bytes, p.layers()[0] as AnyLayer, { registry: p.registry as Registry }) as unknown as PacketObject;

function drawingsOf(what: string, given: Drawable, options: FigureOptions, letters: (text: string) => string): Drawing[] {
  const { layerShift, rebuild, title } = checked(what, options);
  const packets = isLaid(given) ? [given] : [...listed(what, given)];
  return packets.map((p) => {
    if (!isLaid(p)) throw new PacketwrightError('ERR_VALUE', `${what} draws packets, not ${shown(p)}`, { value: p });
    const object = p as PacketObject;
    const read = rebuild && p.isCrafted ? readAgain(object) : object;
    return packetDrawing(read, { layerShift, title: cut(title ?? (read as PacketObject).summary(), TITLE), letters });
  });
}

/** @throws ERR_VALUE for what is no list, and for one without packets: there is nothing to draw */
function listed(what: string, given: unknown): readonly unknown[] {
  const isList = typeof given === 'object' && given !== null && Symbol.iterator in given;
  const all = isList ? [...(given as Iterable<unknown>)] : [];
  if (all.length > 0) return all;
  throw new PacketwrightError('ERR_VALUE', `${what} draws a packet or a list of packets, not ${isList ? 'an empty list' : shown(given)}`, {
    value: given,
  });
}

const titleOf = (drawings: readonly Drawing[], title: string | undefined): string =>
  title ?? (drawings.length === 1 ? (drawings[0] as Drawing).title : `${drawings.length} packets`);

/**
 * A packet as an SVG picture: its layers with their fields, its octets, and which field stands in which of them. Of a list one below another.
 * @throws ERR_VALUE for what is no packet and no list of them, and for an option that is not known; ERR_RANGE
 */
export function svgdump(packets: Drawable, options: FigureOptions = {}): string {
  return drawingsSvg(drawingsOf('svgdump', packets, options, (text) => text));
}

/**
 * The same as PostScript: one packet as an encapsulated file (EPS), a list with a page for each.
 * @throws as {@link svgdump}
 */
export function psdump(packets: Drawable, options: FigureOptions = {}): string {
  const drawings = drawingsOf('psdump', packets, options, latin);
  return isLaid(packets) ? drawingEps(drawings[0] as Drawing) : drawingsPs(drawings, titleOf(drawings, options.title));
}

/**
 * The same as the octets of a PDF file, a page for each packet. The octets are the caller's.
 * @throws as {@link svgdump}
 */
export function pdfdump(packets: Drawable, options: FigureOptions = {}): Uint8Array {
  const drawings = drawingsOf('pdfdump', packets, options, latin);
  return drawingsPdf(drawings, titleOf(drawings, options.title));
}
