/** From the root down to the servers that know a name: what a resolver does, a step at a time. @see RFC 1034 §5.3.3 */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { Address } from '../../../host/host.ts';
import { dnsTypes } from '../../../protocols/registries/dns.ts';
import { type DnsAnswer, type DnsQueryOptions, dnsQuery } from './dns-query.ts';
import type { DnsMessage } from './question.ts';

/** A step of a walk: whom it asked about what, and the answer. */
export interface DnsStep {
  /** The zone whose servers were asked. */
  readonly zone: string;
  readonly answer: DnsAnswer;
  /** The name of the server that answered, as far as one is known. */
  readonly serverName?: string;
  /** A step down to other servers; false: the last one. */
  readonly referral: boolean;
}

/** Zones have labels, and names have at most 127 of these. */
const MOST_STEPS = 127;

const type = (name: string): number => dnsTypes.value(name) as number;
const canonical = (name: string): string => `${name.replace(/\.$/, '')}.`.toLowerCase();

/**
 * Asks for the servers of the root, then for the name at each zone's servers in turn, without recursion, until one has the answer. The first
 * servers are those of the options. Addresses of servers come with the referrals; what is missing is asked of the first servers.
 *
 * @throws as `dnsQuery`; ERR_NO_ANSWER when a zone's servers have no address
 */
export async function* walkDns(name: string, o: DnsQueryOptions = {}): AsyncGenerator<DnsStep, void, undefined> {
  const { type: _type, servers: _servers, ...rest } = o;
  const root = await dnsQuery('.', { ...o, type: 'NS' });
  yield { zone: '.', answer: root, referral: true };
  let zone = '.';
  let servers = await addressesOf(nameServers(root.message, '.', 'an'), root.message, o);
  for (let step = 0; step < MOST_STEPS; step++) {
    if (servers.size === 0) throw new PacketwrightError('ERR_NO_ANSWER', `the servers of ${zone} have no address`, { zone, name });
    const answer = await dnsQuery(name, {
      ...rest,
      ...(_type !== undefined && { type: _type }),
      recurse: false,
      servers: [...servers.keys()],
    });
    const below = answer.rcode === 0 && answer.message.an.length === 0 ? referralIn(answer.message, zone, name) : undefined;
    const serverName = servers.get(String(answer.server));
    yield { zone, answer, referral: below !== undefined, ...(serverName !== undefined && { serverName }) };
    if (below === undefined) return;
    zone = below;
    servers = await addressesOf(nameServers(answer.message, below, 'ns'), answer.message, o);
  }
}

/** The zone that the authority section leads to: below the one that was asked, and above the name; nothing else leads on. */
function referralIn({ ns }: DnsMessage, zone: string, name: string): string | undefined {
  const at = canonical(name);
  return ns
    .filter((r) => r.type === type('NS'))
    .map(({ rrname }) => canonical(rrname))
    .find((owner) => owner.length > canonical(zone).length && (at === owner || at.endsWith(`.${owner}`)));
}

function nameServers(message: DnsMessage, zone: string, section: 'an' | 'ns'): string[] {
  const records = message[section].filter((r) => r.type === type('NS') && canonical(r.rrname) === canonical(zone));
  return records.flatMap(({ rdata }) => (typeof rdata === 'string' ? [rdata] : []));
}

/** Addresses with the names of their servers. */
async function addressesOf(names: readonly string[], { ar }: DnsMessage, o: DnsQueryOptions): Promise<Map<Address, string>> {
  const found = new Map<Address, string>();
  for (const name of names) {
    for (const { type: of, rrname, rdata } of ar)
      if (of === type('A') && canonical(rrname) === canonical(name) && typeof rdata === 'string') found.set(rdata, name);
  }
  if (found.size > 0) return found;
  for (const name of names) {
    const answer = await dnsQuery(name, { ...o, type: 'A', recurse: true });
    for (const { rdata } of answer.records) if (typeof rdata === 'string') found.set(rdata, name);
    if (found.size > 0) return found;
  }
  return found;
}
