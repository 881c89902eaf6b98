/** DHCP answers for another client than the one that asked. */
import type { AnyLayer, ViewOf } from '../../packet/spec/spec.ts';
import { BOOTP } from '../../protocols/application/dhcp/dhcp.ts';
import { BoundedMap, type Looker } from './cause.ts';
import type { Findings } from './finding.ts';
import type { Seen } from './seen.ts';

const MOST = 4096;
const bootp = BOOTP as AnyLayer;

interface Asked {
  readonly number: number;
  readonly chaddr: string;
  /** Who sent the frame; undefined where a relay may have. */
  readonly mac: string | undefined;
  /** Its client went on with what it was offered. */
  isFollowed: boolean;
  offered: (() => void) | undefined;
}

export class DhcpLooker implements Looker {
  readonly #asked = new BoundedMap<number, Asked>(MOST);

  see(seen: Seen, findings: Findings): void {
    const message = seen.get<ViewOf<typeof BOOTP>>(bootp);
    if (message === undefined || message.hlen !== 6) return;
    const { op, xid, chaddr, giaddr, hops } = message;
    const there = this.#asked.get(xid);
    if (op === 1) {
      if (there !== undefined) {
        there.isFollowed ||= there.offered !== undefined;
        return;
      }
      const isDirect = giaddr === '0.0.0.0' && hops === 0;
      this.#asked.set(xid, {
        number: seen.number,
        chaddr,
        mac: isDirect ? seen.ether?.src : undefined,
        isFollowed: false,
        offered: undefined,
      });
      return;
    }
    if (op !== 2 || there === undefined) return;
    if (chaddr !== there.chaddr) {
      findings.add({
        code: 'dhcp-other-client',
        sentence: `the answer to packet ${there.number} is for the client ${chaddr}, not for ${there.chaddr}, which asked`,
        certainty: 'sure',
        at: seen.at(bootp, 'chaddr'),
        about: String(xid),
      });
    } else if (there.mac !== undefined && there.mac !== chaddr && there.offered === undefined) {
      const at = seen.at(bootp, 'chaddr');
      const { mac, number } = there;
      there.offered = () =>
        findings.add({
          code: 'dhcp-other-client',
          sentence: `the offer is for ${chaddr}, for so packet ${number} named its client; the interface that sent it is ${mac}`,
          certainty: 'likely',
          at,
          about: String(xid),
        });
    }
  }

  end(): void {
    for (const { offered, isFollowed } of this.#asked.values()) if (!isFollowed) offered?.();
  }
}
