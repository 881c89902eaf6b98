/** A collector: messages of exporters to a UDP port, or IPFIX over TCP, as records. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { checkOptions } from '../../bytes/known-options.ts';
import { FlowReader } from '../../flows/reader/flow-reader.ts';
import type { Host, HostSockets } from '../../host/host.ts';
import type { Collector } from './open-collector.ts';
import { tcpCollector } from './tcp-collector.ts';

export type { Collected, Collector } from './open-collector.ts';

/** Options of {@link flowCollector}. */
export interface CollectorOptions {
  readonly host: Host;
  /** Default 9995, as nfcapd. */
  readonly port?: number;
  /** An address of the host. Default: all of them. */
  readonly address?: string;
  /** `tcp`: IPFIX over connections (RFC 7011 §10.4), which each have templates of their own. Default `udp`. */
  readonly transport?: 'udp' | 'tcp';
}

const PORT = 9995;

/**
 * Listens for NetFlow, IPFIX and sFlow messages, and gives their records.
 *
 * @throws ERR_BUSY, ERR_PERMISSION, ERR_PLATFORM; ERR_VALUE
 */
export async function flowCollector(o: CollectorOptions): Promise<Collector> {
  checkOptions('flowCollector', o, { host: true, port: true, address: true, transport: true });
  const { host, port = PORT, address, transport = 'udp' } = o;
  if (transport !== 'udp' && transport !== 'tcp')
    throw new PacketwrightError('ERR_VALUE', `transport is '${String(transport)}': expected udp or tcp`, { value: transport });
  if (host.sockets === undefined) throw new PacketwrightError('ERR_PLATFORM', `${host.name} has no sockets`);
  const where = { port, ...(address !== undefined && { address }) };
  return await (transport === 'tcp' ? tcpCollector(host, where) : udpCollector(host.sockets, where));
}

async function udpCollector(sockets: HostSockets, where: { port: number; address?: string }): Promise<Collector> {
  const udp = await sockets.udp(where);
  const reader = new FlowReader();
  const close = (): void => udp.close();
  return {
    port: udp.port,
    connections: 0,
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
