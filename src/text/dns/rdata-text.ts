/** Record data as master files and `dig` write it, in one line. @see RFC 1035 §5; RFC 3597 §5 */
import { type Rdata, type RdataOf, type RdataType, rdataOctets, rdataOf } from '../../protocols/application/dns/rdata.ts';
import { dnsCertificateTypes, dnssecAlgorithms, dnsTypes } from '../../protocols/registries/dns.ts';
import { locText } from './loc-text.ts';
import { serviceText } from './service-text.ts';
import { base32hex, base64, base64Words, escaped, hexText, hexWords, nameText, quoted, timeText, typeText, unknownText } from './words.ts';

type Texts = { readonly [T in RdataType]?: (data: RdataOf<T>) => string };

const line = (...words: readonly (string | number)[]): string => words.filter((word) => word !== '').join(' ');
const strings = (list: readonly (string | Uint8Array)[]): string => list.map(quoted).join(' ');
const types = (list: readonly number[]): string => list.map(typeText).join(' ');

const digest = (d: RdataOf<'DS'>): string => line(d.keytag, d.algorithm, d.digesttype, hexWords(d.digest));
const key = (d: RdataOf<'DNSKEY'>): string => line(d.flags, d.protocol, d.algorithm, base64Words(d.publickey));
const signature = (d: RdataOf<'RRSIG'>): string =>
  line(
    ...[typeText(d.typecovered), d.algorithm, d.labels, d.originalttl, timeText(d.expiration), timeText(d.inception), d.keytag],
    ...[nameText(d.signersname), base64Words(d.signature)],
  );
const hash = (d: RdataOf<'NSEC3PARAM'>): string => line(d.hashalg, d.flags, d.iterations, d.salt.length === 0 ? '-' : hexText(d.salt));
const certificate = (d: RdataOf<'TLSA'>): string => line(d.usage, d.selector, d.matchingtype, hexWords(d.data));
/** Groups without their leading zeros. */
const half = (text: string): string => text.replace(/\b0{1,3}(?=[\da-f])/g, '');

/** By type; of those that are not here the octets are written. */
const TEXTS: Texts = {
  A: String,
  AAAA: String,
  NS: nameText,
  MD: nameText,
  MF: nameText,
  CNAME: nameText,
  MB: nameText,
  MG: nameText,
  MR: nameText,
  PTR: nameText,
  DNAME: nameText,
  'NSAP-PTR': nameText,
  SOA: (d) => line(nameText(d.mname), nameText(d.rname), d.serial, d.refresh, d.retry, d.expire, d.minimum),
  WKS: (d) => line(d.address, d.protocol, ...d.ports),
  HINFO: (d) => strings([d.cpu, d.os]),
  MINFO: (d) => line(nameText(d.rmailbx), nameText(d.emailbx)),
  MX: (d) => line(d.preference, nameText(d.exchange)),
  TXT: strings,
  SPF: strings,
  AVC: strings,
  NINFO: strings,
  RESINFO: strings,
  WALLET: strings,
  ISDN: strings,
  X25: quoted,
  RP: (d) => line(nameText(d.mbox), nameText(d.txt)),
  AFSDB: (d) => line(d.subtype, nameText(d.hostname)),
  RT: (d) => line(d.preference, nameText(d.host)),
  NSAP: (d) => `0x${hexText(d).toLowerCase()}`,
  SIG: signature,
  RRSIG: signature,
  KEY: key,
  DNSKEY: key,
  CDNSKEY: key,
  RKEY: key,
  PX: (d) => line(d.preference, nameText(d.map822), nameText(d.mapx400)),
  GPOS: (d) => strings([d.longitude, d.latitude, d.altitude]),
  LOC: locText,
  NXT: (d) => line(nameText(d.nextname), types(d.typebitmaps)),
  EID: hexWords,
  NIMLOC: hexWords,
  SRV: (d) => line(d.priority, d.weight, d.port, nameText(d.target)),
  ATMA: (d) => (d.format === 1 ? `+${escaped(d.address)}` : hexText(d.address).toLowerCase()),
  NAPTR: (d) => line(d.order, d.preference, strings([d.flags, d.service, d.regexp]), nameText(d.replacement)),
  KX: (d) => line(d.preference, nameText(d.exchanger)),
  CERT: (d) =>
    line(
      ...[dnsCertificateTypes.name(d.certtype) ?? d.certtype, d.keytag, dnssecAlgorithms.name(d.algorithm) ?? d.algorithm],
      base64Words(d.certificate),
    ),
  A6: (d) => line(d.prefix, d.prefix === 128 ? '' : String(d.suffix), d.name === undefined ? '' : nameText(String(d.name))),
  APL: (d) =>
    d.map(({ negation, family, address, prefix }) => `${negation ? '!' : ''}${family}:${apAddress(family, address)}/${prefix}`).join(' '),
  DS: digest,
  CDS: digest,
  DLV: digest,
  TA: digest,
  SSHFP: (d) => line(d.algorithm, d.fptype, hexWords(d.fingerprint)),
  IPSECKEY: (d) => line(d.precedence, d.gatewaytype, d.algorithm, gatewayText(d.gatewaytype, d.gateway), base64Words(d.publickey)),
  NSEC: (d) => line(nameText(d.nextname), types(d.typebitmaps)),
  NSEC3: (d) => line(hash(d), base32hex(d.nexthashedownername), types(d.typebitmaps)),
  NSEC3PARAM: hash,
  DHCID: base64Words,
  TLSA: certificate,
  SMIMEA: certificate,
  HIP: (d) => line(d.algorithm, hexText(d.hit), base64(d.publickey), ...d.servers.map(nameText)),
  TALINK: (d) => line(nameText(d.previous), nameText(d.next)),
  OPENPGPKEY: base64Words,
  CSYNC: (d) => line(d.serial, d.flags, types(d.typebitmaps)),
  ZONEMD: (d) => line(d.serial, d.scheme, d.algorithm, hexWords(d.digest)),
  SVCB: serviceText,
  HTTPS: serviceText,
  NID: (d) => line(d.preference, half(d.nodeid)),
  L32: (d) => line(d.preference, d.locator),
  L64: (d) => line(d.preference, half(d.locator)),
  LP: (d) => line(d.preference, nameText(d.fqdn)),
  EUI48: (d) => d.replaceAll(':', '-'),
  EUI64: String,
  URI: (d) => line(d.priority, d.weight, quoted(d.target)),
  CAA: (d) => line(d.flags, typeof d.tag === 'string' ? d.tag : escaped(d.tag), quoted(d.value)),
  DOA: (d) => line(d.enterprise, d.doatype, d.location, quoted(d.mediatype), d.data.length === 0 ? '-' : base64(d.data)),
  AMTRELAY: (d) => line(d.precedence, d.discovery, d.relaytype, gatewayText(d.relaytype, d.relay)),
};

const apAddress = (family: number, address: string | Uint8Array): string =>
  typeof address === 'string' ? address : address.length === 0 ? (family === 1 ? '0.0.0.0' : '::') : hexText(address);

/** Where there is none it is a dot (RFC 4025 §3.1). */
function gatewayText(type: number, gateway: string | Uint8Array): string {
  if (gateway instanceof Uint8Array) return hexText(gateway);
  return type === 0 ? '.' : nameText(gateway);
}

/**
 * The data of a record in presentation form; that of RFC 3597 where the data is not valid for its type, or the type has none.
 * @param known false: always that of RFC 3597
 */
export function rdataText(record: { readonly type: number; readonly rdata: Rdata }, known = true): string {
  const name = dnsTypes.name(record.type) as RdataType | undefined;
  const text = known && name !== undefined ? (TEXTS[name] as ((data: unknown) => string) | undefined) : undefined;
  const data = name === undefined || text === undefined ? undefined : rdataOf(record, name);
  return data === undefined || text === undefined ? unknownText(rdataOctets(record.type, record.rdata)) : text(data);
}
