/** Asking for a neighbour by ARP, one request after another; detecting and announcing addresses. */
import { isIpv4, readMac } from '../../bytes/address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import type { PacketBatch } from '../../capture/batch.ts';
import { keptPacket } from '../../capture/dissect-batch.ts';
import type { Address, Clock, Link, Mac } from '../../host/host.ts';
import { FrameBuffer } from '../../packet/in-bulk/frame-buffer.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { ARP } from '../../protocols/network/arp.ts';
import { packet, protocols } from '../../protocols/protocols.ts';
import { ETHERTYPE } from '../../protocols/registries/ether-types.ts';
import { defaultHost } from '../default-host.ts';
import { type NetworkPlace, networkPlace } from '../link-header.ts';
import type { SendingOptions } from '../options.ts';
import { type Receiver, type SharedLink, sharedLink } from '../shared-link.ts';
import { EventRun } from './event-run.ts';
import { checkEcho } from './ping-options.ts';
import { addressOf } from './ping-targets.ts';

/** Whom to ask, how often, and what for. */
export interface ArpingOptions extends Pick<SendingOptions, 'host' | 'iface' | 'signal'> {
  /**
   * `ask`: who has the address? `detect`: the same before one takes the address oneself, from 0.0.0.0 (RFC 5227 §2.1.1); the first answer
   * ends it. `announce`, `answer`: tells all neighbours that the address is here, as a request or a reply (RFC 5227 §3). Default `ask`.
   */
  readonly mode?: 'ask' | 'detect' | 'announce' | 'answer';
  /** Address to ask from. Default: the interface's own; 0.0.0.0 to detect; the address itself to announce. */
  readonly source?: Address;
  /** Ends after so many requests, when the last one has had its time; with a deadline, after so many answers. Default: goes on. */
  readonly count?: number;
  /** From one request to the next, ms; after the last one it waits so long. Default 1,000. */
  readonly intervalMs?: number;
  /** Ends after so many ms. */
  readonly deadlineMs?: number;
  /** Goes on with broadcasts when the neighbour's MAC is known. Default false: then it asks the neighbour alone. */
  readonly keepBroadcasting?: boolean;
  /** Ends with the first answer. Default false. */
  readonly first?: boolean;
}

/** Somebody said that the address is theirs. */
export interface ArpingReply {
  readonly from: Address;
  readonly mac: Mac;
  /** A reply, or a request of theirs. */
  readonly op: 'reply' | 'request';
  /** Sent to all. */
  readonly broadcast: boolean;
  /** From the last request, ms. */
  readonly rttMs: number;
  readonly atMs: number;
  readonly packet: Packet;
}

/** Who is asked, and from where. */
export interface ArpingTarget {
  readonly address: Address;
  readonly source: Address;
  readonly iface: string;
  readonly mac: Mac;
}

/** Counts so far. */
export interface ArpingStatistics {
  readonly sent: number;
  /** Of those, to all. */
  readonly broadcasts: number;
  readonly received: number;
}

/** An arping that runs: its answers by `for await`, once. */
export interface Arpinger extends AsyncIterable<ArpingReply> {
  /** Who is asked, when it begins. Rejects with what kept it from beginning. */
  readonly ready: Promise<ArpingTarget>;
  /** Ends it, quietly. */
  stop(): void;
  /** Counts so far. */
  stats(): ArpingStatistics;
}

const OPTIONS: OptionNames<ArpingOptions> = {
  host: true,
  iface: true,
  signal: true,
  mode: true,
  source: true,
  count: true,
  intervalMs: true,
  deadlineMs: true,
  keepBroadcasting: true,
  first: true,
};

/**
 * Asks for the MAC of an IPv4 address, again and again, from the call on.
 *
 * @throws ERR_VALUE, ERR_RANGE for options. ERR_RESOLVE, ERR_ROUTE, ERR_INTERFACE, ERR_PERMISSION and ERR_ADDRESS come when it is read, and
 *   from `ready`
 * @see RFC 826; RFC 5227
 */
export function arping(to: string, o: ArpingOptions = {}): Arpinger {
  checkOptions('arping', o, OPTIONS);
  checkEcho('arping', o);
  return new Arping(to, o);
}

const DEFAULT_INTERVAL_MS = 1000;
const REQUEST = 1;
const REPLY = 2;
const EVERYBODY = 'ff:ff:ff:ff:ff:ff';
const NOBODY = '0.0.0.0';

const place: NetworkPlace = { at: 0, etherType: -1 };

class Arping extends EventRun<ArpingReply> implements Arpinger, Receiver {
  readonly ready: Promise<ArpingTarget>;
  readonly #to: string;
  readonly #o: ArpingOptions;
  #link!: SharedLink;
  #clock!: Clock;
  #target!: ArpingTarget;
  #knownMac: Mac | undefined;
  #sent = 0;
  #broadcasts = 0;
  #received = 0;
  #sentAtMs = 0;

  constructor(to: string, o: ArpingOptions) {
    super(o.signal);
    this.#to = to;
    this.#o = o;
    this.ready = this.#prepare();
    this.start();
  }

  stats(): ArpingStatistics {
    return { sent: this.#sent, broadcasts: this.#broadcasts, received: this.#received };
  }

  protected begin(): Promise<ArpingTarget> {
    return this.ready;
  }

  async #prepare(): Promise<ArpingTarget> {
    const { mode = 'ask', signal } = this.#o;
    const host = this.#o.host ?? (await defaultHost());
    this.#clock = host.clock;
    const address = await addressOf(host, this.#to, 4, signal);
    const iface = this.#o.iface ?? (await host.route(address)).iface;
    this.#link = await sharedLink(host, iface);
    const { info, mac } = this.#link;
    if (info.loopback === true || info.arp === false || mac.every((octet) => octet === 0))
      throw new PacketwrightError('ERR_INTERFACE', `${iface} has no neighbours that ARP could ask for`, {
        iface,
        remedy: 'name another interface',
      });
    const own = (info.addresses ?? []).map((text) => text.split('/')[0] as string).filter(isIpv4);
    let { source } = this.#o;
    if (source === undefined) {
      if (mode === 'detect') source = NOBODY;
      else if (mode !== 'ask') source = address;
      else
        source = await host.route(address, { iface }).then(
          (route) => route.source,
          () => own[0] ?? NOBODY,
        );
    }
    if (mode !== 'detect' && !own.includes(source))
      throw new PacketwrightError('ERR_ADDRESS', `${source} is no address of ${iface}`, {
        address: source,
        iface,
        remedy: `it has: ${own.join(', ') || 'none'}`,
      });
    this.#target = { address, source, iface, mac: readMac(mac, 0) };
    this.#link.attach(this);
    return this.#target;
  }

  protected release(): void {
    this.#link?.detach(this);
  }

  protected async loop(): Promise<void> {
    const { count = Number.POSITIVE_INFINITY, intervalMs = DEFAULT_INTERVAL_MS, deadlineMs } = this.#o;
    const start = this.#clock.monotonic();
    const end = deadlineMs === undefined ? Number.POSITIVE_INFINITY : start + deadlineMs;
    let due = start;
    while (!this.#isOver()) {
      const now = this.#clock.monotonic();
      // What is due at the deadline still leaves.
      if (now >= due && due <= end) {
        if (this.#sent < count) await this.#ask();
        else if (deadlineMs === undefined) return;
        due = this.#sent < count || deadlineMs === undefined ? due + intervalMs : Number.POSITIVE_INFINITY;
        continue;
      }
      if (now >= end) return;
      await this.wait(this.#clock, Math.min(due, end) - now);
    }
  }

  #isOver(): boolean {
    const { count = Number.POSITIVE_INFINITY, mode, first, deadlineMs } = this.#o;
    // Without a deadline it waits for more answers, as two hosts may have the address.
    if (this.isStopped || (deadlineMs !== undefined && this.#received >= count)) return true;
    return this.#received > 0 && (first === true || mode === 'detect');
  }

  async #ask(): Promise<void> {
    const { mode } = this.#o;
    const { address, source, mac } = this.#target;
    const dst = this.#knownMac ?? EVERYBODY;
    // A target's MAC is what is asked for; who says that an address is his, gives his own (RFC 5227 §3).
    const hwdst = mode === 'answer' ? mac : dst;
    const arp = ARP({ op: mode === 'answer' ? REPLY : REQUEST, hwsrc: mac, psrc: source, hwdst, pdst: address });
    const frames = new FrameBuffer(64, 1);
    frames.add(packet(Ether({ src: mac, dst }), arp));
    this.#sent++;
    if (dst === EVERYBODY) this.#broadcasts++;
    this.#sentAtMs = this.#clock.now();
    this.#sentAtMs = (await this.#link.link.send(frames)).firstMs;
  }

  received(batch: PacketBatch, link: Link): void {
    const { mode = 'ask', keepBroadcasting } = this.#o;
    if (mode === 'announce' || mode === 'answer') return;
    for (let i = 0; i < batch.n && !this.#isOver(); i++) {
      if (networkPlace(batch, i, link.linkType, place).etherType !== ETHERTYPE.ARP) continue;
      const p = keptPacket(batch, i, link.interfaces, protocols);
      const arp = p.get(ARP);
      if (arp === undefined || arp.psrc !== this.#target.address || arp.hwsrc === this.#target.mac) continue;
      // Who detects takes any sign that the address is in use; who asks wants his own answer.
      if (mode === 'ask' && (arp.op !== REPLY || arp.pdst !== this.#target.source)) continue;
      const mac = String(arp.hwsrc);
      this.#received++;
      if (mode === 'ask' && keepBroadcasting !== true) this.#knownMac = mac;
      const atMs = (batch.sec[i] as number) * 1000 + (batch.nsec[i] as number) / 1e6;
      this.events.push({
        from: this.#target.address,
        mac,
        op: arp.op === REPLY ? 'reply' : 'request',
        broadcast: p.get(Ether)?.dst === EVERYBODY,
        rttMs: Math.max(0, atMs - this.#sentAtMs),
        atMs,
        packet: p,
      });
      this.wake();
    }
  }

  failed(error: Error): void {
    this.events.fail(error);
    this.stop();
  }
}
