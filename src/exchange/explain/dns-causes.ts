/** DNS: answers that say no, and answers that went astray. */
import type { AnyLayer, ViewOf } from '../../packet/spec/spec.ts';
import { DNS } from '../../protocols/application/dns/dns.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { BoundedMap, type Looker } from './cause.ts';
import type { Evidence, Findings } from './finding.ts';
import type { Seen } from './seen.ts';
import { endText } from './words.ts';

const MOST = 4096;
/** What makes a server's answer a no. @see RFC 1035 §4.1.1 */
const NAME_ERROR = 3,
  REFUSED = 5;

interface Query {
  readonly number: number;
  readonly client: { readonly address: string; readonly port: number };
  readonly server: { readonly address: string; readonly port: number };
  isAnswered: boolean;
  /** The answer went to another port. From another one: udp-astray.ts. */
  astray: { readonly at: Evidence; readonly port: number } | undefined;
}

export class DnsLooker implements Looker {
  readonly #queries = new BoundedMap<string, Query>(MOST);

  see(seen: Seen, findings: Findings): void {
    const dns = seen.get<ViewOf<typeof DNS>>(DNS as AnyLayer);
    const { udp, network } = seen;
    if (dns === undefined || network === undefined) return;
    if (dns.qr === 1) this.#sayNo(dns, seen, findings);
    // Multicast answers come from whoever knows.
    if (udp === undefined || udp.dport === 5353 || udp.sport === 5353) return;
    const question = dns.qd[0];
    if (question === undefined) return;
    const asked = `${dns.id} ${question.qtype} ${question.qname.toLowerCase()}`;
    if (dns.qr === 0) {
      const key = `${network.src} ${network.dst} ${asked}`;
      if (this.#queries.has(key)) return;
      this.#queries.set(key, {
        ...{ number: seen.number, isAnswered: false, astray: undefined },
        client: { address: network.src, port: udp.sport },
        server: { address: network.dst, port: udp.dport },
      });
      return;
    }
    const query = this.#queries.get(`${network.dst} ${network.src} ${asked}`);
    if (query === undefined) return;
    if (udp.dport === query.client.port && udp.sport === query.server.port) query.isAnswered = true;
    else if (udp.dport !== query.client.port) query.astray ??= { at: seen.at(UDP as AnyLayer, 'dport'), port: udp.dport };
  }

  #sayNo(dns: ViewOf<typeof DNS>, seen: Seen, findings: Findings): void {
    if (dns.rcode !== NAME_ERROR && dns.rcode !== REFUSED) return;
    const name = dns.qd[0]?.qname ?? '.';
    findings.add({
      code: 'dns-said-no',
      sentence: `${seen.network?.src} answered that ${name} ${dns.rcode === NAME_ERROR ? 'does not exist' : 'is not to be asked of it (refused)'}`,
      certainty: 'sure',
      at: seen.at(DNS as AnyLayer, 'rcode'),
      about: `${seen.network?.src} ${name}`,
    });
  }

  end(findings: Findings): void {
    for (const { isAnswered, astray, client, server, number } of this.#queries.values()) {
      if (isAnswered || astray === undefined) continue;
      const { port, at } = astray;
      findings.add({
        code: 'other-destination-port',
        sentence: `the answer to packet ${number} went to port ${port} of ${client.address}, which asked from ${endText(client)}`,
        certainty: 'sure',
        at,
        about: `${client.address} ${server.address}`,
      });
    }
  }
}
