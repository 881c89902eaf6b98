/** Send and receive: packets out, answers back, matched. */
import type { OptionNames } from '../bytes/known-options.ts';
import type { Host } from '../host/host.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { defaultHost } from './default-host.ts';
import { exchangeOne, isOne } from './exchange-one.ts';
import { hold, letGo } from './hold.ts';
import { checkExchangeOptions } from './check-options.ts';
import { EXCHANGE_OPTIONS, type ExchangeOptions, type NamesOfAll, type Sendable, type SendablePart } from './options.ts';
import type { ExchangeResult } from './result.ts';
import { exchange } from './run.ts';

/**
 * Sends packets at layer 3 and gives the answers: the host finds source address, route and link header, and answers begin at the network
 * layer too. Ends when all packets are answered, `timeoutMs` after the last was sent, or when `signal` aborts; it does not reject when
 * there is no answer. A neighbour that does not answer leaves its packets unanswered, with the reason in `reasons`.
 * @throws ERR_ROUTE, ERR_RESOLVE, ERR_INTERFACE, ERR_PERMISSION, ERR_TOO_LARGE, ERR_LAYER
 */
export function sr<P extends SendablePart>(packets: P | Iterable<P>, o: ExchangeOptions = {}): Promise<ExchangeResult<NamesOfAll<P>>> {
  checkExchangeOptions('sr', o, EXCHANGE_OPTIONS);
  return exchange(packets as Sendable<NamesOfAll<P>>, o, { level: 3, first: o.first === true });
}

/** The same, but gives only the first answer; undefined if none came in time. @throws as {@link sr} */
export function sr1(packets: Sendable, o: ExchangeOptions = {}): Promise<Packet | undefined> {
  return firstAnswer('sr1', packets, o, 3);
}

/**
 * Sends frames, which begin with their link header, and gives the answers. A MAC that was not given is filled in. Without `iface`, the
 * route to an address inside decides, otherwise the first interface that is up.
 * @throws as {@link sr}
 */
export function srp<P extends SendablePart>(frames: P | Iterable<P>, o: ExchangeOptions = {}): Promise<ExchangeResult<NamesOfAll<P>>> {
  checkExchangeOptions('srp', o, EXCHANGE_OPTIONS);
  return exchange(frames as Sendable<NamesOfAll<P>>, o, { level: 2, first: o.first === true });
}

/** The same, but gives only the first answer; undefined if none came in time. @throws as {@link sr} */
export function srp1(frames: Sendable, o: ExchangeOptions = {}): Promise<Packet | undefined> {
  return firstAnswer('srp1', frames, o, 2);
}

function firstAnswer(what: string, given: Sendable, o: ExchangeOptions, level: 2 | 3): Promise<Packet | undefined> {
  checkExchangeOptions(what, o, EXCHANGE_OPTIONS);
  if (isOne(given, o)) return exchangeOne(given, o, level);
  return exchange(given, o, { level, first: true }).then(({ answered }) => answered[0]?.[1]);
}

/** How often an exchange is repeated, and at what interval. */
export interface LoopOptions extends ExchangeOptions {
  /** How many rounds. Default: until it is stopped. */
  readonly count?: number;
  /** From the beginning of one round to the next, ms. Default 1,000. */
  readonly everyMs?: number;
}

const LOOP_OPTIONS: OptionNames<LoopOptions> = { ...EXCHANGE_OPTIONS, count: true, everyMs: true };

/** {@link sr} again and again: one result per round, until `count`, the signal, or the end of the `for await`. */
export function srloop<P extends SendablePart>(
  packets: P | Iterable<P>,
  o: LoopOptions = {},
): AsyncGenerator<ExchangeResult<NamesOfAll<P>>, void, undefined> {
  checkExchangeOptions('srloop', o, LOOP_OPTIONS);
  return rounds(packets as Sendable<NamesOfAll<P>>, o, 3);
}

/** {@link srp} again and again. */
export function srploop<P extends SendablePart>(
  frames: P | Iterable<P>,
  o: LoopOptions = {},
): AsyncGenerator<ExchangeResult<NamesOfAll<P>>, void, undefined> {
  checkExchangeOptions('srploop', o, LOOP_OPTIONS);
  return rounds(frames as Sendable<NamesOfAll<P>>, o, 2);
}

async function* rounds<S extends string>(
  packets: Sendable<S>,
  o: LoopOptions,
  level: 2 | 3,
): AsyncGenerator<ExchangeResult<S>, void, undefined> {
  const { count = Number.POSITIVE_INFINITY, everyMs = 1000, signal } = o;
  const host = o.host ?? (await defaultHost());
  for (let i = 0; i < count && signal?.aborted !== true; i++) {
    const next = host.clock.monotonic() + everyMs;
    yield await exchange(packets, { ...o, host }, { level, first: o.first === true });
    const rest = next - host.clock.monotonic();
    if (i + 1 < count && rest > 0) await pause(host, rest, signal);
  }
}

/** Waits; the signal ends it early, which is no error here. */
async function pause(host: Host, ms: number, signal: AbortSignal | undefined): Promise<void> {
  hold();
  try {
    await host.clock.sleep(ms, signal);
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  } finally {
    letGo();
  }
}
