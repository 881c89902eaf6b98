/**
 * Many hosts behind one address: what leaves has it as its source, and what comes for a port that one of them uses goes to him (RFC 3022, RFC 4787, RFC 5382, RFC 5508).
 * A port of the router stands for a host's port whomever that talks with, and whoever answers it is let in.
 */
import { internetChecksum, updateChecksum } from '../../bytes/checksum.ts';
import { parseIpv4 } from '../../bytes/address.ts';
import type { Random } from '../../bytes/random.ts';
import { longWord, setLongWord, setWord, word } from '../../bytes/words.ts';

/** Bounds of a table. */
export interface NatLimits {
  /** Default 4,096; then the one that was idle longest is forgotten. */
  readonly most?: number;
  /** How long one is kept that nobody uses, ms. Default by RFC 5382 §5, RFC 4787 §4.3, RFC 5508 §3.2: 2 h 4 min, 5 min, 1 min. */
  readonly tcpMs?: number;
  readonly udpMs?: number;
  readonly icmpMs?: number;
}

interface Entry {
  readonly protocol: number;
  readonly inside: number;
  readonly insidePort: number;
  readonly port: number;
  usedMs: number;
}

const [ICMP, TCP, UDP] = [1, 6, 17];
const MOST = 4096;
const KEPT = new Map([
  [TCP, 7_440_000],
  [UDP, 300_000],
  [ICMP, 60_000],
]);
const ECHO = new Set([0, 8, 13, 14]);
const ERRORS = new Set([3, 4, 11, 12]);
const TRIES = 64;

/** A table of translations, bounded in number and in time. */
export class Nat {
  readonly #own: number;
  readonly #random: Random;
  readonly #most: number;
  readonly #kept: ReadonlyMap<number, number>;
  /** By who is inside, and by the port outside; those that were idle longest come first. */
  readonly #inside = new Map<string, Entry>();
  readonly #outside = new Map<string, Entry>();
  /** Packets that could not be translated. */
  refused = 0;

  constructor(address: string, random: Random, { most = MOST, tcpMs, udpMs, icmpMs }: NatLimits = {}) {
    this.#own = parseIpv4(address);
    this.#random = random;
    this.#most = most;
    this.#kept = new Map([
      [TCP, tcpMs ?? (KEPT.get(TCP) as number)],
      [UDP, udpMs ?? (KEPT.get(UDP) as number)],
      [ICMP, icmpMs ?? (KEPT.get(ICMP) as number)],
    ]);
  }

  get size(): number {
    return this.#inside.size;
  }

  /** A packet that leaves, of which `ip` is ours to change. @returns whether it may: what has no ports has no way back */
  outward(ip: Uint8Array, nowMs: number): boolean {
    const place = placeOf(ip);
    if (place === undefined) return this.#refuse();
    if (place.isError) return this.#errorOutward(ip, place.at, nowMs);
    const entry = this.#for(place.protocol, longWord(ip, 12), word(ip, place.source), nowMs);
    if (entry === undefined) return this.#refuse();
    rewrite(ip, place, 12, this.#own, place.source, entry.port);
    return true;
  }

  /** A packet for the router's address. @returns whether it was for a host behind it, and is now */
  inward(ip: Uint8Array, nowMs: number): boolean {
    const place = placeOf(ip);
    if (place === undefined || longWord(ip, 16) !== this.#own) return false;
    if (place.isError) return this.#errorInward(ip, place.at, nowMs);
    const entry = this.#known(place.protocol, word(ip, place.target), nowMs);
    if (entry === undefined) return false;
    rewrite(ip, place, 16, entry.inside, place.target, entry.insidePort);
    return true;
  }

  /** An error about what a host inside had sent: who is quoted as its sender is that host (RFC 5508 §4.2). */
  #errorInward(ip: Uint8Array, at: number, nowMs: number): boolean {
    const quote = ip.subarray(at + 8);
    const place = placeOf(quote);
    const entry =
      place && !place.isError && longWord(quote, 12) === this.#own
        ? this.#known(place.protocol, word(quote, place.source), nowMs)
        : undefined;
    if (place === undefined || entry === undefined) return false;
    rewrite(quote, place, 12, entry.inside, place.source, entry.insidePort);
    setLongWord(ip, 16, entry.inside);
    sealError(ip, at);
    return true;
  }

  /** An error of a host inside, about what came to it. */
  #errorOutward(ip: Uint8Array, at: number, nowMs: number): boolean {
    const quote = ip.subarray(at + 8);
    const place = placeOf(quote);
    if (place === undefined || place.isError) return this.#refuse();
    const entry = this.#inside.get(key(place.protocol, longWord(quote, 16), word(quote, place.target)));
    if (entry === undefined) return this.#refuse();
    entry.usedMs = nowMs;
    rewrite(quote, place, 16, this.#own, place.target, entry.port);
    setLongWord(ip, 12, this.#own);
    sealError(ip, at);
    return true;
  }

  #for(protocol: number, inside: number, insidePort: number, nowMs: number): Entry | undefined {
    const there = this.#inside.get(key(protocol, inside, insidePort));
    if (there !== undefined && this.#isFresh(there, nowMs)) return this.#use(there, nowMs);
    if (there !== undefined) this.#forget(there);
    const port = this.#freePort(protocol, insidePort, nowMs);
    if (port === undefined) return undefined;
    if (this.#inside.size >= this.#most) this.#forget(this.#inside.values().next().value as Entry);
    const entry = { protocol, inside, insidePort, port, usedMs: nowMs };
    this.#inside.set(key(protocol, inside, insidePort), entry);
    this.#outside.set(`${protocol} ${port}`, entry);
    return entry;
  }

  #known(protocol: number, port: number, nowMs: number): Entry | undefined {
    const entry = this.#outside.get(`${protocol} ${port}`);
    if (entry === undefined) return undefined;
    if (this.#isFresh(entry, nowMs)) return this.#use(entry, nowMs);
    this.#forget(entry);
    return undefined;
  }

  /** The host's own where it is free (RFC 4787 §4.2.1), else one by chance. */
  #freePort(protocol: number, wanted: number, nowMs: number): number | undefined {
    for (let i = 0; i < TRIES; i++) {
      const port = i === 0 ? wanted : 1024 + this.#random.below(64_512);
      const other = this.#outside.get(`${protocol} ${port}`);
      if (other !== undefined && !this.#isFresh(other, nowMs)) this.#forget(other);
      if (!this.#outside.has(`${protocol} ${port}`)) return port;
    }
    return undefined;
  }

  #use(entry: Entry, nowMs: number): Entry {
    entry.usedMs = nowMs;
    const name = key(entry.protocol, entry.inside, entry.insidePort);
    this.#inside.delete(name);
    this.#inside.set(name, entry);
    return entry;
  }

  #isFresh = ({ protocol, usedMs }: Entry, nowMs: number): boolean => nowMs - usedMs < (this.#kept.get(protocol) ?? 0);

  #forget({ protocol, inside, insidePort, port }: Entry): void {
    this.#inside.delete(key(protocol, inside, insidePort));
    this.#outside.delete(`${protocol} ${port}`);
  }

  #refuse(): false {
    this.refused++;
    return false;
  }
}

const key = (protocol: number, inside: number, port: number): string => `${protocol} ${inside} ${port}`;

/** Where a packet's transport begins, and where its ports are; of an echo both are its identifier. */
interface Place {
  readonly protocol: number;
  readonly at: number;
  readonly source: number;
  readonly target: number;
  /** Of the transport's checksum; -1 where it is not there, or none was made. */
  readonly sum: number;
  readonly isError: boolean;
}

function placeOf(ip: Uint8Array): Place | undefined {
  if (ip.length < 28) return undefined;
  const protocol = ip[9] as number;
  const at = 4 * ((ip[0] as number) & 15);
  if (at + 8 > ip.length) return undefined;
  if (protocol === TCP) return { protocol, at, source: at, target: at + 2, sum: at + 18 <= ip.length ? at + 16 : -1, isError: false };
  if (protocol === UDP) return { protocol, at, source: at, target: at + 2, sum: word(ip, at + 6) === 0 ? -1 : at + 6, isError: false };
  if (protocol !== ICMP) return undefined;
  const type = ip[at] as number;
  if (ECHO.has(type)) return { protocol, at, source: at + 4, target: at + 4, sum: at + 2, isError: false };
  return ERRORS.has(type) ? { protocol, at, source: -1, target: -1, sum: -1, isError: true } : undefined;
}

/** Puts in another address and port; checksums follow by what changed (RFC 1624), so one that was wrong stays wrong. */
function rewrite(ip: Uint8Array, { protocol, sum }: Place, addressAt: number, address: number, portAt: number, port: number): void {
  const before = [word(ip, addressAt), word(ip, addressAt + 2)];
  const portBefore = word(ip, portAt);
  setLongWord(ip, addressAt, address);
  setWord(ip, portAt, port);
  const after = [word(ip, addressAt), word(ip, addressAt + 2)];
  let header = word(ip, 10);
  for (let i = 0; i < 2; i++) header = updateChecksum(header, before[i] as number, after[i] as number);
  setWord(ip, 10, header);
  if (sum < 0) return;
  let value = updateChecksum(word(ip, sum), portBefore, port);
  // ICMP has no pseudo header.
  if (protocol !== ICMP) for (let i = 0; i < 2; i++) value = updateChecksum(value, before[i] as number, after[i] as number);
  setWord(ip, sum, protocol === UDP && value === 0 ? 0xffff : value);
}

/** The sums of an ICMP error whose quote and address were changed. */
function sealError(ip: Uint8Array, at: number): void {
  setWord(ip, 10, 0);
  setWord(ip, 10, internetChecksum(ip, 0, at));
  setWord(ip, at + 2, 0);
  setWord(ip, at + 2, internetChecksum(ip, at, ip.length));
}
