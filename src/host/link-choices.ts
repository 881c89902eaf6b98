/** What an interface can give, and what was asked of it: the same words for every host. */
import { PacketwrightError } from '../bytes/errors.ts';
import type { OptionNames } from '../bytes/known-options.ts';
import type { LinkOptions, RouteOptions, SendOptions, TimestampSource, WaitOptions } from './host.ts';

/** The names of the options of `open`. */
export const LINK_OPTIONS: OptionNames<LinkOptions> = {
  immediate: true,
  promiscuous: true,
  snaplen: true,
  direction: true,
  bufferSize: true,
  retireMs: true,
  filter: true,
  linkType: true,
  timestamps: true,
  sendOnly: true,
  bypassQdisc: true,
  fanout: true,
  referenced: true,
  routed: true,
};
/** Of all that waits. */
export const WAIT_OPTIONS: OptionNames<WaitOptions> = { timeoutMs: true, signal: true };
/** Of `route`. */
export const ROUTE_OPTIONS: OptionNames<RouteOptions> = { iface: true, source: true };
/** Of a link's `send`. */
export const LINK_SEND_OPTIONS: OptionNames<SendOptions> = { rate: true, stamps: true, signal: true };

/** The link type that is asked for, or the first of those that there are. @throws ERR_VALUE */
export function chosenLinkType(iface: string, there: readonly number[], wanted: number | undefined): number {
  if (wanted === undefined) return there[0] as number;
  if (there.includes(wanted)) return wanted;
  throw new PacketwrightError('ERR_VALUE', `${iface} does not support link type ${wanted}; it supports ${there.join(' or ')}`, {
    iface,
    linkTypes: there,
  });
}

/** @throws ERR_VALUE */
export function checkTimestamps(iface: string, there: readonly TimestampSource[], wanted: TimestampSource): void {
  if (there.includes(wanted)) return;
  throw new PacketwrightError('ERR_VALUE', `${iface} does not support time stamps of type ${wanted}; it supports ${there.join(', ')}`, {
    iface,
    timestamps: there,
  });
}

/** What reading from a link says that was opened with `sendOnly`. */
export function sendOnlyError(iface: string, doing: string): PacketwrightError {
  return new PacketwrightError('ERR_VALUE', `cannot ${doing} on ${iface}: the link was opened with sendOnly`, {
    iface,
    remedy: 'open it without sendOnly, or open another link for receiving',
  });
}
