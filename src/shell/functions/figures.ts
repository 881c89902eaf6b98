/** Pictures of packets and lists: psdump, pdfdump, svgdump, canvas_dump, plot, conversations, graph. They are files; the prompt tells their names. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Packet } from '../../packet/laid/packet.ts';
import { conversationGraph } from '../../text/figures/conversation-graph.ts';
import { canvas, type FigureOptions, pdfdump, psdump, svgdump } from '../../text/figures/packet-dumps.ts';
import { multiplot, plot, type PlotValue } from '../../text/figures/plots.ts';
import { timeskew } from '../../text/figures/timeskew.ts';
import { traceGraph } from '../../text/figures/trace-graph.ts';
import { type AnswerPair, tracesOf } from '../../text/figures/traces.ts';
import { type Behaviour, GET, REPR, TYPE_NAME, UNKNOWN } from '../python/behaviour.ts';
import { Builtin } from '../python/callable.ts';
import { typeError } from '../python/errors.ts';
import { iterableNow } from '../python/iterate.ts';
import { asNumber } from '../python/kinds.ts';
import { truth } from '../python/operators.ts';
import { str } from '../python/text/repr.ts';
import { given, kept, packetOf } from '../lists/methods.ts';
import { addListMethods, type Entry, QueryAnswer, type ScapyList } from '../lists/scapy-list.ts';
import { addPacketMethods } from '../packets/attributes.ts';
import type { Place } from '../packets/place.ts';
import type { ScapyPacket } from '../packets/scapy-packet.ts';
import { expandHome } from './paths.ts';

/** A picture that was drawn: where it is, and its text. */
export class Figure implements Behaviour {
  readonly path: string;
  readonly svg: string;
  constructor(path: string, svg: string) {
    this.path = path;
    this.svg = svg;
  }
  get [TYPE_NAME](): string {
    return 'Figure';
  }
  [REPR](): string {
    return `<figure in ${this.path}>`;
  }
  [GET](name: string): unknown {
    if (name === 'path' || name === 'svg') return this[name];
    if (name === 'save' || name === 'savefig')
      return new Builtin('save(filename)', ((path: string) => {
        writeFileSync(expandHome(path), this.svg);
        return null;
      }) as never);
    return name === 'show' ? new Builtin('show()', (() => this.path) as never) : UNKNOWN;
  }
}

let folder: string | undefined;
let drawn = 0;

/** A file of its own for a picture that nobody gave a name. */
function newPath(what: string, ending: string): string {
  folder ??= mkdtempSync(join(tmpdir(), 'packetwright-figures-'));
  return join(folder, `${what}-${++drawn}.${ending}`);
}

function figure(what: string, svg: string, target: unknown): Figure {
  const path = typeof target === 'string' ? expandHome(target.replace(/^>/, '')) : newPath(what, 'svg');
  writeFileSync(path, svg);
  return new Figure(path, svg);
}

const libraryPacket = (p: ScapyPacket): Packet => p.laid().laid as unknown as Packet;

type Draw = (packets: Packet | readonly Packet[], o: FigureOptions) => string | Uint8Array;
const DUMPS: Readonly<Record<string, readonly [ending: string, draw: Draw]>> = {
  psdump: ['eps', psdump],
  pdfdump: ['pdf', pdfdump],
  svgdump: ['svg', svgdump],
};

function dump(what: string, packets: Packet | readonly Packet[], place: Place, path: unknown, shift: unknown, rebuild: unknown): null {
  const [ending, draw] = DUMPS[what] as readonly [string, Draw];
  const o: FigureOptions = { layerShift: asNumber(shift) ?? 0, rebuild: rebuild === null || truth(rebuild) };
  const out = draw(packets, o);
  const named = typeof path === 'string';
  const file = named ? withEnding(expandHome(path), ending) : newPath(what, ending);
  writeFileSync(file, out);
  if (!named) {
    place.image?.(() => pdfdump(packets, o));
    place.write(`${file}\n`);
  }
  return null;
}

/** scapy adds the ending where there is none. */
const withEnding = (path: string, ending: string): string => (/\.\w+$/.test(path) ? path : `${path}.${ending}`);

for (const what of Object.keys(DUMPS)) {
  addPacketMethods({
    [`${what}(filename=None, layer_shift=0, rebuild=1)`]: (p) => (path: unknown, shift: unknown, rebuild: unknown) =>
      dump(what, libraryPacket(p), p.place, path, shift, rebuild),
  });
  addListMethods({
    [`${what}(filename=None, layer_shift=0, rebuild=1)`]: (list) => (path: unknown, shift: unknown, rebuild: unknown) =>
      dump(
        what,
        list.items.map((item) => libraryPacket(packetOf(item))),
        list.place,
        path,
        shift,
        rebuild,
      ),
  });
}

addPacketMethods({
  'canvas_dump(layer_shift=0, rebuild=1)': (p) => (shift: unknown) => {
    const drawn = (colour: boolean): string => `${canvas(libraryPacket(p), { layerShift: asNumber(shift) ?? 0, colour })}\n`;
    p.place.write(drawn(false), drawn(true));
    return null;
  },
});

/** What a function gives for each item: a number, or a pair. */
async function valuesOf(list: ScapyList, f: unknown, keep: unknown): Promise<PlotValue[]> {
  const out: PlotValue[] = [];
  for (const { item } of await kept(list, keep)) out.push(plotValue(await given(list, f, item)));
  return out;
}

function plotValue(v: unknown): PlotValue {
  if (Array.isArray(v)) {
    const [x, y] = v as unknown[];
    return [mustNumber(x), mustNumber(y)];
  }
  return mustNumber(v);
}

function mustNumber(v: unknown): number {
  const n = asNumber(v);
  if (n === undefined) throw typeError(`a number was expected to be plotted, not ${str(v)}`);
  return Number(n);
}

addListMethods({
  'plot(f, lfilter=None, plot_xy=False, **kargs)':
    (list) => async (f: unknown, keep: unknown, _xy: unknown, kargs: Readonly<Record<string, unknown>>) =>
      figure('plot', plot(await valuesOf(list, f, keep)), kargs['target']),
  'diffplot(f, delay=1, lfilter=None, **kargs)':
    (list) => async (f: unknown, delay: number, keep: unknown, kargs: Readonly<Record<string, unknown>>) => {
      const items = (await kept(list, keep)).map(({ item }) => item);
      const out: PlotValue[] = [];
      for (let i = 0; i + delay < items.length; i++) out.push(plotValue(await list.place.call(f, [items[i], items[i + delay]])));
      return figure('diffplot', plot(out), kargs['target']);
    },
  'multiplot(f, lfilter=None, plot_xy=False, **kargs)':
    (list) => async (f: unknown, keep: unknown, _xy: unknown, kargs: Readonly<Record<string, unknown>>) => {
      const lines = new Map<string, PlotValue[]>();
      for (const { item } of await kept(list, keep)) {
        const [name, value] = [...iterableNow(await given(list, f, item))];
        const line = lines.get(str(name)) ?? [];
        lines.set(str(name), line);
        line.push(plotValue(value));
      }
      return figure('multiplot', multiplot(lines), kargs['target']);
    },
  'conversations(getsrcdst=None, **kargs)': (list) => (_ends: unknown, kargs: Readonly<Record<string, unknown>>) =>
    figure('conversations', conversationGraph(list.items.map((item) => libraryPacket(packetOf(item)))), kargs['target']),
  'timeskew_graph(ip=None, **kargs)': (list) => (host: unknown, kargs: Readonly<Record<string, unknown>>) =>
    figure(
      'timeskew',
      timeskew(
        list.items.map((item) => libraryPacket(packetOf(item))),
        typeof host === 'string' ? { host } : {},
      ),
      kargs['target'],
    ),
  'graph(ASres=None, padding=0, **kargs)': (list) => (_asres: unknown, _padding: unknown, kargs: Readonly<Record<string, unknown>>) =>
    figure('graph', traceGraph(tracesOf(pairsOf(list.items))), kargs['target']),
});

const pairsOf = (items: readonly Entry[]): AnswerPair[] =>
  items.flatMap((item) => (item instanceof QueryAnswer ? [[libraryPacket(item.query), libraryPacket(item.answer)] as const] : []));
