/** What is known of a connection whose messages are cut: which layers its messages may be, what was asked and not answered. */
import type { Registry } from '../../packet/chain/registry.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import type { Connection } from '../tcp/connection.ts';
import type { StreamSide } from '../tcp/events.ts';
import type { ContentDecoding } from './content-decoding.ts';
import type { ContentReader } from './content-reader.ts';
import type { StreamMessage } from './message.ts';
import { StreamOctets } from './stream-octets.ts';

/** Looking for the end of something, octet by octet: what was looked through is not looked through again. */
export interface Scan {
  /** Octets of the message that were looked through. */
  looked: number;
}

/** What a side is doing. */
export type SideState =
  /** A message begins, or has begun. */
  | 'message'
  /** A message's content is read. */
  | 'content'
  /** The rest of a message is passed over. */
  | 'skip'
  /** Nobody knows where the next message begins. */
  | 'lost'
  /** What comes depends on what the other side answers. */
  | 'waits'
  /** Nothing here can be cut. */
  | 'given-up';

/** One side of a connection, and how far its messages are cut. */
export class CutSide {
  readonly side: StreamSide;
  readonly octets = new StreamOctets();
  state: SideState = 'message';
  /** Layers that a message of this side may be, in the order in which they are tried. */
  layers: readonly AnyLayer[];
  /** A message of it was cut. */
  wasCut = false;
  /** Of the message that begins: its layer and its octets, once they are known; how many octets have to be there before it is worth another look. */
  layer: AnyLayer | undefined;
  size = 0;
  need = 0;
  /** Octets that were there at the last look, and those that may be looked at before more have come. */
  looked = 0;
  credit = 0;
  readonly scan: Scan = { looked: 0 };
  /** The message whose content is read. */
  message: StreamMessage | undefined;
  content: ContentReader | undefined;
  decoding: ContentDecoding | undefined;
  /** A message without a head of its own, of which only content follows. */
  follows: { readonly layer: AnyLayer; readonly content: ContentReader } | undefined;
  /** Octets that are passed over. */
  left = 0;
  isFinished = false;
  /** Octets of memory that were counted for it. */
  counted = 0;

  constructor(side: StreamSide, layers: readonly AnyLayer[]) {
    this.side = side;
    this.layers = layers;
  }

  /** The next message is looked for. */
  next(): void {
    this.state = 'message';
    this.layer = undefined;
    this.size = this.need = this.looked = this.scan.looked = 0;
    this.message = undefined;
    this.content = undefined;
    this.decoding = undefined;
  }
}

/** A request that waits for its answer. */
export interface Asked {
  /** HEAD, CONNECT, DATA … */
  readonly method: string;
  /** Absent where too much waits. */
  readonly message: StreamMessage | undefined;
}

/** The most requests that wait for their answers. */
const MOST_ASKED = 1024;
/** The most octets of requests that are kept for their answers, of one connection. */
const MOST_KEPT = 65_536;

export class Conversation {
  readonly connection: Connection;
  readonly registry: Registry;
  readonly client: CutSide;
  readonly server: CutSide;
  /** In the order in which they came. */
  readonly asked: Asked[] = [];
  #kept = 0;

  constructor(connection: Connection, registry: Registry, layers: readonly AnyLayer[]) {
    this.connection = connection;
    this.registry = registry;
    this.client = new CutSide('client', layers);
    this.server = new CutSide('server', layers);
  }

  of(side: StreamSide): CutSide {
    return side === 'client' ? this.client : this.server;
  }

  other(side: StreamSide): CutSide {
    return side === 'client' ? this.server : this.client;
  }

  /** A request that is to be answered. Keeps its octets, unless too much waits. */
  asks(method: string, message: StreamMessage): void {
    const isRoom = this.#kept + message.octets.length <= MOST_KEPT;
    if (isRoom) this.#kept += message.keep().octets.length;
    this.asked.push({ method, message: isRoom ? message : undefined });
    if (this.asked.length > MOST_ASKED) this.answered();
  }

  /** The oldest request has its answer. */
  answered(): Asked | undefined {
    const asked = this.asked.shift();
    this.#kept -= asked?.message?.octets.length ?? 0;
    return asked;
  }

  /** From here on both sides speak something else: what waits of the client is looked at again. */
  turnTo(layers: readonly AnyLayer[]): void {
    for (const side of [this.client, this.server]) side.layers = layers;
    this.goOn();
    this.client.wasCut = this.server.wasCut = false;
  }

  /** The client need not wait any more. */
  goOn(): void {
    if (this.client.state === 'waits') this.client.next();
  }
}
