/**
 * Where the nodes of a graph stand and its edges run: in ranks, as Sugiyama, Tagawa and Toda draw them (1981). An edge that is longer than from
 * one rank to the next goes through places of its own in those between, and so does its label: nothing lies over anything else.
 */
import { spread } from './spread.ts';

export interface GraphNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Room that its label needs; none: it has no label. */
  readonly label?: { readonly width: number; readonly height: number };
}

export interface GraphForm {
  /** Ranks stand side by side, left to right; else one below another. */
  readonly sideways: boolean;
  /** Between two ranks, and between neighbours in one. */
  readonly rankGap: number;
  readonly nodeGap: number;
  /** The node that its group begins with. Default: the one with most edges. */
  readonly first?: string;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A straight part of an edge's way, inside a rank; from one part to the next it bends. */
export type Part = readonly [from: Point, to: Point];

export interface PlacedEdge {
  /** From its `from` to its `to`. */
  readonly parts: readonly Part[];
  /** Middle of its label. */
  readonly label: Point | undefined;
}

export interface Layered {
  readonly width: number;
  readonly height: number;
  /** Middles of the nodes. */
  readonly nodes: ReadonlyMap<string, Point>;
  /** In the order given; undefined for an edge from a node to itself. */
  readonly edges: readonly (PlacedEdge | undefined)[];
}

/** A node, or the place of an edge in a rank. `along`: in the ranks' direction; `across`: in the rank. */
interface Seat {
  readonly along: number;
  readonly across: number;
  rank: number;
  place: number;
  middle: number;
  readonly before: Seat[];
  readonly behind: Seat[];
}

/** An edge in the order of ranks, and the seats that it goes through. */
interface Way {
  readonly edge: number;
  readonly turned: boolean;
  readonly seats: Seat[];
  label: Seat | undefined;
}

const seat = (along: number, across: number, rank: number): Seat => ({ along, across, rank, place: 0, middle: 0, before: [], behind: [] });

/** So often ranks are ordered, and seats moved. */
const ROUNDS = 10;

/** Nodes that hang together, each group in the order of a walk that begins at `wanted`, or at the node with most edges. */
function componentsOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[], wanted: string | undefined): string[][] {
  const near = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of edges) {
    if (from === to) continue;
    near.get(from)?.push(to);
    near.get(to)?.push(from);
  }
  const seen = new Set<string>();
  const degree = (id: string): number => near.get(id)?.length ?? 0;
  const groups: string[][] = [];
  const walk = (first: string): string[] => {
    const group = [first];
    const found = new Set(group);
    for (const id of group)
      for (const other of near.get(id) ?? []) {
        if (found.has(other)) continue;
        found.add(other);
        group.push(other);
      }
    return group;
  };
  for (const { id } of nodes) {
    if (seen.has(id)) continue;
    const members = walk(id);
    for (const member of members) seen.add(member);
    const hub = members.find((one) => one === wanted) ?? members.reduce((most, one) => (degree(one) > degree(most) ? one : most), id);
    groups.push(walk(hub));
  }
  return groups;
}

/** How often lines between two ranks cross: pairs of ends that stand the other way round, counted in a Fenwick tree (1994). */
function crossings(upper: readonly Seat[]): number {
  const ends = upper.flatMap(({ behind }) => behind.map(({ place }) => place).sort((a, b) => a - b));
  const size = ends.reduce((most, end) => Math.max(most, end), 0) + 1;
  const tree = new Int32Array(size + 1);
  let count = 0;
  ends.forEach((end, seen) => {
    let notBehind = 0;
    for (let i = end + 1; i > 0; i -= i & -i) notBehind += tree[i] as number;
    count += seen - notBehind;
    for (let i = end + 1; i <= size; i += i & -i) tree[i] = (tree[i] as number) + 1;
  });
  return count;
}

const average = (seats: readonly Seat[], of: (s: Seat) => number, otherwise: number): number =>
  seats.length === 0 ? otherwise : seats.reduce((sum, s) => sum + of(s), 0) / seats.length;

function renumber(rank: readonly Seat[]): void {
  rank.forEach((s, i) => {
    s.place = i;
  });
}

/** Orders each rank by where its neighbours stand, forth and back; keeps the order with the fewest crossings. */
function order(ranks: Seat[][]): void {
  for (const rank of ranks) renumber(rank);
  const total = (): number => ranks.reduce((sum, rank) => sum + crossings(rank), 0);
  let best = ranks.map((rank) => [...rank]),
    least = total();
  for (let round = 0; round < ROUNDS && least > 0; round++) {
    const forth = round % 2 === 0;
    for (let k = 0; k < ranks.length; k++) {
      const rank = ranks[forth ? k : ranks.length - 1 - k] as Seat[];
      const wanted = new Map(rank.map((s) => [s, average(forth ? s.before : s.behind, ({ place }) => place, s.place)]));
      rank.sort((a, b) => (wanted.get(a) as number) - (wanted.get(b) as number) || a.place - b.place);
      renumber(rank);
    }
    const now = total();
    if (now < least) [best, least] = [ranks.map((rank) => [...rank]), now];
  }
  best.forEach((rank, i) => {
    ranks[i] = rank;
    renumber(rank);
  });
}

/** Gives each seat its middle across: near its neighbours', and apart from those beside it. */
function settle(ranks: readonly (readonly Seat[])[], gap: number): void {
  const apart = (rank: readonly Seat[]): number[] => rank.slice(1).map((s, i) => (s.across + (rank[i] as Seat).across) / 2 + gap);
  const move = (rank: readonly Seat[], wanted: (s: Seat) => number): void => {
    const middles = spread(rank.map(wanted), apart(rank));
    rank.forEach((s, i) => {
      s.middle = middles[i] as number;
    });
  };
  for (const rank of ranks) move(rank, () => 0);
  for (let round = 0; round < ROUNDS; round++)
    for (let k = 0; k < ranks.length; k++) {
      const rank = ranks[round % 2 === 0 ? k : ranks.length - 1 - k] as readonly Seat[];
      const near = (s: Seat): readonly Seat[] => (round >= ROUNDS - 2 ? [...s.before, ...s.behind] : round % 2 === 0 ? s.before : s.behind);
      move(rank, (s) => average(near(s), ({ middle }) => middle, s.middle));
    }
}

interface Component {
  readonly seats: ReadonlyMap<string, Seat>;
  readonly ways: readonly Way[];
  readonly ranks: readonly (readonly Seat[])[];
}

/** Ranks of one group's nodes by the longest way to each; seats for edges between. */
function seatsOf(
  group: readonly string[],
  nodes: ReadonlyMap<string, GraphNode>,
  edges: readonly GraphEdge[],
  { sideways, nodeGap }: GraphForm,
): Component {
  const number = new Map(group.map((id, i) => [id, i]));
  const own = edges.flatMap(({ from, to, label }, edge) => {
    if (from === to || !number.has(from)) return [];
    const turned = (number.get(from) as number) > (number.get(to) as number);
    return [{ edge, turned, first: turned ? to : from, last: turned ? from : to, label }];
  });
  const labelled = own.some(({ label }) => label !== undefined);
  const sized = ({ width, height }: { width: number; height: number }): [number, number] => (sideways ? [width, height] : [height, width]);
  const seats = new Map(group.map((id) => [id, seat(...sized(nodes.get(id) as GraphNode), 0)]));
  // In the order of the walk all edges lead onward, so one pass finds the longest ways. Labels have ranks between.
  const step = labelled ? 2 : 1;
  for (const id of group)
    for (const { first, last } of own) {
      if (first !== id) continue;
      const [a, b] = [seats.get(first) as Seat, seats.get(last) as Seat];
      b.rank = Math.max(b.rank, a.rank + step);
    }
  const ranks: Seat[][] = [];
  const put = (s: Seat): Seat => {
    (ranks[s.rank] ??= []).push(s);
    return s;
  };
  for (const s of seats.values()) put(s);
  const ways = own.map(({ edge, turned, first, last, label }): Way => {
    const [a, b] = [seats.get(first) as Seat, seats.get(last) as Seat];
    const way: Way = { edge, turned, seats: [a], label: undefined };
    // Labels have the odd ranks: the one nearest to the middle.
    const half = (b.rank - a.rank) / 2;
    const labelRank = a.rank + (half % 2 === 1 ? half : half - 1);
    for (let rank = a.rank + 1; rank < b.rank; rank++) {
      const isLabel = label !== undefined && rank === labelRank;
      const s = put(isLabel ? seat(...sized(label), rank) : seat(0, 4, rank));
      if (isLabel) way.label = s;
      way.seats.push(s);
    }
    way.seats.push(b);
    for (let i = 1; i < way.seats.length; i++) {
      (way.seats[i - 1] as Seat).behind.push(way.seats[i] as Seat);
      (way.seats[i] as Seat).before.push(way.seats[i - 1] as Seat);
    }
    return way;
  });
  const dense = Array.from(ranks, (rank) => rank ?? []);
  order(dense);
  settle(dense, nodeGap);
  return { seats, ways, ranks: dense };
}

/** Where edges leave or reach a node's side: beside one another, in the order of where they lead. */
function portsOf(ways: readonly Way[]): ReadonlyMap<Way, readonly [leave: number, reach: number]> {
  const ends = new Map<Seat, { way: Way; to: number; side: 0 | 1 }[]>();
  const add = (at: Seat, end: { way: Way; to: number; side: 0 | 1 }): void => {
    const list = ends.get(at);
    if (list === undefined) ends.set(at, [end]);
    else list.push(end);
  };
  for (const way of ways) {
    add(way.seats[0] as Seat, { way, to: (way.seats[1] as Seat).middle, side: 0 });
    add(way.seats.at(-1) as Seat, { way, to: (way.seats.at(-2) as Seat).middle, side: 1 });
  }
  const ports = new Map<Way, [number, number]>(ways.map((way) => [way, [0, 0]]));
  for (const [at, list] of ends)
    for (const side of [0, 1] as const) {
      const own = list.filter((end) => end.side === side).sort((a, b) => a.to - b.to);
      own.forEach(({ way }, i) => {
        (ports.get(way) as [number, number])[side] = at.middle + ((i + 1) / (own.length + 1) - 0.5) * at.across * 0.9;
      });
    }
  return ports;
}

export function layered(nodes: readonly GraphNode[], edges: readonly GraphEdge[], form: GraphForm): Layered {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const components = componentsOf(nodes, edges, form.first).map((group) => seatsOf(group, byId, edges, form));
  const point = (along: number, across: number): Point => (form.sideways ? { x: along, y: across } : { x: across, y: along });
  const places = new Map<string, Point>();
  const placed: (PlacedEdge | undefined)[] = edges.map(() => undefined);
  let across = 0,
    length = 0;
  for (const { seats, ways, ranks } of components) {
    const breadths = ranks.map((rank) => Math.max(0, ...rank.map(({ along }) => along)));
    const starts: number[] = [];
    let end = 0;
    for (const breadth of breadths) {
      starts.push(end);
      end += breadth + form.rankGap;
    }
    length = Math.max(length, end - form.rankGap);
    const all = ranks.flat();
    const least = Math.min(...all.map((s) => s.middle - s.across / 2));
    for (const s of all) s.middle += across - least;
    across = Math.max(...all.map((s) => s.middle + s.across / 2)) + form.nodeGap * 2;
    const centre = ({ rank }: Seat): number => (starts[rank] as number) + (breadths[rank] as number) / 2;
    for (const [id, s] of seats) places.set(id, point(centre(s), s.middle));
    const ports = portsOf(ways);
    for (const way of ways) {
      const [leave, reach] = ports.get(way) as readonly [number, number];
      const parts = way.seats.map((s, i): Part => {
        const [from, to] = [starts[s.rank] as number, (starts[s.rank] as number) + (breadths[s.rank] as number)];
        if (i === 0) return [point(centre(s) + s.along / 2, leave), point(to, leave)];
        if (i === way.seats.length - 1) return [point(from, reach), point(centre(s) - s.along / 2, reach)];
        return [point(from, s.middle), point(to, s.middle)];
      });
      const ordered = way.turned ? parts.map(([a, b]): Part => [b, a]).reverse() : parts;
      placed[way.edge] = { parts: ordered, label: way.label === undefined ? undefined : point(centre(way.label), way.label.middle) };
    }
  }
  const wide = Math.max(0, across - form.nodeGap * 2);
  return { ...(form.sideways ? { width: length, height: wide } : { width: wide, height: length }), nodes: places, edges: placed };
}
