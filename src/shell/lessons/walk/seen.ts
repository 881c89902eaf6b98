/** What a step's check looks at: frames on the segment, names of the session, what was printed. */
import type { Packet } from '../../../packet/laid/packet.ts';
import { Ether } from '../../../protocols/link/ethernet.ts';
import { ScapyList } from '../../lists/scapy-list.ts';
import { findLayer } from '../../packets/find-layer.ts';
import { ScapyPacket } from '../../packets/scapy-packet.ts';
import type { World } from './world.ts';

export interface SeenParts {
  readonly world: World;
  readonly names: ReadonlyMap<string, unknown>;
  /** Frames since the step began. */
  readonly frames: readonly Packet[];
  /** How many of them were there before the last input. */
  readonly before: number;
  /** What the session printed since the step began. */
  readonly printed: string;
  /** And since the last input. */
  readonly printedNow: string;
}

export class Seen {
  readonly #o: SeenParts;

  constructor(o: SeenParts) {
    this.#o = o;
  }

  get world(): World {
    return this.#o.world;
  }

  /** Frames since the step began. */
  get frames(): readonly Packet[] {
    return this.#o.frames;
  }

  /** Frames that the last input brought. */
  get now(): readonly Packet[] {
    return this.#o.frames.slice(this.#o.before);
  }

  /** Those that the student's machine sent. */
  get sent(): readonly Packet[] {
    return this.frames.filter((p) => this.#isMine(p));
  }

  get sentNow(): readonly Packet[] {
    return this.now.filter((p) => this.#isMine(p));
  }

  /** Those that came from others. */
  get received(): readonly Packet[] {
    return this.frames.filter((p) => !this.#isMine(p));
  }

  get receivedNow(): readonly Packet[] {
    return this.now.filter((p) => !this.#isMine(p));
  }

  #isMine(p: Packet): boolean {
    return p.get(Ether)?.src === this.#o.world.me.mac;
  }

  get printed(): string {
    return this.#o.printed;
  }

  get printedNow(): string {
    return this.#o.printedNow;
  }

  /** A name of the session; undefined where there is none, or None. */
  value(name: string): unknown {
    return this.#o.names.get(name) ?? undefined;
  }

  /** A packet that has a name in the session, as its octets say; undefined where the name has another value, or it cannot be built yet. */
  packet(name: string): Packet | undefined {
    return packetOf(this.value(name));
  }

  /** Whether somebody gave that field a value, in a packet that has a name. */
  isGiven(name: string, layer: string, field: string): boolean {
    const value = this.value(name);
    return value instanceof ScapyPacket && findLayer(value, layer)?.given.has(field) === true;
  }

  /** Packets of a list that has a name in the session. */
  packets(name: string): readonly Packet[] {
    const value = this.value(name);
    const items = Array.isArray(value) ? value : value instanceof ScapyList ? value.items : [];
    return items.map(packetOf).filter((p) => p !== undefined);
  }
}

const packetOf = (value: unknown): Packet | undefined =>
  value instanceof ScapyPacket ? (value.tryLaid()?.laid as unknown as Packet | undefined) : undefined;
