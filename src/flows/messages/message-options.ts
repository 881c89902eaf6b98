/** Of flows as messages: which version, how large, how often what. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import type { FlowTimeForm } from './elements.ts';

/** NetFlow 1, 5 and 9; 10 is IPFIX. */
export type NetflowVersion = 1 | 5 | 9 | 10;

/** What messages of flows are made: the version, how often templates are sent again, sampling. */
export interface FlowMessageOptions {
  /** Default 5. */
  readonly version?: NetflowVersion;
  /** Octets of a message at most: what a datagram carries without being fragmented. Default 1,452 (1,500 less IPv6 and UDP). */
  readonly maxOctets?: number;
  /** Names the exporter's stream: source id of version 9, observation domain of IPFIX, engine id (low 8 bits) of version 5. Default 0. */
  readonly domain?: number;
  /** One in so many packets was looked at: told in the header (5), or in records of options (9, 10). Default 1. */
  readonly sampling?: number;
  /** Templates are sent again after so many messages. Default 20; 0: never, for streams and files, which lose nothing. */
  readonly templateEvery?: number;
  /** … and after so long, in ms of the time in the headers. Default 60,000. */
  readonly templateMs?: number;
  /** IPFIX: how times are written. Default `milli`; version 9 has milliseconds since `bootUs`. */
  readonly times?: Exclude<FlowTimeForm, 'uptime'>;
  /** When the exporter began, in µs since 1970. Default: an hour before the first flow's first packet. */
  readonly bootUs?: number;
  /** IPFIX: both directions of a flow in one record (RFC 5103). Default false: a record each. */
  readonly biflow?: boolean;
  /** Records have the VLAN; they have the MAC addresses. Versions 9 and 10. */
  readonly vlan?: boolean;
  readonly ether?: boolean;
}

const OPTIONS: OptionNames<FlowMessageOptions> = {
  version: true,
  maxOctets: true,
  domain: true,
  sampling: true,
  templateEvery: true,
  templateMs: true,
  times: true,
  bootUs: true,
  biflow: true,
  vlan: true,
  ether: true,
};
const VERSIONS: readonly number[] = [1, 5, 9, 10];
const TIMES: readonly string[] = ['sec', 'milli', 'micro', 'nano'];
/** Room for a template or a record of any kind, with headers. */
const LEAST = 256;
const MOST = 65_507;

/** @throws ERR_VALUE */
export function checkMessageOptions(
  o: FlowMessageOptions,
): Required<Omit<FlowMessageOptions, 'bootUs'>> & Pick<FlowMessageOptions, 'bootUs'> {
  checkOptions('flow messages', o, OPTIONS);
  const whole = (name: keyof FlowMessageOptions, otherwise: number, least: number, most: number): number => {
    const value = (o[name] as number | undefined) ?? otherwise;
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new PacketwrightError('ERR_VALUE', `${name} is ${String(value)}: expected a whole number from ${least} to ${most}`, { value });
  };
  const { version = 5, times = 'milli' } = o;
  if (!VERSIONS.includes(version))
    throw new PacketwrightError('ERR_VALUE', `version is ${String(version)}: expected 1, 5, 9 or 10 (IPFIX)`, { value: version });
  if (!TIMES.includes(times))
    throw new PacketwrightError('ERR_VALUE', `times is '${String(times)}': expected one of ${TIMES.join(', ')}`, { value: times });
  if (o.biflow && version !== 10)
    throw new PacketwrightError('ERR_VALUE', 'biflow: only IPFIX has records of both directions', { remedy: 'version: 10' });
  return {
    version,
    times,
    maxOctets: whole('maxOctets', 1452, LEAST, MOST),
    domain: whole('domain', 0, 0, 0xffff_ffff),
    // Version 5 has 14 bits for it.
    sampling: whole('sampling', 1, 1, version === 5 ? 0x3fff : 0xffff_ffff),
    templateEvery: whole('templateEvery', 20, 0, 0xffff_ffff),
    templateMs: whole('templateMs', 60_000, 1, 0xffff_ffff),
    biflow: o.biflow ?? false,
    vlan: o.vlan ?? false,
    ether: o.ether ?? false,
    ...(o.bootUs !== undefined && { bootUs: o.bootUs }),
  };
}
