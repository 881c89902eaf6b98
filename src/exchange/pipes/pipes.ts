/** Packets as Web streams: from a source, through filters and functions, into what takes them; nothing runs ahead of who reads. */
import type { PacketSource } from '../../capture/batch.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { hold, letGo } from '../hold.ts';
import { send, sendp, type SendOptions } from '../send.ts';
import type { Sniffer } from '../sniffing/sniff.ts';

/** What packets come from: `sniff(…)`, a link or a capture that is open, a list, any iterable. */
export type PipeSource = Sniffer | PacketSource<Packet> | AsyncIterable<Packet> | Iterable<Packet>;

// Read one by one, when somebody asks: what nobody reads waits where it came from.
const ONE_BY_ONE = { highWaterMark: 0 };

const packetsOf = (source: PipeSource): AsyncIterable<Packet> | Iterable<Packet> =>
  'packets' in source && !(Symbol.asyncIterator in source) ? source.packets() : (source as AsyncIterable<Packet> | Iterable<Packet>);

async function closeSource(source: PipeSource): Promise<void> {
  const { stop, close } = source as { stop?: () => Promise<void>; close?: () => Promise<void> };
  if (typeof stop === 'function') await stop.call(source);
  else if (typeof close === 'function') await close.call(source);
}

/**
 * The packets of a source as a stream. Canceling the stream, or what it is piped through, closes the source: a sniffer is stopped, a link or
 * capture closed.
 *
 * ```ts
 * await packetStream(sniff({ iface: 'eth0' })).pipeThrough(filterStream((p) => p.has(DNS))).pipeTo(sinkStream(writer));
 * ```
 */
export function packetStream(source: PipeSource): ReadableStream<Packet> {
  let iterator: AsyncIterator<Packet> | Iterator<Packet> | undefined;
  return new ReadableStream<Packet>(
    {
      pull: async (to) => {
        if (iterator === undefined) {
          const packets = packetsOf(source);
          iterator = Symbol.asyncIterator in packets ? packets[Symbol.asyncIterator]() : packets[Symbol.iterator]();
        }
        hold();
        try {
          const next = await iterator.next();
          if (next.done === true) to.close();
          else to.enqueue(next.value);
        } finally {
          letGo();
        }
      },
      cancel: async () => {
        // First the source: who waits for its next packet would not hear that nobody wants it.
        await closeSource(source);
        await iterator?.return?.();
      },
    },
    ONE_BY_ONE,
  );
}

/** Lets packets through for which `keep` returns true. */
export function filterStream(keep: (packet: Packet) => boolean): TransformStream<Packet, Packet> {
  return mapStream((packet) => (keep(packet) ? packet : undefined));
}

/** What a function makes of each packet: a packet, several, or none. */
export function mapStream(
  make: (packet: Packet) => Packet | readonly Packet[] | undefined | Promise<Packet | readonly Packet[] | undefined>,
): TransformStream<Packet, Packet> {
  return new TransformStream<Packet, Packet>({
    transform: async (packet, to) => {
      const made = await make(packet);
      if (made === undefined) return;
      for (const one of isSeveral(made) ? made : [made]) to.enqueue(one);
    },
  });
}

const isSeveral = (made: Packet | readonly Packet[]): made is readonly Packet[] => Array.isArray(made);

/** What takes packets: a writer of captures, or a function, which is waited for. */
export type PipeSink = { write(packet: Packet): unknown; close?(): unknown } | ((packet: Packet) => unknown);

/** A stream into a writer, which is closed at the end, also when the stream is aborted; or into a function. */
export function sinkStream(sink: PipeSink): WritableStream<Packet> {
  const end = async (): Promise<void> => {
    if (typeof sink !== 'function') await sink.close?.();
  };
  return new WritableStream<Packet>({
    write: async (packet) => {
      await (typeof sink === 'function' ? sink(packet) : sink.write(packet));
    },
    close: end,
    abort: end,
  });
}

/** Sends what is written: frames as they are, or with `level: 3` packets, to which the host adds the link header. @throws as {@link send} */
export function sendStream({ level = 2, ...o }: SendOptions & { readonly level?: 2 | 3 } = {}): WritableStream<Packet> {
  return sinkStream((packet) => (level === 2 ? sendp : send)(packet, o));
}
