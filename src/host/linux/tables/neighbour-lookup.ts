/** The MAC of a neighbour: from the kernel's table, or found by the kernel when told to use the neighbour. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { WaitOptions } from '../../host.ts';
import { EPERM } from '../errno.ts';
import { NLM_F_CREATE, readBody, request } from '../netlink/message.ts';
import type { NetlinkSocket } from '../netlink/socket.ts';
import { refusalError } from '../netlink/socket.ts';
import { hostClosed } from '../open-things.ts';
import { familyOf } from './kinds.ts';
import { NEIGHBOUR_STATES, NeighbourMessage, NTF_USE, RTM_GETNEIGH, RTM_NEWNEIGH } from './neighbour-message.ts';
import { withoutZone } from './route-lookup.ts';
import type { Rtnetlink } from './rtnetlink.ts';

/** RTMGRP_NEIGH */
const NEIGHBOURS = 0x4;
const DEFAULT_MS = 1000;
const { incomplete, failed, none, noarp } = NEIGHBOUR_STATES;

type Found = { readonly mac?: string; readonly state: number };

/** Who waits for one address: gets what is found, or that the host was closed. */
type Waiter = (found: Found | PacketwrightError) => void;

/** Asks for one neighbour; undefined when nobody answers in time. */
export type AskNeighbour = (
  iface: string,
  address: string,
  o: { readonly timeoutMs: number; readonly signal?: AbortSignal },
) => Promise<string | undefined>;

/** Looks neighbours up; all that are waited for at a time share one socket. */
export class NeighbourLookup {
  readonly #rtnetlink: Rtnetlink;
  readonly #askOurselves: AskNeighbour;
  readonly #waiting = new Map<string, Set<Waiter>>();
  #socket: NetlinkSocket | undefined;

  /** @param askOurselves where this process may not have the kernel ask (that needs CAP_NET_ADMIN) */
  constructor(rtnetlink: Rtnetlink, askOurselves: AskNeighbour) {
    this.#rtnetlink = rtnetlink;
    this.#askOurselves = askOurselves;
  }

  /**
   * Undefined when nobody answers in time, or the kernel gives up before that.
   *
   * @throws ERR_INTERFACE, ERR_ADDRESS, ERR_PERMISSION (asking needs a capability; what is in the table does not); the signal's reason
   */
  async find(iface: string, text: string, o: WaitOptions = {}): Promise<string | undefined> {
    o.signal?.throwIfAborted();
    const { address, zone } = withoutZone(text);
    if (zone !== undefined) this.#rtnetlink.ofZone(zone, address, iface);
    const index = this.#rtnetlink.indexOf(iface);
    const known = this.#inTable(index, address);
    if (known !== undefined && isKnown(known.state)) return known.mac;
    return await this.#ask(iface, index, address, o);
  }

  /** What the kernel's table has. */
  #inTable(index: number, address: string): Found | undefined {
    let found: Found | undefined;
    // ENOENT: no entry.
    this.#rtnetlink.socket.tryAsk(
      request(RTM_GETNEIGH, 0, NeighbourMessage, { family: familyOf(address), index, attributes: { destination: address } }),
      ({ body }) => {
        found = foundIn(body)?.found;
      },
    );
    return found;
  }

  #ask(iface: string, index: number, address: string, o: WaitOptions): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      const key = `${index} ${address}`;
      const done = (): void => {
        clearTimeout(timer);
        o.signal?.removeEventListener('abort', abort);
        this.#leave(key, waiter);
      };
      const waiter: Waiter = (news) => {
        if (news instanceof PacketwrightError) {
          done();
          reject(news);
          return;
        }
        const { mac, state } = news;
        if (!isKnown(state) && state !== failed) return;
        done();
        resolve(state === failed ? undefined : mac);
      };
      const abort = (): void => {
        done();
        reject(o.signal?.reason as Error);
      };
      // Somebody waits for this, so it keeps the process alive.
      const timer = setTimeout(() => {
        done();
        resolve(undefined);
      }, o.timeoutMs ?? DEFAULT_MS);
      o.signal?.addEventListener('abort', abort, { once: true });
      try {
        this.#enter(key, waiter);
        const refused = this.#rtnetlink.socket.tryAsk(
          request(RTM_NEWNEIGH, NLM_F_CREATE, NeighbourMessage, {
            family: familyOf(address),
            index,
            flags: NTF_USE,
            attributes: { destination: address },
          }),
        );
        if (refused?.errno === EPERM) {
          done();
          resolve(this.#askOurselves(iface, address, { ...o, timeoutMs: o.timeoutMs ?? DEFAULT_MS }));
          return;
        }
        if (refused !== undefined) throw refusalError(refused, `ask for the neighbour ${address} on ${iface}`);
        // An address that needs no asking (multicast, one's own) is known at once, without a notification.
        const now = this.#inTable(index, address);
        if (now !== undefined && isKnown(now.state)) waiter(now);
      } catch (error) {
        done();
        reject(error as Error);
      }
    });
  }

  #enter(key: string, waiter: Waiter): void {
    const waiters = this.#waiting.get(key) ?? new Set();
    waiters.add(waiter);
    this.#waiting.set(key, waiters);
    if (this.#socket !== undefined) return;
    this.#socket = this.#rtnetlink.newSocket(() => this.#hostClosed());
    const lost = (): void => this.#lookAgain();
    this.#socket.listen(
      NEIGHBOURS,
      ({ type, body }) => {
        if (type !== RTM_NEWNEIGH) return;
        const news = foundIn(body);
        if (news === undefined) return;
        for (const one of [...(this.#waiting.get(news.key) ?? [])]) one(news.found);
      },
      lost,
    );
  }

  #hostClosed(): void {
    this.#socket = undefined;
    for (const waiters of [...this.#waiting.values()]) for (const one of [...waiters]) one(hostClosed());
  }

  /** Notifications were lost: the table has what they said. */
  #lookAgain(): void {
    for (const [key, waiters] of [...this.#waiting]) {
      const [index, address] = key.split(' ') as [string, string];
      const now = this.#inTable(Number(index), address);
      if (now !== undefined) for (const one of [...waiters]) one(now);
    }
  }

  #leave(key: string, waiter: Waiter): void {
    const waiters = this.#waiting.get(key);
    waiters?.delete(waiter);
    if (waiters?.size === 0) this.#waiting.delete(key);
    if (this.#waiting.size > 0) return;
    if (this.#socket !== undefined) this.#rtnetlink.giveBack(this.#socket);
    this.#socket = undefined;
  }
}

/** States in which the entry's MAC is used for sending. */
function isKnown(state: number): boolean {
  return state === noarp || ((state & (incomplete | failed)) === 0 && state !== none);
}

function foundIn(body: Uint8Array): { key: string; found: Found } | undefined {
  const entry = readBody(NeighbourMessage, body);
  const { destination, mac } = entry?.attributes ?? {};
  if (entry === undefined || destination === undefined) return undefined;
  return { key: `${entry.index} ${destination}`, found: { state: entry.state, ...(mac === undefined ? {} : { mac }) } };
}
