/** What an exchange keeps besides its answers, so that `explain` can say why some are missing. All of it is bounded. */
import type { PacketBatch } from '../../capture/batch.ts';
import { keptPacket } from '../../capture/dissect-batch.ts';
import type { Host, Link } from '../../host/host.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { ExchangeResult } from '../result.ts';

/** Packets of each kind. */
const MOST = 64;
/** Frames that were heard besides: the last so many. */
const MOST_HEARD = 2048;
/** So long after the end answers are still listened for, ms. */
const LATE_MS = 2000;

/** What each exchange has kept, as long as somebody has its result. */
const kept = new WeakMap<object, RunNotes>();

export const keepNotes = (result: ExchangeResult, notes: RunNotes): void => void kept.set(result, notes);
export const notesOf = (result: ExchangeResult): RunNotes | undefined => kept.get(result);

/** A frame that was heard while an exchange ran, or soon after. */
export interface Heard {
  readonly packet: Packet;
  /** The exchange had ended. */
  readonly isLate: boolean;
}

export class RunNotes {
  readonly host: Host;
  /** Answers that the caller's filter refused. */
  readonly filtered: { readonly sent: Packet; readonly received: Packet }[] = [];
  /** Further answers to what had one. */
  readonly more: Packet[] = [];
  /** Frames of all interfaces, in both directions; undefined where nobody asked for them. */
  heard: Heard[] | undefined;
  #links: Link[] = [];
  #isOver = false;

  constructor(host: Host) {
    this.host = host;
  }

  refused(sent: Packet, received: Packet): void {
    if (this.filtered.length < MOST) this.filtered.push({ sent, received });
  }

  again(received: Packet): void {
    if (this.more.length < MOST) this.more.push(received);
  }

  /** Listens to all interfaces that are up, beside the exchange. One that cannot be opened is left out. */
  async watch(): Promise<void> {
    const heard: Heard[] = [];
    this.heard = heard;
    const up = (await this.host.interfaces()).filter((info) => info.up !== false);
    const opened = await Promise.allSettled(
      up.map(async ({ name }) => this.#listen(await this.host.open(name, { immediate: true, referenced: false }), heard)),
    );
    this.#links = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    await Promise.all(this.#links.map((link) => link.ready));
  }

  #listen(link: Link, heard: Heard[]): Link {
    link.listen((batch: PacketBatch) => {
      for (let i = 0; i < batch.n; i++) {
        heard.push({ packet: keptPacket(batch, i, link.interfaces), isLate: this.#isOver });
        if (heard.length > MOST_HEARD) heard.shift();
      }
    });
    return link;
  }

  /** The exchange is over: answers are listened for a while longer, and then no more. */
  over(): void {
    this.#isOver = true;
    if (this.#links.length > 0) this.host.clock.timer(LATE_MS, () => this.close());
  }

  close(): void {
    const links = this.#links;
    this.#links = [];
    // A link that is gone already has nothing to say that somebody could use.
    for (const link of links) link.close().catch(() => undefined);
  }
}
