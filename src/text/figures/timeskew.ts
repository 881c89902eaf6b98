/** How fast the clocks of hosts run: the numbers of their TCP timestamps over the time of capture. */
import { checkOptions } from '../../bytes/known-options.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { packetRow } from '../packet-row.ts';
import type { PacketObject } from '../../packet/object/packet-object.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { type ChartLine, chartDrawing } from './chart.ts';
import { checkedPlot, type PlotOptions } from './plots.ts';
import { drawingsSvg } from './svg.ts';

/** Whose clocks are drawn. */
export interface TimeskewOptions extends PlotOptions {
  /** One address only. Default: every host. */
  readonly host?: string;
}

/** One timestamp: seconds since 1970, and the number in it. */
interface Tick {
  readonly time: number;
  readonly ticks: number;
}

/** The timestamps of a host by connection: a host may begin to count elsewhere in each of them. */
type Connections = Map<string, Tick[]>;

function timestampsOf(packets: Iterable<Packet<any>>, only: string | undefined): Map<string, Connections> {
  const hosts = new Map<string, Connections>();
  for (const p of packets) {
    const tcp = (p as Packet<string>).get(TCP);
    const option = tcp?.options.find(([name]) => name === 'Timestamp')?.[1];
    const { sec, nsec = 0 } = p.meta;
    if (tcp === undefined || sec === undefined || !Array.isArray(option) || typeof option[0] !== 'number') continue;
    const { source, destination } = packetRow(p as unknown as PacketObject);
    if (only !== undefined && source !== only) continue;
    let connections = hosts.get(source);
    if (connections === undefined) hosts.set(source, (connections = new Map()));
    const key = `${tcp.sport} ${destination} ${tcp.dport}`;
    const tick = { time: sec + nsec / 1e9, ticks: option[0] };
    const list = connections.get(key);
    if (list === undefined) connections.set(key, [tick]);
    else {
      // The number is of 32 bits, and goes on from 0 behind the last.
      const before = list.at(-1) as Tick;
      list.push({ time: tick.time, ticks: before.ticks + ((tick.ticks - before.ticks) | 0) });
    }
  }
  return hosts;
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;

/** Ticks a second by least squares, of all connections of a host together; each has its own beginning. NaN where no time passes. */
export function ticksPerSecond(connections: Iterable<readonly Tick[]>): number {
  let both = 0,
    square = 0;
  for (const list of connections) {
    const middle = mean(list.map(({ time }) => time)),
      level = mean(list.map(({ ticks }) => ticks));
    for (const { time, ticks } of list) {
      both += (time - middle) * (ticks - level);
      square += (time - middle) ** 2;
    }
  }
  return square === 0 ? Number.NaN : both / square;
}

/** Ticks of a second, in a few digits. */
const rateText = (rate: number): string => (Number.isNaN(rate) ? '' : `, ${rate.toPrecision(6).replace(/\.?0+$/, '')} Hz`);

/** A host's points and the line of its rate. Each connection is put on that line where its own middle is, so all begin at 0. */
function linesOf(host: string, connections: Connections, begin: number, colour: number): ChartLine[] {
  const lists = [...connections.values()];
  const rate = ticksPerSecond(lists);
  const points = lists.flatMap((list) => {
    const middle = mean(list.map(({ time }) => time)) - begin,
      level = mean(list.map(({ ticks }) => ticks));
    return list.map(({ time, ticks }): readonly [number, number] => [
      time - begin,
      ticks - level + (Number.isNaN(rate) ? 0 : rate * middle),
    ]);
  });
  const lines: ChartLine[] = [{ name: `${host}${rateText(rate)}`, points, style: 'points', colour }];
  if (!Number.isNaN(rate)) {
    const last = points.reduce((most, [x]) => Math.max(most, x), 0);
    const first = points.reduce((least, [x]) => Math.min(least, x), last);
    lines.push({ points: [first, last].map((x) => [x, x * rate] as const), style: 'line', dashed: true, colour });
  }
  return lines;
}

/**
 * The numbers in TCP timestamps of each host over the time at which they were captured, and in the legend how many a second: how fast its
 * clock runs. Packets without a timestamp or without a time of capture are left out.
 * @throws ERR_VALUE for an option that is not known
 */
export function timeskew(packets: Iterable<Packet<any>>, options: TimeskewOptions = {}): string {
  checkOptions('timeskew', options, { title: true, xLabel: true, yLabel: true, width: true, height: true, style: true, host: true });
  const { host, ...rest } = options;
  const form = checkedPlot('timeskew', { title: 'TCP timestamps', xLabel: 'seconds', yLabel: 'ticks', ...rest });
  const hosts = timestampsOf(packets, host);
  let begin = Infinity;
  for (const connections of hosts.values())
    for (const list of connections.values()) for (const { time } of list) begin = Math.min(begin, time);
  const lines = [...hosts].flatMap(([name, connections], i) => linesOf(name, connections, begin, i));
  return drawingsSvg([chartDrawing(lines, form)]);
}
