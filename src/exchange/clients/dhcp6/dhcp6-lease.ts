/** What a DHCPv6 server gave: addresses and prefixes for a time, and settings. */
import type { Address } from '../../../host/host.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { IPv6 } from '../../../protocols/network/ipv6/ipv6.ts';
import { type Dhcp6Option, messageOf, option6, options6 } from './dhcp6-options.ts';

/** Settings that a DHCPv6 server told. */
export interface Dhcp6Settings {
  /** Where the answer came from. */
  readonly server: Address;
  readonly nameServers: readonly Address[];
  /** Domains that names are looked up in. */
  readonly search: readonly string[];
  /** All options as they came. */
  readonly options: readonly Dhcp6Option[];
}

/** How long an address or prefix lasts, seconds; Infinity: for ever. */
export interface Dhcp6Lifetimes {
  readonly preferredSeconds: number;
  readonly validSeconds: number;
}

/** What is lent. Times count from `obtainedAt`. */
export interface Dhcp6Lease extends Dhcp6Settings {
  readonly addresses: readonly ({ readonly address: Address } & Dhcp6Lifetimes)[];
  /** `2001:db8:1::/56`. */
  readonly prefixes: readonly ({ readonly prefix: string } & Dhcp6Lifetimes)[];
  /** T1 and T2: from then on its server, and any server, is asked for more time. */
  readonly renewSeconds: number;
  readonly rebindSeconds: number;
  /** When the last address or prefix ends. */
  readonly seconds: number;
  /** ms since 1970. */
  readonly obtainedAt: number;
}

const FOR_EVER = 0xffff_ffff;
const seconds = (n: number): number => (n === FOR_EVER ? Number.POSITIVE_INFINITY : n);

export function settings6Of(p: Packet<any>): Dhcp6Settings {
  const options = messageOf(p)?.options ?? [];
  return {
    server: p.get(IPv6)?.src ?? '',
    nameServers: option6(options, 'DNSServers') ?? [],
    search: (option6(options, 'DNSDomains') ?? []).map((name) => name.replace(/\.$/, '')),
    options,
  };
}

/** RFC 8415 §21.4: where the server leaves T1 and T2 to the client. */
const T1 = 0.5,
  T2 = 0.8;

/** What an answer lends; nothing where it has no addresses and no prefixes that last. */
export function lease6Of(p: Packet<any>, obtainedAt: number): Dhcp6Lease | undefined {
  const settings = settings6Of(p);
  const { options } = settings;
  const nas = options6(options, 'IA_NA');
  const pds = options6(options, 'IA_PD');
  const lifetimes = ({ preflft, validlft }: { readonly preflft: number; readonly validlft: number }): Dhcp6Lifetimes => ({
    preferredSeconds: seconds(preflft),
    validSeconds: seconds(validlft),
  });
  const addresses = nas
    .flatMap(({ ianaopts }) => options6(ianaopts as readonly Dhcp6Option[], 'IAAddress'))
    .map((one) => ({ address: one.addr, ...lifetimes(one) }))
    .filter(({ validSeconds }) => validSeconds > 0);
  const prefixes = pds
    .flatMap(({ iapdopt }) => options6(iapdopt as readonly Dhcp6Option[], 'IAPrefix'))
    .map((one) => ({ prefix: `${one.prefix}/${one.plen}`, ...lifetimes(one) }))
    .filter(({ validSeconds }) => validSeconds > 0);
  const all = [...addresses, ...prefixes];
  if (all.length === 0) return undefined;
  const valid = Math.max(1, ...all.map(({ validSeconds }) => validSeconds));
  const preferred = Math.max(1, Math.min(...all.map(({ preferredSeconds }) => preferredSeconds)));
  const told = (of: 'T1' | 'T2', part: number): number => {
    const times = [...nas, ...pds].map((ia) => seconds(ia[of])).filter((n) => n > 0);
    return times.length > 0 ? Math.min(...times) : preferred * part;
  };
  const rebindSeconds = Math.min(told('T2', T2), valid);
  return {
    ...settings,
    addresses,
    prefixes,
    renewSeconds: Math.min(told('T1', T1), rebindSeconds),
    rebindSeconds,
    seconds: valid,
    obtainedAt,
  };
}
