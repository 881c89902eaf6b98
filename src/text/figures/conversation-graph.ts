/** Who talks to whom, as a graph in SVG. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { checkOptions } from '../../bytes/known-options.ts';
import { cut } from '../../bytes/text.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { counted } from '../../packet/display/field-words.ts';
import type { PacketObject } from '../../packet/object/packet-object.ts';
import { endsOf } from '../../packet/packet-list.ts';
import { shown } from '../../packet/spec/wants.ts';
import { packetRow } from '../packet-row.ts';
import { COLOURS, type Drawing, FAINT, type Mark, type TextMark, widthOf } from './drawing.ts';
import { boxMarks, edgeMarks, label, LINE, MARGIN, SIZE, TITLE } from './graph-marks.ts';
import { type GraphEdge, type GraphNode, layered } from './layered.ts';
import { drawingsSvg } from './svg.ts';

/** From whom a packet goes to whom, and what it is. */
export type Ends = readonly [from: string, to: string, what?: string];

/** What is drawn of the packets. */
export interface ConversationOptions {
  readonly title?: string;
  /** Whose conversation a packet is; undefined: nobody's. Default: its addresses (IP, IPv6, ARP, else those of the link) and its protocol. */
  readonly ends?: (p: Packet) => Ends | undefined;
  /** So many pairs of hosts are drawn: those with the most packets; how many there are besides stands below. Default 100. */
  readonly most?: number;
}

/** Protocols that one arrow names; letters of a name. */
const PROTOCOLS = 3;
const NAME = 40;
/** Room for an arrow at a host's side; how high a host is at most. */
const ARROW = 10;
const HIGHEST = 400;
const [BLUE] = COLOURS as [(typeof COLOURS)[number]];

function usualEnds(p: Packet): Ends | undefined {
  const row = packetRow(p as unknown as PacketObject);
  const [from, to] = endsOf(p) ?? [row.source, row.destination];
  return from === '' || to === '' ? undefined : [from, to, row.protocol];
}

/** Packets by protocol, in one direction. */
type Counts = Map<string, number>;

interface Pair {
  readonly a: string;
  readonly b: string;
  readonly forth: Counts;
  readonly back: Counts;
}

const totalOf = (counts: Counts): number => [...counts.values()].reduce((sum, n) => sum + n, 0);

/** `12 TCP, 3 DNS`: most first. */
function countText(counts: Counts): string {
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const told = sorted.slice(0, PROTOCOLS).map(([what, n]) => cut(`${n} ${what}`.trimEnd(), NAME));
  const rest = sorted.slice(PROTOCOLS).reduce((sum, [, n]) => sum + n, 0);
  return [...told, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}

function pairsOf(packets: Iterable<Packet<any>>, ends: (p: Packet) => Ends | undefined): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const p of packets) {
    const found = ends(p as Packet);
    if (found === undefined) continue;
    const [from, to, what = ''] = found.map(String) as [string, string, string?];
    const there = pairs.get(JSON.stringify([from, to])) ?? pairs.get(JSON.stringify([to, from]));
    const pair = there ?? { a: from, b: to, forth: new Map(), back: new Map() };
    if (there === undefined) pairs.set(JSON.stringify([from, to]), pair);
    const counts = pair.a === from ? pair.forth : pair.back;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [...pairs.values()];
}

interface Host extends GraphNode {
  readonly lines: readonly TextMark[];
}

/** A host with its name, and below it what it sends to itself; high enough for the arrows at its side. */
function hostOf(id: string, toItself: Counts | undefined, arrows: number): Host {
  const lines = [label(0, 0, cut(id, NAME), { letters: 'title' })];
  if (toItself !== undefined) lines.push(label(0, 0, `to itself: ${countText(toItself)}`, { colour: FAINT }));
  const width = Math.max(...lines.map(({ text, letters }) => widthOf(text, letters, SIZE))) + 20;
  return { id, width, height: Math.max(lines.length * LINE + 12, Math.min(arrows * ARROW, HIGHEST)), lines };
}

const packetsOf = ({ forth, back }: Pair): number => totalOf(forth) + totalOf(back);

/** The pairs with the most packets, in the order in which they were seen, and what is said of the others. */
function chosen(all: readonly Pair[], most: number): { readonly pairs: readonly Pair[]; readonly rest: string } {
  if (all.length <= most) return { pairs: all, rest: '' };
  const kept = new Set([...all].sort((a, b) => packetsOf(b) - packetsOf(a)).slice(0, most));
  const others = all.filter((pair) => !kept.has(pair));
  const packets = others.reduce((sum, pair) => sum + packetsOf(pair), 0);
  const rest = `${counted(others.length, 'more pair')} of hosts with ${counted(packets, 'packet')}`;
  return { pairs: all.filter((pair) => kept.has(pair)), rest };
}

function drawingOf(all: readonly Pair[], title: string, limit: number): Drawing {
  const { pairs, rest } = chosen(all, limit);
  const itself = new Map(pairs.filter(({ a, b }) => a === b).map(({ a, forth }) => [a, forth]));
  const between = pairs.filter(({ a, b }) => a !== b);
  const arrows = new Map<string, number>();
  for (const id of between.flatMap(({ a, b }) => [a, b])) arrows.set(id, (arrows.get(id) ?? 0) + 1);
  const hosts = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))].map((id) => hostOf(id, itself.get(id), arrows.get(id) ?? 0));
  const edges = between.map(({ a, b, forth, back }): GraphEdge => {
    const widest = Math.max(...[forth, back].map((counts) => widthOf(`→ ${countText(counts)}`, 'sans', SIZE)));
    return { from: a, to: b, label: { width: widest + 8, height: 2 * LINE + 6 } };
  });
  const graph = layered(hosts, edges, { sideways: true, rankGap: 30, nodeGap: 12 });
  const [dx, dy] = [MARGIN, MARGIN + (title === '' ? 0 : TITLE)];
  const heaviest = Math.max(1, ...between.map(packetsOf));
  const lines: Mark[] = [];
  const words: Mark[] = [];
  between.forEach(({ a, b, forth, back }, i) => {
    const placed = graph.edges[i];
    if (placed?.label === undefined) return;
    const width = 1 + 2 * Math.sqrt((totalOf(forth) + totalOf(back)) / heaviest);
    const heads = [...(back.size > 0 ? ['from' as const] : []), ...(forth.size > 0 ? ['to' as const] : [])];
    lines.push(...edgeMarks(placed, dx, dy, { colour: '#6e7781', width, heads, sideways: true }));
    const isForward = (graph.nodes.get(a)?.x ?? 0) < (graph.nodes.get(b)?.x ?? 0);
    const [right, left] = isForward ? [forth, back] : [back, forth];
    const { x, y } = placed.label;
    if (right.size > 0) words.push(label(x + dx, y + dy - 5, `→ ${countText(right)}`));
    if (left.size > 0) words.push(label(x + dx, y + dy + 14, `← ${countText(left)}`));
  });
  const boxes = hosts.flatMap((host) => {
    const { x, y } = graph.nodes.get(host.id) as { x: number; y: number };
    return boxMarks(x + dx, y + dy, host, host.lines, { fill: BLUE.pale, edge: BLUE.strong });
  });
  if (rest !== '') words.push(label(dx, dy + graph.height + LINE + 4, rest, { colour: FAINT, anchor: 'start' }));
  return framed(
    [...lines, ...boxes, ...words],
    title,
    Math.max(graph.width, widthOf(rest, 'sans', SIZE)),
    graph.height + (rest === '' ? 0 : LINE + 8),
  );
}

/** The paper around a graph, with its title; a graph without nodes says so. */
export function framed(marks: readonly Mark[], title: string, width: number, height: number): Drawing {
  const paper = Math.max(width, 220, Math.min(widthOf(title, 'sans', 15), 600)) + 2 * MARGIN;
  const head = cut(title, Math.floor((paper - 2 * MARGIN) / 9.3));
  const top = MARGIN + (title === '' ? 0 : TITLE);
  const all = [...marks];
  if (title !== '') all.push(label(MARGIN, MARGIN + 8, head, { letters: 'title', size: 13, anchor: 'start' }));
  if (marks.length === 0) all.push(label(MARGIN, top + 12, 'nothing to draw', { colour: FAINT, anchor: 'start' }));
  return { title: title === '' ? 'a graph' : title, width: paper, height: top + Math.max(height, 20) + MARGIN, marks: all };
}

/**
 * Who talks to whom: hosts as boxes, and arrows with how many packets of which protocol went each way, as an SVG picture.
 * @throws ERR_VALUE for an option that is not known; ERR_RANGE
 */
export function conversationGraph(packets: Iterable<Packet<any>>, options: ConversationOptions = {}): string {
  checkOptions('conversationGraph', options, { title: true, ends: true, most: true });
  const { title = '', ends = usualEnds, most = 100 } = options;
  if (!Number.isInteger(most) || most < 1)
    throw new PacketwrightError('ERR_RANGE', `conversationGraph: most is ${shown(most)}, not a whole number from 1`, { value: most });
  return drawingsSvg([drawingOf(pairsOf(packets, ends), String(title), most)]);
}
