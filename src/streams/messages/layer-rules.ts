/** What rules are: of layers whose messages in a stream are more than what their specs say of one. */
import type { ContentReader } from './content-reader.ts';
import type { Conversation, Scan } from './conversation.ts';
import type { StreamMessage } from './message.ts';

/** What a layer's spec cannot say of its messages in a stream, because it takes both sides, or is not told of one packet. */
export interface LayerRules {
  /** Octets of a message's head, which begins at `start`; -1: its end is not there. `scan` is the message's own. */
  head?(b: Uint8Array, start: number, end: number, scan: Scan): number;
  /** How its content follows; undefined: it has none. */
  content?(message: StreamMessage, talk: Conversation): ContentReader | undefined;
  /** How its content is coded, the last coding first. */
  codings?(message: StreamMessage): readonly string[];
  /** The message is over, and so is its content: what it changes. */
  after?(message: StreamMessage, talk: Conversation): void;
  /** Where no message begins, the next one may behind the line. */
  readonly byLines?: true;
  /** Empty lines may stand before a message. */
  readonly emptyLines?: true;
}
