/** What a sweep is told, and which hosts it is for. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import { parsePrefix } from '../../bytes/prefix.ts';
import { shown } from '../../packet/spec/wants.ts';
import type { SendingOptions } from '../options.ts';
import { checkEcho, ECHO_OPTIONS, type EchoOptions, type PingOptions } from './ping-options.ts';

/** How many hosts are asked how often. */
export interface SweepOptions
  extends Omit<EchoOptions, 'recordRoute' | 'timestamps'>,
    Pick<PingOptions, 'family' | 'source'>,
    Pick<SendingOptions, 'host' | 'iface' | 'via' | 'signal'> {
  /** From one request to the next, whichever host it is for, ms. Default 10. */
  readonly intervalMs?: number;
  /** How long the first request to a host has for its answer, ms; each further one has half as much again as the one before. Default 500. */
  readonly timeoutMs?: number;
  /** How many more requests a host gets that does not answer. Default 3. */
  readonly retry?: number;
}

const { recordRoute: _r, timestamps: _t, ...ECHO } = ECHO_OPTIONS;
const SWEEP_OPTIONS: OptionNames<SweepOptions> = {
  ...ECHO,
  family: true,
  source: true,
  host: true,
  iface: true,
  via: true,
  signal: true,
  intervalMs: true,
  timeoutMs: true,
  retry: true,
};

const MOST_RETRIES = 20;

/** @throws ERR_RANGE, ERR_VALUE */
export function checkSweep(what: string, o: SweepOptions): void {
  checkOptions(what, o, SWEEP_OPTIONS);
  checkEcho(what, o);
  const { retry } = o;
  if (retry !== undefined && !(Number.isInteger(retry) && retry >= 0 && retry <= MOST_RETRIES))
    throw new PacketwrightError('ERR_RANGE', `${what}: retry is ${shown(retry)}; give a whole number from 0 to ${MOST_RETRIES}`, { retry });
}

/** Hosts of one sweep. */
const MOST_HOSTS = 0x1_0000;

/** Whether it names a network: an address and a prefix length. */
export const isNetwork = (text: string): boolean => text.includes('/');

/** Each host that `targets` names, in order: those of a network without its own and its broadcast address. @throws ERR_ADDRESS, ERR_RANGE */
export function sweptHosts(targets: string | Iterable<string>): string[] {
  const hosts: string[] = [];
  for (const target of typeof targets === 'string' ? [targets] : targets) {
    if (!isNetwork(target)) hosts.push(target);
    else {
      const network = parsePrefix(target);
      if (network.count > MOST_HOSTS) throw tooMany(target, `it has ${network.count} addresses`);
      for (const address of network.hosts()) hosts.push(address);
    }
    if (hosts.length > MOST_HOSTS) throw tooMany(target, `with it there are ${hosts.length} hosts`);
  }
  return hosts;
}

const tooMany = (target: string, why: string): PacketwrightError =>
  new PacketwrightError('ERR_RANGE', `${target} is too large for a sweep: ${why}; at most ${MOST_HOSTS} are swept`, {
    target,
    remedy: 'sweep a smaller network, or several one after another',
  });
