/** What every sending function takes. */
import { checkOptions, type OptionNames } from '../bytes/known-options.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import type { Address, Host } from '../host/host.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { shown } from '../packet/spec/wants.ts';
import type { Template } from '../packet/templates/template.ts';

/** What can be sent: a packet, a template (each of its packets), or several of both. */
export type Sendable<S extends string = string> = Packet<S> | Template<S> | Iterable<Packet<S> | Template<S>>;

/** A packet, or what makes packets. */
export type SendablePart = Packet | Template;

/** The layers that each of these has, as far as is known; `string` where nothing is. */
export type NamesOfAll<P> = Known<
  (P extends Packet<infer S> | Template<infer S> ? (name: string extends S ? never : S) => void : never) extends (name: infer All) => void
    ? All
    : never
>;
type Known<All> = [All] extends [never] ? string : Extract<All, string>;

/** Where packets are sent from, and how fast. */
export interface SendingOptions {
  /** Where from. Default: this machine, opened at first use. */
  readonly host?: Host;
  /** Interface to send through, whatever the routes say. Default: the route's; at layer 2 without an address, the first interface that is up. */
  readonly iface?: string;
  /** Gateway to send through, whatever the routes say: a neighbour that gets the frames. Default: the route's. */
  readonly via?: Address;
  /** Pause between one packet and the next, ms. Default 0. */
  readonly intervalMs?: number;
  /** Stops it. */
  readonly signal?: AbortSignal;
  /** Called with a line of progress now and then. Default: nothing is reported. */
  readonly verbose?: (line: string) => void;
}

/** How long to wait for answers, and other options of an exchange. */
export interface ExchangeOptions extends SendingOptions {
  /** How long to wait for answers after the last packet has left, ms. Default 2,000. */
  readonly timeoutMs?: number;
  /** How often to resend packets that got no answer. Negative: until that many rounds in a row brought no answer. Default 0. */
  readonly retry?: number;
  /** Keep every answer to a packet, not only the first; always waits until the time-out. Default false. */
  readonly multi?: boolean;
  /** Return false to reject a packet as an answer. */
  readonly filter?: (received: Packet) => boolean;
}

const SENDING: OptionNames<SendingOptions> = { host: true, iface: true, via: true, intervalMs: true, signal: true, verbose: true };

/** The names of the options of all that sends. */
export const SEND_OPTIONS = { ...SENDING, count: true, keep: true } as const;
/** Of all that waits for answers. */
export const EXCHANGE_OPTIONS: OptionNames<ExchangeOptions> = { ...SENDING, timeoutMs: true, retry: true, multi: true, filter: true };

export const DEFAULT_TIMEOUT_MS = 2000;

/** What must be a number, by its name: 0 or more. */
const NUMBERS = ['timeoutMs', 'intervalMs', 'everyMs'];

/** Refuses options that `what` does not have, and waits that are no time. @throws ERR_VALUE, ERR_RANGE */
export function checkExchange<O extends ExchangeOptions>(what: string, o: O, names: OptionNames<O>): void {
  checkOptions(what, o, names);
  for (const name of NUMBERS) {
    const value = (o as Readonly<Record<string, unknown>>)[name];
    if (value !== undefined && !(typeof value === 'number' && value >= 0))
      throw new PacketwrightError('ERR_RANGE', `${what}: ${name} is ${shown(value)}; give a number of milliseconds, 0 or more`, {
        [name]: value,
      });
  }
}
