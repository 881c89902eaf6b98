/** The same packets again and again, as fast as they go, until a bound: flooding, which nothing does unless it is asked for by its name. */
import { PacketwrightError } from '../bytes/errors.ts';
import type { OptionNames } from '../bytes/known-options.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { checkExchangeOptions } from './check-options.ts';
import { EXCHANGE_OPTIONS, type ExchangeOptions, type NamesOfAll, type Sendable, type SendablePart } from './options.ts';
import type { ExchangeResult } from './result.ts';
import { exchange } from './run.ts';

/** When a flood ends: at least one of `count` and `durationMs` must say so. */
export interface FloodOptions extends Omit<ExchangeOptions, 'retry'> {
  /** How often each packet is sent. */
  readonly count?: number;
  /** How long packets are sent, ms; answers are waited for after that, as long as `timeoutMs` says. */
  readonly durationMs?: number;
}

const { retry: _, ...WITHOUT_RETRY } = EXCHANGE_OPTIONS;
const FLOOD_OPTIONS: OptionNames<FloodOptions> = { ...WITHOUT_RETRY, count: true, durationMs: true };

/**
 * Sends packets at layer 3 again and again, and gives the answers: the first to each packet, or all with `multi`. `stats.sent` says how many
 * left. A round trip (`rtt`) counts from the first time that the packet left.
 *
 * @throws ERR_VALUE without a bound; ERR_RANGE; as {@link sr}
 */
export function srflood<P extends SendablePart>(packets: P | Iterable<P>, o: FloodOptions): Promise<ExchangeResult<NamesOfAll<P>>> {
  return flood('srflood', packets as Sendable<NamesOfAll<P>>, o, 3, o?.first === true);
}

/** The same, until the first answer, which it gives; undefined if none came. @throws as {@link srflood} */
export function sr1flood(packets: Sendable, o: FloodOptions): Promise<Packet | undefined> {
  return flood('sr1flood', packets, o, 3, true).then(({ answered }) => answered[0]?.[1]);
}

/** {@link srflood} with frames, which begin with their link header. @throws as {@link srflood} */
export function srpflood<P extends SendablePart>(frames: P | Iterable<P>, o: FloodOptions): Promise<ExchangeResult<NamesOfAll<P>>> {
  return flood('srpflood', frames as Sendable<NamesOfAll<P>>, o, 2, o?.first === true);
}

/** {@link sr1flood} with frames, which begin with their link header. @throws as {@link srflood} */
export function srp1flood(frames: Sendable, o: FloodOptions): Promise<Packet | undefined> {
  return flood('srp1flood', frames, o, 2, true).then(({ answered }) => answered[0]?.[1]);
}

function flood<S extends string>(
  what: string,
  packets: Sendable<S>,
  o: FloodOptions,
  level: 2 | 3,
  first: boolean,
): Promise<ExchangeResult<S>> {
  checkExchangeOptions(what, o ?? {}, FLOOD_OPTIONS);
  const { count = Number.POSITIVE_INFINITY, durationMs = Number.POSITIVE_INFINITY, ...rest } = o ?? {};
  if (!Number.isFinite(count) && !Number.isFinite(durationMs))
    throw new PacketwrightError('ERR_VALUE', `${what} sends without end: it needs a bound`, { remedy: 'give count or durationMs' });
  return exchange(packets, rest, { level, first, flood: { count, durationMs } });
}
