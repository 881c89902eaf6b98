/** A packet as a row of a list: number, time, addresses, protocol, length, information. */
import type { PacketObject } from '../packet/packet-object.ts';

/** The layers whose `src` and `dst` (or `psrc` and `pdst`) say who talks to whom, the best last. */
const ADDRESSED = new Set(['Ether', 'Dot3', 'ARP', 'IP', 'IPv6']);

/** Layers that are no protocol of their own in a list. */
const REST = new Set(['Raw', 'Padding']);

export interface PacketRow {
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly info: string;
}

export function packetRow(p: PacketObject): PacketRow {
  let source = '', destination = '', protocol = 'Raw';
  p.layers().forEach((layer, i) => {
    if (!REST.has(layer.layerName) && !layer.layerName.endsWith('error')) protocol = layer.layerName;
    if (!ADDRESSED.has(layer.layerName)) return;
    const view = p.view(i) as unknown as Record<string, string | undefined>;
    source = view['psrc'] ?? view['src'] ?? source;
    destination = view['pdst'] ?? view['dst'] ?? destination;
  });
  return { source, destination, protocol, info: p.summary() };
}

/** The row as a line in columns; widths as tshark's list has them. */
export function rowLine(number: number, seconds: string, length: number, row: PacketRow): string {
  return `${String(number).padStart(5)} ${seconds.padStart(11)} ${row.source.padStart(15)} → ${row.destination.padEnd(15)} ${row.protocol} ${length} ${row.info}`;
}
