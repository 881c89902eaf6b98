/** Runs a machine on a host's clock: its timers go off, and what it hands out is sent. */
import { checkOptions } from '../../bytes/known-options.ts';
import type { Clock } from '../../host/host.ts';
import { hold, letGo } from '../hold.ts';
import type { Machine } from './machine.ts';
import { MachineRun, type Step } from './machine-run.ts';

/** How a machine is driven. */
export interface DriveOptions<State extends string, Output> {
  readonly clock: Clock;
  /** Sends what the machine hands out, one after another. What it throws ends the machine. */
  readonly send: (output: Output) => void | Promise<void>;
  /** Called after each step. */
  readonly onStep?: (step: Step<State>) => void;
  /** Ends it, quietly, in whatever state it is. */
  readonly signal?: AbortSignal;
}

/** A machine that runs on a clock. */
export interface DrivenMachine<State extends string, Memory, Input> {
  readonly state: State;
  readonly memory: Memory;
  /** Gives it something that came; whether it took it. */
  deliver(input: Input): boolean;
  /** Asks for something. @throws ERR_VALUE in a state where that means nothing */
  ask(request: string): void;
  /** Resolves with the state in which it ended, or was stopped, when all was sent. Rejects with what `send` or a step threw. */
  readonly ended: Promise<State>;
  /** Stops it in the state in which it is. */
  stop(): void;
}

/** Starts a machine. Its timers run until it ends, or is stopped; the process stays as long. */
export function driveMachine<State extends string, Memory, Input, Output>(
  machine: Machine<State, Memory, Input, Output>,
  memory: Memory,
  o: DriveOptions<State, Output>,
): DrivenMachine<State, Memory, Input> {
  checkOptions('driveMachine', o, { clock: true, send: true, onStep: true, signal: true });
  return new Driven(machine, memory, o);
}

class Driven<State extends string, Memory, Input, Output> implements DrivenMachine<State, Memory, Input> {
  readonly ended: Promise<State>;
  readonly #run: MachineRun<State, Memory, Input, Output>;
  readonly #o: DriveOptions<State, Output>;
  #resolve: (state: State) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;
  #cancelTimer: (() => void) | undefined;
  #over = false;
  /** What is being sent, one after another. */
  #sending: Promise<void> | undefined;

  constructor(machine: Machine<State, Memory, Input, Output>, memory: Memory, o: DriveOptions<State, Output>) {
    this.#o = o;
    this.ended = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Who waits for the end is told; who does not is not ended by it.
    this.ended.catch(() => undefined);
    this.#run = new MachineRun(machine, memory, o.clock.monotonic());
    this.#run.onStep = o.onStep;
    hold();
    o.signal?.addEventListener('abort', this.#onAbort);
    if (o.signal?.aborted === true) this.stop();
    else this.#settle();
  }

  readonly #onAbort = (): void => this.stop();

  get state(): State {
    return this.#run.state;
  }

  get memory(): Memory {
    return this.#run.memory;
  }

  deliver(input: Input): boolean {
    return this.#step((now) => this.#run.receive(input, now)) ?? false;
  }

  ask(request: string): void {
    if (this.#over) return;
    this.#run.ask(request, this.#o.clock.monotonic());
    this.#settle();
  }

  stop(): void {
    this.#finish(() => this.#resolve(this.#run.state));
  }

  #step<T>(f: (now: number) => T): T | undefined {
    if (this.#over) return undefined;
    try {
      const given = f(this.#o.clock.monotonic());
      this.#settle();
      return given;
    } catch (error) {
      this.#finish(() => this.#reject(error));
      return undefined;
    }
  }

  /** After each step: sends, waits for the next timer, or ends. */
  #settle(): void {
    for (const output of this.#run.takeOutputs()) this.#send(output);
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#run.ended) {
      const last = this.#sending ?? Promise.resolve();
      void last.then(() => this.stop());
      return;
    }
    const at = this.#run.wakeAt;
    if (at === undefined) return;
    const ms = Math.max(0, at - this.#o.clock.monotonic());
    this.#cancelTimer = this.#o.clock.timer(ms, () => {
      this.#step((now) => this.#run.tick(Math.max(now, at)));
    });
  }

  #send(output: Output): void {
    const failed = (error: unknown): void => this.#finish(() => this.#reject(error));
    if (this.#sending === undefined) {
      try {
        const sent = this.#o.send(output);
        if (sent !== undefined) this.#sending = sent.catch(failed);
      } catch (error) {
        failed(error);
      }
    } else this.#sending = this.#sending.then(() => (this.#over ? undefined : this.#o.send(output))).catch(failed);
  }

  #finish(tell: () => void): void {
    if (this.#over) return;
    this.#over = true;
    this.#cancelTimer?.();
    this.#o.signal?.removeEventListener('abort', this.#onAbort);
    letGo();
    tell();
  }
}
