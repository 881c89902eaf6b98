/** The times that the machines of DHCP and DHCPv6 wait for: for an answer, and for a moment of a lease. */
import type { Packet } from '../../../packet/laid/packet.ts';
import type { Act, Timer } from '../../machine/machine.ts';

/** What such a machine remembers of its tries. */
interface Tries {
  tries: number;
  /** ms from entering the state; undefined: it does not try again. */
  waitMs: number | undefined;
}

/** No answer came in time: counts a try. */
export const again = <State extends string, M extends Tries>(
  label: string,
  to: State,
  more: Partial<Timer<State, M, Packet>> = {},
): Timer<State, M, Packet> => ({
  label,
  after: ({ waitMs }) => waitMs,
  do: (m) => void m.tries++,
  to,
  ...more,
});

/** A moment has come, monotonic ms; never where it is infinite. */
export const until = <State extends string, M>(
  label: string,
  at: (m: M) => number,
  to: State,
  action: (m: M, act: Act<Packet>) => void,
): Timer<State, M, Packet> => ({
  label,
  after: (m, now) => (at(m) === Number.POSITIVE_INFINITY ? undefined : Math.max(0, at(m) - now)),
  do: action,
  to,
});
