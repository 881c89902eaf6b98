/** Wireshark's fields of record data, by type, that are not as the field is: names and texts as it shows them, lengths, octets. */
import type { ColumnValue } from '../../../packet/spec/spec.ts';
import { toHex } from '../../../bytes/hex.ts';
import { hex, type MessageColumn, recordsOf, shownAscii, shownName, shownText } from './columns.ts';
import { type RdataOf, type RdataType, rdataOf } from './rdata.ts';

/** One occurrence (or several) a record of the types. */
function of<const T extends RdataType>(
  types: T | readonly T[],
  pick: (data: RdataOf<T>) => ColumnValue | readonly ColumnValue[],
): MessageColumn {
  const list = typeof types === 'string' ? [types] : types;
  return (dns) =>
    recordsOf(dns).flatMap((r): ColumnValue[] => {
      for (const type of list) {
        const data = rdataOf(r, type as T);
        if (data === undefined) continue;
        const v = pick(data);
        return Array.isArray(v) ? (v as ColumnValue[]) : [v as ColumnValue];
      }
      return [];
    });
}

type NameType = 'NS' | 'MD' | 'MF' | 'CNAME' | 'MB' | 'MG' | 'MR' | 'PTR' | 'DNAME' | 'NSAP-PTR';
const name = (type: NameType): MessageColumn => of(type, shownName);

const length = (s: string | Uint8Array): number => (typeof s === 'string' ? new TextEncoder().encode(s).length : s.length);
const octets = (b: Uint8Array): string => toHex(b);
/** `Nov 21, 2026 10:00:00.000000000 UTC` is what Wireshark makes of a time. */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
function time(seconds: number): string {
  const d = new Date(seconds * 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${MONTHS[d.getUTCMonth()]} ${String(d.getUTCDate()).padStart(2)}, ${d.getUTCFullYear()} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}.000000000 UTC`;
}

const SIGNATURES = ['SIG', 'RRSIG'] as const;
const DIGESTS = ['DS', 'CDS', 'DLV'] as const;
const SERVICES = ['SVCB', 'HTTPS'] as const;
const KEYS = ['DNSKEY', 'CDNSKEY'] as const;
const NSEC3S = ['NSEC3', 'NSEC3PARAM'] as const;

type Entry = readonly [number | string, unknown?];
/** One occurrence (or several) for each parameter or option of that name in a list of them. */
const entry =
  <D>(name: string, pick: (value: D) => ColumnValue | readonly ColumnValue[]) =>
  (list: readonly Entry[]): readonly ColumnValue[] =>
    list.flatMap(([n, value]): ColumnValue[] => {
      if (n !== name || (value instanceof Uint8Array && name !== 'NSID' && name !== 'PADDING' && name !== 'ech')) return [];
      const v = pick(value as D);
      return Array.isArray(v) ? (v as ColumnValue[]) : [v as ColumnValue];
    });
const param = <D>(name: string, pick: (value: D) => ColumnValue | readonly ColumnValue[]): MessageColumn =>
  of(SERVICES, (d) => entry(name, pick)(d.params as readonly Entry[]));
const ednsOption = <D>(name: string, pick: (value: D) => ColumnValue | readonly ColumnValue[]): MessageColumn =>
  of('OPT', (d) => entry(name, pick)(d as readonly Entry[]));
interface Subnet {
  readonly family: number;
  readonly sourcePrefix: number;
  readonly scopePrefix: number;
  readonly address: string;
}

export const rdataColumns = {
  'dns.ns': name('NS'),
  'dns.md': name('MD'),
  'dns.mf': name('MF'),
  'dns.cname': name('CNAME'),
  'dns.mb': name('MB'),
  'dns.mg': name('MG'),
  'dns.mr': name('MR'),
  'dns.dname': name('DNAME'),
  'dns.ptr.domain_name': name('PTR'),
  'dns.nsap_ptr.owner': name('NSAP-PTR'),
  'dns.null': of('NULL', octets),
  'dns.soa.mname': of('SOA', (d) => shownName(d.mname)),
  'dns.soa.rname': of('SOA', (d) => shownName(d.rname)),
  'dns.hinfo.cpu': of('HINFO', (d) => shownAscii(d.cpu)),
  'dns.hinfo.os': of('HINFO', (d) => shownAscii(d.os)),
  'dns.hinfo.cpu_length': of('HINFO', (d) => length(d.cpu)),
  'dns.hinfo.os_length': of('HINFO', (d) => length(d.os)),
  'dns.minfo.r': of('MINFO', (d) => shownName(d.rmailbx)),
  'dns.minfo.e': of('MINFO', (d) => shownName(d.emailbx)),
  'dns.mx.mail_exchange': of('MX', (d) => shownName(d.exchange)),
  'dns.txt': of('TXT', (d) => d.map(shownAscii)),
  'dns.txt.length': of('TXT', (d) => d.map(length)),
  'dns.spf': of('SPF', (d) => d.map(shownAscii)),
  'dns.spf.length': of('SPF', (d) => d.map(length)),
  'dns.rp.mailbox': of('RP', (d) => shownName(d.mbox)),
  'dns.rp.txt_rr': of('RP', (d) => shownName(d.txt)),
  'dns.afsdb.hostname': of('AFSDB', (d) => shownName(d.hostname)),
  'dns.x25.psdn_address': of('X25', shownAscii),
  'dns.rt.intermediate_host': of('RT', (d) => shownName(d.host)),
  'dns.px.map822': of('PX', (d) => shownName(d.map822)),
  'dns.px.map400': of('PX', (d) => shownName(d.mapx400)),
  'dns.gpos.longitude': of('GPOS', (d) => shownAscii(d.longitude)),
  'dns.gpos.latitude': of('GPOS', (d) => shownAscii(d.latitude)),
  'dns.gpos.altitude': of('GPOS', (d) => shownAscii(d.altitude)),
  'dns.loc.latitude': of('LOC', (d) => Math.round(d.latitude * 3_600_000) + 2 ** 31),
  'dns.loc.longitude': of('LOC', (d) => Math.round(d.longitude * 3_600_000) + 2 ** 31),
  'dns.loc.altitude': of('LOC', (d) => Math.round(d.altitude * 100) + 10_000_000),
  'dns.srv.target': of('SRV', (d) => shownName(d.target)),
  'dns.naptr.flags': of('NAPTR', (d) => shownAscii(d.flags)),
  'dns.naptr.service': of('NAPTR', (d) => shownAscii(d.service)),
  'dns.naptr.regex': of('NAPTR', (d) => shownAscii(d.regexp)),
  'dns.naptr.replacement': of('NAPTR', (d) => shownName(d.replacement)),
  'dns.kx.key_exchange': of('KX', (d) => shownName(d.exchanger)),
  'dns.apl.afdpart.ipv4': of('APL', (d) => d.flatMap((x) => (x.family === 1 && typeof x.address === 'string' ? [x.address] : []))),
  'dns.apl.afdpart.ipv6': of('APL', (d) => d.flatMap((x) => (x.family === 2 && typeof x.address === 'string' ? [x.address] : []))),
  'dns.dhcid.rdata': of('DHCID', octets),
  'dns.x25.length': of('X25', length),
  'dns.gpos.longitude_length': of('GPOS', (d) => length(d.longitude)),
  'dns.gpos.latitude_length': of('GPOS', (d) => length(d.latitude)),
  'dns.gpos.altitude_length': of('GPOS', (d) => length(d.altitude)),
  'dns.naptr.flags_length': of('NAPTR', (d) => length(d.flags)),
  'dns.naptr.service_length': of('NAPTR', (d) => length(d.service)),
  'dns.naptr.regex_length': of('NAPTR', (d) => length(d.regexp)),
  'dns.tsig.other_data': of('TSIG', (d) => (d.other_data.length === 0 ? [] : octets(d.other_data))),
  'dns.tkey.key_data': of('TKEY', (d) => (d.key_data.length === 0 ? [] : octets(d.key_data))),
  'dns.tkey.other_data': of('TKEY', (d) => (d.other_data.length === 0 ? [] : octets(d.other_data))),
  'dns.dnskey.flags.zone_key': of(KEYS, (d) => (d.flags & 0x100) !== 0),
  'dns.dnskey.flags.key_revoked': of(KEYS, (d) => (d.flags & 0x80) !== 0),
  'dns.dnskey.flags.secure_entry_point': of(KEYS, (d) => (d.flags & 1) !== 0),
  'dns.nxt.next_domain_name': of('NXT', (d) => shownName(d.nextname)),
  'dns.a6.prefix_name': of('A6', (d) => (d.name === undefined ? [] : shownName(d.name))),
  'dns.hip.rendezvous_server': of('HIP', (d) => d.servers.map(shownName)),
  'dns.ipseckey.gateway_ipv4': of('IPSECKEY', (d) => (d.gatewaytype === 1 ? (d.gateway as string) : [])),
  'dns.ipseckey.gateway_ipv6': of('IPSECKEY', (d) => (d.gatewaytype === 2 ? (d.gateway as string) : [])),
  'dns.ipseckey.gateway_dns': of('IPSECKEY', (d) => (d.gatewaytype === 3 ? shownName(d.gateway as string) : [])),
  'dns.ipseckey.public_key': of('IPSECKEY', (d) => octets(d.publickey)),
  'dns.csync.flags.immediate': of('CSYNC', (d) => (d.flags & 1) !== 0),
  'dns.csync.flags.soaminimum': of('CSYNC', (d) => (d.flags & 2) !== 0),
  'dns.ilnp.nid': of('NID', (d) => d.nodeid.replaceAll(':', '')),
  'dns.ilnp.l64': of('L64', (d) => d.locator.replaceAll(':', '')),
  'dns.ilnp.lp': of('LP', (d) => shownName(d.fqdn)),
  'dns.eui64': of('EUI64', (d) => d.replaceAll('-', ':')),
  'dns.caa.flags': of('CAA', (d) => hex(d.flags, 2)),
  'dns.caa.flags.issuer_critical': of('CAA', (d) => d.flags >= 128),
  'dns.caa.tag': of('CAA', (d) => shownAscii(d.tag)),
  'dns.caa.tag_length': of('CAA', (d) => length(d.tag)),
  'dns.caa.value': of('CAA', (d) => shownAscii(d.value)),
  'dns.cert.key_tag': of('CERT', (d) => hex(d.keytag)),
  'dns.cert.certificate': of('CERT', (d) => octets(d.certificate)),
  'dns.ds.key_id': of(DIGESTS, (d) => hex(d.keytag)),
  'dns.ds.digest': of(DIGESTS, (d) => octets(d.digest)),
  'dns.sshfp.fingerprint': of('SSHFP', (d) => octets(d.fingerprint)),
  'dns.rrsig.signature_expiration': of(SIGNATURES, (d) => time(d.expiration)),
  'dns.rrsig.signature_inception': of(SIGNATURES, (d) => time(d.inception)),
  'dns.rrsig.signers_name': of(SIGNATURES, (d) => shownName(d.signersname)),
  'dns.rrsig.signature': of(SIGNATURES, (d) => octets(d.signature)),
  'dns.dnskey.flags': of(KEYS, (d) => hex(d.flags)),
  'dns.dnskey.public_key': of(KEYS, (d) => octets(d.publickey)),
  'dns.key.flags': of('KEY', (d) => hex(d.flags)),
  'dns.nsec.next_domain_name': of('NSEC', (d) => shownName(d.nextname)),
  'dns.nsec3.flags.opt_out': of('NSEC3', (d) => (d.flags & 1) !== 0),
  'dns.nsec3.salt_length': of(NSEC3S, (d) => d.salt.length),
  'dns.nsec3.salt_value': of(NSEC3S, (d) => (d.salt.length === 0 ? '<MISSING>' : octets(d.salt))),
  'dns.nsec3.hash_length': of('NSEC3', (d) => d.nexthashedownername.length),
  'dns.tlsa.certificate_association_data': of('TLSA', (d) => octets(d.data)),
  'dns.tkey.algo_name': of('TKEY', (d) => shownName(d.algo_name)),
  'dns.tkey.key_size': of('TKEY', (d) => d.key_data.length),
  'dns.tkey.other_size': of('TKEY', (d) => d.other_data.length),
  'dns.tsig.algorithm_name': of('TSIG', (d) => shownName(d.algo_name)),
  'dns.tsig.mac_size': of('TSIG', (d) => d.mac_data.length),
  'dns.tsig.other_len': of('TSIG', (d) => d.other_data.length),
  'dns.svcb.targetname': of(SERVICES, (d) => shownName(d.target)),
  'dns.svcb.svcparam.alpn': param<readonly (string | Uint8Array)[]>('alpn', (v) => v.map(shownText)),
  'dns.svcb.svcparam.alpn.length': param<readonly (string | Uint8Array)[]>('alpn', (v) => v.map(length)),
  'dns.svcb.svcparam.echconfig': param<Uint8Array>('ech', octets),
  'dns.opt.client.addr4': ednsOption<Subnet>('ECS', (v) => (v.family === 1 ? v.address : [])),
  'dns.opt.client.addr6': ednsOption<Subnet>('ECS', (v) => (v.family === 2 ? v.address : [])),
  'dns.opt.cookie.client': ednsOption<{ client: Uint8Array }>('COOKIE', (v) => octets(v.client)),
  'dns.opt.cookie.server': ednsOption<{ server: Uint8Array }>('COOKIE', (v) => (v.server.length === 0 ? '<MISSING>' : octets(v.server))),
  'dns.opt.padding': ednsOption<Uint8Array>('PADDING', octets),
  'dns.opt.ext_error.extra_text': ednsOption<{ text: string | Uint8Array }>('EDE', (v) => shownText(v.text)),
  'dns.opt.chain.fqdn': ednsOption<string>('CHAIN', shownName),
} satisfies Record<string, MessageColumn>;
