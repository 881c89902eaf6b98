/** What every sending function takes. */
import type { OptionNames } from '../bytes/known-options.ts';
import type { Address, Host } from '../host/host.ts';
import type { Packet } from '../packet/laid/packet.ts';
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
  /** Packets a second, instead of `intervalMs`. Default: as fast as possible. */
  readonly rate?: number;
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
  /** Ends with the first answer, whichever packet it answers. Default false. */
  readonly first?: boolean;
  /** Ends after the answer for which this returns true; that one is still given. scapy's `stop_filter`. */
  readonly stop?: (received: Packet) => boolean;
  /** Return false to reject a packet as an answer. */
  readonly filter?: (received: Packet) => boolean;
  /** Called for each frame that is heard: whether it is an answer. scapy's dots and stars. */
  readonly progress?: (answers: boolean) => void;
  /**
   * Also listen to all interfaces that are up, in both directions and 2 s longer, so that `explain` can tell of the own kernel's resets, and of
   * answers that come late, by another interface or from another address. Not for `sr1` and `srp1`, whose answer has nothing to explain. Default false.
   */
  readonly watch?: boolean;
}

const SENDING: OptionNames<SendingOptions> = {
  host: true,
  iface: true,
  via: true,
  intervalMs: true,
  rate: true,
  signal: true,
  verbose: true,
};

/** The names of the options of all that sends. */
export const SEND_OPTIONS = { ...SENDING, count: true, keep: true } as const;
/** Of all that waits for answers. */
export const EXCHANGE_OPTIONS: OptionNames<ExchangeOptions> = {
  ...SENDING,
  timeoutMs: true,
  retry: true,
  multi: true,
  first: true,
  stop: true,
  filter: true,
  progress: true,
  watch: true,
};

export const DEFAULT_TIMEOUT_MS = 2000;

/** From one packet to the next, ms; 0: as fast as possible. */
export const intervalOf = ({ intervalMs = 0, rate }: SendingOptions): number => (rate === undefined ? intervalMs : 1000 / rate);
