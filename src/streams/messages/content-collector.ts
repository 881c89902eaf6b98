/** Collects the content of messages, for whoever wants them whole. */
import type { MessageHandlers, StreamMessage } from './message.ts';

/** What is there of a content: the first `size` octets. */
interface Parts {
  octets: Uint8Array;
  size: number;
}

const NOTHING = /* @__PURE__ */ new Uint8Array(0);

export class ContentCollector implements MessageHandlers {
  readonly #tell: (message: StreamMessage) => void;
  readonly #most: number;
  readonly #mostTogether: number;
  readonly #open = new Map<StreamMessage, Parts>();
  #together = 0;

  /**
   * @param tell is given each message, which is kept, with its content
   * @param most octets of one content
   * @param mostTogether octets of all that are not at their end
   */
  constructor(tell: (message: StreamMessage) => void, most = 1 << 20, mostTogether = 64e6) {
    this.#tell = tell;
    this.#most = most;
    this.#mostTogether = mostTogether;
  }

  readonly content = (message: StreamMessage, octets: Uint8Array): void => {
    let parts = this.#open.get(message);
    if (parts === undefined) this.#open.set(message, (parts = { octets: NOTHING, size: 0 }));
    const n = Math.min(octets.length, this.#most - parts.size, this.#mostTogether - this.#together);
    if (n <= 0) return;
    if (parts.size + n > parts.octets.length) {
      const { octets: before } = parts;
      parts.octets = new Uint8Array(Math.min(this.#most, Math.max(parts.size + n, 2 * before.length)));
      parts.octets.set(before.subarray(0, parts.size));
      this.#together += parts.octets.length - before.length;
    }
    parts.octets.set(octets.subarray(0, n), parts.size);
    parts.size += n;
  };

  readonly message = (message: StreamMessage): void => {
    message.keep();
    if (message.hasContent) message.content = this.#taken(message);
    this.#tell(message);
  };

  #taken(message: StreamMessage): Uint8Array {
    const parts = this.#open.get(message);
    if (parts === undefined) return NOTHING;
    this.#open.delete(message);
    this.#together -= parts.octets.length;
    return parts.size === parts.octets.length ? parts.octets : parts.octets.slice(0, parts.size);
  }
}
