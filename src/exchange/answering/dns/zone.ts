/** A table of names as the server of a zone reads it: aliases, wildcards, delegations, and what there is not. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { isIpv4, isIpv6 } from '../../../bytes/address.ts';
import { didYouMeanName } from '../../../packet/spec/names.ts';
import type { GivenRecord } from '../../../packet/fields/lists.ts';
import { DNS, DNSRR } from '../../../protocols/application/dns/dns.ts';
import type { RdataGiven, RdataType } from '../../../protocols/application/dns/rdata.ts';
import { packet } from '../../../protocols/protocols.ts';
import { dnsRcodes, dnsTypes } from '../../../protocols/registries/dns.ts';
import { reverseName } from '../../clients/dns/reverse-name.ts';

/** One record's data, or that of several. */
type OneOrSeveral<T> = T | readonly T[];

/**
 * The records of a name: by type, one value or several, as {@link DNSRR} takes them in `rdata`. A TXT record of several strings is a list in
 * a list.
 */
export type DnsRecords = { readonly [T in Exclude<RdataType, 'OPT' | 'CNAME' | 'DNAME' | 'SOA'>]?: OneOrSeveral<RdataGiven<T>> } & {
  readonly CNAME?: string;
  readonly DNAME?: string;
  /** Makes the name the top of a zone, whose server says with authority what there is not. */
  readonly SOA?: RdataGiven<'SOA'>;
  /** Seconds. Default 300. */
  readonly ttl?: number;
};

/** Names (the final dot may be missing, case does not matter; `*.example` stands for all names below that have no records) and their records. */
export type DnsZone = Readonly<Record<string, DnsRecords>>;

export type GivenRr = GivenRecord<typeof DNSRR>;

/** What is said about a question. */
export interface ZoneAnswer {
  readonly rcode: number;
  readonly authoritative: boolean;
  readonly an: GivenRr[];
  readonly ns: GivenRr[];
  readonly ar: GivenRr[];
}

const TTL = 300;
/** A chain of aliases is followed so far. */
const MOST_ALIASES = 8;
const ANY = 255;
const NXDOMAIN = dnsRcodes.value('NXDOMAIN') as number;
const REFUSED = dnsRcodes.value('REFUSED') as number;

export const canonical = (name: string): string => (name === '.' || name === '' ? '.' : `${name.replace(/\.$/, '')}.`.toLowerCase());

/** The name without its first label; undefined of the root. A dot behind a backslash is part of a label. */
export function parentOf(name: string): string | undefined {
  if (name === '.') return undefined;
  const label = /^(?:\\.|[^.\\])*\./s.exec(name)?.[0];
  return label === undefined || label.length === name.length ? '.' : name.slice(label.length);
}

function* upwards(name: string): Generator<string> {
  for (let at: string | undefined = name; at !== undefined; at = parentOf(at)) yield at;
}

const isAddressType = (type: string): boolean => type === 'A' || type === 'AAAA';

export class ZoneTable {
  readonly #names = new Map<string, DnsRecords>();
  /** Names that have others below them. */
  readonly #above = new Set<string>();
  readonly #tops = new Set<string>();

  /** @param reverse whether addresses have names, too: PTR records are made of the A and AAAA records */
  constructor(zone: DnsZone, reverse = false) {
    for (const [name, records] of Object.entries(zone)) this.#add(canonical(name), records);
    if (reverse) this.#addReverse(zone);
  }

  #add(name: string, records: DnsRecords): void {
    for (const [type, data] of Object.entries(records))
      if (type !== 'ttl') for (const one of several(data)) checkRecord(name, type, records, one);
    this.#names.set(name, records);
    if (records.SOA !== undefined) this.#tops.add(name);
    for (const above of upwards(name)) if (above !== name) this.#above.add(above);
  }

  #addReverse(zone: DnsZone): void {
    const found = new Map<string, string[]>();
    for (const [name, records] of Object.entries(zone)) {
      for (const address of [...several(records.A), ...several(records.AAAA)]) {
        if (typeof address !== 'string' || (!isIpv4(address) && !isIpv6(address)) || name.startsWith('*')) continue;
        const owner = reverseName(address);
        found.set(owner, [...(found.get(owner) ?? []), canonical(name)]);
      }
    }
    for (const [owner, PTR] of found) this.#add(owner, { PTR, ...this.#names.get(owner) });
  }

  /** Whether names below or at one of the zone's tops are meant; without any it is asked about everything. */
  knows(name: string): boolean {
    return this.#tops.size === 0 || this.#topOf(canonical(name)) !== undefined || this.#names.has(canonical(name));
  }

  #topOf(name: string): string | undefined {
    for (const at of upwards(name)) if (this.#tops.has(at)) return at;
    return undefined;
  }

  /** RFC 1034 §4.3.2, and RFC 4592 for wildcards. */
  answer(qname: string, qtype: number): ZoneAnswer {
    const an: GivenRr[] = [];
    let name = qname;
    for (let i = 0; i <= MOST_ALIASES; i++) {
      if (i > 0 && !this.knows(name)) break;
      if (!this.knows(name)) return { rcode: REFUSED, authoritative: false, an, ns: [], ar: [] };
      const cut = this.#delegationOf(canonical(name), qtype);
      if (cut !== undefined) return this.#referral(cut, an);
      const records = this.#recordsOf(canonical(name));
      if (records === undefined) {
        const alias = this.#dname(name, an);
        if (alias === undefined) return this.#negative(name, an, i === 0 || this.#tops.size > 0 ? NXDOMAIN : 0);
        name = alias;
        continue;
      }
      const found = this.#ofType(name, records, qtype);
      an.push(...found);
      // RFC 1034 §3.6.2: an alias stands for all types but its own.
      if (records.CNAME === undefined || qtype === ANY || qtype === dnsTypes.value('CNAME')) {
        if (found.length === 0) return this.#negative(name, an, 0);
        break;
      }
      an.push(rr(name, 'CNAME', records, records.CNAME));
      name = records.CNAME;
    }
    return { rcode: 0, authoritative: true, an, ns: [], ar: this.#addresses(an) };
  }

  #ofType(name: string, records: DnsRecords, qtype: number): GivenRr[] {
    const found: GivenRr[] = [];
    for (const type of Object.keys(records)) {
      const number = type === 'ttl' ? undefined : dnsTypes.value(type);
      if (number === undefined || (number !== qtype && qtype !== ANY)) continue;
      if (type === 'CNAME' && qtype !== ANY && qtype !== number) continue;
      for (const data of several((records as Readonly<Record<string, unknown>>)[type])) found.push(rr(name, type, records, data));
    }
    return found;
  }

  /** A name's own records, an empty set for one that has only others below it, or those of the wildcard. */
  #recordsOf(name: string): DnsRecords | undefined {
    const own = this.#names.get(name);
    if (own !== undefined || this.#above.has(name)) return own ?? {};
    // RFC 4592 §3.3.1: of the closest name that there is, and of no other.
    for (const at of upwards(name)) {
      if (at === name) continue;
      if (this.#names.has(at) || this.#above.has(at)) return this.#names.get(at === '.' ? '*.' : `*.${at}`);
    }
    return undefined;
  }

  /** The highest name with NS records between the zone's top and the name. */
  #delegationOf(name: string, qtype: number): string | undefined {
    const top = this.#topOf(name);
    if (top === undefined) return undefined;
    const path = [...upwards(name)];
    return path
      .slice(0, path.indexOf(top))
      .reverse()
      .find((at) => this.#names.get(at)?.NS !== undefined && !(at === name && qtype === dnsTypes.value('DS')));
  }

  #referral(cut: string, an: GivenRr[]): ZoneAnswer {
    const ns = this.#ofType(cut, this.#names.get(cut) ?? {}, dnsTypes.value('NS') as number);
    return { rcode: 0, authoritative: an.length > 0, an, ns, ar: this.#addresses(ns) };
  }

  /** RFC 2308 §3: the SOA record, which lasts no longer than its last field says. */
  #negative(name: string, an: GivenRr[], rcode: number): ZoneAnswer {
    const top = this.#topOf(canonical(name));
    const records = top === undefined ? undefined : this.#names.get(top);
    const soa = records?.SOA as { readonly minimum?: number } | undefined;
    const ttl = Math.min(records?.ttl ?? TTL, soa?.minimum ?? TTL);
    return { rcode, authoritative: true, an, ns: soa === undefined ? [] : [rr(String(top), 'SOA', { ttl }, soa)], ar: [] };
  }

  /** RFC 6672 §3: an alias for all names below. */
  #dname(name: string, an: GivenRr[]): string | undefined {
    for (const at of upwards(canonical(name))) {
      const records = at === canonical(name) ? undefined : this.#names.get(at);
      if (records?.DNAME === undefined) continue;
      const alias = `${canonical(name).slice(0, -at.length)}${canonical(records.DNAME)}`;
      an.push(rr(at, 'DNAME', records, records.DNAME), rr(name, 'CNAME', records, alias));
      return alias;
    }
    return undefined;
  }

  /** Addresses of the hosts that records name, as far as the table has them. */
  #addresses(records: readonly GivenRr[]): GivenRr[] {
    const found: GivenRr[] = [];
    for (const name of new Set(records.flatMap(hostsIn))) {
      const own = this.#names.get(canonical(name)) ?? {};
      for (const type of Object.keys(own).filter(isAddressType))
        for (const data of several((own as Readonly<Record<string, unknown>>)[type])) found.push(rr(name, type, own, data));
    }
    return found;
  }
}

function rr(rrname: string, type: string, { ttl = TTL }: DnsRecords, rdata: unknown): GivenRr {
  return DNSRR({ rrname, type: dnsTypes.value(type) as number, ttl, rdata: rdata as never }) as GivenRr;
}

/** @throws ERR_VALUE for a type that is none, and for data that is none of the type: told when the table is made, not to who asks */
function checkRecord(name: string, type: string, records: DnsRecords, data: unknown): void {
  if (dnsTypes.value(type) === undefined)
    throw new PacketwrightError('ERR_VALUE', `${name}: ${type} is no type of DNS records${didYouMeanName(dnsTypes, type.toUpperCase())}`, {
      name,
      type,
    });
  try {
    packet(DNS({ qr: 1, an: [rr(name, type, records, data)] })).bytes;
  } catch (cause) {
    throw new PacketwrightError('ERR_VALUE', `${name} ${type}: ${(cause as Error).message}`, { name, type, data, cause });
  }
}

function several(values: unknown): readonly unknown[] {
  if (values === undefined) return [];
  return Array.isArray(values) ? values : [values];
}

/** What NS, MX and SRV records lead to. */
function hostsIn(record: GivenRr): string[] {
  const { given } = record as unknown as { readonly given?: { readonly rdata?: unknown; readonly type?: number } };
  const data = given?.rdata;
  if (given?.type === dnsTypes.value('NS') && typeof data === 'string') return [data];
  const { exchange, target } = (typeof data === 'object' && data !== null ? data : {}) as { exchange?: unknown; target?: unknown };
  return [exchange, target].filter((name) => typeof name === 'string');
}
