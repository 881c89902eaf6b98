/** Options of Neighbour Discovery messages. */
import { standsAt } from '../../../bytes/equal-octets.ts';
import { readIpv6, parseIpv6 } from '../../../bytes/address.ts';
import { latin1 } from '../../../bytes/text.ts';
import { hardwareAddress, ipv6 } from '../../../packet/fields/addresses.ts';
import { type Field, field } from '../../../packet/spec/field.ts';
import { bits, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { list, record } from '../../../packet/fields/lists.ts';
import { fixedOctets, octets, octetsFrom } from '../../../packet/fields/octets.ts';
import { option, type OptionListForm, optionList } from '../../../packet/fields/options.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { ColumnFunction } from '../../../packet/spec/spec.ts';
import { orOctets } from '../../../packet/spec/value-form.ts';

const FOREVER = 0xffff_ffff;

/** A prefix of the link, for autoconfiguration and for on-link addresses. @see RFC 4861 §4.6.2 */
export const NDPrefixInfo = layer('NDPrefixInfo', () => ({
  about: 'A prefix of the link, for autoconfiguration and for on-link addresses.',
  source: 'RFC 4861 §4.6.2',
  fields: {
    prefixlen: u8({ default: 64, wireshark: 'icmpv6.opt.prefix.length' }),
    L: bits(1, { default: 1, wireshark: 'icmpv6.opt.prefix.flag.l', about: 'on-link' }),
    A: bits(1, { default: 1, wireshark: 'icmpv6.opt.prefix.flag.a', about: 'for autoconfiguration' }),
    R: bits(1, { wireshark: 'icmpv6.opt.prefix.flag.r', about: "the router's whole address" }),
    res1: bits(5, { wireshark: 'icmpv6.opt.prefix.flag.reserved' }),
    validlifetime: u32({ default: FOREVER, wireshark: 'icmpv6.opt.prefix.valid_lifetime', about: 'seconds' }),
    preferredlifetime: u32({ default: FOREVER, wireshark: 'icmpv6.opt.prefix.preferred_lifetime', about: 'seconds' }),
    res2: u32(),
    prefix: ipv6({ wireshark: 'icmpv6.opt.prefix' }),
  },
}));

/** The packet that was redirected, cut to what fits. @see RFC 4861 §4.6.3 */
export const NDRedirectedHdr = layer('NDRedirectedHdr', () => ({
  about: 'The packet that was redirected, cut to what fits.',
  source: 'RFC 4861 §4.6.3',
  fields: { res: fixedOctets(6), pkt: octets() },
}));

/** The link's MTU. @see RFC 4861 §4.6.4 */
export const NDMtu = layer('NDMtu', () => ({
  about: "The link's MTU.",
  source: 'RFC 4861 §4.6.4',
  fields: { res: u16(), mtu: u32({ default: 1280, wireshark: 'icmpv6.opt.mtu' }) },
}));

/** An address list behind six reserved octets. @see RFC 3122 §3.1 */
export const NDAddressList = layer('NDAddressList', () => ({
  about: 'IPv6 addresses of a node.',
  source: 'RFC 3122 §3.1',
  fields: { res: fixedOctets(6), addrlist: list(ipv6({ wireshark: 'icmpv6.opt.ipv6_address' })) },
}));

/** Maximum interval between advertisements, in milliseconds. @see RFC 6275 §7.3 */
export const NDAdvInterval = layer('NDAdvInterval', () => ({
  about: 'Maximum interval between advertisements, in milliseconds.',
  source: 'RFC 6275 §7.3',
  fields: { res: u16(), advint: u32({ wireshark: 'icmpv6.opt.advertisement_interval' }) },
}));

/** A home agent. @see RFC 6275 §7.4 */
export const NDHAInfo = layer('NDHAInfo', () => ({
  about: 'A home agent.',
  source: 'RFC 6275 §7.4',
  fields: {
    res: u16(),
    pref: u16({ wireshark: 'icmpv6.opt.home_agent_preference' }),
    lifetime: u16({ default: 1, wireshark: 'icmpv6.opt.home_agent_lifetime', about: 'seconds' }),
  },
}));

/**
 * A prefix in 0, 8 or 16 octets as its length wants it (RFC 4191 §2.3): text. Where it has other octets than that, they are given
 * as they are, so that none is lost.
 */
function prefix(): Field<string | Uint8Array, string | Uint8Array> {
  const octetsFor = (bitsOf: number): number => (bitsOf === 0 ? 0 : bitsOf <= 64 ? 8 : 16);
  return field(
    {
      form: 'variable',
      label: 'ipv6 prefix',
      holds: orOctets({ field: ipv6() }),
      greedy: true,
      initial: '::',
      end: (_b, _at, limit) => limit,
      read: (b, at, end, { self }) => {
        if (end - at !== octetsFor(self['plen'] as number)) return b.subarray(at, end);
        const whole = new Uint8Array(16);
        whole.set(b.subarray(at, end));
        return readIpv6(whole, 0);
      },
      write: (w, v, { self }) =>
        w.octets(v instanceof Uint8Array ? v : parseIpv6(String(v)).subarray(0, octetsFor(self['plen'] as number))),
    },
    { wireshark: 'icmpv6.opt.prefix' },
  );
}

/** A route that the router offers. @see RFC 4191 §2.3 */
export const NDRouteInfo = layer('NDRouteInfo', () => ({
  about: 'A route that the router offers.',
  source: 'RFC 4191 §2.3',
  fields: {
    plen: u8({ wireshark: 'icmpv6.opt.prefix.length', about: 'bits of the prefix' }),
    res1: bits(3),
    prf: bits(2, {
      wireshark: 'icmpv6.opt.route_info.flag.route_preference',
      names: { 'Medium (default)': 0, High: 1, Reserved: 2, Low: 3 },
    }),
    res2: bits(3),
    rtlifetime: u32({ default: FOREVER, wireshark: 'icmpv6.opt.route_lifetime', about: 'seconds' }),
    prefix: prefix(),
  },
}));

/** Recursive DNS servers. @see RFC 8106 §5.1 */
export const NDRdnss = layer('NDRdnss', () => ({
  about: 'Recursive DNS servers.',
  source: 'RFC 8106 §5.1',
  fields: {
    res: u16(),
    lifetime: u32({ default: FOREVER, wireshark: 'icmpv6.opt.rdnss.lifetime', about: 'seconds' }),
    dns: list(ipv6({ wireshark: 'icmpv6.opt.rdnss' })),
  },
}));

/** Domain names, uncompressed, then zeros. What is not just that is given as octets. */
function searchList(): Field<readonly string[] | Uint8Array, readonly string[] | Uint8Array> {
  const encode = (domains: readonly unknown[], size = 0): Uint8Array => {
    const out: number[] = [];
    for (const domain of domains) {
      for (const label of String(domain)
        .split('.')
        .filter((l) => l !== ''))
        out.push(label.length, ...octetsFrom(label));
      out.push(0);
    }
    // The option's head and reserved octets are 8: names and zeros fill multiples of 8.
    return Uint8Array.from({ length: Math.max(size, (out.length + 7) & ~7) }, (_, i) => out[i] ?? 0);
  };
  const decode = (b: Uint8Array, at: number, end: number): string[] => {
    const domains: string[] = [];
    let q = at,
      name = '';
    while (q < end) {
      const n = b[q] as number;
      if (n === 0 && name === '') break;
      if (n === 0) {
        domains.push(name);
        name = '';
        q++;
      } else {
        name += `${latin1(b, q + 1, Math.min(q + 1 + n, end))}.`;
        q += 1 + n;
      }
    }
    return domains;
  };
  return field({
    form: 'variable',
    label: 'domain names',
    value: 'name',
    holds: orOctets({ list: 'text' }),
    greedy: true,
    list: true,
    initial: [],
    end: (_b, _at, limit) => limit,
    read: (b, at, end) => {
      const domains = decode(b, at, end);
      // Only what is written back the same is text.
      const again = encode(domains);
      return again.length === end - at && standsAt(b, at, end, again) ? domains : b.subarray(at, end);
    },
    write: (w, v) => w.octets(v instanceof Uint8Array ? v : encode(v as readonly string[])),
  });
}

/** DNS search list. @see RFC 8106 §5.2 */
export const NDDnssl = layer('NDDnssl', () => ({
  about: 'DNS search list.',
  source: 'RFC 8106 §5.2',
  fields: {
    res: u16(),
    lifetime: u32({ default: FOREVER, wireshark: 'icmpv6.opt.dnssl.lifetime', about: 'seconds' }),
    searchlist: searchList(),
  },
}));

/** IANA's registry "IPv6 Neighbor Discovery Option Formats". */
export const ndOptionKinds = {
  1: option('SrcLLAddr', hardwareAddress()),
  2: option('DstLLAddr', hardwareAddress()),
  3: option(
    'PrefixInfo',
    record(() => NDPrefixInfo),
  ),
  4: option(
    'RedirectedHdr',
    record(() => NDRedirectedHdr),
  ),
  5: option(
    'MTU',
    record(() => NDMtu),
  ),
  6: option('ShortcutLimit', octets({ about: 'RFC 2491' })),
  7: option(
    'AdvInterval',
    record(() => NDAdvInterval),
  ),
  8: option(
    'HAInfo',
    record(() => NDHAInfo),
  ),
  9: option(
    'SrcAddrList',
    record(() => NDAddressList),
  ),
  10: option(
    'TgtAddrList',
    record(() => NDAddressList),
  ),
  11: option('CGA', octets({ about: 'RFC 3971' })),
  12: option('RSASignature', octets({ about: 'RFC 3971' })),
  13: option('Timestamp', octets({ about: 'RFC 3971' })),
  14: option('Nonce', octets({ about: 'RFC 3971 §5.3.2' })),
  17: option('IPAddr', octets({ about: 'RFC 5568' })),
  18: option('NewRtrPrefix', octets({ about: 'RFC 5568' })),
  19: option('LLA', octets({ about: 'RFC 5568' })),
  23: option('MAP', octets({ about: 'RFC 4140' })),
  24: option(
    'RouteInfo',
    record(() => NDRouteInfo),
  ),
  25: option(
    'RDNSS',
    record(() => NDRdnss),
  ),
  26: option('EFA', octets({ about: 'RFC 5175' })),
  31: option(
    'DNSSL',
    record(() => NDDnssl),
  ),
  33: option('ARO', octets({ about: 'RFC 6775' })),
  34: option('SixCO', octets({ about: 'RFC 6775' })),
  35: option('ABRO', octets({ about: 'RFC 6775' })),
  36: option('SixCIO', octets({ about: 'RFC 7400' })),
  37: option('CaptivePortal', octets({ about: 'RFC 8910' })),
  38: option('PREF64', octets({ about: 'RFC 8781' })),
} as const;

/** Lengths are in units of 8 octets and count type and length too (RFC 4861 §4.6). */
const ndOptionForm: OptionListForm<typeof ndOptionKinds> = {
  kinds: ndOptionKinds,
  lengthCovers: 'option',
  unit: 8,
  wireshark: { type: 'icmpv6.opt.type', length: 'icmpv6.opt.length' },
};

export const ndOptions = () => optionList(ndOptionForm, { about: 'RFC 4861 §4.6: padded with zeros to units of 8 octets' });

type Options = { readonly options: readonly (readonly [name: string | number, value?: unknown])[] };

/** Link addresses of 6 octets: 14 have an EUI-64 in them, which Wireshark has another field for. */
const link =
  (...names: readonly string[]): ColumnFunction<Options> =>
  ({ options }) =>
    options.flatMap(([name, value]) => (names.includes(String(name)) && String(value).length === 17 ? [value as string] : []));

/** Columns of a message with these options. */
export const ndOptionColumns = {
  'icmpv6.opt.linkaddr': link('SrcLLAddr', 'DstLLAddr'),
  'icmpv6.opt.src_linkaddr': link('SrcLLAddr'),
  'icmpv6.opt.target_linkaddr': link('DstLLAddr'),
};
