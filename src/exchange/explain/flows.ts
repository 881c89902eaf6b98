/** Who has sent what to whom, and when: what came back, and whether it came for the first time. */
import { BoundedMap, type Looker } from './cause.ts';
import type { Seen } from './seen.ts';

/** What one end has sent to another. */
export interface Flow {
  readonly firstMs: number;
  readonly firstNumber: number;
  lastMs: number;
  lastNumber: number;
  count: number;
  minTtl: number;
  maxTtl: number;
}

const MOST = 32_768;

/** An end of a flow: its address, and its port where there is one. */
export const endKey = (address: string, port?: number): string => (port === undefined ? address : `${address} ${port}`);

/** It is the last of those that look: the others ask it what was before. */
export class Flows implements Looker {
  readonly #flows = new BoundedMap<string, Flow>(MOST);
  /** Packets that an end has received, whoever sent them. */
  readonly #received = new BoundedMap<string, number>(MOST);
  /** Ends that have sent something. */
  readonly #senders = new BoundedMap<string, true>(MOST);

  see(seen: Seen): void {
    const { network } = seen;
    if (network === undefined) return;
    const { src, dst, ttl } = network;
    this.#note(endKey(src), endKey(dst), ttl, seen);
    const transport = seen.tcp ?? seen.udp;
    if (transport === undefined) return;
    const to = endKey(dst, transport.dport);
    this.#note(endKey(src, transport.sport), to, ttl, seen);
    this.#senders.set(endKey(src, transport.sport), true);
    this.#received.set(to, (this.#received.get(to) ?? 0) + 1);
  }

  #note(from: string, to: string, ttl: number, { ms, number }: Seen): void {
    const key = `${from} > ${to}`;
    const flow = this.#flows.get(key);
    if (flow === undefined) {
      this.#flows.set(key, { firstMs: ms, firstNumber: number, lastMs: ms, lastNumber: number, count: 1, minTtl: ttl, maxTtl: ttl });
      return;
    }
    flow.lastMs = ms;
    flow.lastNumber = number;
    flow.count++;
    flow.minTtl = Math.min(flow.minTtl, ttl);
    flow.maxTtl = Math.max(flow.maxTtl, ttl);
  }

  find(from: string, to: string): Flow | undefined {
    return this.#flows.get(`${from} > ${to}`);
  }

  /** Whether that end has sent anything. */
  hasSent(from: string): boolean {
    return this.#senders.has(from);
  }

  received(by: string): number {
    return this.#received.get(by) ?? 0;
  }
}
