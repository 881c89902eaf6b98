/** How connections behave unless it is said otherwise. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { shown } from '../../packet/spec/wants.ts';
import { above0, checkOptions, inRange, type OptionNames } from '../../bytes/known-options.ts';
import { HOP_LIMIT } from '../ip/ip-output.ts';
import type { TcpSettings } from './tcb.ts';

/** What all connections of a stack may take. */
export interface TcpLimits {
  readonly maxConnections: number;
  /** Octets that wait to be sent, acknowledged or read, in all of them. */
  readonly maxOctets: number;
}

export const TCP_SETTINGS: TcpSettings = {
  sendBuffer: 1 << 20,
  receiveBuffer: 1 << 20,
  noDelay: false,
  congestion: 'cubic',
  timeoutMs: 900_000,
  synTimeoutMs: 180_000,
  keepAliveMs: 0,
  keepAliveIntervalMs: 75_000,
  keepAliveProbes: 9,
  timeWaitMs: 60_000,
  hopLimit: HOP_LIMIT,
  trafficClass: 0,
  mss: undefined,
  selective: true,
  timestamps: true,
  windowScaling: true,
  iss: undefined,
};

/** Less would be headers alone. */
const LEAST_MSS = 48;

const NAMES: OptionNames<TcpSettings> = {
  sendBuffer: true,
  receiveBuffer: true,
  noDelay: true,
  congestion: true,
  timeoutMs: true,
  synTimeoutMs: true,
  keepAliveMs: true,
  keepAliveIntervalMs: true,
  keepAliveProbes: true,
  timeWaitMs: true,
  hopLimit: true,
  trafficClass: true,
  mss: true,
  selective: true,
  timestamps: true,
  windowScaling: true,
  iss: true,
};

/** The usual ones with some changed. @throws ERR_OPTION, ERR_VALUE */
export function tcpSettings(who: string, o: Partial<TcpSettings>, usual: TcpSettings = TCP_SETTINGS): TcpSettings {
  checkOptions(who, o, NAMES);
  for (const name of ['sendBuffer', 'receiveBuffer', 'timeoutMs', 'synTimeoutMs'] as const)
    if (o[name] !== undefined) above0(name, o[name]);
  if (o.congestion !== undefined && o.congestion !== 'cubic' && o.congestion !== 'new-reno')
    throw new PacketwrightError('ERR_VALUE', `congestion ${shown(o.congestion)} is not known: 'cubic' or 'new-reno' was expected`, {
      value: o.congestion,
    });
  if (o.mss !== undefined) inRange('mss', o.mss, LEAST_MSS, 65_535);
  if (o.hopLimit !== undefined) inRange('hopLimit', o.hopLimit, 1, 255);
  if (o.trafficClass !== undefined) inRange('trafficClass', o.trafficClass, 0, 255);
  return { ...usual, ...o };
}
