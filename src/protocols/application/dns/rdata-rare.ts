/** Data of the record types that are seldom met: old ones, experiments, and the newest. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { formatIpv4, parseIpv4, parseIpv6, readIpv6 } from '../../../bytes/address.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { type Field, type FieldPlace, field } from '../../../packet/spec/field.ts';
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { choose, when } from '../../../packet/fields/conditional.ts';
import { bits, flag, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { list, record, records } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { struct } from '../../../packet/fields/struct.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { dnsName } from './name-field.ts';
import { characterString, characterStrings, numberMap, typeNumber } from './pieces.ts';
import { coveredType, key, nothing } from './rdata-security.ts';
import { orOctets } from '../../../packet/spec/value-form.ts';

/** A node or a network of 64 bits, `0014:4fff:ff20:ee64` (RFC 6742 §2.1.1, §2.3.1). */
const half = (): Field<string, string | Uint8Array> =>
  field({
    form: 'fixed',
    octets: 8,
    label: '64 bits of an address',
    holds: /[\da-f]{4}(:[\da-f]{4}){3}/,
    initial: new Uint8Array(8),
    read: (b, o) => [0, 2, 4, 6].map((i) => toHex(b.subarray(o + i, o + i + 2))).join(':'),
    write: (b, o, v) => b.set(halfOf(v), o),
  });

function halfOf(v: unknown): Uint8Array {
  if (v instanceof Uint8Array && v.length === 8) return v;
  const groups = String(v).split(':');
  if (v instanceof Uint8Array || groups.length !== 4 || groups.some((g) => !/^[0-9a-f]{1,4}$/i.test(g)))
    throw new PacketwrightError('ERR_VALUE', `'${String(v)}' is no half of an address: expected 0014:4fff:ff20:ee64`, { value: v });
  return fromHex(groups.map((g) => g.padStart(4, '0')).join(''));
}

/** The last bits of an address, as many octets as they need; those before are zero (RFC 2874 §3.1). */
const suffix = (): Field<string, string | Uint8Array> => {
  const octetsOf = ({ self }: FieldPlace): number => 16 - (Number(self['prefix'] ?? 0) >> 3);
  return field(
    {
      form: 'variable',
      label: 'end of an address',
      holds: { field: ipv6() },
      initial: '::',
      end: (_b, at, limit, place) => (octetsOf(place) < 0 ? limit + 1 : at + octetsOf(place)),
      read: (b, at, end) => {
        const whole = new Uint8Array(16);
        whole.set(b.subarray(at, end), 16 - (end - at));
        return readIpv6(whole, 0);
      },
      write: (w, v, place) => w.octets(v instanceof Uint8Array ? v : parseIpv6(String(v)).subarray(16 - Math.max(octetsOf(place), 0))),
    },
    { wireshark: 'dns.a6.address_suffix' },
  );
};

/** An address without the zeros at its end (RFC 3123 §4); one that ends in a zero all the same is octets. */
const shortened = (): Field<string | Uint8Array, string | Uint8Array> => {
  const width = ({ self }: FieldPlace): number => (self['family'] === 1 ? 4 : self['family'] === 2 ? 16 : 0);
  return field({
    form: 'variable',
    label: 'address',
    holds: orOctets({ either: [{ field: ipv4() }, { field: ipv6() }] }),
    initial: '0.0.0.0',
    end: (_b, at, limit, { size }) => (size === undefined ? limit : Math.min(at + size, limit)),
    read: (b, at, end, place) => {
      if (end - at > width(place) || (end > at && b[end - 1] === 0)) return b.subarray(at, end);
      const whole = new Uint8Array(16);
      whole.set(b.subarray(at, end));
      return width(place) === 4 ? formatIpv4(new DataView(whole.buffer).getUint32(0)) : readIpv6(whole, 0);
    },
    write: (w, v, place) => w.octets(v instanceof Uint8Array ? v : withoutZeros(String(v), width(place))),
  });
};

function withoutZeros(address: string, width: number): Uint8Array {
  if (width === 0) throw new PacketwrightError('ERR_VALUE', 'an address of that family must be given as octets', { value: address });
  const whole = new Uint8Array(width);
  if (width === 4) new DataView(whole.buffer).setUint32(0, parseIpv4(address));
  else parseIpv6(address, whole, 0);
  let n = width;
  while (n > 0 && whole[n - 1] === 0) n--;
  return whole.subarray(0, n);
}

/** One network of a list. @see RFC 3123 §4 */
export const DNSPrefix = layer('DNSPrefix', () => ({
  about: 'A network of a list of networks.',
  source: 'RFC 3123 §4',
  wireshark: '',
  fields: {
    family: u16({ default: 1, names: { IPv4: 1, IPv6: 2 }, wireshark: 'dns.apl.address_family' }),
    prefix: u8({ wireshark: 'dns.apl.coded_prefix', about: 'bits' }),
    negation: flag({ wireshark: 'dns.apl.negation', about: 'not this one' }),
    afdlength: bits(7, { measures: 'address', wireshark: 'dns.apl.afdlength' }),
    address: shortened(),
  },
}));

/** A host by its key, and where to ask for it. @see RFC 8005 §5 */
export const DNSHostIdentity = layer('DNSHostIdentity', () => ({
  about: 'The key of a host, its tag, and servers that know where it is.',
  source: 'RFC 8005 §5',
  wireshark: '',
  fields: {
    hitlength: u8({ measures: 'hit', wireshark: 'dns.hip.hit.length' }),
    algorithm: u8({ default: 2, wireshark: 'dns.hip.hit.pk.algo' }),
    pklength: u16({ measures: 'publickey', wireshark: 'dns.hip.pk.length' }),
    hit: octets({ wireshark: 'dns.hip.hit' }),
    publickey: octets({ wireshark: 'dns.hip.pk' }),
    servers: list(dnsName()),
  },
}));

/** A relay of multicast, by an address or a name. @see RFC 8777 §4.2 */
export const DNSRelay = layer('DNSRelay', () => ({
  about: 'A relay that sends multicast to those whom it does not reach.',
  source: 'RFC 8777 §4.2',
  wireshark: '',
  fields: {
    precedence: u8({ about: 'the lowest first' }),
    discovery: bits(1, { about: '1: it may be contacted without more discovery' }),
    relaytype: bits(7, { names: { none: 0, IPv4: 1, IPv6: 2, name: 3 } }),
    relay: choose('relaytype', { 0: nothing(), 1: ipv4(), 2: ipv6(), 3: dnsName() }, octets()),
  },
}));

/** By type: what `rdata` is. */
export const rareRdata = () => ({
  NSAP: octets({ wireshark: 'dns.nsap.rdata', about: 'RFC 1706 §5' }),
  // RFC 2535 §5.2: the types from 0 to 127 have a bit each.
  NXT: struct({ nextname: dnsName(), typebitmaps: numberMap(128, (v) => typeNumber(v as number | string)) }),
  // Nimrod's (draft-ietf-nimrod-dns-01 §3.1, §3.2).
  EID: octets(),
  NIMLOC: octets(),
  // ATM Forum, af-dans-0152.000 §3.2.
  ATMA: struct({ format: u8({ names: { NSAP: 0, 'E.164': 1 } }), address: octets() }),
  // RFC 2874 §3.1: a prefix of no bits has no name.
  A6: struct({
    prefix: u8({ wireshark: 'dns.a6.prefix_len', about: 'bits' }),
    suffix: suffix(),
    name: when((self) => self['prefix'] !== 0 && self['prefix'] !== undefined, dnsName()),
  }),
  // draft-eastlake-kitchen-sink-02 §2.
  SINK: struct({ coding: u8(), subcoding: u8(), data: octets() }),
  APL: records(() => DNSPrefix),
  HIP: record(() => DNSHostIdentity),
  // draft-reid-dnsext-zs-01, draft-reid-dnsext-rkey-00.
  NINFO: characterStrings(),
  RKEY: key(),
  // draft-ietf-dnsop-dnssec-trust-history-02 §3.
  TALINK: struct({ previous: dnsName(), next: dnsName() }),
  // RFC 9859 §3.
  DSYNC: struct({ rrtype: coveredType({}), scheme: u8({ default: 1 }), port: u16(), target: dnsName() }),
  // RFC 6742 §2.
  NID: struct({ preference: u16({ wireshark: 'dns.ilnp.nid.preference' }), nodeid: half() }),
  L32: struct({ preference: u16({ wireshark: 'dns.ilnp.l32.preference' }), locator: ipv4({ wireshark: 'dns.ilnp.l32' }) }),
  L64: struct({ preference: u16({ wireshark: 'dns.ilnp.l64.preference' }), locator: half() }),
  LP: struct({ preference: u16({ wireshark: 'dns.ilnp.lp.preference' }), fqdn: dnsName() }),
  // Cisco's and Wallet's texts; RFC 9606 §5.
  AVC: characterStrings(),
  RESINFO: characterStrings(),
  WALLET: characterStrings(),
  // draft-durand-doa-over-dns-03 §3.1.
  DOA: struct({ enterprise: u32(), doatype: u32(), location: u8({ default: 2 }), mediatype: characterString(), data: octets() }),
  AMTRELAY: record(() => DNSRelay),
});
