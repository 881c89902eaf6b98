/** Directions and interfaces: `inbound`, `outbound`, `ifindex 2`. */
import type { Generator } from './generator.ts';
import { type Condition, constant, equal, equalMasked, fact, not, test } from '../conditions/intermediate.ts';

/** What Linux calls a packet that this machine sent (PACKET_OUTGOING). */
const OUTGOING = 4;

/** Whether the packet left the machine that captured it, or came to it. */
export function directionTerm(g: Generator, outbound: boolean, at: number): Condition {
  const unlessInbound = (sent: Condition): Condition => (outbound ? sent : not(sent));
  switch (g.options.linkType) {
    case 8: // SLIP
      return equal({ offset: 0 }, 1, outbound ? 1 : 0);
    case 113:
      return unlessInbound(equal({ offset: 0 }, 2, OUTGOING));
    case 276:
      return unlessInbound(equal({ offset: 10 }, 1, OUTGOING));
    case 117: // pf's log
      return equal({ offset: 60 }, 1, outbound ? 2 : 1);
    case 166: // pppd
      return equal({ offset: 0 }, 1, outbound ? 1 : 0);
    case 226: // Solaris ipnet
      return equal({ offset: 2 }, 2, outbound ? 1 : 2);
    case 281: // A Broadcom switch's tag: the code of what it did.
      return equalMasked({ offset: 12 }, 1, outbound ? 0x20 : 0, 0xe0);
    case 284: // A Marvell switch's tag: to the processor, or from it.
      return equalMasked({ offset: 12 }, 1, outbound ? 0x40 : 0, 0x40);
    default:
      if (g.layout.style === 'juniper') return equalMasked({ offset: 3 }, 1, outbound ? 0 : 1, 1);
      if (g.options.kernel) return unlessInbound(test('equal', fact('type', 2), constant(OUTGOING)));
      throw g.unsupported(
        at,
        outbound ? 'outbound' : 'inbound',
        `choose the direction while capturing: pkw dump -Q ${outbound ? 'out' : 'in'}`,
      );
  }
}

export function interfaceTerm(g: Generator, index: number, at: number): Condition {
  if (g.options.linkType === 276) return equal({ offset: 4 }, 4, index);
  if (g.options.kernel) return test('equal', fact('ifidx', 4), constant(index));
  throw g.unsupported(at, 'ifindex', 'capture on all interfaces, with link type LINUX_SLL2: pkw dump -i any');
}
