/** A SYN that was refused, or met with silence. */
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { TCP } from '../../../protocols/transport/tcp/tcp.ts';
import { BoundedMap } from '../cause.ts';
import { type Connection, plus, type Step } from './connections.ts';
import type { Evidence, Findings } from '../finding.ts';
import { ACK, RST, SYN } from '../seen.ts';
import type { TcpRule } from './tcp-rule.ts';
import { endText } from '../words.ts';

const tcp = TCP as AnyLayer;
/** A SYN is sent again after a second, then after two: who has asked so often has waited. */
const ASKED = 3;
const WAITED_MS = 2500;
const MOST = 1024;

export class RefusedRule implements TcpRule {
  /** The last SYN of those who ask again. */
  readonly #asking = new BoundedMap<string, { readonly at: Evidence; readonly ms: number; readonly connection: Connection }>(MOST);

  see({ segment, connection, isFromClient, seen, from }: Step, findings: Findings): void {
    const { client, server } = connection;
    if (isFromClient) {
      if ((segment.flags & SYN) !== 0 && from.syns + 1 >= ASKED)
        this.#asking.set(connection.key, { at: seen.at(tcp, 'flags'), ms: connection.beganMs, connection });
      return;
    }
    if ((segment.flags & (RST | ACK)) !== (RST | ACK) || server.isn !== undefined || client.isn === undefined) return;
    if (segment.ack !== plus(client.isn, 1) && segment.ack !== client.next) return;
    findings.add({
      code: 'port-closed',
      sentence: `${server.address} refused the connection to port ${server.port}: it answered the SYN with a reset`,
      certainty: 'sure',
      at: seen.at(tcp, 'flags'),
      about: endText(server),
    });
  }

  end(_connections: Iterable<Connection>, findings: Findings, ms: number): void {
    for (const { at, ms: began, connection } of this.#asking.values()) {
      const { client, server, isReset } = connection;
      if (server.next !== undefined || isReset || !(ms - began >= WAITED_MS)) continue;
      findings.add({
        code: 'nothing-came',
        sentence: `${endText(server)} answered none of ${client.syns} SYNs from ${client.address}: a firewall drops them, or the host is down`,
        certainty: 'possible',
        at,
        about: endText(server),
      });
    }
  }
}
