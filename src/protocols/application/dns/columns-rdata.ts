/** Wireshark's fields of record data, by type. */
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
const same = <T extends ColumnValue>(v: T): T => v;

export const rdataColumns = {
  'dns.a': of('A', same),
  'dns.aaaa': of('AAAA', same),
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
  'dns.soa.serial_number': of('SOA', (d) => d.serial),
  'dns.soa.refresh_interval': of('SOA', (d) => d.refresh),
  'dns.soa.retry_interval': of('SOA', (d) => d.retry),
  'dns.soa.expire_limit': of('SOA', (d) => d.expire),
  'dns.soa.minimum_ttl': of('SOA', (d) => d.minimum),
  'dns.wks.address': of('WKS', (d) => d.address),
  'dns.wks.protocol': of('WKS', (d) => d.protocol),
  'dns.hinfo.cpu': of('HINFO', (d) => shownAscii(d.cpu)),
  'dns.hinfo.os': of('HINFO', (d) => shownAscii(d.os)),
  'dns.hinfo.cpu_length': of('HINFO', (d) => length(d.cpu)),
  'dns.hinfo.os_length': of('HINFO', (d) => length(d.os)),
  'dns.minfo.r': of('MINFO', (d) => shownName(d.rmailbx)),
  'dns.minfo.e': of('MINFO', (d) => shownName(d.emailbx)),
  'dns.mx.preference': of('MX', (d) => d.preference),
  'dns.mx.mail_exchange': of('MX', (d) => shownName(d.exchange)),
  'dns.txt': of('TXT', (d) => d.map(shownAscii)),
  'dns.txt.length': of('TXT', (d) => d.map(length)),
  'dns.spf': of('SPF', (d) => d.map(shownAscii)),
  'dns.spf.length': of('SPF', (d) => d.map(length)),
  'dns.rp.mailbox': of('RP', (d) => shownName(d.mbox)),
  'dns.rp.txt_rr': of('RP', (d) => shownName(d.txt)),
  'dns.afsdb.subtype': of('AFSDB', (d) => d.subtype),
  'dns.afsdb.hostname': of('AFSDB', (d) => shownName(d.hostname)),
  'dns.x25.psdn_address': of('X25', shownAscii),
  'dns.rt.subtype': of('RT', (d) => d.preference),
  'dns.rt.intermediate_host': of('RT', (d) => shownName(d.host)),
  'dns.px.preference': of('PX', (d) => d.preference),
  'dns.px.map822': of('PX', (d) => shownName(d.map822)),
  'dns.px.map400': of('PX', (d) => shownName(d.mapx400)),
  'dns.gpos.longitude': of('GPOS', (d) => shownAscii(d.longitude)),
  'dns.gpos.latitude': of('GPOS', (d) => shownAscii(d.latitude)),
  'dns.gpos.altitude': of('GPOS', (d) => shownAscii(d.altitude)),
  'dns.loc.version': of('LOC', (d) => d.version),
  'dns.loc.latitude': of('LOC', (d) => Math.round(d.latitude * 3_600_000) + 2 ** 31),
  'dns.loc.longitude': of('LOC', (d) => Math.round(d.longitude * 3_600_000) + 2 ** 31),
  'dns.loc.altitude': of('LOC', (d) => Math.round(d.altitude * 100) + 10_000_000),
  'dns.srv.priority': of('SRV', (d) => d.priority),
  'dns.srv.weight': of('SRV', (d) => d.weight),
  'dns.srv.port': of('SRV', (d) => d.port),
  'dns.srv.target': of('SRV', (d) => shownName(d.target)),
  'dns.naptr.order': of('NAPTR', (d) => d.order),
  'dns.naptr.preference': of('NAPTR', (d) => d.preference),
  'dns.naptr.flags': of('NAPTR', (d) => shownAscii(d.flags)),
  'dns.naptr.service': of('NAPTR', (d) => shownAscii(d.service)),
  'dns.naptr.regex': of('NAPTR', (d) => shownAscii(d.regexp)),
  'dns.naptr.replacement': of('NAPTR', (d) => shownName(d.replacement)),
  'dns.kx.preference': of('KX', (d) => d.preference),
  'dns.kx.key_exchange': of('KX', (d) => shownName(d.exchanger)),
  'dns.ilnp.l32.preference': of('L32', (d) => d.preference),
  'dns.ilnp.l32': of('L32', (d) => d.locator),
  'dns.ilnp.lp.preference': of('LP', (d) => d.preference),
  'dns.ilnp.lp': of('LP', (d) => shownName(d.fqdn)),
  'dns.eui48': of('EUI48', same),
  'dns.eui64': of('EUI64', (d) => d.replaceAll('-', ':')),
  'dns.caa.flags': of('CAA', (d) => hex(d.flags, 2)),
  'dns.caa.flags.issuer_critical': of('CAA', (d) => d.flags >= 128),
  'dns.caa.tag': of('CAA', (d) => shownAscii(d.tag)),
  'dns.caa.tag_length': of('CAA', (d) => length(d.tag)),
  'dns.caa.value': of('CAA', (d) => shownAscii(d.value)),
  'dns.cert.type': of('CERT', (d) => d.certtype),
  'dns.cert.key_tag': of('CERT', (d) => hex(d.keytag)),
  'dns.cert.algorithm': of('CERT', (d) => d.algorithm),
  'dns.cert.certificate': of('CERT', (d) => octets(d.certificate)),
  'dns.ds.key_id': of(DIGESTS, (d) => hex(d.keytag)),
  'dns.ds.algorithm': of(DIGESTS, (d) => d.algorithm),
  'dns.ds.digest_type': of(DIGESTS, (d) => d.digesttype),
  'dns.ds.digest': of(DIGESTS, (d) => octets(d.digest)),
  'dns.sshfp.algorithm': of('SSHFP', (d) => d.algorithm),
  'dns.sshfp.fingerprint.type': of('SSHFP', (d) => d.fptype),
  'dns.sshfp.fingerprint': of('SSHFP', (d) => octets(d.fingerprint)),
  'dns.ipseckey.gateway_precedence': of('IPSECKEY', (d) => d.precedence),
  'dns.ipseckey.gateway_type': of('IPSECKEY', (d) => d.gatewaytype),
  'dns.ipseckey.gateway_algorithm': of('IPSECKEY', (d) => d.algorithm),
  'dns.rrsig.type_covered': of(SIGNATURES, (d) => d.typecovered),
  'dns.rrsig.algorithm': of(SIGNATURES, (d) => d.algorithm),
  'dns.rrsig.labels': of(SIGNATURES, (d) => d.labels),
  'dns.rrsig.original_ttl': of(SIGNATURES, (d) => d.originalttl),
  'dns.rrsig.signature_expiration': of(SIGNATURES, (d) => time(d.expiration)),
  'dns.rrsig.signature_inception': of(SIGNATURES, (d) => time(d.inception)),
  'dns.rrsig.key_tag': of(SIGNATURES, (d) => d.keytag),
  'dns.rrsig.signers_name': of(SIGNATURES, (d) => shownName(d.signersname)),
  'dns.rrsig.signature': of(SIGNATURES, (d) => octets(d.signature)),
  'dns.dnskey.flags': of(KEYS, (d) => hex(d.flags)),
  'dns.dnskey.protocol': of(KEYS, (d) => d.protocol),
  'dns.dnskey.algorithm': of(KEYS, (d) => d.algorithm),
  'dns.dnskey.public_key': of(KEYS, (d) => octets(d.publickey)),
  'dns.key.flags': of('KEY', (d) => hex(d.flags)),
  'dns.key.protocol': of('KEY', (d) => d.protocol),
  'dns.key.algorithm': of('KEY', (d) => d.algorithm),
  'dns.nsec.next_domain_name': of('NSEC', (d) => shownName(d.nextname)),
  'dns.nsec3.algo': of(NSEC3S, (d) => d.hashalg),
  'dns.nsec3.flags': of(NSEC3S, (d) => d.flags),
  'dns.nsec3.flags.opt_out': of('NSEC3', (d) => (d.flags & 1) !== 0),
  'dns.nsec3.iterations': of(NSEC3S, (d) => d.iterations),
  'dns.nsec3.salt_length': of(NSEC3S, (d) => d.salt.length),
  'dns.nsec3.salt_value': of(NSEC3S, (d) => (d.salt.length === 0 ? '<MISSING>' : octets(d.salt))),
  'dns.nsec3.hash_length': of('NSEC3', (d) => d.nexthashedownername.length),
  'dns.tlsa.certificate_usage': of('TLSA', (d) => d.usage),
  'dns.tlsa.selector': of('TLSA', (d) => d.selector),
  'dns.tlsa.matching_type': of('TLSA', (d) => d.matchingtype),
  'dns.tlsa.certificate_association_data': of('TLSA', (d) => octets(d.data)),
  'dns.tkey.algo_name': of('TKEY', (d) => shownName(d.algo_name)),
  'dns.tkey.mode': of('TKEY', (d) => d.mode),
  'dns.tkey.error': of('TKEY', (d) => d.error),
  'dns.tkey.key_size': of('TKEY', (d) => d.key_data.length),
  'dns.tkey.other_size': of('TKEY', (d) => d.other_data.length),
  'dns.tsig.algorithm_name': of('TSIG', (d) => shownName(d.algo_name)),
  'dns.tsig.fudge': of('TSIG', (d) => d.fudge),
  'dns.tsig.mac_size': of('TSIG', (d) => d.mac_data.length),
  'dns.tsig.original_id': of('TSIG', (d) => d.original_id),
  'dns.tsig.error': of('TSIG', (d) => d.error),
  'dns.tsig.other_len': of('TSIG', (d) => d.other_data.length),
  'dns.svcb.svcpriority': of(SERVICES, (d) => d.priority),
  'dns.svcb.targetname': of(SERVICES, (d) => shownName(d.target)),
  'dns.svcb.svcparam.mandatory.key': param<readonly number[]>('mandatory', (v) => v),
  'dns.svcb.svcparam.alpn': param<readonly (string | Uint8Array)[]>('alpn', (v) => v.map(shownText)),
  'dns.svcb.svcparam.alpn.length': param<readonly (string | Uint8Array)[]>('alpn', (v) => v.map(length)),
  'dns.svcb.svcparam.port': param<number>('port', same),
  'dns.svcb.svcparam.ipv4hint.ip': param<readonly string[]>('ipv4hint', (v) => v),
  'dns.svcb.svcparam.ipv6hint.ip': param<readonly string[]>('ipv6hint', (v) => v),
  'dns.svcb.svcparam.echconfig': param<Uint8Array>('ech', octets),
  'dns.opt.client.family': ednsOption<Subnet>('ECS', (v) => v.family),
  'dns.opt.client.netmask': ednsOption<Subnet>('ECS', (v) => v.sourcePrefix),
  'dns.opt.client.scope': ednsOption<Subnet>('ECS', (v) => v.scopePrefix),
  'dns.opt.client.addr4': ednsOption<Subnet>('ECS', (v) => (v.family === 1 ? v.address : [])),
  'dns.opt.client.addr6': ednsOption<Subnet>('ECS', (v) => (v.family === 2 ? v.address : [])),
  'dns.opt.cookie.client': ednsOption<{ client: Uint8Array }>('COOKIE', (v) => octets(v.client)),
  'dns.opt.cookie.server': ednsOption<{ server: Uint8Array }>('COOKIE', (v) => (v.server.length === 0 ? '<MISSING>' : octets(v.server))),
  'dns.opt.edns_tcp_keepalive.timeout': ednsOption<number>('KEEPALIVE', same),
  'dns.opt.padding': ednsOption<Uint8Array>('PADDING', octets),
  'dns.opt.ext_error.info_code': ednsOption<{ code: number }>('EDE', (v) => v.code),
  'dns.opt.ext_error.extra_text': ednsOption<{ text: string | Uint8Array }>('EDE', (v) => shownText(v.text)),
  'dns.opt.dau': ednsOption<readonly number[]>('DAU', (v) => v),
  'dns.opt.dhu': ednsOption<readonly number[]>('DHU', (v) => v),
  'dns.opt.n3u': ednsOption<readonly number[]>('N3U', (v) => v),
  'dns.opt.chain.fqdn': ednsOption<string>('CHAIN', shownName),
} satisfies Record<string, MessageColumn>;
