/** A packet, or a list of them, as a figure in a file: SVG, PostScript, PDF. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import { cut } from '../../bytes/text.ts';
import { isLaid } from '../../packet/laid/laid.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { Registry } from '../../packet/chain/registry.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { shown } from '../../packet/spec/wants.ts';
import type { PacketObject } from '../../packet/object/packet-object.ts';
import { dissect } from '../../protocols/protocols.ts';
import { canvasText } from './canvas.ts';
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

const OPTIONS: OptionNames<FigureOptions> = { layerShift: true, rebuild: true, title: true };

interface Checked {
  readonly layerShift: number;
  readonly rebuild: boolean;
  readonly title: string | undefined;
}

function checkedFigure(what: string, { layerShift = 0, rebuild = true, title }: FigureOptions): Checked {
  if (typeof layerShift !== 'number' || !(layerShift >= 0 && layerShift <= WIDEST))
    throw new PacketwrightError('ERR_RANGE', `${what}: layerShift is ${shown(layerShift)}, not a number from 0 to ${WIDEST}`, {
      value: layerShift,
    });
  return { layerShift, rebuild: Boolean(rebuild), title: title === undefined ? undefined : String(title) };
}

/** Title of a figure: a line of reasonable length. */
const TITLE = 120;

/** A packet, or several. */
export type Drawable = Packet<any> | Iterable<Packet<any>>;

/** What a receiver reads in a crafted packet's octets. */
const readAgain = (p: PacketObject): PacketObject =>
  dissect(p.bytes, p.layers()[0] as AnyLayer, { registry: p.registry as Registry }) as unknown as PacketObject;

/** What is drawn of one packet. */
interface Shown {
  readonly packet: PacketObject;
  readonly title: string;
}

/** The packets as they are drawn; each is taken apart again, where that is wanted. */
function shownOf(what: string, given: Drawable, { rebuild, title }: Pick<Checked, 'rebuild' | 'title'>): Shown[] {
  const packets = isLaid(given) ? [given] : [...listed(what, given)];
  return packets.map((p) => {
    if (!isLaid(p)) throw new PacketwrightError('ERR_VALUE', `${what} draws packets, not ${shown(p)}`, { value: p });
    const packet = rebuild && p.isCrafted ? readAgain(p as PacketObject) : (p as PacketObject);
    return { packet, title: cut(title ?? packet.summary(), TITLE) };
  });
}

function drawingsOf(what: string, given: Drawable, options: FigureOptions, letters: (text: string) => string): Drawing[] {
  checkOptions(what, options, OPTIONS);
  const checked = checkedFigure(what, options);
  const { layerShift } = checked;
  return shownOf(what, given, checked).map(({ packet, title }) => packetDrawing(packet, { layerShift, title, letters }));
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

/** How a packet is drawn in text. */
export interface CanvasOptions extends FigureOptions {
  /** Whether fields and their octets have 24-bit colours. Default true; without, marks tie them. */
  readonly colour?: boolean;
}

/**
 * The same as text for a terminal: fields in boxes, and beside them the octets; each field has the colour and the mark of its octets.
 * @throws as {@link svgdump}
 */
export function canvas(packets: Drawable, options: CanvasOptions = {}): string {
  checkOptions('canvas', options, { ...OPTIONS, colour: true });
  const checked = checkedFigure('canvas', options);
  const { layerShift } = checked;
  const figures = shownOf('canvas', packets, checked);
  return figures.map(({ packet, title }) => canvasText(packet, { title, layerShift, colour: options.colour ?? true })).join('\n\n');
}
