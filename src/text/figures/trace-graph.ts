/** The ways to destinations, hop by hop, as a graph in SVG. */
import { checkOptions } from '../../bytes/known-options.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { cut } from '../../bytes/text.ts';
import { shown } from '../../packet/spec/wants.ts';
import { framed } from './conversation-graph.ts';
import { colourOf, FAINT, INK, type Mark, PAPER, type TextMark, widthOf } from './drawing.ts';
import { boxMarks, edgeMarks, label, LINE, MARGIN, SIZE, TITLE } from './graph-marks.ts';
import { type GraphEdge, type GraphNode, layered } from './layered.ts';
import { drawingsSvg } from './svg.ts';
import type { Trace } from './traces.ts';

/** How a graph of traces is drawn. */
export interface TraceGraphOptions {
  readonly title?: string;
}

const NAME = 45;
const STATES: Readonly<Record<NonNullable<Trace['state']> | 'none', readonly [words: string, colour: string]>> = {
  open: ['open', '#1a7f37'],
  closed: ['closed', '#cf222e'],
  answered: ['answered', '#0550ae'],
  none: ['no answer', FAINT],
};

/** What is known of a node while the traces are walked. */
interface Node {
  readonly id: string;
  kind: 'source' | 'hop' | 'silent' | 'destination';
  readonly name: string;
  /** Of a destination: its ports with what they answered. */
  readonly ports: Map<string, readonly [string, string]>;
}

interface Edge {
  readonly from: string;
  readonly to: string;
  /** The destinations that it leads to, by their numbers. */
  readonly destinations: Set<number>;
  count: number;
}

class Graph {
  readonly nodes = new Map<string, Node>();
  readonly edges = new Map<string, Edge>();

  node(id: string, kind: Node['kind'], name: string): Node {
    let node = this.nodes.get(id);
    if (node === undefined) this.nodes.set(id, (node = { id, kind, name, ports: new Map() }));
    // A host may be on the way to one destination, and be another itself.
    else if (kind === 'destination' || (kind === 'source' && node.kind === 'hop')) node.kind = kind;
    return node;
  }

  edge(from: Node, to: Node, destination: number): void {
    if (from === to) return;
    const key = JSON.stringify([from.id, to.id]);
    let edge = this.edges.get(key);
    if (edge === undefined) this.edges.set(key, (edge = { from: from.id, to: to.id, destinations: new Set(), count: 0 }));
    edge.destinations.add(destination);
    edge.count++;
  }
}

/** Hops of a trace with those that gave no answer put together: `hops 3–5: no answer`. */
function* stationsOf(trace: Trace): Generator<{ readonly id: string; readonly name: string; readonly silent: boolean }> {
  const hops = [...trace.hops].sort((a, b) => a.ttl - b.ttl);
  let from: number | undefined;
  let last = 0;
  let before: string | undefined;
  const silent = (): { id: string; name: string; silent: boolean } | undefined => {
    if (from === undefined) return undefined;
    const name = from === last ? `hop ${from}: no answer` : `hops ${from}–${last}: no answer`;
    // By what stands before it: traces to one destination's ports share it, others do not.
    const id = JSON.stringify(['silent', trace.destination, before, from, last]);
    from = undefined;
    return { id, name, silent: true };
  };
  for (const { ttl, address } of hops) {
    if (address === undefined) {
      from ??= ttl;
      last = ttl;
      continue;
    }
    const station = silent();
    if (station !== undefined) yield station;
    yield { id: address, name: address, silent: false };
    before = address;
  }
  const station = silent();
  if (station !== undefined) yield station;
}

function graphOf(traces: readonly Trace[], numbers: ReadonlyMap<string, number>): Graph {
  const graph = new Graph();
  for (const trace of traces) {
    const source = String(trace.source ?? 'here');
    let at = graph.node(source, 'source', source);
    const number = numbers.get(trace.destination) as number;
    for (const { id, name, silent } of stationsOf(trace)) {
      if (id === trace.destination) break;
      const next = graph.node(id, silent ? 'silent' : 'hop', name);
      graph.edge(at, next, number);
      at = next;
    }
    const end = graph.node(trace.destination, 'destination', trace.destination);
    graph.edge(at, end, number);
    const isReached = trace.state !== undefined || trace.hops.some(({ address }) => address === trace.destination);
    const state = trace.state ?? (isReached ? 'answered' : 'none');
    end.ports.set(trace.port ?? '', STATES[state] ?? STATES.none);
  }
  return graph;
}

interface Drawn extends GraphNode {
  readonly node: Node;
  readonly lines: readonly TextMark[];
}

function drawnOf(node: Node): Drawn {
  const isSilent = node.kind === 'silent';
  const name = label(0, 0, cut(node.name, NAME), isSilent ? { colour: FAINT } : { letters: node.kind === 'hop' ? 'sans' : 'title' });
  const ports = [...node.ports].map(([port, [words, colour]]) =>
    label(0, 0, cut(port === '' ? words : `${port} ${words}`, NAME), { colour, letters: 'title' }),
  );
  const lines = [name, ...ports];
  const width = Math.max(...lines.map(({ text, letters }) => widthOf(text, letters, SIZE))) + 20;
  return { id: node.id, node, width, height: lines.length * LINE + 10, lines };
}

/**
 * The ways to destinations as an SVG picture: from the source down, a box for each hop; hops that several ways share are one box. At the end of
 * each way stand the ports with what they answered. `traceGraph(tracesOf(answered, unanswered))`
 * @throws ERR_VALUE for what is no list of traces, and for an option that is not known
 */
export function traceGraph(traces: Iterable<Trace>, options: TraceGraphOptions = {}): string {
  checkOptions('traceGraph', options, { title: true });
  const title = String(options.title ?? '');
  const all = [...traces];
  for (const trace of all)
    if (typeof trace !== 'object' || trace === null || typeof trace.destination !== 'string' || !Array.isArray(trace.hops))
      throw new PacketwrightError('ERR_VALUE', `traceGraph takes traces with 'destination' and 'hops', not ${shown(trace)}`, {
        value: trace,
        remedy: 'tracesOf(answered, unanswered) makes them of what sr() gives',
      });
  const numbers = new Map([...new Set(all.map(({ destination }) => destination))].map((destination, i) => [destination, i]));
  const graph = graphOf(all, numbers);
  const nodes = [...graph.nodes.values()].map(drawnOf);
  const edges = [...graph.edges.values()];
  const first = nodes.find(({ node }) => node.kind === 'source');
  const placed = layered(nodes, edges as GraphEdge[], {
    sideways: false,
    rankGap: 26,
    nodeGap: 18,
    ...(first === undefined ? {} : { first: first.id }),
  });
  const [dx, dy] = [MARGIN, MARGIN + (title === '' ? 0 : TITLE)];
  const lines = edges.flatMap((edge, i): Mark[] => {
    const way = placed.edges[i];
    const [only] = edge.destinations;
    const colour = edge.destinations.size === 1 ? colourOf(only as number).strong : '#57606a';
    return way === undefined
      ? []
      : edgeMarks(way, dx, dy, { colour, width: Math.min(1.2 + 0.5 * (edge.count - 1), 4), heads: ['to'], sideways: false });
  });
  const boxes = nodes.flatMap((drawn) => {
    const { x, y } = placed.nodes.get(drawn.id) as { x: number; y: number };
    const { kind } = drawn.node;
    const own = colourOf(numbers.get(drawn.id) ?? 0);
    const look =
      kind === 'destination'
        ? { fill: own.pale, edge: own.strong }
        : kind === 'source'
          ? { fill: '#eaeef2', edge: INK }
          : { fill: PAPER, edge: '#8c959f', ...(kind === 'silent' ? { dashed: true } : {}) };
    return boxMarks(x + dx, y + dy, drawn, drawn.lines, look);
  });
  return drawingsSvg([framed([...lines, ...boxes], title, placed.width, placed.height)]);
}
