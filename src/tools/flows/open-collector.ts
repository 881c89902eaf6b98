/** A collector that listens, whichever way messages come. */
import type { CollectedRecord, CollectStats } from '../../flows/reader/collected.ts';
import type { Datagram } from '../../host/host.ts';

/** What came in a datagram, or a message of a connection, and its records. */
export interface Collected {
  readonly datagram: Datagram;
  readonly records: readonly CollectedRecord[];
}

/** An open collector. */
export interface Collector extends AsyncDisposable {
  readonly port: number;
  readonly stats: CollectStats;
  /** TCP connections that are open now. */
  readonly connections: number;
  /** A message's records at a time, until the collector is closed or the signal comes. For one reader. */
  messages(o?: { readonly signal?: AbortSignal }): AsyncIterable<Collected>;
  close(): void;
}
