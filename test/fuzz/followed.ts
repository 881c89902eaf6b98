/** Damaged frames through all that follows streams: fragments, connections, messages with their contents decoded. */
import { dissectorOf } from '../../src/packet/object/dissector.ts';
import { protocols } from '../../src/protocols/protocols.ts';
import { Defragmenter, KEPT, WHOLE } from '../../src/streams/fragments/defragmenter.ts';
import { nodeDecoders } from '../../src/streams/messages/node/node-decoders.ts';
import { StreamMessages } from '../../src/streams/messages/stream-messages.ts';
import { OVERLAP_POLICIES, type OverlapPolicy } from '../../src/streams/overlap-policy.ts';
import type { TcpHandlers } from '../../src/streams/tcp/events.ts';
import { TcpTracker } from '../../src/streams/tcp/tracker.ts';
import type { Input } from './inputs.ts';

const MOST_CONNECTIONS = 500;
const MOST_OCTETS = 300_000;

const dissect = dissectorOf(protocols);

export class Followed {
  readonly #tracker: TcpTracker;
  readonly #defragmenter: Defragmenter;
  readonly #messages: StreamMessages;
  #content = 0;

  /** @param round which decides the policy, and whether checksums count */
  constructor(round: number) {
    const policy = OVERLAP_POLICIES[round % OVERLAP_POLICIES.length] as OverlapPolicy;
    const next = new WeakMap<object, number>();
    this.#messages = new StreamMessages(
      {
        content: (_m, octets) => void (this.#content += octets.length),
        message: (m) => {
          if (m.octets.length < 2000) void m.packet.summary();
          if (m.length < 0 || m.packets.length === 0) throw new Error(`a message of ${m.length} octets in ${m.packets.length} packets`);
        },
      },
      { decode: nodeDecoders, maxMessage: 20_000, maxOctets: MOST_OCTETS, maxDecoded: 1e6 },
    );
    /** In order, and nothing twice. */
    const told = (end: object, octets: number, at: number): void => {
      if (at !== (next.get(end) ?? 0)) throw new Error(`octet ${at} follows ${next.get(end) ?? 0}`);
      next.set(end, at + octets);
    };
    const { data, gap, ...others } = this.#messages.handlers;
    const handlers: TcpHandlers = {
      ...others,
      data: (c, from, octets, at, packet) => {
        told(c[from], octets.length, at);
        data(c, from, octets, at, packet);
      },
      gap: (c, from, octets, at, reason) => {
        told(c[from], octets, at);
        gap(c, from, octets, at, reason);
      },
    };
    const limits = {
      maxConnections: MOST_CONNECTIONS,
      maxOpening: 100,
      maxOctets: MOST_OCTETS,
      maxPerSide: 50_000,
      keepTold: round % 3 === 0 ? 2000 : 0,
    };
    this.#tracker = new TcpTracker(handlers, { policy, checksums: round % 2 === 0, ...limits });
    this.#defragmenter = new Defragmenter({ policy, maxDatagrams: 200, maxOctets: MOST_OCTETS });
  }

  /** A frame of its own memory, which may change when this has returned. */
  take(b: Uint8Array, first: Input['first'], timeMs: number): void {
    const p = dissect(b, 0, b.length, first.id);
    const whole = this.#defragmenter.take(p, timeMs);
    if (whole === KEPT) return;
    this.#tracker.take(whole === WHOLE ? p : dissect(whole.data, whole.start, whole.end, whole.first), timeMs);
  }

  /** What is kept beyond the limits; undefined: nothing. */
  beyond(): string | undefined {
    const { kept, waiting } = this.#tracker.stats;
    const { octets } = this.#defragmenter.stats;
    const messages = this.#messages.stats.waiting;
    // A datagram is let in before others make room for it; messages keep one of each side.
    const isFine = kept <= MOST_CONNECTIONS && waiting <= MOST_OCTETS && octets <= MOST_OCTETS + 70_000 && messages <= 2 * MOST_OCTETS;
    return isFine
      ? undefined
      : `${kept} connections, ${waiting} octets of segments, ${octets} of fragments, ${messages} of messages are kept`;
  }

  /** No frame follows. @returns what was told */
  end(): { readonly messages: number; readonly content: number; readonly told: number } {
    this.#tracker.end();
    return { messages: this.#messages.stats.messages, content: this.#content, told: this.#tracker.stats.told };
  }
}
