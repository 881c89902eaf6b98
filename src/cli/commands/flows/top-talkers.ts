/** What goes on now, as a table that replaces itself: the busiest flows of the last second. */
import type { Flow } from '../../../flows/flow.ts';
import type { FlowTable } from '../../../flows/flow-table.ts';
import { alignedRows } from '../../aligned.ts';
import { endText, protocolName } from './flow-outputs.ts';

/** Of a flow in the last picture. */
interface Seen {
  readonly packets: number;
  readonly octets: number;
}

interface Talker extends Seen {
  readonly name: string;
  readonly all: Seen;
}

/** Flows that are looked at for a picture: what is beyond is counted and not ranked. */
const MOST = 100_000;

export class TopTalkers {
  #before = new Map<string, Seen>();
  #atMs: number;

  constructor(nowMs: number) {
    this.#atMs = nowMs;
  }

  /** Lines of a table: busiest first. @param rows lines there are room for */
  picture(table: FlowTable, nowMs: number, rows: number): string {
    const seconds = Math.max(0.001, (nowMs - this.#atMs) / 1000);
    const now = new Map<string, Seen>();
    const talkers: Talker[] = [];
    table.forEach((flow) => {
      if (now.size >= MOST) return;
      const name = nameOf(flow);
      const all = { packets: flow.packets, octets: flow.octets };
      const had = this.#before.get(name);
      now.set(name, all);
      talkers.push({ name, all, packets: all.packets - (had?.packets ?? 0), octets: all.octets - (had?.octets ?? 0) });
    });
    this.#before = now;
    this.#atMs = nowMs;
    const { active, packets, octets, told } = table.stats;
    const ended = Object.values(told).reduce((sum, n) => sum + n, 0);
    const top = talkers.sort((a, b) => b.octets - a.octets || b.all.octets - a.all.octets).slice(0, Math.max(1, rows - 3));
    const lines = top.map(({ name, all, ...last }) => [
      bits((last.octets * 8) / seconds),
      String(Math.round(last.packets / seconds)),
      String(all.packets),
      String(all.octets),
      name,
    ]);
    const total = `${active} flows now, ${ended} ended; ${packets} packets, ${octets} octets\n\n`;
    return total + alignedRows([['bit/s', 'packets/s', 'packets', 'octets', 'flow'], ...lines], [0, 1, 2, 3]);
  }
}

const nameOf = (flow: Flow): string =>
  `${protocolName(flow.protocol)} ${endText(flow, false)} ${flow.back.packets > 0 ? '<->' : '->'} ${endText(flow, true)}`;

const UNITS = ['', 'k', 'M', 'G', 'T'];

/** Three digits and a unit. */
function bits(n: number): string {
  let value = n;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? Math.round(value) : value.toFixed(1)}${UNITS[unit]}`;
}
