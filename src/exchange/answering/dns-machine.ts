/** A DNS server that knows what a table says, and nothing else. */
import { checkOptions } from '../../bytes/known-options.ts';
import type { GivenRecord } from '../../packet/fields/lists.ts';
import { DNS, DNSRR } from '../../protocols/application/dns/dns.ts';
import { packet } from '../../protocols/protocols.ts';
import { dnsTypes } from '../../protocols/registries/dns.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { type AnsweringMachine, answeringMachine } from './answering-machine.ts';
import type { OwnAddress } from './icmp-echo-machine.ts';
import { replyHeaders } from './reply-headers.ts';

/** The records of a name: by type, one value or several, as {@link DNSRR} takes them in `rdata`. */
export interface DnsRecords {
  readonly A?: string | readonly string[];
  readonly AAAA?: string | readonly string[];
  readonly CNAME?: string;
  readonly NS?: string | readonly string[];
  readonly PTR?: string | readonly string[];
  readonly TXT?: string | readonly string[];
  /** Seconds. Default 300. */
  readonly ttl?: number;
}

/** Names (the final dot may be missing, case does not matter) and their records. */
export type DnsZone = Readonly<Record<string, DnsRecords>>;

/** What a DNS machine knows. */
export interface DnsMachineOptions extends OwnAddress {
  readonly zone: DnsZone;
  /** Default 53. */
  readonly port?: number;
}

const TTL = 300;
const ANY = 255;
const NO_SUCH_NAME = 3;
const NOT_IMPLEMENTED = 4;
const MALFORMED = 1;
/** A chain of aliases is followed so far. */
const MOST_ALIASES = 8;

type Type = Exclude<keyof DnsRecords, 'ttl'>;
type GivenRr = GivenRecord<typeof DNSRR>;

/** A DNS server over UDP that answers from a zone of its own. @see RFC 1034 §4.3.2; RFC 1035 §4.1 */
export function dnsMachine(o: DnsMachineOptions): AnsweringMachine {
  checkOptions('dnsMachine', o, { isOurs: true, zone: true, port: true });
  const { isOurs, zone, port = 53 } = o;
  const table = new Map(Object.entries(zone).map(([name, records]) => [canonical(name), records]));
  return answeringMachine({
    name: 'DNS',
    isRequest: (received) => received.get(UDP)?.dport === port && received.get(DNS)?.qr === 0,
    makeReply: (received) => {
      const udp = received.get(UDP),
        dns = received.get(DNS);
      const headers = replyHeaders(received, isOurs);
      if (udp === undefined || dns === undefined || headers === undefined) return undefined;
      const question = dns.qd[0];
      const { id, opcode, rd } = dns;
      const answer = (rcode: number, an: readonly GivenRr[]): ReturnType<typeof packet> =>
        packet(
          ...headers,
          UDP({ sport: udp.dport, dport: udp.sport }),
          DNS({ id, qr: 1, opcode, aa: 1, rd, rcode, qd: question === undefined ? [] : [question], an }),
        );
      if (opcode !== 0) return answer(NOT_IMPLEMENTED, []);
      if (question === undefined || dns.qd.length !== 1) return answer(MALFORMED, []);
      const found = lookUp(table, question.qname, question.qtype);
      return found === undefined ? answer(NO_SUCH_NAME, []) : answer(0, found);
    },
  });
}

const canonical = (name: string): string => `${name.replace(/\.$/, '')}.`.toLowerCase();

/** The records; none where the name has others; undefined where there is no such name. */
function lookUp(table: ReadonlyMap<string, DnsRecords>, qname: string, qtype: number): GivenRr[] | undefined {
  const out: GivenRr[] = [];
  let name = qname;
  for (let i = 0; i < MOST_ALIASES; i++) {
    const records = table.get(canonical(name));
    if (records === undefined) return i === 0 ? undefined : out;
    for (const type of Object.keys(records) as (keyof DnsRecords)[]) {
      if (type === 'ttl') continue;
      const number = dnsTypes.value(type);
      if (number === undefined || (number !== qtype && qtype !== ANY)) continue;
      for (const rdata of several(records[type]))
        out.push(DNSRR({ rrname: name, type: number, ttl: records.ttl ?? TTL, rdata }) as GivenRr);
    }
    const { CNAME } = records;
    // RFC 1034 §3.6.2: an alias stands for all types but its own.
    if (CNAME === undefined || qtype === ANY || qtype === dnsTypes.value('CNAME')) return out;
    out.push(DNSRR({ rrname: name, type: 'CNAME', ttl: records.ttl ?? TTL, rdata: CNAME }) as GivenRr);
    name = CNAME;
  }
  return out;
}

const several = (values: DnsRecords[Type]): readonly string[] =>
  values === undefined ? [] : typeof values === 'string' ? [values] : values;
