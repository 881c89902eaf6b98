/**
 * Messages cut from the streams of TCP connections. It is told what the connections do, and tells the messages: each with its layer, its octets, its place, and the
 * packets that it came from. Work is linear in the octets and segments that come, whatever they are; what waits is bounded.
 */
import { checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { beginsAt } from '../../packet/spec/begins.ts';
import type { Registry } from '../../packet/chain/registry.ts';
import { protocols } from '../../protocols/protocols.ts';
import type { Connection } from '../tcp/connection.ts';
import type { StreamSide, TcpHandlers } from '../tcp/events.ts';
import { ContentDecoding, type ContentDecoders } from './content-decoding.ts';
import type { ContentReader } from './content-reader.ts';
import { Conversation, type CutSide } from './conversation.ts';
import { type MessageHandlers, type MessageProblem, StreamMessage, type UncutReason } from './message.ts';
import { NONE_BEGINS, whichMessage } from './which-message.ts';
import { familyOf, layersFor, type MessageLayers } from './which-layers.ts';
import { rulesOf, traitsOf } from './rules/rules.ts';

/** How messages are cut from streams: as which layers, decoded or not, and how much is kept. */
export interface MessageOptions {
  /** Which layers follow which. Default: those of this package. */
  readonly registry?: Registry;
  /** What the connections carry, whatever their ports and their content say. */
  readonly as?: MessageLayers;
  /** Content is decoded by these. Default: it is told as it was sent. */
  readonly decode?: ContentDecoders;
  /** The most octets of a message, or of its head where its content is told apart. Default 1 MB. */
  readonly maxMessage?: number;
  /** The most octets that a content may have once it is decoded. Default 256 MB. */
  readonly maxDecoded?: number;
  /** The most octets of memory for what waits to be whole messages, of all connections. Default 64 MB. */
  readonly maxOctets?: number;
}

/** How many messages were cut, and how many octets could not be. */
export interface MessageStats {
  /** Messages that were told; those of them that something was wrong with. */
  readonly messages: number;
  readonly imperfect: number;
  /** Octets of streams that came; those that belong to no message. */
  readonly octets: number;
  readonly uncut: number;
  /** Sides whose waiting octets had to make room for others. */
  readonly crowdedOut: number;
  /** Octets of memory for what waits. */
  readonly waiting: number;
}

const OPTIONS: OptionNames<MessageOptions> = {
  registry: true,
  as: true,
  decode: true,
  maxMessage: true,
  maxDecoded: true,
  maxOctets: true,
};
const NOTHING = /* @__PURE__ */ new Uint8Array(0);
/** How many octets may be looked at again for each segment that came, and for each octet. */
const CREDIT = 512;
const CREDIT_EACH = 4;

/**
 * Cuts messages: give `handlers` to whatever follows TCP connections.
 *
 *     const messages = new StreamMessages({ message: (m) => console.log(`${m}`) });
 *     messages.handlers.data(connection, 'client', octets, 0, 1);
 */
export class StreamMessages {
  /** What follows TCP connections calls these. Those for the ends of connections may be called more than once. */
  readonly handlers: Required<Pick<TcpHandlers, 'open' | 'data' | 'gap' | 'finish' | 'close' | 'reset' | 'timeout' | 'drop' | 'end'>>;
  readonly #to: MessageHandlers;
  readonly #registry: Registry;
  readonly #as: MessageLayers | undefined;
  readonly #decode: ContentDecoders | undefined;
  readonly #maxMessage: number;
  readonly #maxDecoded: number;
  readonly #maxOctets: number;
  /** Connections that nobody follows any more are forgotten with them. */
  readonly #talks = new WeakMap<Connection, Conversation>();
  #last: Conversation | undefined;
  /** Sides that keep octets, and their conversations: the one that was told something longest ago first. */
  readonly #waiting = new Map<CutSide, Conversation>();
  #octets = 0;
  #messages = 0;
  #imperfect = 0;
  #uncut = 0;
  #crowdedOut = 0;
  #memory = 0;

  /** @throws ERR_VALUE, ERR_OPTION for options that there are not */
  constructor(to: MessageHandlers, o: MessageOptions = {}) {
    checkOptions('StreamMessages', o, OPTIONS);
    this.#to = to;
    this.#registry = o.registry ?? protocols;
    this.#as = o.as;
    this.#decode = o.decode;
    this.#maxMessage = above0('maxMessage', o.maxMessage ?? 1 << 20);
    this.#maxDecoded = above0('maxDecoded', o.maxDecoded ?? 1 << 28);
    this.#maxOctets = above0('maxOctets', o.maxOctets ?? 64e6);
    const over = (connection: Connection): void => this.#end(connection);
    this.handlers = {
      open: () => undefined,
      data: (connection, from, octets, at, packet) => this.#data(connection, from, octets, at, packet),
      gap: (connection, from, octets, at) => this.#gap(connection, from, octets, at),
      finish: (connection, from) => this.#finish(connection, from),
      close: over,
      reset: over,
      timeout: over,
      drop: over,
      end: over,
    };
  }

  get stats(): MessageStats {
    return {
      messages: this.#messages,
      imperfect: this.#imperfect,
      octets: this.#octets,
      uncut: this.#uncut,
      crowdedOut: this.#crowdedOut,
      waiting: this.#memory,
    };
  }

  #talk(connection: Connection): Conversation {
    if (this.#last?.connection === connection) return this.#last;
    let talk = this.#talks.get(connection);
    if (talk === undefined) {
      talk = new Conversation(connection, this.#registry, layersFor(this.#registry, connection, this.#as));
      if (connection.isMidstream) talk.client.state = talk.server.state = 'lost';
      this.#talks.set(connection, talk);
    }
    this.#last = talk;
    return talk;
  }

  #data(connection: Connection, from: StreamSide, octets: Uint8Array, at: number, packet: number): void {
    if (octets.length === 0) return;
    const talk = this.#talk(connection);
    const side = talk.of(from);
    const missing = at - side.octets.end;
    if (missing > 0) this.#miss(talk, side, missing);
    this.#octets += octets.length;
    side.octets.arrive(octets, packet, connection.lastMs);
    side.credit += CREDIT + CREDIT_EACH * octets.length;
    if (side.state === 'lost') this.#find(side);
    this.#cut(talk, side, false);
    this.#settle(talk, side);
    // What one side said may be what the other one waited for.
    const other = talk.other(from);
    if (other.octets.size > 0 && other.state === 'message' && other.need === 0) {
      this.#cut(talk, other, other.isFinished);
      this.#settle(talk, other);
    }
  }

  #gap(connection: Connection, from: StreamSide, octets: number, at: number): void {
    const talk = this.#talk(connection);
    const side = talk.of(from);
    const missing = at + octets - side.octets.end;
    if (missing > 0) this.#miss(talk, side, missing);
    this.#settle(talk, side);
  }

  #finish(connection: Connection, from: StreamSide): void {
    const talk = this.#talks.get(connection);
    if (talk === undefined) return;
    const side = talk.of(from);
    if (side.isFinished) return;
    side.isFinished = true;
    // The client waits for nobody any more.
    if (from === 'server') talk.goOn();
    this.#cut(talk, side, side.state !== 'waits');
    if (side.state !== 'waits') this.#finishSide(talk, side);
    this.#settle(talk, side);
    if (from === 'server' && talk.client.octets.size > 0) {
      this.#cut(talk, talk.client, talk.client.isFinished);
      if (talk.client.isFinished) this.#finishSide(talk, talk.client);
      this.#settle(talk, talk.client);
    }
  }

  #end(connection: Connection): void {
    const talk = this.#talks.get(connection);
    if (talk === undefined) return;
    for (const side of [talk.client, talk.server]) this.#finish(connection, side.side);
    for (const side of [talk.client, talk.server]) {
      if (side.state === 'waits') side.next();
      this.#cut(talk, side, true);
      this.#finishSide(talk, side);
      this.#settle(talk, side);
    }
    this.#talks.delete(connection);
    if (this.#last === talk) this.#last = undefined;
  }

  // Cutting ---------------------------------------------------------------------------------------------------------------

  /** Cuts what can be cut of what waits. `isEnd`: nothing more will come. */
  #cut(talk: Conversation, side: CutSide, isEnd: boolean): void {
    const { octets } = side;
    for (;;) {
      switch (side.state) {
        case 'content':
          if (!this.#readContent(talk, side)) return;
          break;
        case 'skip': {
          const n = Math.min(side.left, octets.size);
          octets.take(n);
          side.left -= n;
          if (side.left > 0) return;
          side.next();
          break;
        }
        case 'given-up':
        case 'lost':
          if (octets.size > 0) this.#leave(talk, side, octets.size, side.state === 'lost' ? 'gap' : 'unknown');
          return;
        case 'waits':
          if (octets.size <= this.#maxMessage) return;
          side.next();
          break;
        default:
          if (!this.#message(talk, side, isEnd)) return;
      }
    }
  }

  /** Looks for a message where one begins. False: more octets are needed. */
  #message(talk: Conversation, side: CutSide, isEnd: boolean): boolean {
    const { octets } = side;
    if (octets.size === 0) return false;
    if (side.follows !== undefined) {
      const { layer, content } = side.follows;
      side.follows = undefined;
      this.#beginContent(side, new StreamMessage(talk.connection, side.side, layer, octets.at, NOTHING, this.#registry), content, []);
      return true;
    }
    if (side.wasCut && traitsOf(side.layers).emptyLines) this.#passEmptyLines(side);
    const n = octets.size;
    if (n === 0) return false;
    if (side.layer === undefined) {
      // Looking again costs what is there: it is worth it when twice as much is there, or when enough has come since.
      if (!isEnd && n < side.need) return false;
      if (n > side.looked && n < 2 * side.looked && side.credit < n && !isEnd) return false;
      if (n === side.looked && !isEnd) return false;
      side.credit = Math.max(0, Math.min(side.credit, 1 << 20) - n);
      side.looked = n;
      const found = whichMessage(side, isEnd);
      if (found === undefined) {
        if (n <= this.#maxMessage) return false;
        this.#leave(talk, side, n, 'too-long');
        this.#lose(side);
        return false;
      }
      if (found === NONE_BEGINS) return this.#noneBegins(talk, side, isEnd);
      side.layer = found.layer;
      side.size = found.size;
    }
    const whole = Math.min(side.size, this.#maxMessage);
    if (n < whole) {
      side.need = whole;
      return false;
    }
    this.#tell(talk, side, whole, side.size > whole ? 'too-long' : undefined);
    return true;
  }

  /** Line ends that nobody asked for, before a message (RFC 9112 §2.2). */
  #passEmptyLines({ octets, looked }: CutSide): void {
    if (looked > 0) return;
    while (octets.size > 0 && (octets.b[octets.from] === 0x0d || octets.b[octets.from] === 0x0a)) octets.take(1);
  }

  /** Nothing that is known begins here. False: what comes next may tell more. */
  #noneBegins(talk: Conversation, side: CutSide, isEnd: boolean): boolean {
    const { octets } = side;
    if (side.wasCut && traitsOf(side.layers).byLines) {
      const line = octets.b.subarray(octets.from, octets.to).indexOf(0x0a) + 1;
      if (line === 0 && !isEnd && octets.size <= this.#maxMessage) return false;
      this.#leave(talk, side, line === 0 ? octets.size : line, 'unknown');
      side.next();
      return true;
    }
    this.#leave(talk, side, octets.size, 'unknown');
    if (side.wasCut) this.#lose(side);
    else side.state = 'given-up';
    return false;
  }

  /** A message's first `n` octets are all that it has, or all that is kept of it. */
  #tell(talk: Conversation, side: CutSide, n: number, problem: MessageProblem | undefined): void {
    const { octets } = side;
    const layer = side.layer as StreamMessage['layer'];
    const message = new StreamMessage(
      talk.connection,
      side.side,
      layer,
      octets.at,
      octets.b.subarray(octets.from, octets.from + n),
      this.#registry,
    );
    octets.eachSource(n, (packet, timeMs) => message.cameIn(packet, timeMs));
    const { size } = side;
    octets.take(n);
    if (!side.wasCut) {
      side.wasCut = true;
      if (!side.layers.includes(layer)) side.layers = familyOf(this.#registry, layer);
    }
    const rules = rulesOf(layer);
    const content = problem === undefined ? rules?.content?.(message, talk) : undefined;
    if (content !== undefined) {
      this.#beginContent(side, message, content, rules?.codings?.(message) ?? []);
      return;
    }
    side.next();
    if (problem !== undefined) {
      message.is(problem);
      message.length = size;
      if (size > n) {
        side.state = 'skip';
        side.left = size - n;
      }
    }
    this.#done(talk, message);
  }

  #done(talk: Conversation, message: StreamMessage): void {
    this.#messages++;
    if (message.problem !== undefined) this.#imperfect++;
    // What it changes is known before anybody acts on it; its octets are still there.
    rulesOf(message.layer)?.after?.(message, talk);
    this.#to.message?.(message);
  }

  // Content ---------------------------------------------------------------------------------------------------------------

  #beginContent(side: CutSide, message: StreamMessage, content: ContentReader, codings: readonly string[]): void {
    // Its head has to last as long as its content.
    message.keep();
    message.hasContent = true;
    side.state = 'content';
    side.message = message;
    side.content = content;
    this.#to.begin?.(message);
    if (codings.length === 0 || this.#decode === undefined) return;
    const tell = (octets: Uint8Array): void => this.#content(message, octets);
    const decoding = ContentDecoding.of(codings, this.#decode, tell, this.#maxDecoded);
    if (decoding === undefined) message.is('not-decoded');
    else side.decoding = decoding;
  }

  #content(message: StreamMessage, octets: Uint8Array): void {
    message.contentOctets += octets.length;
    this.#to.content?.(message, octets);
  }

  /** Reads content of what waits. True: it is at its end. */
  #readContent(talk: Conversation, side: CutSide): boolean {
    const { octets } = side;
    const message = side.message as StreamMessage;
    const content = side.content as ContentReader;
    const runs = octets.runs();
    const { decoding } = side;
    const state = content.read(octets, (piece) => {
      if (decoding === undefined) this.#content(message, piece);
      else decoding.push(piece);
    });
    for (const run of runs) if (run.at < octets.at) message.cameIn(run.packet, run.timeMs);
    if (state === 'more') return false;
    if (state === 'damaged') message.is('damaged');
    this.#endContent(talk, side);
    if (state === 'damaged') this.#lose(side);
    return true;
  }

  /** The content has ended, or nothing more of it will come. */
  #endContent(talk: Conversation, side: CutSide): void {
    const message = side.message as StreamMessage;
    const { decoding } = side;
    if (decoding !== undefined) {
      decoding.end();
      if (decoding.problem !== undefined) message.is(decoding.problem);
    }
    message.length = side.octets.at - message.at;
    side.next();
    this.#done(talk, message);
  }

  // What is missing ---------------------------------------------------------------------------------------------------------

  /** The next `n` octets of a side are missing. */
  #miss(talk: Conversation, side: CutSide, n: number): void {
    const { octets } = side;
    if (side.state === 'content') {
      const message = side.message as StreamMessage;
      message.is('gap');
      side.decoding?.gap();
      const goesOn = octets.size === 0 && (side.content as ContentReader).skip(n);
      if (!goesOn) {
        this.#endContent(talk, side);
        this.#lose(side);
      }
    } else if (side.state === 'skip' && side.left >= n) side.left -= n;
    else if (side.state !== 'given-up') {
      if (side.state === 'waits') side.next();
      if (side.state === 'message' && octets.size > 0) this.#cut(talk, side, true);
      const rest = side.size - octets.size;
      if (side.state === 'message' && side.layer !== undefined && octets.size > 0) {
        this.#tell(talk, side, octets.size, 'gap');
        if (rest >= n) side.left = rest - n;
        else this.#lose(side);
      } else {
        if (octets.size > 0) this.#leave(talk, side, octets.size, 'gap');
        // What begins behind a gap at a message's own beginning is not known.
        this.#lose(side);
      }
    }
    octets.moveTo(octets.at + octets.size + n);
    if (side.state === 'skip' && side.left === 0) side.next();
  }

  #lose(side: CutSide): void {
    side.next();
    side.follows = undefined;
    side.state = 'lost';
  }

  /** A segment came of a side that lost its way: a message may begin with it. */
  #find(side: CutSide): void {
    const { octets } = side;
    if (side.layers.some((layer) => layer.spec.begins !== undefined && beginsAt(layer, octets.b, octets.from, octets.to))) side.next();
  }

  /** The first `n` octets belong to no message. */
  #leave(talk: Conversation, side: CutSide, n: number, reason: UncutReason): void {
    const { octets } = side;
    this.#uncut += n;
    this.#to.uncut?.(talk.connection, side.side, octets.b.subarray(octets.from, octets.from + n), octets.at, reason);
    octets.take(n);
  }

  /** A side has ended: what it has not finished is told as it is. */
  #finishSide(talk: Conversation, side: CutSide): void {
    const { octets } = side;
    if (side.state === 'content') {
      if (!(side.content as ContentReader).endsWithStream) (side.message as StreamMessage).is('ended');
      this.#endContent(talk, side);
    }
    if (octets.size === 0) return;
    if (side.state === 'message' && side.layer !== undefined) this.#tell(talk, side, octets.size, 'ended');
    if (octets.size > 0) this.#leave(talk, side, octets.size, 'ended');
  }

  // Memory ------------------------------------------------------------------------------------------------------------------

  /** The packet has been dealt with: what waits is counted, and the oldest makes room. */
  #settle(talk: Conversation, side: CutSide): void {
    side.octets.settle();
    const { memory } = side.octets;
    if (memory !== side.counted) this.#memory += memory - side.counted;
    side.counted = memory;
    if (memory === 0) {
      if (this.#waiting.size > 0) this.#waiting.delete(side);
      return;
    }
    this.#waiting.delete(side);
    this.#waiting.set(side, talk);
    if (this.#memory > this.#maxOctets) this.#makeRoom();
  }

  #makeRoom(): void {
    for (const [side, talk] of this.#waiting) {
      if (this.#memory <= this.#maxOctets) return;
      this.#crowdedOut++;
      const { octets } = side;
      if (side.state === 'waits') side.next();
      const rest = side.size - octets.size;
      if (side.state === 'message' && side.layer !== undefined) this.#tell(talk, side, octets.size, 'crowded-out');
      else {
        if (side.state === 'content') {
          (side.message as StreamMessage).is('crowded-out');
          this.#endContent(talk, side);
        }
        if (octets.size > 0) this.#leave(talk, side, octets.size, 'crowded-out');
        this.#lose(side);
      }
      if (side.state === 'skip') side.left = rest;
      octets.settle();
      this.#memory -= side.counted;
      side.counted = 0;
      this.#waiting.delete(side);
    }
  }
}

function above0(option: string, value: unknown): number {
  if (typeof value === 'number' && value > 0) return value;
  throw new PacketwrightError('ERR_VALUE', `StreamMessages: '${option}' is ${String(value)}; give a number above 0`, { option, value });
}
