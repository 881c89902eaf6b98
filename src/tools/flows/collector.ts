/** A collector: messages of exporters to a UDP port, and IPFIX over TCP, as records. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { checkOptions } from '../../bytes/known-options.ts';
import type { CollectedRecord, CollectStats } from '../../flows/reader/collected.ts';
import { FlowReader } from '../../flows/reader/flow-reader.ts';
import type { Datagram, Host } from '../../host/host.ts';

/** Options of {@link flowCollector}. */
export interface CollectorOptions {
  readonly host: Host;
  /** Default 9995, as nfcapd. */
  readonly port?: number;
  /** An address of the host. Default: all of them. */
  readonly address?: string;
}

/** What came in a datagram, and its records. */
export interface Collected {
  readonly datagram: Datagram;
  readonly records: readonly CollectedRecord[];
}

/** An open collector. */
export interface Collector extends AsyncDisposable {
  readonly port: number;
  readonly stats: CollectStats;
  /** A datagram's records at a time, until the collector is closed or the signal comes. For one reader. */
  messages(o?: { readonly signal?: AbortSignal }): AsyncIterable<Collected>;
  close(): void;
}

const PORT = 9995;

/**
 * Listens for NetFlow, IPFIX and sFlow messages, and gives their records.
 *
 * @throws ERR_BUSY, ERR_PERMISSION, ERR_PLATFORM
 */
export async function flowCollector(o: CollectorOptions): Promise<Collector> {
  checkOptions('flowCollector', o, { host: true, port: true, address: true });
  const { host, port = PORT, address } = o;
  if (host.sockets === undefined) throw new PacketwrightError('ERR_PLATFORM', `${host.name} has no sockets`);
  const udp = await host.sockets.udp({ port, ...(address !== undefined && { address }) });
  const reader = new FlowReader();
  const close = (): void => udp.close();
  return {
    port: udp.port,
    get stats() {
      return reader.stats;
    },
    async *messages(wait) {
      for await (const datagram of udp.messages(wait)) yield { datagram, records: reader.read(datagram.data, datagram.from) };
    },
    close,
    [Symbol.asyncDispose]: async () => close(),
  };
}
