/** Records by type, as scapy names them: `DNSRRMX({ rrname: 'example.org', preference: 10, exchange: 'mail.example.org' })`. */
import type { Crafted, GivenOf } from '../../../packet/spec/spec.ts';
import { DNSRR } from './dns.ts';
import type { RdataGiven, RdataType } from './rdata.ts';

type Common = Omit<GivenOf<typeof DNSRR>, 'rdata'>;
/** The owner, class and time to live of a record, and the fields of its data, in one object. */
export type RecordGiven<T extends RdataType> = Common & Exclude<RdataGiven<T>, string | Uint8Array | readonly unknown[]>;

const COMMON = ['rrname', 'type', 'rclass', 'ttl', 'rdlen'];

/** A function that makes records of one type. Each gives a DNSRR whose `rdata` is the structure of that type. */
function recordOf<const T extends RdataType>(type: T): (given?: RecordGiven<T>) => Crafted<'DNSRR'> {
  return (given) => {
    const common: Record<string, unknown> = { type },
      data: Record<string, unknown> = {};
    for (const [name, v] of Object.entries(given ?? {})) (COMMON.includes(name) ? common : data)[name] = v;
    return DNSRR({ ...common, rdata: data } as GivenOf<typeof DNSRR>);
  };
}

/** Start of authority (RFC 1035 §3.3.13). */
export const DNSRRSOA = /* @__PURE__ */ recordOf('SOA');
/** Mail exchange (RFC 1035 §3.3.9). Its type is MX; scapy's has type 6 unless given. */
export const DNSRRMX = /* @__PURE__ */ recordOf('MX');
/** Location of a service (RFC 2782). */
export const DNSRRSRV = /* @__PURE__ */ recordOf('SRV');
/** Delegation signer (RFC 4034 §5). */
export const DNSRRDS = /* @__PURE__ */ recordOf('DS');
/** DNSSEC lookaside validation (RFC 4431). */
export const DNSRRDLV = /* @__PURE__ */ recordOf('DLV');
/** Signature (RFC 4034 §3). */
export const DNSRRRSIG = /* @__PURE__ */ recordOf('RRSIG');
/** Next secure name (RFC 4034 §4). */
export const DNSRRNSEC = /* @__PURE__ */ recordOf('NSEC');
/** Next secure name, hashed (RFC 5155 §3). */
export const DNSRRNSEC3 = /* @__PURE__ */ recordOf('NSEC3');
/** Parameters of NSEC3 (RFC 5155 §4). */
export const DNSRRNSEC3PARAM = /* @__PURE__ */ recordOf('NSEC3PARAM');
/** Public key (RFC 4034 §2). */
export const DNSRRDNSKEY = /* @__PURE__ */ recordOf('DNSKEY');
/** Transaction signature (RFC 8945). */
export const DNSRRTSIG = /* @__PURE__ */ recordOf('TSIG');

/** What an OPT record is made of. @see RFC 6891 §6.1 */
export interface EdnsGiven {
  readonly rrname?: string;
  /** Largest UDP payload that the sender accepts, in octets. Default 4096. */
  readonly rclass?: number;
  /** The upper 8 bits of the response code. */
  readonly extrcode?: number;
  readonly version?: number;
  /** 16 flags, the first of them DO. Default 0x8000, as in scapy. */
  readonly z?: number;
  /** Options: `[['NSID', new Uint8Array()], ['COOKIE', { client }], [65001, octets]]`. */
  readonly rdata?: RdataGiven<'OPT'>;
}

/** The OPT record of EDNS: size, flags and options. `ednsHeader(record)` reads one. */
export function DNSRROPT(given: EdnsGiven = {}): Crafted<'DNSRR'> {
  const { rrname = '.', rclass = 4096, extrcode = 0, version = 0, z = 0x8000, rdata = [] } = given;
  return DNSRR({ rrname, type: 41, rclass, ttl: ((extrcode << 24) | (version << 16) | z) >>> 0, rdata });
}
