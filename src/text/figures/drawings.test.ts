/** What figures are laid out by: places in a line and in ranks, ticks, rows of octets, letters of fonts. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { packet } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import type { Laid } from '../../packet/laid/laid.ts';
import type { LineMark } from './drawing.ts';
import { latin, latinString } from './latin-text.ts';
import { layered } from './layered.ts';
import { packetDrawing } from './packet-figure.ts';
import { spread } from './spread.ts';
import { axisOf, roundStep } from './ticks.ts';

it('spreads places: apart, and no other place of a random try is nearer to what is wanted', () => {
  const number = fc.integer({ min: -50, max: 50 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(number, fc.nat(20)), { minLength: 1, maxLength: 7 }),
      fc.array(number, { minLength: 7, maxLength: 7 }),
      (given, shifts) => {
        const wanted = given.map(([x]) => x),
          apart = given.slice(1).map(([, gap]) => gap);
        const cost = (places: readonly number[]): number => places.reduce((sum, x, i) => sum + (x - (wanted[i] as number)) ** 2, 0);
        const places = spread(wanted, apart);
        const inOrder = (xs: readonly number[]): boolean =>
          apart.every((gap, i) => (xs[i + 1] as number) - (xs[i] as number) >= gap - 1e-6);
        expect(inOrder(places)).toBe(true);
        const other = places.map((x, i) => x + (shifts[i] as number) / 10);
        if (inOrder(other)) expect(cost(other)).toBeGreaterThanOrEqual(cost(places) - 1e-6);
      },
    ),
  );
});

it('steps are 1, 2 or 5 times a power of ten, and an axis holds its values', () => {
  expect([0.3, 1, 1.1, 2.1, 7, 0.011].map(roundStep).map((x) => Number(x.toPrecision(3)))).toEqual([0.5, 1, 2, 5, 10, 0.02]);
  const number = fc.double({ noNaN: true, min: -1e12, max: 1e12 });
  fc.assert(
    fc.property(number, number, fc.integer({ min: 2, max: 12 }), (a, b, wanted) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      const axis = axisOf(low, high, wanted);
      const room = (axis.high - axis.low) * 1e-6;
      expect(axis.low <= low + room && axis.high >= high - room).toBe(true);
      expect(axis.ticks.length).toBeGreaterThan(1);
      expect(axis.ticks.length).toBeLessThanOrEqual(2 * wanted + 4);
      // No two ticks have one label.
      expect(new Set(axis.ticks.map(({ label }) => label)).size).toBe(axis.ticks.length);
    }),
  );
});

it('ranks: no node lies on another or on a label, and every edge leads from its node to its node', () => {
  const edge = fc.tuple(fc.nat(9), fc.nat(9));
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 20 }), fc.boolean(), fc.boolean(), (pairs, sideways, labels) => {
      const nodes = Array.from({ length: 10 }, (_, i) => ({ id: String(i), width: 40 + 7 * i, height: 20 + 3 * i }));
      const edges = pairs.map(([a, b]) => ({
        from: String(a),
        to: String(b),
        ...(labels ? { label: { width: 30, height: 12 } } : {}),
      }));
      const graph = layered(nodes, edges, { sideways, rankGap: 30, nodeGap: 10 });
      const boxes = nodes.map(({ id, width, height }) => ({ ...(graph.nodes.get(id) as { x: number; y: number }), width, height }));
      for (const placed of graph.edges) if (placed?.label !== undefined) boxes.push({ ...placed.label, width: 30, height: 12 });
      boxes.forEach((a, i) => {
        expect(a.x - a.width / 2 >= -0.01 && a.x + a.width / 2 <= graph.width + 0.01).toBe(true);
        expect(a.y - a.height / 2 >= -0.01 && a.y + a.height / 2 <= graph.height + 0.01).toBe(true);
        for (const b of boxes.slice(i + 1)) {
          const across = (a.width + b.width) / 2 - Math.abs(a.x - b.x),
            down = (a.height + b.height) / 2 - Math.abs(a.y - b.y);
          expect(across > 0.01 && down > 0.01).toBe(false);
        }
      });
      graph.edges.forEach((placed, i) => {
        const [from, to] = pairs[i] as [number, number];
        expect(placed === undefined).toBe(from === to);
        if (placed === undefined) return;
        // Its ends are on the edges of their boxes.
        for (const [at, { x, y, width, height }] of [
          [placed.parts[0]?.[0], boxes[from] as (typeof boxes)[number]],
          [placed.parts.at(-1)?.[1], boxes[to] as (typeof boxes)[number]],
        ] as const) {
          const [along, breadth, across, room] = sideways
            ? [Math.abs((at?.x ?? 0) - x), width, Math.abs((at?.y ?? 0) - y), height]
            : [Math.abs((at?.y ?? 0) - y), height, Math.abs((at?.x ?? 0) - x), width];
          expect(along).toBeCloseTo(breadth / 2);
          expect(across).toBeLessThanOrEqual(room / 2);
        }
      });
    }),
    { numRuns: 200 },
  );
});

type Point = readonly [number, number];

/** A line's places, curves by twelve straight pieces. */
function points({ from, steps }: LineMark): Point[] {
  const out: Point[] = [from];
  for (const step of steps) {
    const [x0, y0] = out.at(-1) as Point;
    if (step.length === 2) out.push(step);
    else
      for (let i = 1; i <= 12; i++) {
        const t = i / 12,
          u = 1 - t;
        const at = (a: number, b: number, c: number, d: number): number => u ** 3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t ** 3 * d;
        out.push([at(x0, step[0], step[2], step[4]), at(y0, step[1], step[3], step[5])]);
      }
  }
  return out;
}

const turn = (a: Point, b: Point, c: Point): number => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
const cross = (a: Point, b: Point, c: Point, d: Point): boolean => turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;

it('no arrow of a packet crosses another', () => {
  const packets = [
    packet(IP({ dst: '192.0.2.1' }), TCP({ options: [['MSS', 1460], 'NOP', ['WScale', 7], ['Timestamp', [1, 2]]] }), 'x'.repeat(300)),
    packet(IP({ dst: '192.0.2.1' }), ICMP({ type: 8 }), 'x'),
  ];
  for (const p of packets)
    for (const layerShift of [0, 1, 5]) {
      const { marks } = packetDrawing(p as unknown as Laid, { layerShift, title: '', letters: (text) => text });
      const arrows = marks.flatMap((mark) => (mark.kind === 'line' && mark.filled !== true ? [points(mark)] : []));
      expect(arrows.length).toBeGreaterThan(12);
      arrows.forEach((one, i) => {
        for (const other of arrows.slice(i + 1))
          for (let a = 1; a < one.length; a++)
            for (let b = 1; b < other.length; b++)
              expect(cross(one[a - 1] as Point, one[a] as Point, other[b - 1] as Point, other[b] as Point)).toBe(false);
      });
    }
});

it('leaves out the middle of long payload, and says how much', () => {
  const p = packet(IP({ dst: '192.0.2.1' }), 'x'.repeat(1000)) as unknown as Laid;
  const { marks } = packetDrawing(p, { layerShift: 0, title: '', letters: (text) => text });
  const texts = marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));
  const shown = marks.filter((mark) => mark.kind === 'text' && mark.anchor === 'middle').length;
  const hidden = Number(texts.map((text) => /^… (\d+) octets more$/.exec(text)?.[1]).find((n) => n !== undefined));
  expect(shown + hidden).toBe(1020);
  expect(shown).toBeLessThan(200);
});

it('letters of WinAnsi stay, others are named by their numbers', () => {
  expect(latin('é…€ ż漢😀\u00ad\n')).toBe('é…€ \\u017c\\u6f22\\u{1f600}\\u00ad\\u000a');
  expect(latinString('a(b)\\é…')).toBe('(a\\(b\\)\\\\\\351\\205)');
});
