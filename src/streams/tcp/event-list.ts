/** Handlers that make a list of what happened. */
import type { Connection } from './connection.ts';
import type { TcpEvent, TcpHandlers } from './events.ts';

/** The list is the caller's to empty. */
export function eventHandlers(): { readonly handlers: TcpHandlers; readonly events: TcpEvent[] } {
  const events: TcpEvent[] = [];
  const of = (connection: Connection): { connection: Connection; timeMs: number } => ({ connection, timeMs: connection.lastMs });
  const plain =
    (kind: 'open' | 'close' | 'timeout' | 'drop' | 'end') =>
    (connection: Connection): void =>
      void events.push({ ...of(connection), kind });
  return {
    events,
    handlers: {
      open: plain('open'),
      close: plain('close'),
      timeout: plain('timeout'),
      drop: plain('drop'),
      end: plain('end'),
      data: (c, from, octets, at, packet) => void events.push({ ...of(c), kind: 'data', from, octets: octets.slice(), at, packet }),
      gap: (c, from, octets, at, reason) => void events.push({ ...of(c), kind: 'gap', from, octets, at, reason }),
      urgent: (c, from, at, packet) => void events.push({ ...of(c), kind: 'urgent', from, at, packet }),
      finish: (c, from, packet) => void events.push({ ...of(c), kind: 'finish', from, packet }),
      reset: (c, by, packet) => void events.push({ ...of(c), kind: 'reset', by, packet }),
      state: (c, side, state, before) => void events.push({ ...of(c), kind: 'state', side, state, before }),
      anomaly: (anomaly) => void events.push({ ...of(anomaly.connection), kind: 'anomaly', anomaly }),
    },
  };
}
