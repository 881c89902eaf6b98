/** The OPT pseudo-record: its options, and what its owner's class and time to live really are. */
import { formatIpv4, parseIpv4, parseIpv6, readIpv6 } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { type Field, field } from '../../../packet/spec/field.ts';
import { u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { list } from '../../../packet/fields/lists.ts';
import { fixedOctets, octets } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { dnsName } from './name-field.ts';
import { restText } from './pieces.ts';
import { struct } from '../../../packet/fields/struct.ts';
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';

/** As many octets of an address as the source prefix needs (RFC 7871 §6); any other number is no such option. */
const subnetAddress = (): Field<string, string | Uint8Array> =>
  field({
    form: 'variable',
    label: 'part of an address',
    holds: { either: [{ field: ipv4() }, { field: ipv6() }] },
    initial: '0.0.0.0',
    end: (_b, at, limit, { self }) => {
      const octets = (Number(self['sourcePrefix']) + 7) >> 3;
      const most = self['family'] === 1 ? 4 : self['family'] === 2 ? 16 : -1;
      return octets > most ? limit + 1 : at + octets;
    },
    read: (b, at, end, { self }) => {
      const whole = new Uint8Array(16);
      whole.set(b.subarray(at, end));
      return self['family'] === 1
        ? formatIpv4(((whole[0] as number) << 24) | ((whole[1] as number) << 16) | ((whole[2] as number) << 8) | (whole[3] as number))
        : readIpv6(whole, 0);
    },
    write: (w, v, { self }) => {
      if (v instanceof Uint8Array) {
        w.octets(v);
        return;
      }
      const family = Number(self['family'] ?? 1),
        text = String(v);
      const prefix = Number(self['sourcePrefix'] ?? 0);
      if (family !== 1 && family !== 2)
        throw new PacketwrightError('ERR_VALUE', `client subnet: an address of family ${family} must be given as octets`, { value: v });
      const whole = new Uint8Array(16);
      if (family === 1) {
        const n = parseIpv4(text);
        for (let i = 0; i < 4; i++) whole[i] = n >>> (24 - 8 * i);
      } else parseIpv6(text === '0.0.0.0' ? '::' : text, whole, 0);
      w.octets(whole.subarray(0, (prefix + 7) >> 3));
    },
  });

/** IANA's "DNS EDNS0 Option Codes (OPT)". What has another length than it should, and what is not here, stays as octets. */
export const ednsOptions = () =>
  optionList({
    kinds: {
      1: option('LLQ', octets({ about: 'RFC 8764' })),
      2: option('UL', octets({ about: 'RFC 9664' })),
      3: option('NSID', octets({ about: 'RFC 5001' })),
      5: option('DAU', list(u8({ wireshark: 'dns.opt.dau' }), { about: 'RFC 6975' })),
      6: option('DHU', list(u8({ wireshark: 'dns.opt.dhu' }), { about: 'RFC 6975' })),
      7: option('N3U', list(u8({ wireshark: 'dns.opt.n3u' }), { about: 'RFC 6975' })),
      8: option(
        'ECS',
        struct({
          family: u16({ default: 1, wireshark: 'dns.opt.client.family' }),
          sourcePrefix: u8({ wireshark: 'dns.opt.client.netmask' }),
          scopePrefix: u8({ wireshark: 'dns.opt.client.scope' }),
          address: subnetAddress(),
        }),
      ),
      9: option('EXPIRE', u32({ about: 'seconds (RFC 7314)' })),
      10: option('COOKIE', struct({ client: fixedOctets(8), server: octets() })),
      11: option('KEEPALIVE', u16({ wireshark: 'dns.opt.edns_tcp_keepalive.timeout', about: 'units of 100 ms (RFC 7828)' })),
      12: option('PADDING', octets({ about: 'RFC 7830' })),
      13: option('CHAIN', dnsName({ about: 'RFC 7901' })),
      14: option('KEY-TAG', list(u16(), { about: 'RFC 8145' })),
      15: option('EDE', struct({ code: u16({ wireshark: 'dns.opt.ext_error.info_code' }), text: restText() })),
      18: option('REPORT-CHANNEL', dnsName({ about: 'RFC 9567' })),
      19: option('ZONEVERSION', octets({ about: 'RFC 9660' })),
    },
    typeOctets: 2,
    lengthOctets: 2,
  });

/** What the class and the time to live of an OPT record hold (RFC 6891 §6.1.2, §6.1.3). */
export interface EdnsHeader {
  /** Largest UDP payload that the sender accepts, in octets. */
  readonly udpSize: number;
  /** The upper 8 of the 12 bits of the response code. */
  readonly extendedRcode: number;
  readonly version: number;
  /** DNSSEC records are wanted (RFC 3225). */
  readonly do: boolean;
  /** The 16 bits that `do` is the first of. */
  readonly z: number;
}

/** Reads {@link EdnsHeader} out of a record. */
export function ednsHeader(record: { readonly rclass: number; readonly ttl: number }): EdnsHeader {
  const { rclass, ttl } = record;
  return { udpSize: rclass, extendedRcode: ttl >>> 24, version: (ttl >>> 16) & 255, do: (ttl & 0x8000) !== 0, z: ttl & 0xffff };
}
