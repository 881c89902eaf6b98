/** Answers ping. */
import { checkOptions } from '../../bytes/known-options.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { packet } from '../../protocols/protocols.ts';
import { type AnsweringMachine, answeringMachine } from './answering-machine.ts';
import { isForOurs, replyHeaders } from './reply-headers.ts';

const ECHO_REQUEST = 8;
const ECHO_REPLY = 0;

/** Which addresses a machine takes for its own. */
export interface OwnAddress {
  /** Whether packets for this address are for the machine. */
  readonly isOurs: (address: string) => boolean;
}

/** Answers pings to its own IPv4 addresses. @see RFC 792 (Echo or Echo Reply Message); RFC 1122 §3.2.2.6 */
export function icmpEchoMachine(o: OwnAddress): AnsweringMachine {
  checkOptions('icmpEchoMachine', o, { isOurs: true });
  const { isOurs } = o;
  return answeringMachine({
    name: 'ICMP echo',
    isRequest: (received) => received.get(ICMP)?.type === ECHO_REQUEST && isForOurs(received, isOurs),
    makeReply: (received) => {
      const icmp = received.get(ICMP);
      const headers = replyHeaders(received, isOurs);
      if (icmp === undefined || headers === undefined) return undefined;
      // RFC 1122 §3.2.2.6: the data comes back as it was.
      return packet(...headers, ICMP({ type: ECHO_REPLY, id: icmp.id ?? 0, seq: icmp.seq ?? 0 }), received.payload(ICMP).slice());
    },
  });
}
