/** Data of the record types that keys, signatures and certificates travel in. */
import { type Field, type FieldPlace, field, type Self } from '../../../packet/spec/field.ts';
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { asVariable, choose } from '../../../packet/fields/conditional.ts';
import { u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import type { OctetWriter } from '../../../packet/spec/octet-writer.ts';
import { dnsName } from './name-field.ts';
import { prefixed, seconds48, typeBitmap, typeNumber } from './pieces.ts';
import { struct } from './struct.ts';

/** A record type inside data; its number is read, a name may be given. */
const coveredType = (): Field<number, number | string> => {
  const kind = asVariable(u16().kind);
  return field({
    ...kind,
    label: 'record type',
    initial: 1,
    write: (w: OctetWriter, v: unknown, place: FieldPlace) => kind.write(w, typeNumber(v as number | string), place),
  });
};

/** Where a tunnel leads: nothing, an address or a name, as the type before it says (RFC 4025 §2.3, §2.5). */
const gateway = (): Field<string | Uint8Array, string | Uint8Array> =>
  choose(
    (self: Self) => (self['gatewaytype'] as number | undefined) ?? 0,
    { 0: nothing(), 1: ipv4(), 2: ipv6(), 3: dnsName() },
    octets(),
  ) as Field<string | Uint8Array, string | Uint8Array>;

const nothing = (): Field<string, string> =>
  field({
    form: 'variable',
    label: 'nothing',
    initial: '',
    end: (_b: Uint8Array, at: number, _limit: number, _place: FieldPlace) => at,
    read: () => '',
    write: () => undefined,
  });

const digest = () => struct({ keytag: u16(), algorithm: u8({ default: 5 }), digesttype: u8({ default: 5 }), digest: octets() });
const key = () =>
  struct({ flags: u16({ default: 256, hex: true }), protocol: u8({ default: 3 }), algorithm: u8({ default: 5 }), publickey: octets() });
const signature = () =>
  struct({
    typecovered: coveredType(),
    algorithm: u8({ default: 5 }),
    labels: u8(),
    originalttl: u32(),
    expiration: u32(),
    inception: u32(),
    keytag: u16(),
    signersname: dnsName(),
    signature: octets(),
  });
const association = () => struct({ usage: u8(), selector: u8(), matchingtype: u8(), data: octets() });

/** By type: what `rdata` is. Times are seconds since 1970. Names as scapy has them, where it knows the type. */
export const securityRdata = () => ({
  SIG: signature(),
  KEY: key(),
  CERT: struct({ certtype: u16(), keytag: u16(), algorithm: u8(), certificate: octets() }),
  DS: digest(),
  SSHFP: struct({ algorithm: u8(), fptype: u8(), fingerprint: octets() }),
  IPSECKEY: struct({ precedence: u8(), gatewaytype: u8(), algorithm: u8(), gateway: gateway(), publickey: octets() }),
  RRSIG: signature(),
  NSEC: struct({ nextname: dnsName(), typebitmaps: typeBitmap() }),
  DNSKEY: key(),
  DHCID: octets(),
  NSEC3: struct({
    hashalg: u8(),
    flags: u8(),
    iterations: u16(),
    salt: prefixed(octets()),
    nexthashedownername: prefixed(octets()),
    typebitmaps: typeBitmap(),
  }),
  NSEC3PARAM: struct({ hashalg: u8(), flags: u8(), iterations: u16(), salt: prefixed(octets()) }),
  TLSA: association(),
  SMIMEA: association(),
  CDS: digest(),
  CDNSKEY: key(),
  OPENPGPKEY: octets(),
  CSYNC: struct({ serial: u32(), flags: u16({ hex: true }), typebitmaps: typeBitmap() }),
  ZONEMD: struct({ serial: u32(), scheme: u8(), algorithm: u8(), digest: octets() }),
  TKEY: struct({
    algo_name: dnsName(),
    inception: u32(),
    expiration: u32(),
    mode: u16(),
    error: u16(),
    key_data: prefixed(octets(), 2),
    other_data: prefixed(octets(), 2),
  }),
  TSIG: struct({
    algo_name: dnsName({ default: 'hmac-sha1.' }),
    time_signed: seconds48(),
    fudge: u16(),
    mac_data: prefixed(octets(), 2),
    original_id: u16(),
    error: u16(),
    other_data: prefixed(octets(), 2),
  }),
  TA: digest(),
  DLV: digest(),
});
