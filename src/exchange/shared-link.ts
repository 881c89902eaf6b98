/**
 * One open link a host and interface, shared by all exchanges that run: opening one costs more than an exchange. It is
 * closed when nobody has used it for a while, so that nothing stays behind and nobody is woken for what nobody wants.
 */
import { parseMac } from '../bytes/address.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import type { InterfaceInfo, PacketBatch } from '../capture/batch.ts';
import { defaultInterface } from '../host/default-interface.ts';
import type { Clock, Host, Link } from '../host/host.ts';
import { interfaceDown } from '../host/no-interface.ts';
import { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import { Deadlines } from './deadlines.ts';

/** Unused for so long, it is closed. */
const IDLE_MS = 2000;

/** Octets for the frames of a small exchange. */
const FRAME_MEMORY = 4096;

/** Who wants what comes in. */
export interface Receiver {
  /** Valid during the call. */
  received(batch: PacketBatch, link: Link): void;
  /** The interface is gone. */
  failed(error: Error): void;
}

/** Who receives nothing: while it is attached, the link is in use. */
export const nobody = (): Receiver => ({ received: () => undefined, failed: () => undefined });

/** Links that one who sends uses: none of them is closed for being idle, however long it waits between two packets. */
export class LinksInUse {
  readonly #links = new Set<SharedLink>();
  readonly #user = nobody();
  #last: SharedLink | undefined;
  #over = false;

  /** After {@link letGo} nothing: a way that was looked for may be found when nobody wants it any more. @throws ERR_CLOSED */
  add(link: SharedLink): void {
    if (link === this.#last || this.#over) return;
    this.#last = link;
    if (this.#links.has(link)) return;
    link.attach(this.#user);
    this.#links.add(link);
  }

  letGo(): void {
    this.#over = true;
    for (const link of this.#links) link.detach(this.#user);
  }
}

export class SharedLink {
  readonly link: Link;
  /** What the host says of the interface. */
  readonly info: InterfaceInfo;
  /** Its own MAC; zeros where it has none. */
  readonly mac: Uint8Array;
  readonly clock: Clock;
  /** Time-outs of those who wait here. */
  readonly deadlines: Deadlines;
  closed = false;
  /** Kept for the next who sends: memory for frames, while nobody uses it. */
  #frames: FrameBuffer | undefined;
  readonly #receivers = new Set<Receiver>();
  #usedAt: number;
  #watching = false;
  #stopListening: () => void;

  constructor(host: Host, link: Link, info: InterfaceInfo) {
    this.clock = host.clock;
    this.deadlines = new Deadlines(host.clock);
    this.link = link;
    this.info = info;
    const mac = link.mac ?? info.mac;
    this.mac = mac === undefined ? new Uint8Array(6) : parseMac(mac);
    this.#usedAt = this.clock.monotonic();
    this.#stopListening = link.listen(
      (batch) => {
        for (const r of this.#receivers) r.received(batch, link);
      },
      { onError: (error) => this.#failed(error) },
    );
    this.#watch();
  }

  /** From now on `receiver` gets what comes in. */
  attach(receiver: Receiver): void {
    if (this.closed) throw new PacketwrightError('ERR_CLOSED', `the link on ${this.info.name} is closed`, { iface: this.info.name });
    this.#receivers.add(receiver);
  }

  detach(receiver: Receiver): void {
    this.#receivers.delete(receiver);
    this.#usedAt = this.clock.monotonic();
  }

  /** Empty memory for frames. {@link giveBack} it when they are sent. */
  takeFrames(): FrameBuffer {
    const frames = this.#frames ?? new FrameBuffer(FRAME_MEMORY, 4);
    this.#frames = undefined;
    return frames;
  }

  giveBack(frames: FrameBuffer): void {
    frames.clear();
    if (frames.data.length <= 64 * FRAME_MEMORY) this.#frames = frames;
  }

  #failed(error: Error): void {
    const receivers = [...this.#receivers];
    this.close();
    for (const r of receivers) r.failed(error);
  }

  #watch(): void {
    if (this.#watching || this.closed) return;
    this.#watching = true;
    this.clock.timer(IDLE_MS, () => {
      this.#watching = false;
      if (this.#receivers.size > 0 || this.clock.monotonic() - this.#usedAt < IDLE_MS) this.#watch();
      else this.close();
    });
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.#receivers.clear();
    this.deadlines.clear();
    this.#stopListening();
    // A link that is gone already has nothing to say that somebody could use.
    this.link.close().catch(() => undefined);
  }
}

const links = new WeakMap<Host, Map<string, SharedLink | Promise<SharedLink>>>();

/**
 * The link of that interface, receiving.
 *
 * @param routed what is sent is for the host's own routing: on loopback
 * @throws ERR_INTERFACE, ERR_PERMISSION
 */
export function sharedLink(host: Host, iface: string, routed = false): SharedLink | Promise<SharedLink> {
  let own = links.get(host);
  if (own === undefined) links.set(host, (own = new Map()));
  const key = routed ? `${iface} routed` : iface;
  const there = own.get(key);
  if (there !== undefined && !(there instanceof SharedLink && there.closed)) return there;
  const opening = open(host, iface, routed).then(
    (link) => {
      own.set(key, link);
      return link;
    },
    (error: unknown) => {
      own.delete(key);
      throw error;
    },
  );
  own.set(key, opening);
  return opening;
}

async function open(host: Host, iface: string, routed: boolean): Promise<SharedLink> {
  const info = (await host.interfaces()).find((i) => i.name === iface);
  if (info === undefined)
    throw new PacketwrightError('ERR_INTERFACE', `${host.name} has no interface ${iface}`, {
      iface,
      remedy: 'pkw ifaces lists the interfaces',
    });
  if (info.up === false) throw interfaceDown(iface);
  const link = await host.open(iface, { immediate: true, direction: 'in', referenced: false, ...(routed && { routed }) });
  await link.ready;
  return new SharedLink(host, link, info);
}

const usual = new WeakMap<Host, SharedLink>();

/** The link of `iface`; without one, of the host's first interface that is up and no loopback. @throws ERR_INTERFACE, ERR_PERMISSION */
export function ownLink(host: Host, iface: string | undefined): SharedLink | Promise<SharedLink> {
  if (iface !== undefined) return sharedLink(host, iface);
  const there = usual.get(host);
  return there === undefined || there.closed ? usualLink(host) : there;
}

async function usualLink(host: Host): Promise<SharedLink> {
  const { name } = await defaultInterface(host);
  const link = await sharedLink(host, name);
  usual.set(host, link);
  return link;
}
