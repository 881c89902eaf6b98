/** All of TCP: which connection a segment belongs to, who listens, what is answered with a reset (RFC 9293 §3.10). */
import { PacketwrightError } from '../../bytes/errors.ts';
import { parseAddress } from '../../bytes/any-address.ts';
import { inRange } from '../../bytes/known-options.ts';
import { freePort } from '../../host/free-ports.ts';
import type { TimerWheel } from '../../host/timer-wheel.ts';
import { ACK, FIN, judgeSum, RST, type Segment, SYN } from '../../streams/tcp/segment.ts';
import type { IpOutput } from '../ip/ip-output.ts';
import { largestPayload, type Path } from '../ip/path.ts';
import { Memory } from '../memory.ts';
import { Slab } from '../slab.ts';
import type { Surroundings } from '../wire.ts';
import type { IcmpError } from '../icmp/errors-in.ts';
import { agree, arrive, setMss } from './arrive.ts';
import { sendReset } from './reset.ts';
import { Secrets } from './secrets.ts';
import { allAgain } from './recover.ts';
import { output, sendSyn } from './send.ts';
import { cookieFor, sizeInCookie } from './syn-cookies.ts';
import { ahead, plus } from './sequence.ts';
import { type Around, maySend, Tcb, type TcpSettings } from './tcb.ts';
import { aborted, refused, unreachable } from './tcp-errors.ts';
import type { TcpLimits } from './tcp-settings.ts';
import { TcpTable } from './tcp-table.ts';
import { armTimer, disarm, keepAlive } from './timers.ts';

/** What TCP needs of the stack. */
export interface Below {
  readonly output: IpOutput;
  readonly wheel: TimerWheel;
  readonly surroundings: Surroundings;
  /** The way back to whoever sent a segment, from the address that it was sent to; undefined: there is none. It is released when it is no longer used. */
  pathBack(s: Segment): Path | undefined;
  release(path: Path): void;
  /** A kernel answers for these addresses as well. */
  readonly isShared: boolean;
  /** Whether several hosts hear of what is sent there. */
  isGroup(address: string): boolean;
  /** Largest packet that is known to pass. */
  mtuOf(path: Path): number;
}

/** Who waits for connections on a port. */
export interface Listening {
  readonly port: number;
  /** Only at this address; default: all. */
  readonly address?: string;
  readonly settings: TcpSettings;
  /** Connections that may wait for the last segment of their handshake. */
  readonly backlog: number;
  /** Called with each connection when it is open. */
  onConnection(t: Tcb): void;
  /** Called when the stack is closed. */
  onClosed?(): void;
}

/** What became of what came. */
export interface TcpCounters {
  segments: number;
  badChecksums: number;
  resetsSent: number;
  /** SYNs that were not answered, for want of room; and those answered with a cookie. */
  refused: number;
  cookies: number;
}

const NOTHING = (): void => undefined;
/** RFC 6528 §3: the clock that sequence numbers begin by ticks every 4 µs. */
const TICKS_A_MS = 250;
/** RFC 6335 §6: ports for those who ask for any. */
const FIRST_PORT = 49_152;
const PORTS = 65_536 - FIRST_PORT;
/** Options that a cookie has no room for. */
const PLAIN = { selective: false, timestamps: false, windowScaling: false };
/** How long an acknowledgement may answer a cookie, ms. */
const COOKIES_MS = 128_000;
const FOR_SEQUENCE = 1;
const FOR_STAMPS = 2;
const FOR_PORT = 3;

const MOST_PORT = 65_535;

export class TcpLayer implements Around {
  readonly output: IpOutput;
  readonly wheel: TimerWheel;
  readonly slab = new Slab();
  readonly memory: Memory;
  readonly counters: TcpCounters = { segments: 0, badChecksums: 0, resetsSent: 0, refused: 0, cookies: 0 };
  readonly #below: Below;
  readonly #limits: TcpLimits;
  readonly #secrets: Secrets;
  readonly #table: TcpTable;
  readonly #listening = new Map<number, Listening[]>();
  /** Connections whose handshake somebody else began. */
  readonly #opening = new Map<Listening, Set<Tcb>>();
  readonly #listenerOf = new WeakMap<Tcb, Listening>();
  /** Open, and not yet told to who listens. */
  readonly #accepted = new Map<Tcb, Listening>();
  #dirty: Tcb[] = [];
  /** When the last cookie was sent, ms. */
  #cookieMs = Number.NEGATIVE_INFINITY;
  #nextPort = 0;
  #isBusy = false;
  #isClosed = false;

  constructor(below: Below, limits: TcpLimits) {
    this.#below = below;
    this.#limits = limits;
    this.memory = new Memory(limits.maxOctets);
    this.output = below.output;
    this.wheel = below.wheel;
    const { random } = below.surroundings;
    this.#secrets = new Secrets(random);
    this.#table = new TcpTable(random.u32());
  }

  /** Connections that there are, those in TIME-WAIT included. */
  get connections(): Iterable<Tcb> {
    return this.#table;
  }

  now(): number {
    return this.#below.surroundings.clock.monotonic();
  }

  /** Somebody waits for a connection to go on. @returns what ends that */
  wait(): () => void {
    return this.#below.surroundings.wait?.() ?? NOTHING;
  }

  ownMss(t: Tcb): number {
    const { path, settings } = t;
    const passes = largestPayload(path.isV6, path.linkMtu);
    return Math.min(settings.mss ?? passes, passes);
  }

  roomFor(t: Tcb): number {
    return this.memory.room(t.settings.receiveBuffer, t.receiving.length);
  }

  /**
   * Begins a connection (§3.10.1). `settings.port`: ours; default: a free one, which strangers cannot guess.
   * @throws ERR_BUSY, ERR_RANGE, ERR_CLOSED; ERR_ADDRESS for a group
   */
  connect(path: Path, port: number, settings: TcpSettings, localPort = this.#freePort(path, port)): Tcb {
    this.#mustBeOpen();
    inRange('port', port, 1, MOST_PORT);
    inRange('port', localPort, 1, MOST_PORT);
    // MUST-46 (§3.9.2.3).
    if (this.#below.isGroup(path.remote))
      throw new PacketwrightError('ERR_ADDRESS', `${path.remote} is no address of one host: TCP connects two`, { address: path.remote });
    const t = new Tcb(this, settings, path, localPort, port);
    if (this.#table.has(t) || this.#table.size >= this.#limits.maxConnections)
      throw new PacketwrightError(
        'ERR_BUSY',
        `cannot connect from port ${localPort} to ${path.remote} port ${port}: there is such a connection`,
        {
          port: localPort,
        },
      );
    this.#begin(t);
    t.become('SYN-SENT');
    this.during(t, () => sendSyn(t, this.now()));
    return t;
  }

  /** Takes connections on a port (§3.10.1, passive open). @returns what ends it. @throws ERR_BUSY */
  listen(listening: Listening): () => void {
    this.#mustBeOpen();
    const { port, address } = listening;
    inRange('port', port, 1, MOST_PORT);
    const there = this.#listening.get(port) ?? [];
    if (there.some((other) => other.address === address || other.address === undefined || address === undefined))
      throw new PacketwrightError('ERR_BUSY', `port ${port} is already listened on`, { port });
    this.#listening.set(port, [...there, listening]);
    this.#opening.set(listening, new Set());
    return () => {
      const rest = (this.#listening.get(port) ?? []).filter((one) => one !== listening);
      if (rest.length > 0) this.#listening.set(port, rest);
      else this.#listening.delete(port);
      for (const t of [...(this.#opening.get(listening) ?? [])]) this.abort(t);
      this.#opening.delete(listening);
    };
  }

  /** The port to listen on: for 0 one that nobody has asked for. @throws ERR_RANGE */
  portFor(wanted: number): number {
    inRange('port', wanted, 0, MOST_PORT);
    let port = wanted;
    while (port === 0 || (wanted === 0 && this.isListening(port))) port = freePort(this.#below.surroundings.random);
    return port;
  }

  isListening(port: number): boolean {
    return this.#listening.has(port);
  }

  /** A segment for one of our addresses. `isSumRight`: the capture says that its checksum was left to the card. */
  arrive(s: Segment, isSumRight: boolean): void {
    this.counters.segments++;
    if (!isSumRight && judgeSum(s) !== 'right') {
      this.counters.badChecksums++;
      return;
    }
    const nowMs = this.now();
    let t = this.#table.of(s);
    if (t?.state === 'TIME-WAIT' && isNewerSyn(t, s)) {
      this.closed(t, undefined);
      t = undefined;
    }
    if (t === undefined) {
      this.#unknown(s, nowMs);
      return;
    }
    if (arrive(t, s, nowMs) === 'reset-it') this.#reset(t.path, s);
    this.#mark(t);
  }

  /**
   * A router or the other host says something of a segment of ours. It is believed only of one that is under way (RFC 5927 §4), and ends no connection that is open
   * (RFC 1122 §4.2.3.9, RFC 5461).
   */
  failed(error: IcmpError): void {
    const { kind, local, localPort, remote, remotePort, seq } = error;
    const t = this.#table.find(local.includes(':'), parseAddress(local), localPort, parseAddress(remote), remotePort);
    if (t === undefined || ahead(t.una, seq) < 0 || ahead(seq, t.nxt) <= 0) return;
    if (kind === 'too-big') this.#smaller(t);
    else if (t.state === 'SYN-SENT' && kind === 'refused') this.during(t, () => this.closed(t, refused(t)));
    else t.softError = unreachable(t);
  }

  /** Packets of its path must be smaller: what is under way leaves again, in pieces that pass (RFC 1191 §6.5, RFC 8201 §5.4). */
  #smaller(t: Tcb): void {
    const { path } = t;
    const mtu = this.#below.mtuOf(path);
    if (mtu >= path.mtu) return;
    path.mtu = mtu;
    setMss(t, t.theirMss);
    if (t.una === t.nxt || t.state === 'SYN-SENT') return;
    // No sign of congestion: the window stays.
    t.againStamp = undefined;
    allAgain(t);
    this.during(t, () => undefined);
  }

  /** All that came is worked in: what is due leaves, and users are told. */
  flush(): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      while (this.#dirty.length > 0) {
        const dirty = this.#dirty;
        this.#dirty = [];
        for (const t of dirty) {
          t.isDirty = false;
          this.#tell(t);
          if (t.state === 'CLOSED') continue;
          const nowMs = this.now();
          output(t, nowMs);
          armTimer(t, nowMs);
        }
      }
    } finally {
      this.#isBusy = false;
    }
    this.output.flush();
  }

  during(t: Tcb, what: () => void): void {
    what();
    this.#mark(t);
    this.flush();
  }

  /** Takes octets to be sent. @returns how many there was room for; when there is more, `writable` is told */
  write(t: Tcb, octets: Uint8Array, from = 0): number {
    if (t.isFinishing || !(maySend(t.state) || t.state === 'SYN-SENT' || t.state === 'SYN-RECEIVED')) return 0;
    const n = t.sending.push(octets, from);
    if (n < octets.length - from) t.wantsRoom = true;
    if (n > 0) this.#send(t);
    return n;
  }

  read(t: Tcb, most?: number): Uint8Array | undefined {
    const octets = t.receiving.read(most);
    if (octets !== undefined && t.state !== 'CLOSED') {
      t.hasRead = true;
      this.#send(t);
    }
    return octets;
  }

  /** Asks the other end whether it is there after `ms` of silence; 0: never. */
  keepAlive(t: Tcb, ms: number): void {
    if (t.state !== 'CLOSED') keepAlive(t, ms, this.now());
  }

  /** No more is written: what waits is sent, then a FIN (§3.10.4). */
  finish(t: Tcb): void {
    if (t.isFinishing || t.state === 'CLOSED') return;
    t.isFinishing = true;
    this.#send(t);
  }

  /** No more is written, and none read: what comes all the same is answered with a reset (§3.6.1). */
  leave(t: Tcb): void {
    if (t.state === 'CLOSED') return;
    t.isDeaf = true;
    // What came and nobody read: the other end learns that it was lost (RFC 2525 §2.17).
    if (t.receiving.length > 0) this.abort(t);
    else if (t.state === 'SYN-SENT') this.during(t, () => this.closed(t, undefined));
    else this.finish(t);
  }

  /** Ends it at once, with a reset where the other end knows of it (§3.10.5). */
  abort(t: Tcb): void {
    if (t.state === 'CLOSED') return;
    const { state } = t;
    if (state !== 'SYN-SENT' && state !== 'TIME-WAIT' && state !== 'LAST-ACK' && state !== 'CLOSING') {
      sendReset(this.output, t.path, t.localPort, t.remotePort, t.nxt, t.rcvNxt);
      this.counters.resetsSent++;
    }
    this.closed(t, aborted(t));
    this.flush();
  }

  opened(t: Tcb): void {
    t.isOpened = true;
    t.isWritable = true;
    const listening = this.#listenerOf.get(t);
    if (listening === undefined) return;
    this.#listenerOf.delete(t);
    this.#opening.get(listening)?.delete(t);
    t.isPassive = false;
    this.#accepted.set(t, listening);
  }

  closed(t: Tcb, error: PacketwrightError | undefined): void {
    if (t.state === 'CLOSED') return;
    const listening = this.#listenerOf.get(t);
    if (listening !== undefined) this.#opening.get(listening)?.delete(t);
    disarm(t);
    t.ackTimer?.cancel();
    this.#table.remove(t);
    t.become('CLOSED');
    t.error = error;
    t.sending.clear();
    // What came before its end can still be read.
    if (error !== undefined) t.receiving.clear();
    t.receiving.release();
    this.#below.release(t.path);
    t.whenGone?.();
    this.#mark(t);
  }

  /** Why nothing can be written any more. */
  endedError(t: Tcb): PacketwrightError {
    return t.error ?? aborted(t);
  }

  #mustBeOpen(): void {
    if (this.#isClosed) throw new PacketwrightError('ERR_CLOSED', 'the stack is closed', {});
  }

  /** Everything ends, without a word to anybody. */
  close(): void {
    this.#isClosed = true;
    for (const t of [...this.#table]) this.closed(t, aborted(t));
    const listening = [...this.#listening.values()].flat();
    this.#listening.clear();
    for (const { onClosed } of listening) onClosed?.();
    this.flush();
  }

  /** What its user asked for leaves at once. He is told nothing meanwhile, as he may be in the midst of writing. */
  #send(t: Tcb): void {
    if (this.#isBusy) {
      this.#mark(t);
      return;
    }
    const nowMs = this.now();
    output(t, nowMs);
    armTimer(t, nowMs);
    this.output.flush();
  }

  #mark(t: Tcb): void {
    if (t.isDirty) return;
    t.isDirty = true;
    this.#dirty.push(t);
  }

  #tell(t: Tcb): void {
    this.#accepted.get(t)?.onConnection(t);
    this.#accepted.delete(t);
    const { events } = t;
    if (t.isOpened) {
      t.isOpened = false;
      events.open?.();
    }
    if (t.isReadable) {
      t.isReadable = false;
      events.readable?.();
    }
    if (t.isWritable) {
      t.isWritable = false;
      events.writable?.();
    }
    if (t.state === 'CLOSED' && events.close !== undefined) {
      const { close } = events;
      t.events = {};
      close(t.error);
    }
  }

  /** A segment of no connection (§3.10.7.1, §3.10.7.2). */
  #unknown(s: Segment, nowMs: number): void {
    if ((s.flags & RST) !== 0) return;
    const path = this.#below.pathBack(s);
    if (path === undefined) return;
    const listening = this.#listenerFor(path, s.dport);
    const isSyn = (s.flags & (SYN | ACK | FIN)) === SYN;
    if (listening !== undefined && isSyn) this.#asked(listening, path, s, nowMs);
    else if (listening !== undefined && (s.flags & (SYN | ACK)) === ACK && this.#remembered(listening, path, s, nowMs)) return;
    else {
      // SYN with FIN asks for nothing that there is.
      if (!this.#below.isShared && (listening === undefined || (s.flags & ACK) !== 0)) this.#reset(path, s);
      this.#below.release(path);
    }
  }

  /** A SYN for somebody who listens. */
  #asked(listening: Listening, path: Path, s: Segment, nowMs: number): void {
    const opening = this.#opening.get(listening) as Set<Tcb>;
    if (this.#table.size >= this.#limits.maxConnections) {
      this.counters.refused++;
      this.#below.release(path);
      return;
    }
    if (opening.size >= listening.backlog) {
      this.#answerWithCookie(listening, path, s, nowMs);
      return;
    }
    const t = new Tcb(this, listening.settings, path, s.dport, s.sport);
    t.isPassive = true;
    this.#listenerOf.set(t, listening);
    opening.add(t);
    this.#begin(t);
    t.become('SYN-RECEIVED');
    agree(t, s, nowMs);
    sendSyn(t, nowMs);
    this.#mark(t);
  }

  /** Too many are half open: nothing is kept of this one, not even its options. */
  #answerWithCookie(listening: Listening, path: Path, s: Segment, nowMs: number): void {
    const t = new Tcb(this, { ...listening.settings, ...PLAIN }, path, s.dport, s.sport);
    t.become('SYN-RECEIVED');
    agree(t, s, nowMs);
    t.iss = cookieFor(this.#secrets, path, s.dport, s.sport, s.seq, t.theirMss, nowMs);
    t.nxt = t.iss;
    sendSyn(t, nowMs);
    this.counters.cookies++;
    this.#cookieMs = nowMs;
    this.#below.release(path);
  }

  /** Whether an acknowledgement answers a cookie that was sent not long ago: then the connection is open. */
  #remembered(listening: Listening, path: Path, s: Segment, nowMs: number): boolean {
    if (nowMs - this.#cookieMs > COOKIES_MS || this.#table.size >= this.#limits.maxConnections) return false;
    const iss = plus(s.ack, -1);
    const size = sizeInCookie(this.#secrets, path, s.dport, s.sport, plus(s.seq, -1), iss, nowMs);
    if (size === undefined) return false;
    const t = new Tcb(this, { ...listening.settings, ...PLAIN, iss }, path, s.dport, s.sport);
    t.isPassive = true;
    this.#listenerOf.set(t, listening);
    this.#begin(t);
    t.become('SYN-RECEIVED');
    agree(t, s, nowMs);
    // What the SYN said: its number, and the size that the cookie kept.
    t.irs = plus(s.seq, -1);
    t.rcvNxt = s.seq;
    t.rcvEdge = plus(s.seq, Math.min(0xffff, t.settings.receiveBuffer));
    setMss(t, size);
    t.nxt = plus(iss, 1);
    arrive(t, s, nowMs);
    this.#mark(t);
    return true;
  }

  #listenerFor(path: Path, port: number): Listening | undefined {
    return this.#listening.get(port)?.find(({ address }) => address === undefined || address === path.local);
  }

  #begin(t: Tcb): void {
    const { path, localPort, remotePort } = t;
    const nowMs = this.now();
    // RFC 6528 §3: a clock, and what only we know for these ends.
    const secret = this.#secrets.of(path, localPort, remotePort, FOR_SEQUENCE);
    t.iss = t.settings.iss ?? plus(secret, Math.floor(nowMs * TICKS_A_MS) % 2 ** 32);
    t.una = t.iss;
    t.nxt = t.iss;
    t.resentTo = t.iss;
    t.lostBefore = t.iss;
    t.rack.begin(t.iss);
    t.stampOffset = this.#secrets.of(path, localPort, remotePort, FOR_STAMPS);
    t.rcvScale = t.settings.windowScaling ? scaleFor(t.settings.receiveBuffer) : 0;
    this.#table.add(t);
  }

  /** RFC 9293 §3.5.2 (§3.10.7.1): with an acknowledgement it stands where that points; without one it acknowledges all there was. */
  #reset(path: Path, s: Segment): void {
    if ((s.flags & RST) !== 0) return;
    this.counters.resetsSent++;
    if ((s.flags & ACK) !== 0) sendReset(this.output, path, s.dport, s.sport, s.ack, undefined);
    else {
      const octets = s.length + ((s.flags & SYN) !== 0 ? 1 : 0) + ((s.flags & FIN) !== 0 ? 1 : 0);
      sendReset(this.output, path, s.dport, s.sport, 0, plus(s.seq, octets));
    }
  }

  /** RFC 6056 §3.3.3: from a place that depends on the ends, one after the other. */
  #freePort(path: Path, remotePort: number): number {
    const offset = this.#secrets.of(path, 0, remotePort, FOR_PORT);
    for (let i = 0; i < PORTS; i++) {
      const localPort = FIRST_PORT + ((offset + this.#nextPort++) % PORTS);
      if (!this.#table.has({ path, localPort, remotePort }) && !this.#listening.has(localPort)) return localPort;
    }
    throw new PacketwrightError('ERR_BUSY', `no port is free to connect to ${path.remote} port ${remotePort}`, { port: remotePort });
  }
}

/** Shift so that the whole buffer can be told (RFC 7323 §2.2). */
function scaleFor(octets: number): number {
  let scale = 0;
  while (scale < 14 && octets > 0xffff * 2 ** scale) scale++;
  return scale;
}

/** A SYN that begins a new connection between the same ends, since its number is behind all of the old one (§3.6.1; RFC 1122 §4.2.2.13). */
const isNewerSyn = (t: Tcb, s: Segment): boolean => (s.flags & (SYN | ACK | RST)) === SYN && ahead(t.rcvNxt, s.seq) > 0;
