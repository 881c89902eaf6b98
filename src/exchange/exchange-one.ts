/** One packet out, one answer back: most of what `sr1` does. No table, no rounds, one time-out among the link's. */
import type { PacketBatch } from '../capture/batch.ts';
import type { Link } from '../host/host.ts';
import type { Registry } from '../packet/chain/registry.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { objectOf, PacketObject } from '../packet/object/packet-object.ts';
import { answers, firstQuoted, isAnsweredFromElsewhere, quotes } from './matching/answers.ts';
import { type Concrete, concrete } from './concrete.ts';
import type { Deadline } from './deadlines.ts';
import { defaultHost } from './default-host.ts';
import { frameInto } from './emit.ts';
import { goesToGroup } from './goes-to-group.ts';
import { hold, letGo } from './hold.ts';
import { incoming } from './incoming.ts';
import { DEFAULT_TIMEOUT_MS, type ExchangeOptions } from './options.ts';
import type { Receiver } from './shared-link.ts';
import { Sieve } from './matching/sieve.ts';
import { toOneself } from './to-oneself.ts';

/** Whether it is one packet, sent once, of which the first answer is all that is wanted. */
export function isOne(given: unknown, { retry = 0, multi = false, verbose, stop, progress }: ExchangeOptions): given is Packet {
  return (
    given instanceof PacketObject &&
    !isAnsweredFromElsewhere(given) &&
    retry === 0 &&
    !multi &&
    verbose === undefined &&
    stop === undefined &&
    progress === undefined
  );
}

/** The answer; undefined when none came in time, or the signal came first. */
export async function exchangeOne(given: Packet, o: ExchangeOptions, level: 2 | 3): Promise<Packet | undefined> {
  const host = o.host ?? (await defaultHost());
  hold();
  try {
    const made = concrete(given, { host, level, iface: o.iface, via: o.via, signal: o.signal });
    const c = made instanceof Promise ? await made : made;
    if (c.silent !== undefined || o.signal?.aborted === true) return undefined;
    const why = level === 2 ? toOneself(c) : undefined;
    if (why !== undefined) throw why;
    return await new Promise((resolve, reject) => new Waiting(c, o, level, resolve, reject).begin());
  } catch (error) {
    if (o.signal?.aborted !== true) throw error;
    return undefined;
  } finally {
    letGo();
  }
}

class Waiting implements Receiver, Deadline {
  readonly at: number;
  readonly #concrete: Concrete;
  readonly #o: ExchangeOptions;
  readonly #level: 2 | 3;
  readonly #resolve: (answer: Packet | undefined) => void;
  readonly #reject: (error: unknown) => void;
  readonly #sieve = new Sieve();
  readonly #sent: PacketObject;
  readonly #registry: Registry;
  readonly #group: boolean;

  constructor(
    c: Concrete,
    o: ExchangeOptions,
    level: 2 | 3,
    resolve: (answer: Packet | undefined) => void,
    reject: (error: unknown) => void,
  ) {
    this.#concrete = c;
    this.#o = o;
    this.#level = level;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#sent = objectOf(c.packet).built();
    this.#registry = this.#sent.registry;
    this.#group = goesToGroup(c);
    this.at = c.link.clock.monotonic() + (o.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  }

  begin(): void {
    const { link } = this.#concrete;
    const frames = link.takeFrames();
    frameInto(frames, this.#concrete, this.#level);
    this.#sieve.add(this.#sent, this.#group);
    // Receiving is on before it leaves: the answer may be here before `send` returns.
    link.attach(this);
    link.deadlines.add(this);
    this.#o.signal?.addEventListener('abort', this.#aborted);
    link.link.send(frames).then(
      () => link.giveBack(frames),
      (error: unknown) => {
        link.giveBack(frames);
        this.failed(error);
      },
    );
  }

  received(batch: PacketBatch, link: Link): void {
    try {
      for (let i = 0; i < batch.n; i++) {
        const packet = incoming(batch, i, link, this.#level, this.#registry, this.#sieve);
        if (packet === undefined || !this.#isAnswer(objectOf(packet)) || this.#o.filter?.(packet) === false) continue;
        this.#end();
        this.#resolve(packet);
        return;
      }
    } catch (error) {
      // The caller's filter: his error is what he gets.
      this.failed(error);
    }
  }

  failed(error: unknown): void {
    this.#end();
    this.#reject(error);
  }

  due(): void {
    this.#end();
    this.#resolve(undefined);
  }

  readonly #aborted = (): void => this.due();

  #isAnswer(reply: PacketObject): boolean {
    if (answers(reply, this.#sent, this.#group)) return true;
    const quote = firstQuoted(reply);
    return quote >= 0 && quotes(reply, quote, this.#sent);
  }

  #end(): void {
    const { link } = this.#concrete;
    link.detach(this);
    link.deadlines.callOff(this);
    this.#o.signal?.removeEventListener('abort', this.#aborted);
  }
}
