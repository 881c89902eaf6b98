/** softflowd's `-t NAME=TIME`. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { didYouMean, nearest } from '../../../bytes/nearest.ts';
import type { FlowOptions } from '../../../flows/flow-options.ts';
import { parseSpan } from './span.ts';

/** In ms, by softflowd's names. */
export type SoftflowdTimeouts = Readonly<Record<string, number>>;

/** softflowd's own, in seconds. */
const DEFAULTS: SoftflowdTimeouts = {
  general: 3600_000,
  tcp: 3600_000,
  'tcp.rst': 120_000,
  'tcp.fin': 300_000,
  udp: 300_000,
  icmp: 300_000,
  maxlife: 604_800_000,
  expint: 60_000,
};

/** For `OptionSpec.parse`: may be given several times. */
export function parseTimeout(text: string, before: unknown): SoftflowdTimeouts {
  const [name = '', span] = text.split('=');
  const names = Object.keys(DEFAULTS);
  if (span === undefined || !names.includes(name))
    throw new PacketwrightError(
      'ERR_USAGE',
      `-t ${text}${didYouMean(nearest(name, names))}: expected NAME=TIME, NAME one of ${names.join(', ')}`,
      {
        value: text,
      },
    );
  const ms = parseSpan(`-t ${name}`, span);
  if (ms === 0 && name !== 'maxlife' && name !== 'expint')
    throw new PacketwrightError('ERR_USAGE', `-t ${text}: expected more than 0 seconds`, { value: text });
  return { ...(before as SoftflowdTimeouts | undefined), [name]: ms };
}

/** When flows end. */
export function timeoutsOf(given: SoftflowdTimeouts = {}): Pick<FlowOptions, 'idleMs' | 'activeMs'> {
  const of = (name: string): number => given[name] ?? (DEFAULTS[name] as number);
  return {
    idleMs: { general: of('general'), tcp: of('tcp'), tcpRst: of('tcp.rst'), tcpFin: of('tcp.fin'), udp: of('udp'), icmp: of('icmp') },
    activeMs: of('maxlife'),
  };
}
