/** Data of the record types that say where things are: addresses, names, mail, services, texts. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { type Field, field } from '../../../packet/spec/field.ts';
import { ipv4, ipv6, mac } from '../../../packet/fields/addresses.ts';
import { u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { ipProtocols } from '../../registries/ip-protocols.ts';
import { dnsName } from './name-field.ts';
import { characterString, characterStrings, numberMap, prefixed, restText } from './pieces.ts';
import { struct } from '../../../packet/fields/struct.ts';

/** 8 octets, `02-00-5e-ff-fe-00-53-01` (RFC 7043 §4.2). */
const eui64 = (): Field<string, string | Uint8Array> =>
  field({
    form: 'fixed',
    octets: 8,
    label: 'eui64',
    holds: /[\da-f]{2}(-[\da-f]{2}){7}/,
    initial: new Uint8Array(8),
    read: (b, o) => toHex(b.subarray(o, o + 8), '-'),
    write: (b, o, v) => {
      const data = v instanceof Uint8Array ? v : fromHex(String(v).replaceAll('-', ':'));
      if (data.length !== 8)
        throw new PacketwrightError('ERR_VALUE', `'${String(v)}' is not an EUI-64: expected 02-00-5e-ff-fe-00-53-01`, { value: v });
      b.set(data, o);
    },
  });

/** Degrees from thousandths of a second of arc, 2^31 being 0 (RFC 1876 §2). */
const degrees = (): Field<number, number> =>
  measure(
    'degrees',
    (raw) => (raw - 2 ** 31) / 3_600_000,
    (v) => Math.round(v * 3_600_000) + 2 ** 31,
  );
/** Metres above the spheroid from centimetres above 100 km below it. */
const altitude = (): Field<number, number> =>
  measure(
    'metres',
    (raw) => (raw - 10_000_000) / 100,
    (v) => Math.round(v * 100) + 10_000_000,
  );

function measure(label: string, decode: (raw: number) => number, encode: (v: number) => number): Field<number, number> {
  return field({
    form: 'integer',
    bits: 32,
    little: false,
    signed: false,
    label,
    holds: { number: [decode(0), decode(2 ** 32 - 1)] },
    decode,
    encode: (v) => encode(Number(v)),
    initial: 0,
  });
}

/** Metres as one digit and a power of ten of centimetres (RFC 1876 §2). A digit above 9, or 0 with a power, is no such number. */
const precision = (initial: number): Field<number, number> =>
  field({
    form: 'variable',
    label: 'metres',
    holds: { number: [0, 9e7] },
    initial,
    end: (_b, at) => at + 1,
    read: (b, at) => {
      const digit = (b[at] as number) >> 4,
        power = (b[at] as number) & 15;
      return digit > 9 || power > 9 || (digit === 0 && power > 0) ? undefined : (digit * 10 ** power) / 100;
    },
    write: (w, v) => {
      let n = Math.round(Number(v) * 100),
        power = 0;
      if (!(n >= 0 && n <= 9e9)) throw new PacketwrightError('ERR_RANGE', `${String(v)} metres: expected 0 to 90000000`, { value: v });
      while (n > 9) {
        n = Math.floor(n / 10);
        power++;
      }
      w.u8((n << 4) | power);
    },
  });

const mailbox = () => dnsName();

/** By type: what `rdata` is. */
export const hostRdata = () => ({
  A: ipv4({ wireshark: 'dns.a' }),
  NS: dnsName(),
  MD: dnsName(),
  MF: dnsName(),
  CNAME: dnsName(),
  SOA: struct({
    mname: dnsName(),
    rname: mailbox(),
    // RFC 1982 §3.1: serial numbers are added modulo 2^32.
    serial: u32({ modular: true, wireshark: 'dns.soa.serial_number' }),
    refresh: u32({ wireshark: 'dns.soa.refresh_interval' }),
    retry: u32({ wireshark: 'dns.soa.retry_interval' }),
    expire: u32({ wireshark: 'dns.soa.expire_limit' }),
    minimum: u32({ wireshark: 'dns.soa.minimum_ttl' }),
  }),
  MB: dnsName(),
  MG: dnsName(),
  MR: dnsName(),
  NULL: octets(),
  WKS: struct({
    address: ipv4({ wireshark: 'dns.wks.address' }),
    protocol: u8({ names: ipProtocols, wireshark: 'dns.wks.protocol' }),
    // Bit n stands for port n (RFC 1035 §3.4.2).
    ports: numberMap(65_536),
  }),
  PTR: dnsName(),
  HINFO: struct({ cpu: characterString(), os: characterString() }),
  MINFO: struct({ rmailbx: mailbox(), emailbx: mailbox() }),
  MX: struct({ preference: u16({ wireshark: 'dns.mx.preference' }), exchange: dnsName() }),
  TXT: characterStrings(),
  // RFC 1183.
  RP: struct({ mbox: mailbox(), txt: dnsName() }),
  AFSDB: struct({ subtype: u16({ wireshark: 'dns.afsdb.subtype' }), hostname: dnsName() }),
  X25: characterString(),
  ISDN: characterStrings(),
  RT: struct({ preference: u16({ wireshark: 'dns.rt.subtype' }), host: dnsName() }),
  'NSAP-PTR': dnsName(),
  PX: struct({ preference: u16({ wireshark: 'dns.px.preference' }), map822: dnsName(), mapx400: dnsName() }),
  GPOS: struct({ longitude: characterString(), latitude: characterString(), altitude: characterString() }),
  AAAA: ipv6({ wireshark: 'dns.aaaa' }),
  LOC: struct({
    version: u8({ wireshark: 'dns.loc.version' }),
    size: precision(1),
    horizontal: precision(10_000),
    vertical: precision(10),
    latitude: degrees(),
    longitude: degrees(),
    altitude: altitude(),
  }),
  SRV: struct({
    priority: u16({ wireshark: 'dns.srv.priority' }),
    weight: u16({ wireshark: 'dns.srv.weight' }),
    port: u16({ wireshark: 'dns.srv.port' }),
    target: dnsName(),
  }),
  // RFC 3403 §4.1.
  NAPTR: struct({
    order: u16({ wireshark: 'dns.naptr.order' }),
    preference: u16({ wireshark: 'dns.naptr.preference' }),
    flags: characterString(),
    service: characterString(),
    regexp: characterString(),
    replacement: dnsName(),
  }),
  KX: struct({ preference: u16({ wireshark: 'dns.kx.preference' }), exchanger: dnsName() }),
  DNAME: dnsName(),
  SPF: characterStrings(),
  EUI48: mac({ wireshark: 'dns.eui48' }),
  EUI64: eui64(),
  URI: struct({ priority: u16(), weight: u16(), target: restText() }),
  // RFC 8659 §4.1: the tag behind its length, the value to the end.
  CAA: struct({ flags: u8({ hex: true }), tag: prefixed(restText()), value: restText() }),
});
