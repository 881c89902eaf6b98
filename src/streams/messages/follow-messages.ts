/** Messages of a whole source: packets, connections, streams, messages. */
import type { PacketSource } from '../../capture/batch.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { type FollowOptions, type FollowStats, followTcp, Follower } from '../tcp/tcp-streams.ts';
import { ContentCollector } from './content-collector.ts';
import type { MessageHandlers, StreamMessage } from './message.ts';
import { type MessageOptions, type MessageStats, StreamMessages } from './stream-messages.ts';

/** Options of {@link followMessages}. */
export interface FollowMessageOptions extends MessageOptions, Pick<FollowOptions, 'fragments' | 'signal'> {
  /** How connections are followed. */
  readonly tcp?: Omit<FollowOptions, 'registry' | 'fragments' | 'signal'>;
}

/** What became of the packets of a source, and of the messages in its streams. */
export interface FollowMessageStats extends FollowStats {
  readonly messages: MessageStats;
}

/** Options of {@link streamMessages}. */
export interface StreamMessageOptions extends FollowMessageOptions {
  /** The most octets of one content that are collected; `contentOctets` tells how many there were. Default 1 MB. */
  readonly maxContent?: number;
  /** The most octets of contents of messages that are not at their end, together. Default 64 MB. */
  readonly maxContents?: number;
}

function parts(o: FollowMessageOptions): { readonly cutting: MessageOptions; readonly following: FollowOptions } {
  const { tcp, fragments, signal, ...cutting } = o;
  return {
    cutting,
    following: {
      ...tcp,
      ...(cutting.registry !== undefined && { registry: cutting.registry }),
      ...(fragments !== undefined && { fragments }),
      ...(signal !== undefined && { signal }),
    },
  };
}

/**
 * Cuts the messages of all TCP connections of a source, and calls the handlers as they come.
 *
 * @returns what became of the packets
 * @throws ERR_VALUE, ERR_OPTION for options that there are not, ERR_FILE for a damaged capture (after all that was before the damage)
 */
export async function followMessages(
  source: PacketSource<Packet>,
  to: MessageHandlers,
  o: FollowMessageOptions = {},
): Promise<FollowMessageStats> {
  const { cutting, following } = parts(o);
  const messages = new StreamMessages(to, cutting);
  const stats = await followTcp(source, messages.handlers, following);
  return { ...stats, messages: messages.stats };
}

/**
 * The messages of all TCP connections of a source, in a loop: each when it is whole, with its content collected. They and their octets may be kept.
 *
 *     for await (const m of streamMessages(capture)) console.log(`${m.connection}: ${m.packet.summary()}`);
 *
 * @throws as {@link followMessages}
 */
export async function* streamMessages(source: PacketSource<Packet>, o: StreamMessageOptions = {}): AsyncGenerator<StreamMessage> {
  const { maxContent, maxContents, ...rest } = o;
  const { cutting, following } = parts(rest);
  const ready: StreamMessage[] = [];
  const collector = new ContentCollector((message) => void ready.push(message), maxContent, maxContents);
  const follower = new Follower(source, new StreamMessages(collector, cutting).handlers, following);
  try {
    for await (const batch of source.batches(following.signal === undefined ? {} : { signal: following.signal })) {
      follower.batch(batch);
      yield* ready.splice(0);
    }
  } finally {
    follower.tracker.end();
  }
  yield* ready.splice(0);
}
