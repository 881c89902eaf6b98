/** Where a stack's frames go, and what it runs by: no sockets, no clock of the machine. */
import type { Random } from '../bytes/random.ts';
import type { Clock } from '../host/host.ts';
import type { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';

/** What carries frames: an interface, a lab's network card, a test. */
export interface Wire {
  /** LINKTYPE_… : 1 for Ethernet; 101 for packets without a link header, as a TUN has them. */
  readonly linkType: number;
  /** Ours, of six octets; absent where there are none. */
  readonly mac?: Uint8Array;
  /** Largest IP packet, octets. */
  readonly mtu: number;
  /** Frames leave; the buffer is the wire's now. @returns an empty one for those that come next: the same, if nothing needs it any more */
  transmit(frames: FrameBuffer): FrameBuffer;
  /** Resolves when all that was transmitted has left. Absent: it leaves at once. */
  idle?(): Promise<void>;
}

/** Time and chance, as a host has them. */
export interface Surroundings {
  readonly clock: Pick<Clock, 'now' | 'monotonic' | 'timer'>;
  readonly random: Random;
  /**
   * Somebody waits for what time brings, until the returned function is called: a clock that stands still while nobody waits goes on, and the process stays alive. Absent where
   * both is so anyhow.
   */
  readonly wait?: (() => () => void) | undefined;
}
