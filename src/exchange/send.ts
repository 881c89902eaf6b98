/** Sending without waiting for answers. */
import type { PacketwrightError } from '../bytes/errors.ts';
import type { Clock, Host, PackedFrames, SendReport } from '../host/host.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { checkExchangeOptions } from './check-options.ts';
import { type Concrete, concrete, type FillOptions } from './concrete.ts';
import { defaultHost } from './default-host.ts';
import { emit, type Emission } from './emit.ts';
import { hold, letGo } from './hold.ts';
import { type NamesOfAll, SEND_OPTIONS, type Sendable, type SendablePart, type SendingOptions } from './options.ts';
import { packetsOf } from './packets-of.ts';
import { isPacked, joinedReports, sendPackedFrames, sendPackedPackets } from './send-packed.ts';

/** How often packets are sent, and whether they are kept. */
export interface SendOptions extends SendingOptions {
  /** How often to send all packets. Default 1. */
  readonly count?: number;
  /** Return the packets as they were sent. Default false, to save memory. */
  readonly keep?: boolean;
}

/** What was sent. With `keep`, the packets too, as they were sent: concrete, addresses filled in, with their times. */
export interface Sent<S extends string = string> extends SendReport {
  readonly packets: readonly Packet<S>[];
}

/**
 * Sends packets at layer 3: the host finds source address, route and link header. IP packets in a FrameBuffer are sent unchanged from
 * there: no objects are made, nothing is filled in, and `keep` has no effect.
 *
 * @throws ERR_ROUTE, ERR_NEIGHBOUR, ERR_RESOLVE, ERR_INTERFACE, ERR_PERMISSION, ERR_TOO_LARGE, ERR_LAYER
 */
export function send<P extends SendablePart>(packets: P | Iterable<P> | PackedFrames, o: SendOptions = {}): Promise<Sent<NamesOfAll<P>>> {
  checkExchangeOptions('send', o, SEND_OPTIONS);
  return sendAll(packets as Sendable<NamesOfAll<P>> | PackedFrames, o, 3);
}

/** Sends frames, which begin with their link header. A MAC that was not given is filled in. @throws as {@link send} */
export function sendp<P extends SendablePart>(frames: P | Iterable<P> | PackedFrames, o: SendOptions = {}): Promise<Sent<NamesOfAll<P>>> {
  checkExchangeOptions('sendp', o, SEND_OPTIONS);
  return sendAll(frames as Sendable<NamesOfAll<P>> | PackedFrames, o, 2);
}

async function sendAll<S extends string>(given: Sendable<S> | PackedFrames, o: SendOptions, level: 2 | 3): Promise<Sent<S>> {
  const host = o.host ?? (await defaultHost());
  hold();
  try {
    if (isPacked(given)) {
      const sendOnce = level === 2 ? sendPackedFrames : sendPackedPackets;
      const reports: SendReport[] = [];
      for (let i = 0; i < (o.count ?? 1); i++) reports.push(await sendOnce(given, host, o));
      return { ...joinedReports(reports), packets: [] };
    }
    const outlet = new Outlet<S>(host, o, level);
    await emit(outlet.fillIn(given), outlet, o);
    return outlet.report();
  } finally {
    letGo();
  }
}

class Outlet<S extends string> implements Emission {
  readonly level: 2 | 3;
  readonly clock: Clock;
  readonly wantsStamps: boolean;
  readonly #o: SendOptions;
  readonly #fill: FillOptions;
  readonly #kept: Packet<S>[] = [];
  #first: Packet | undefined;
  #last: Packet | undefined;
  #sent = 0;
  #octets = 0;

  constructor(host: Host, o: SendOptions, level: 2 | 3) {
    this.level = level;
    this.clock = host.clock;
    this.#o = o;
    this.wantsStamps = o.keep === true;
    this.#fill = { host, level, iface: o.iface, via: o.via, signal: o.signal };
  }

  *fillIn(given: Sendable<S>): Generator<Concrete | Promise<Concrete>> {
    for (let i = 0; i < (this.#o.count ?? 1); i++) for (const packet of packetsOf(given)) yield concrete(packet, this.#fill);
  }

  leaving({ packet }: Concrete): void {
    this.#first ??= packet;
    this.#last = packet;
    this.#sent++;
    this.#octets += packet.length;
    if (this.#o.keep === true) this.#kept.push(packet as Packet<S>);
  }

  hasLeft({ meta }: Packet, sec: number, nsec: number): void {
    meta.sec = sec;
    meta.nsec = nsec;
  }

  cannotLeave(_c: Concrete, why: PacketwrightError): void {
    throw why;
  }

  isOver(): boolean {
    return this.#o.signal?.aborted === true;
  }

  report(): Sent<S> {
    const firstMs = timeOf(this.#first),
      lastMs = timeOf(this.#last);
    const seconds = (lastMs - firstMs) / 1000;
    return {
      packets: this.#kept,
      sent: this.#sent,
      octets: this.#octets,
      seconds,
      rate: seconds > 0 ? (this.#sent - 1) / seconds : 0,
      firstMs,
      lastMs,
    };
  }
}

const timeOf = (p: Packet | undefined): number => (p?.meta.sec ?? 0) * 1000 + (p?.meta.nsec ?? 0) / 1e6;
