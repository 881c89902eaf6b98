/** A TCP connection whose sides say what a test wants, in pieces of any size, to whoever is told of streams. */
import { Connection, StreamEnd } from '../../../src/streams/tcp/connection.ts';
import type { StreamSide } from '../../../src/streams/tcp/events.ts';
import type { MessageHandlers, StreamMessage } from '../../../src/streams/messages/message.ts';
import { type MessageOptions, StreamMessages } from '../../../src/streams/messages/stream-messages.ts';

/** What a side says; a number: so many octets that are missing; '': it ends. */
export type Said = readonly [from: StreamSide, what: string | Uint8Array | number];

export const latin1Octets = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

export function connectionTo(port: number, isMidstream = false): Connection {
  const client = new StreamEnd('client', 0xc0000201, 40_000),
    server = new StreamEnd('server', 0xc0000202, port);
  return new Connection(0, client, server, isMidstream, true, 0, 1, 0);
}

/** Tells `to` what the sides say, in pieces of `piece` octets: what the pieces lay in is overwritten behind each of them. */
export function speak(to: StreamMessages, connection: Connection, said: readonly Said[], piece = Number.POSITIVE_INFINITY): void {
  const { handlers } = to;
  const at = { client: 0, server: 0 };
  let packet = 0;
  for (const [from, what] of said) {
    if (typeof what === 'number') {
      handlers.gap(connection, from, what, at[from], 'lost');
      at[from] += what;
      continue;
    }
    // A Buffer's slice would be the same memory.
    const octets = typeof what === 'string' ? latin1Octets(what) : new Uint8Array(what);
    if (octets.length === 0) handlers.finish(connection, from, packet);
    for (let q = 0; q < octets.length; q += piece) {
      const lent = octets.slice(q, q + piece);
      packet++;
      connection.lastMs = packet;
      handlers.data(connection, from, lent, at[from], packet);
      at[from] += lent.length;
      lent.fill(0xee);
    }
  }
  handlers.end(connection);
}

/** What was told, with all octets kept. */
export interface Told {
  readonly messages: readonly StreamMessage[];
  readonly uncut: readonly string[];
  readonly stats: StreamMessages['stats'];
}

/** What is told of a connection to `port`. `content` of messages is all of it. */
export function talkedOf(port: number, said: readonly Said[], o: MessageOptions & { piece?: number; isMidstream?: boolean } = {}): Told {
  const { piece, isMidstream, ...options } = o;
  const messages: StreamMessage[] = [];
  const uncut: string[] = [];
  const parts = new Map<StreamMessage, Uint8Array[]>();
  const to: MessageHandlers = {
    content: (m, octets) => void parts.set(m, [...(parts.get(m) ?? []), octets.slice()]),
    message: (m) => {
      if (m.hasContent) m.content = new Uint8Array(Buffer.concat(parts.get(m) ?? []));
      messages.push(m.keep());
    },
    uncut: (_connection, from, octets, at, reason) => void uncut.push(`${from} ${at} ${octets.length} ${reason}`),
  };
  const made = new StreamMessages(to, options);
  speak(made, connectionTo(port, isMidstream), said, piece);
  return { messages, uncut, stats: made.stats };
}
