/** IPFIX over TCP: a connection is a session with templates and sequence numbers of its own. @see RFC 7011 §8, §10.4 */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { CollectStats } from '../../flows/reader/collected.ts';
import { FlowReader } from '../../flows/reader/flow-reader.ts';
import { IpfixStream } from '../../flows/reader/ipfix-stream.ts';
import type { Host, TcpAccepted } from '../../host/host.ts';
import type { Collected, Collector } from './open-collector.ts';

/** Messages that wait for their reader: then the exporters wait. */
const MOST_WAITING = 64;
/** Connections at once; further ones are closed. */
const MOST_CONNECTIONS = 1024;

const NOTHING: CollectStats = { messages: 0, records: 0, notFlows: 0, withoutTemplate: 0, lost: 0, exporters: 0 };

const sum = (a: CollectStats, b: CollectStats): CollectStats => ({
  messages: a.messages + b.messages,
  records: a.records + b.records,
  notFlows: a.notFlows + b.notFlows,
  withoutTemplate: a.withoutTemplate + b.withoutTemplate,
  lost: a.lost + b.lost,
  exporters: a.exporters + b.exporters,
});

export async function tcpCollector(host: Host, where: { port: number; address?: string }): Promise<Collector> {
  if (host.sockets?.listen === undefined) throw new PacketwrightError('ERR_PLATFORM', `${host.name} cannot listen on TCP ports`);
  const waiting: Collected[] = [];
  const open = new Map<TcpAccepted, FlowReader>();
  /** Of connections that have ended. */
  let ended = NOTHING;
  let closed = false;
  let wakeReader = (): void => undefined;
  let wakeWriters: (() => void)[] = [];

  const read = async (accepted: TcpAccepted): Promise<void> => {
    const { connection, from, port } = accepted;
    const reader = new FlowReader();
    open.set(accepted, reader);
    const stream = new IpfixStream();
    try {
      for await (const chunk of connection.chunks()) {
        for (const data of stream.push(chunk)) {
          waiting.push({ datagram: { data, from, port, at: host.clock.now() }, records: reader.read(data, from) });
          wakeReader();
          while (waiting.length >= MOST_WAITING && !closed) await new Promise<void>((resolve) => wakeWriters.push(resolve));
        }
        if (stream.broken) break;
      }
    } catch {
      // It was reset: what had come is told.
    } finally {
      connection.close();
      open.delete(accepted);
      ended = sum(ended, stream.broken ? sum(reader.stats, { ...NOTHING, notFlows: 1 }) : reader.stats);
    }
  };
  const listener = await host.sockets.listen(where, (accepted) => {
    if (open.size >= MOST_CONNECTIONS) accepted.connection.close();
    else void read(accepted);
  });
  const close = (): void => {
    closed = true;
    listener.close();
    wakeReader();
    for (const wake of wakeWriters) wake();
  };
  return {
    port: listener.port,
    get stats() {
      return [...open.values()].reduce((all, reader) => sum(all, reader.stats), ended);
    },
    get connections() {
      return open.size;
    },
    async *messages({ signal } = {}) {
      const abort = (): void => wakeReader();
      signal?.addEventListener('abort', abort, { once: true });
      try {
        while (signal?.aborted !== true) {
          const next = waiting.shift();
          if (next !== undefined) {
            yield next;
            const woken = wakeWriters;
            wakeWriters = [];
            for (const wake of woken) wake();
          } else if (closed) return;
          else
            await new Promise<void>((resolve) => {
              wakeReader = resolve;
            });
        }
      } finally {
        signal?.removeEventListener('abort', abort);
      }
    },
    close,
    [Symbol.asyncDispose]: async () => close(),
  };
}
