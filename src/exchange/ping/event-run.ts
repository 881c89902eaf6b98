/** What runs from its call on, gives events to one reader, and sleeps until something comes or its time is up. */
import type { Clock } from '../../host/host.ts';
import { hold, letGo } from '../hold.ts';
import { nextTurn } from '../next-turn.ts';
import { EventQueue } from './event-queue.ts';

export abstract class EventRun<Event> {
  protected readonly events = new EventQueue<Event>();
  /** It was stopped, or has ended. */
  protected isStopped = false;
  readonly #signal: AbortSignal | undefined;
  #wake: (() => void) | undefined;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** All that is done before the first loop; the signal may have come by its end. */
  protected abstract begin(): Promise<unknown>;
  protected abstract loop(): Promise<void>;
  /** Lets go of what {@link begin} and {@link loop} took, however it ended. */
  protected abstract release(): void;

  /** To be called once, at the end of the constructor. */
  protected start(): void {
    this.#run().then(
      () => this.events.end(),
      (error: unknown) => (this.#signal?.aborted === true ? this.events.end() : this.events.fail(error)),
    );
  }

  /** Ends it, quietly. */
  stop(): void {
    this.isStopped = true;
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Event, undefined, undefined> {
    try {
      return yield* this.events.read();
    } finally {
      this.stop();
    }
  }

  async #run(): Promise<void> {
    const abort = (): void => this.stop();
    this.#signal?.addEventListener('abort', abort);
    hold();
    try {
      await this.begin();
      if (this.#signal?.aborted !== true) await this.loop();
    } finally {
      letGo();
      this.isStopped = true;
      this.#signal?.removeEventListener('abort', abort);
      this.release();
    }
  }

  /** Something came that changes what is next. */
  protected wake(): void {
    this.#wake?.();
  }

  /** Until {@link wake}, or the time is up; then what has come by then is read. */
  protected async wait(clock: Clock, ms: number): Promise<void> {
    const isLate = await new Promise<boolean>((resolve) => {
      const done = (late: boolean): void => {
        cancel();
        this.#wake = undefined;
        resolve(late);
      };
      const cancel = ms === Number.POSITIVE_INFINITY ? (): void => undefined : clock.timer(Math.max(0, ms), () => done(true));
      this.#wake = () => done(false);
    });
    if (isLate) await nextTurn();
  }
}
