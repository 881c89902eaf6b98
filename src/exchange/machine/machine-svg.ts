/** A machine as a picture. Where its states and arrows stand, dagre finds; it is loaded with the first picture. */
import { type AnyMachine, stateOf } from './machine.ts';
import { type Arrow, arrowsOf } from './machine-edges.ts';

/** About the width of a letter of 12 pixels, and the height of a line. */
const LETTER = 6.7;
const LINE = 15;
const MARGIN = 16;
const STATE_HEIGHT = 34;

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
const round = (x: number): number => Math.round(x * 10) / 10;
const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length)) * LETTER;

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The machine as an SVG picture: the first state is bold, ends have two lines; time is in italics, what its user asks in brackets. */
export async function machineSvg(machine: AnyMachine): Promise<string> {
  const { Graph, layout } = await import('@dagrejs/dagre');
  const graph = new Graph({ multigraph: false });
  graph.setGraph({ rankdir: 'TB', nodesep: 46, edgesep: 22, ranksep: 46, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  const names = Object.keys(machine.states);
  for (const name of names) graph.setNode(name, { width: Math.max(70, widest([name]) + 26), height: STATE_HEIGHT });
  const arrows = arrowsOf(machine);
  for (const { from, to, labels } of arrows)
    graph.setEdge(from, to, { width: widest(labels.map(({ text }) => text)) + 8, height: labels.length * LINE + 4, labelpos: 'c' });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const drawnArrows = arrows.map((arrow) => {
    const edge = graph.edge(arrow.from, arrow.to) as unknown as DrawnEdge;
    return arrow.from === arrow.to
      ? drawLoop(arrow, graph.node(arrow.from) as unknown as Place, edge.width)
      : drawArrow(arrow, edge, smooth(edge.points));
  });
  const drawnStates = names.map((name) =>
    drawState(name, graph.node(name) as unknown as Place, name === machine.start, stateOf(machine, name).end === true),
  );
  const title = machine.source === undefined ? machine.name : `${machine.name} (${machine.source})`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}" width="${Math.ceil(width)}" height="${Math.ceil(height)}" role="img" aria-label="${escaped(title)}">
<style>
text { font-family: ui-sans-serif, system-ui, "DejaVu Sans", sans-serif; font-size: 12px; fill: #1f2328; text-anchor: middle }
.name { font-weight: 600 }
.after { font-style: italic }
.label { paint-order: stroke; stroke: #ffffff; stroke-width: 4px }
rect { fill: #eef4fb; stroke: #57606a }
.start { stroke-width: 2.5px }
.inner { fill: none }
path { fill: none; stroke: #57606a }
.head { fill: #57606a }
</style>
<rect width="100%" height="100%" style="fill: #ffffff; stroke: none"/>
<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker>
${[...drawnArrows, ...drawnStates].join('\n')}
</svg>
`;
}

function drawState(name: string, { x, y, width, height }: Place, isStart: boolean, isEnd: boolean): string {
  const box = (shrunk: number, kind: string): string =>
    `<rect${kind === '' ? '' : ` class="${kind}"`} x="${round(x - width / 2 + shrunk)}" y="${round(y - height / 2 + shrunk)}" width="${round(width - 2 * shrunk)}" height="${round(height - 2 * shrunk)}" rx="8"/>`;
  const lines = [box(0, isStart ? 'start' : '')];
  if (isEnd) lines.push(box(3, 'inner'));
  lines.push(`<text class="name" x="${round(x)}" y="${round(y + 4)}">${escaped(name)}</text>`);
  return lines.join('\n');
}

interface DrawnEdge {
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Of its label. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

function drawArrow({ labels }: Arrow, { x, y }: Pick<DrawnEdge, 'x' | 'y'>, line: string): string {
  const top = y - ((labels.length - 1) * LINE) / 2 + 4;
  const words = labels.map(
    ({ kind, text }, i) => `<text class="label ${kind}" x="${round(x)}" y="${round(top + i * LINE)}">${escaped(text)}</text>`,
  );
  return [`<path d="${line}" marker-end="url(#head)"/>`, ...words].join('\n');
}

/** Through the first and the last point, and near those between: a quadratic curve from middle to middle. */
function smooth(points: DrawnEdge['points']): string {
  const at = (i: number): { x: number; y: number } => points[i] as { x: number; y: number };
  const n = points.length;
  const place = ({ x, y }: { x: number; y: number }): string => `${round(x)} ${round(y)}`;
  const middle = (a: { x: number; y: number }, b: { x: number; y: number }) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  let d = `M${place(at(0))}`;
  for (let i = 1; i < n - 1; i++) d += `Q${place(at(i))} ${place(i === n - 2 ? at(n - 1) : middle(at(i), at(i + 1)))}`;
  return n === 2 ? `${d}L${place(at(1))}` : d;
}

/** From a state back to itself: on its right side, where dagre leaves room. */
function drawLoop(arrow: Arrow, { x, y, width }: Place, labelWidth: number): string {
  const side = round(x + width / 2);
  const line = `M${side} ${round(y - 9)}C${side + 44} ${round(y - 26)} ${side + 44} ${round(y + 26)} ${side} ${round(y + 9)}`;
  return drawArrow(arrow, { x: side + 38 + labelWidth / 2, y }, line);
}
