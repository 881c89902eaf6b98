/** A machine that runs: inputs and time go in, outputs come out. It has no socket and no clock, so tests and labs drive it as they like. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { Act, Machine, MachineState, Timer } from './machine.ts';

/** A step that was made. */
export interface Step<State extends string> {
  /** Monotonic ms. */
  readonly at: number;
  readonly from: State;
  readonly label: string;
  /** The same as `from` where nothing was left. */
  readonly to: State;
}

interface Armed<State extends string, Memory, Output> {
  readonly at: number;
  readonly timer: Timer<State, Memory, Output>;
}

/** More steps than any machine has states, at one time: a circle. */
const MOST_AT_ONCE = 10_000;

/** A machine that runs, in a state, with its memory. Whoever has it gives it inputs, tells it the time, and sends what it hands out. */
export class MachineRun<State extends string, Memory, Input, Output> {
  readonly machine: Machine<State, Memory, Input, Output>;
  readonly memory: Memory;
  /** Called after each step. */
  onStep: ((step: Step<State>) => void) | undefined;
  #state: State;
  #outputs: Output[] = [];
  #armed: Armed<State, Memory, Output>[] = [];

  /** Enters the first state. @param now monotonic ms */
  constructor(machine: Machine<State, Memory, Input, Output>, memory: Memory, now: number) {
    this.machine = machine;
    this.memory = memory;
    this.#state = machine.start;
    this.#enter(now);
  }

  get state(): State {
    return this.#state;
  }

  get ended(): boolean {
    return this.#spec.end === true;
  }

  /** When {@link tick} has something to do, monotonic ms; undefined: no timer runs. */
  get wakeAt(): number | undefined {
    let at: number | undefined;
    for (const armed of this.#armed) if (at === undefined || armed.at < at) at = armed.at;
    return at;
  }

  /** Whether it took the input. */
  receive(input: Input, now: number): boolean {
    const move = this.#spec.on?.find(({ when }) => when === undefined || when(input, this.memory));
    if (move === undefined) return false;
    move.do?.(input, this.memory, this.#act(now));
    this.#go(move.label, move.to, now);
    return true;
  }

  /** What its user asks for. @throws ERR_VALUE in a state where that means nothing */
  ask(request: string, now: number): void {
    const { asked = {} } = this.#spec;
    const way = Object.hasOwn(asked, request) ? asked[request] : undefined;
    if (way === undefined) {
      const possible = Object.keys(asked).join(', ');
      throw new PacketwrightError('ERR_VALUE', `${this.machine.name}: ${request} means nothing in ${this.#state}`, {
        request,
        remedy: possible === '' ? 'nothing can be asked in this state' : `possible: ${possible}`,
      });
    }
    way.do?.(this.memory, this.#act(now));
    this.#go(way.label, way.to, now);
  }

  /** Does what is due. @throws ERR_SPEC for timers that go round in a circle in no time */
  tick(now: number): void {
    for (let steps = 0; ; steps++) {
      const due = this.#armed.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) return;
      if (steps === MOST_AT_ONCE)
        throw new PacketwrightError('ERR_SPEC', `${this.machine.name}: ${this.#state}: ${due.timer.label}: ${steps} steps took no time`, {
          state: this.#state,
          remedy: 'let a timer of these states wait longer than 0 ms',
        });
      this.#armed = this.#armed.filter((armed) => armed !== due);
      const { timer } = due;
      if (timer.when?.(this.memory) === false) continue;
      timer.do?.(this.memory, this.#act(now));
      this.#go(timer.label, timer.to, now);
    }
  }

  /** What is to be sent, in order; asked again, it is not given again. */
  takeOutputs(): Output[] {
    const outputs = this.#outputs;
    this.#outputs = [];
    return outputs;
  }

  get #spec(): MachineState<State, Memory, Input, Output> {
    return this.machine.states[this.#state];
  }

  #act(now: number): Act<Output> {
    return { now, send: (output) => void this.#outputs.push(output) };
  }

  #go(label: string, to: State | undefined, now: number): void {
    const from = this.#state;
    if (to !== undefined) {
      this.#state = to;
      this.#enter(now);
    }
    this.onStep?.({ at: now, from, label, to: to ?? from });
  }

  #enter(now: number): void {
    const { enter, after = [] } = this.#spec;
    enter?.(this.memory, this.#act(now));
    this.#armed = after.flatMap((timer) => {
      const ms = timer.after(this.memory, now);
      return ms === undefined ? [] : [{ at: now + ms, timer }];
    });
  }
}
