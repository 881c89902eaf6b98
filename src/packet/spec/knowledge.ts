/** What earlier packets said that later ones need: templates, ports that a control channel agreed on. A spec's view of a session. */
import type { NeighbourLayer } from './context.ts';

/** One end of a conversation, as a session knows it. */
export interface Endpoint {
  /** The transport's layer: `UDP`, `TCP`. */
  readonly transport: string;
  /** The address as text; absent: any. */
  readonly address?: string;
  readonly port: number;
  /** The address of the other end; absent: any. */
  readonly peer?: string;
}

/** Two ends of a transport that talk with each other, as one of their packets has them; the other way round is the same conversation. */
export interface Conversation {
  /** The transport's layer: `UDP`, `TCP`. */
  readonly transport: string;
  /** Addresses as text. */
  readonly src: string;
  readonly sport: number;
  readonly dst: string;
  readonly dport: number;
}

/** One text for the two ends, whichever of them sends. */
export function endsKey({ src, sport, dst, dport }: Conversation): string {
  const from = `${src} ${sport}`,
    to = `${dst} ${dport}`;
  return from < to ? `${from} ${to}` : `${to} ${from}`;
}

/** Tables that packets write and read. They belong to the reader, are bounded, and hold plain data. */
export interface Knowledge {
  /** Stores a value of plain data (numbers, bigints, text, arrays and objects of these). A full table forgets the least recently used entry. */
  remember(table: string, key: string, value: unknown): void;
  /** The value stored last under that key. */
  recall(table: string, key: string): unknown;
  /** Says that datagrams or segments from or to that endpoint carry this layer, whatever their ports usually mean. */
  expect(where: Endpoint, layer: NeighbourLayer): void;
  /** What goes between these two and would be mere octets is this layer; `undefined`: it is octets again. */
  goesOn(between: Conversation, layer: NeighbourLayer | undefined): void;
}
