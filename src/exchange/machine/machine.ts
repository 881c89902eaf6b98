/**
 * State machines: what a protocol's end does, as data. One is run without sockets and clocks ({@link MachineRun}), driven over a host
 * ({@link driveMachine}), and drawn (`machineSvg`, `machineDot`), all from the same description.
 */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';

/** What a step can do besides changing the memory. */
export interface Act<Output> {
  /** Monotonic ms of the host's clock. */
  readonly now: number;
  /** Hands something out: it is sent after the step. */
  send(output: Output): void;
}

/** A way out of a state, or a thing that is done in it. */
interface Way<State extends string> {
  /** In the RFC's words, for drawings and logs: `DHCPOFFER`, `T1 passes`. */
  readonly label: string;
  /** The next state, which is entered: also when it is the same, whose timers then begin anew. Absent: nothing is left or entered. */
  readonly to?: State;
}

/** What comes in: the first move whose `when` is true is made; what fits none is ignored. */
export interface Move<State extends string, Memory, Input, Output> extends Way<State> {
  /** Default: always. */
  readonly when?: (input: Input, memory: Memory) => boolean;
  readonly do?: (input: Input, memory: Memory, act: Act<Output>) => void;
}

/** What happens when a state has lasted so long. */
export interface Timer<State extends string, Memory, Output> extends Way<State> {
  /** ms from entering the state; asked then. Undefined: never. */
  readonly after: (memory: Memory, now: number) => number | undefined;
  /** Asked when the time has come; of several with the same time the first that may goes. Default: always. */
  readonly when?: (memory: Memory) => boolean;
  readonly do?: (memory: Memory, act: Act<Output>) => void;
}

/** What its user asks for: `release`, `renew`. */
export interface Request<State extends string, Memory, Output> extends Way<State> {
  readonly do?: (memory: Memory, act: Act<Output>) => void;
}

/** A state: what is done on the way in, and the ways out. */
export interface MachineState<State extends string, Memory, Input, Output> {
  /** A sentence: what is waited for. */
  readonly about?: string;
  readonly enter?: (memory: Memory, act: Act<Output>) => void;
  readonly on?: readonly Move<State, Memory, Input, Output>[];
  readonly after?: readonly Timer<State, Memory, Output>[];
  readonly asked?: Readonly<Record<string, Request<State, Memory, Output>>>;
  /** The machine has ended when this is entered. */
  readonly end?: true;
}

/** A machine as it is described. */
export interface MachineSpec<State extends string, Memory, Input, Output> {
  readonly name: string;
  /** Where it is written down: `RFC 2131 §4.4, figure 5`. */
  readonly source?: string;
  readonly start: NoInfer<State>;
  readonly states: Readonly<Record<State, MachineState<NoInfer<State>, Memory, Input, Output>>>;
}

/** A machine that was checked. Its states stand in the order of its description. */
export interface Machine<State extends string, Memory, Input, Output> extends MachineSpec<State, Memory, Input, Output> {
  readonly isMachine: true;
}

/** A machine of any kind, for what draws or lists them: nothing is put into its functions. */
export type AnyMachine = Machine<any, any, any, any>;

/** What a state of a machine is, by its name. */
export const stateOf = ({ states }: Pick<AnyMachine, 'states'>, name: string): MachineState<string, unknown, unknown, unknown> =>
  states[name] as MachineState<string, unknown, unknown, unknown>;

/** Moves, timers and requests of a state, in this order. */
export function waysOf(
  machine: Pick<AnyMachine, 'states'>,
  name: string,
): { readonly kind: 'on' | 'after' | 'asked'; readonly way: Way<string> }[] {
  const { on = [], after = [], asked = {} } = stateOf(machine, name);
  return [
    ...on.map((way) => ({ kind: 'on', way }) as const),
    ...after.map((way) => ({ kind: 'after', way }) as const),
    ...Object.values(asked).map((way) => ({ kind: 'asked', way }) as const),
  ];
}

/**
 * Describes a machine: `machine<Memory, Input, Output>()({ name, start, states })`. Called twice, so that the states' names are those that
 * are written, and `to` takes no other.
 *
 * @throws ERR_SPEC for a state that nothing leads to or out of, or that there is not
 */
export function machine<Memory, Input, Output>(): <State extends string>(
  spec: MachineSpec<State, Memory, Input, Output>,
) => Machine<State, Memory, Input, Output> {
  return (spec) => {
    check(spec as unknown as AnyMachine);
    return { ...spec, isMachine: true };
  };
}

function check(spec: AnyMachine): void {
  const { name, start, states } = spec;
  const known = Object.keys(states);
  const mustBe = (state: string, where: string): void => {
    if (!known.includes(state))
      throw new PacketwrightError('ERR_SPEC', `${name}: ${where} is '${state}', which is no state${didYouMean(nearest(state, known))}`, {
        state,
      });
  };
  mustBe(start, 'start');
  const reached = new Set([start]);
  for (const from of reached) {
    for (const { kind, way } of waysOf(spec, from)) {
      if (typeof way.label !== 'string' || (kind === 'after' && typeof (way as Timer<string, unknown, unknown>).after !== 'function'))
        throw new PacketwrightError(
          'ERR_SPEC',
          `${name}: ${from}: expected { label: text${kind === 'after' ? ', after: function' : ''}, … } in ${kind}`,
          {
            state: from,
          },
        );
      if (way.to === undefined) continue;
      mustBe(way.to, `${from}: ${way.label}: to`);
      reached.add(way.to);
    }
  }
  for (const state of known) {
    if (!reached.has(state)) throw new PacketwrightError('ERR_SPEC', `${name}: no way leads to ${state}`, { state });
    const ways = waysOf(spec, state);
    const isEnd = stateOf(spec, state).end === true;
    if (isEnd && ways.length > 0) throw new PacketwrightError('ERR_SPEC', `${name}: ${state} is an end and has ways out`, { state });
    if (!isEnd && !ways.some(({ way }) => way.to !== undefined && way.to !== state))
      throw new PacketwrightError('ERR_SPEC', `${name}: no way leads out of ${state}, which is no end`, { state });
  }
}
