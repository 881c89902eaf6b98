/** A message that was cut from one side of a connection, and what it came from. */
import type { Packet } from '../../packet/laid/packet.ts';
import { wholeDissectorOf } from '../../packet/object/dissector.ts';
import { stepsOf } from '../../packet/chain/steps.ts';
import type { Registry } from '../../packet/chain/registry.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import type { Connection } from '../tcp/connection.ts';
import type { StreamSide } from '../tcp/events.ts';

/**
 * What is wrong with a message:
 *
 * - `gap`: some of its octets are missing in the capture.
 * - `ended`: the stream ended before it.
 * - `too-long`: it is longer than may be kept; its first octets are there.
 * - `crowded-out`: it had to make room for others; its first octets are there.
 * - `damaged`: its content is not as its head says: chunks without a size, coded content that cannot be decoded.
 * - `bomb`: its content grew too much when it was decoded; the rest of it was not.
 * - `not-decoded`: nobody gave a decoder for its coding; its content is as it was sent.
 */
export type MessageProblem = 'gap' | 'ended' | 'too-long' | 'crowded-out' | 'damaged' | 'bomb' | 'not-decoded';

/** The most packets that one message remembers by their numbers. */
export const MOST_PACKETS = 65_536;

/** A message that was cut from a stream: its layer, its octets, its place, and the packets that it came from. */
export class StreamMessage {
  readonly connection: Connection;
  readonly from: StreamSide;
  /** The layer that the message is. */
  readonly layer: AnyLayer;
  /** Place of its first octet in its side's stream. */
  readonly at: number;
  /**
   * Its octets; of a message whose content is told apart ({@link hasContent}) those of its head. A view of memory that is used again, unless {@link keep} was called:
   * in a loop it was.
   */
  octets: Uint8Array;
  /** Octets that it has in the stream, with its content and the framing of that. */
  length: number;
  /** Whether its content is told apart, piece by piece: HTTP's, WebSocket's, that of a mail. */
  hasContent = false;
  /** Octets of content so far, as they were told: decoded where they are decoded. */
  contentOctets = 0;
  /** The content, where somebody collects it (a loop does), up to the most that may be kept. */
  content: Uint8Array | undefined;
  /** What was wrong with it first. */
  problem: MessageProblem | undefined;
  /** Of a response: what it answers, where that is known. */
  request: StreamMessage | undefined;
  /** The packets that brought it, counted from 1, in the order of the stream; no more than {@link MOST_PACKETS}. */
  readonly packets: number[] = [];
  /** When its first and its last octets were told, ms. */
  firstMs = 0;
  lastMs = 0;
  /** For whoever follows it. */
  user: unknown;
  readonly #registry: Registry;
  #packet: Packet | undefined;
  #isKept = false;

  constructor(connection: Connection, from: StreamSide, layer: AnyLayer, at: number, octets: Uint8Array, registry: Registry) {
    this.connection = connection;
    this.from = from;
    this.layer = layer;
    this.at = at;
    this.octets = octets;
    this.length = octets.length;
    this.#registry = registry;
  }

  /** The message (its head) as a packet, whose first layer is {@link layer}. As long-lived as its octets. */
  get packet(): Packet {
    if (this.#packet === undefined) {
      stepsOf(this.#registry).learn(this.layer);
      this.#packet = wholeDissectorOf(this.#registry)(this.octets, 0, this.octets.length, this.layer.id) as unknown as Packet;
    }
    return this.#packet;
  }

  /** Gives it octets of its own: it may be kept. */
  keep(): this {
    if (this.#isKept) return this;
    this.#isKept = true;
    this.octets = this.octets.slice();
    this.#packet = undefined;
    return this;
  }

  /** One more packet that brought some of it. @internal */
  cameIn(packet: number, timeMs: number): void {
    const { packets } = this;
    if (packets.length === 0) this.firstMs = timeMs;
    this.lastMs = timeMs;
    if (packets[packets.length - 1] !== packet && packets.length < MOST_PACKETS) packets.push(packet);
  }

  /** The first word on what is wrong counts. @internal */
  is(problem: MessageProblem): void {
    this.problem ??= problem;
  }

  toString(): string {
    return `${this.layer.layerName} from the ${this.from} of ${this.connection}, ${this.length} octets${this.problem === undefined ? '' : ` (${this.problem})`}`;
  }
}

/**
 * Why octets of a stream belong to no message:
 *
 * - `unknown`: nothing that is known here begins there.
 * - `gap`: octets before them are missing, and nothing tells where the next message begins.
 * - `too-long`: what began there has no end within what may be kept.
 * - `crowded-out`: they had to make room for others.
 * - `ended`: the stream ended within what may have been a message.
 */
export type UncutReason = 'unknown' | 'gap' | 'too-long' | 'crowded-out' | 'ended';

/** Functions that are called as messages are cut. All octets are views: copy what is to stay, or `message.keep()`. */
export interface MessageHandlers {
  /** The head of a message is there, whose content follows. */
  begin?(message: StreamMessage): void;
  /** The next octets of a message's content: without the framing of chunks, unmasked; decoded where `decode` is given. */
  content?(message: StreamMessage, octets: Uint8Array): void;
  /** A message is there, and all its content was told; or what there is of it (`message.problem`). */
  message?(message: StreamMessage): void;
  /** Octets that belong to no message. `at`: place of the first of them in that side's stream. */
  uncut?(connection: Connection, from: StreamSide, octets: Uint8Array, at: number, reason: UncutReason): void;
}
