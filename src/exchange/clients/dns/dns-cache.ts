/** Answers that are remembered as long as their records say. */
import { checkOptions } from '../../../bytes/known-options.ts';
import type { Clock } from '../../../host/host.ts';
import { DNS, DNSRR } from '../../../protocols/application/dns/dns.ts';
import { rdataOf } from '../../../protocols/application/dns/rdata.ts';
import { packet } from '../../../protocols/protocols.ts';
import { dnsRcodes, dnsTypes } from '../../../protocols/registries/dns.ts';
import { type DnsMessage, type DnsRecord, fullRcode, readMessage } from './question.ts';

/** What an answer is remembered by. */
export interface DnsCacheKey {
  readonly name: string;
  readonly type: number;
  readonly class: number;
  /** DNSSEC records were wanted. */
  readonly dnssec?: boolean;
}

/** What is remembered, and how long. */
export interface DnsCacheOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Answers that are remembered; the one that was not asked for longest goes. Default 10,000. */
  readonly most?: number;
  /** Seconds that an answer lasts at most. Default 86,400, a day. */
  readonly longestTtl?: number;
  /** Seconds that "there is none" lasts at most. Default 10,800 (RFC 2308 §5: one to three hours). */
  readonly longestNegativeTtl?: number;
}

interface Kept {
  readonly message: DnsMessage;
  /** Monotonic ms. */
  readonly at: number;
  readonly until: number;
}

const SECOND = 1000;

/** Remembers answers of `dnsQuery({ cache })`: records for their time to live, and "there is none" for that of the SOA record (RFC 2308 §5). */
export class DnsCache {
  readonly #o: Required<DnsCacheOptions>;
  readonly #kept = new Map<string, Kept>();

  constructor(o: DnsCacheOptions) {
    checkOptions('DnsCache', o, { clock: true, most: true, longestTtl: true, longestNegativeTtl: true });
    this.#o = { most: 10_000, longestTtl: 86_400, longestNegativeTtl: 10_800, ...o };
  }

  get size(): number {
    return this.#kept.size;
  }

  clear(): void {
    this.#kept.clear();
  }

  /** The answer with the time that its records have left (RFC 1034 §3.6); undefined when it is not there any more. */
  get(key: DnsCacheKey): DnsMessage | undefined {
    const text = keyText(key);
    const kept = this.#kept.get(text);
    if (kept === undefined) return undefined;
    const now = this.#o.clock.monotonic();
    this.#kept.delete(text);
    if (now >= kept.until) return undefined;
    // The youngest stands last.
    this.#kept.set(text, kept);
    return aged(kept.message, Math.floor((now - kept.at) / SECOND));
  }

  /** Remembers an answer, if it is one to remember: not a truncated one, not a failure. */
  put(key: DnsCacheKey, message: DnsMessage): void {
    const seconds = this.#lifetime(message);
    const text = keyText(key);
    this.#kept.delete(text);
    if (seconds === undefined || seconds <= 0) return;
    const at = this.#o.clock.monotonic();
    this.#kept.set(text, { message, at, until: at + seconds * SECOND });
    if (this.#kept.size > this.#o.most) this.#kept.delete(this.#kept.keys().next().value as string);
  }

  #lifetime(message: DnsMessage): number | undefined {
    const rcode = fullRcode(message);
    const isMissing = rcode === dnsRcodes.value('NXDOMAIN');
    if (message.tc === 1 || (rcode !== 0 && !isMissing)) return undefined;
    const ttls = message.an.map(ttlOf);
    const [question] = message.qd;
    const found = message.an.some(({ type }) => type === question?.qtype || question?.qtype === dnsTypes.value('ANY'));
    if (found && !isMissing) return Math.min(this.#o.longestTtl, ...ttls);
    // RFC 2308 §5: without an SOA record it is not remembered.
    const soa = message.ns.find(({ type }) => type === dnsTypes.value('SOA'));
    const data = soa === undefined ? undefined : rdataOf(soa, 'SOA');
    if (soa === undefined || data === undefined) return undefined;
    return Math.min(this.#o.longestNegativeTtl, ttlOf(soa), data.minimum, ...ttls);
  }
}

const keyText = ({ name, type, class: c, dnssec = false }: DnsCacheKey): string =>
  `${name.replace(/\.$/, '').toLowerCase()} ${type} ${c} ${dnssec}`;

/** RFC 2181 §8: a TTL with its top bit set is 0. */
const ttlOf = ({ ttl }: DnsRecord): number => (ttl > 0x7fff_ffff ? 0 : ttl);

/** The message with less time to live, and without the OPT record, which was between two ends (RFC 6891 §6.2.1). */
function aged(message: DnsMessage, seconds: number): DnsMessage {
  const older = (records: readonly DnsRecord[]) =>
    records
      .filter(({ type }) => type !== dnsTypes.value('OPT'))
      .map((r) =>
        DNSRR({ rrname: r.rrname, type: r.type, rclass: r.rclass, ttl: Math.max(0, ttlOf(r) - seconds), rdata: r.rdata as never }),
      );
  const { id, qr, opcode, rd, ra, ad, cd, rcode, qd } = message;
  const octets = packet(
    DNS({ id, qr, opcode, aa: 0, rd, ra, ad, cd, rcode, qd: [...qd], an: older(message.an), ns: older(message.ns), ar: older(message.ar) }),
  ).bytes;
  return readMessage(octets) as DnsMessage;
}
