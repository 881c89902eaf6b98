/** Data of the record types that keys, signatures and certificates travel in. */
import { type Field, type FieldOptions, type FieldPlace, field, type Self } from '../../../packet/spec/field.ts';
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { asVariable, choose } from '../../../packet/fields/conditional.ts';
import { u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import type { OctetWriter } from '../../../packet/spec/octet-writer.ts';
import { dnsName } from './name-field.ts';
import { prefixed, seconds48, typeBitmap, typeNumber } from './pieces.ts';
import { struct } from '../../../packet/fields/struct.ts';

/** A record type inside data; its number is read, a name may be given. */
export const coveredType = (o: FieldOptions): Field<number, number | string> => {
  const kind = asVariable(u16().kind);
  return field(
    {
      ...kind,
      label: 'record type',
      holds: { field: u16() },
      initial: 1,
      write: (w: OctetWriter, v: unknown, place: FieldPlace) => kind.write(w, typeNumber(v as number | string), place),
    },
    o,
  );
};

/** Where a tunnel leads: nothing, an address or a name, as the type before it says (RFC 4025 §2.3, §2.5). */
const gateway = (): Field<string | Uint8Array, string | Uint8Array> =>
  choose(
    (self: Self) => (self['gatewaytype'] as number | undefined) ?? 0,
    { 0: nothing(), 1: ipv4(), 2: ipv6(), 3: dnsName() },
    octets(),
  ) as Field<string | Uint8Array, string | Uint8Array>;

export const nothing = (): Field<string, string> =>
  field({
    form: 'variable',
    label: 'nothing',
    holds: { word: '' },
    initial: '',
    end: (_b: Uint8Array, at: number, _limit: number, _place: FieldPlace) => at,
    read: () => '',
    write: () => undefined,
  });

const digest = () =>
  struct({
    keytag: u16(),
    algorithm: u8({ default: 5, wireshark: 'dns.ds.algorithm' }),
    digesttype: u8({ default: 5, wireshark: 'dns.ds.digest_type' }),
    digest: octets(),
  });
/** `name`: what Wireshark has before the names of the fields, where it has any. */
export const key = (name?: string) => {
  const named = (what: string) => (name === undefined ? {} : { wireshark: `${name}.${what}` });
  return struct({
    flags: u16({ default: 256, hex: true }),
    protocol: u8({ default: 3, ...named('protocol') }),
    algorithm: u8({ default: 5, ...named('algorithm') }),
    publickey: octets(),
  });
};
const signature = () =>
  struct({
    typecovered: coveredType({ wireshark: 'dns.rrsig.type_covered' }),
    algorithm: u8({ default: 5, wireshark: 'dns.rrsig.algorithm' }),
    labels: u8({ wireshark: 'dns.rrsig.labels' }),
    originalttl: u32({ wireshark: 'dns.rrsig.original_ttl' }),
    expiration: u32(),
    inception: u32(),
    keytag: u16({ wireshark: 'dns.rrsig.key_tag' }),
    signersname: dnsName(),
    signature: octets(),
  });
const nsec3 = () => ({
  hashalg: u8({ wireshark: 'dns.nsec3.algo' }),
  flags: u8({ wireshark: 'dns.nsec3.flags' }),
  iterations: u16({ wireshark: 'dns.nsec3.iterations' }),
  salt: prefixed(octets()),
});

/** By type: what `rdata` is. Times are seconds since 1970. Names as scapy has them, where it knows the type. */
export const securityRdata = () => ({
  SIG: signature(),
  KEY: key('dns.key'),
  CERT: struct({
    certtype: u16({ wireshark: 'dns.cert.type' }),
    keytag: u16(),
    algorithm: u8({ wireshark: 'dns.cert.algorithm' }),
    certificate: octets(),
  }),
  DS: digest(),
  SSHFP: struct({
    algorithm: u8({ wireshark: 'dns.sshfp.algorithm' }),
    fptype: u8({ wireshark: 'dns.sshfp.fingerprint.type' }),
    fingerprint: octets(),
  }),
  IPSECKEY: struct({
    precedence: u8({ wireshark: 'dns.ipseckey.gateway_precedence' }),
    gatewaytype: u8({ wireshark: 'dns.ipseckey.gateway_type' }),
    algorithm: u8({ wireshark: 'dns.ipseckey.gateway_algorithm' }),
    gateway: gateway(),
    publickey: octets(),
  }),
  RRSIG: signature(),
  NSEC: struct({ nextname: dnsName(), typebitmaps: typeBitmap() }),
  DNSKEY: key('dns.dnskey'),
  DHCID: octets(),
  NSEC3: struct({
    ...nsec3(),
    nexthashedownername: prefixed(octets()),
    typebitmaps: typeBitmap(),
  }),
  NSEC3PARAM: struct(nsec3()),
  TLSA: struct({
    usage: u8({ wireshark: 'dns.tlsa.certificate_usage' }),
    selector: u8({ wireshark: 'dns.tlsa.selector' }),
    matchingtype: u8({ wireshark: 'dns.tlsa.matching_type' }),
    data: octets(),
  }),
  SMIMEA: struct({ usage: u8(), selector: u8(), matchingtype: u8(), data: octets() }),
  CDS: digest(),
  CDNSKEY: key('dns.dnskey'),
  OPENPGPKEY: octets(),
  CSYNC: struct({
    serial: u32({ modular: true, wireshark: 'dns.csync.soa' }),
    flags: u16({ hex: true, wireshark: 'dns.csync.flags', about: '1: at once; 2: not before the serial number' }),
    typebitmaps: typeBitmap(),
  }),
  ZONEMD: struct({
    serial: u32({ modular: true, wireshark: 'dns.zonemd.serial' }),
    scheme: u8({ wireshark: 'dns.zonemd.scheme' }),
    algorithm: u8({ wireshark: 'dns.zonemd.hash_algo' }),
    digest: octets({ wireshark: 'dns.zonemd.digest' }),
  }),
  TKEY: struct({
    algo_name: dnsName(),
    inception: u32(),
    expiration: u32(),
    mode: u16({ wireshark: 'dns.tkey.mode' }),
    error: u16({ wireshark: 'dns.tkey.error' }),
    key_data: prefixed(octets(), 2),
    other_data: prefixed(octets(), 2),
  }),
  TSIG: struct({
    algo_name: dnsName({ default: 'hmac-sha1.' }),
    time_signed: seconds48(),
    fudge: u16({ wireshark: 'dns.tsig.fudge' }),
    mac_data: prefixed(octets(), 2),
    original_id: u16({ wireshark: 'dns.tsig.original_id' }),
    error: u16({ wireshark: 'dns.tsig.error' }),
    other_data: prefixed(octets(), 2),
  }),
  TA: struct({ keytag: u16(), algorithm: u8({ default: 5 }), digesttype: u8({ default: 5 }), digest: octets() }),
  DLV: digest(),
});
