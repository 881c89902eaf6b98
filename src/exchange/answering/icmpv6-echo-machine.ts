/** Answers ping over IPv6. */
import { checkOptions } from '../../bytes/known-options.ts';
import { ICMPv6EchoReply, ICMPv6EchoRequest } from '../../protocols/network/icmpv6/echo.ts';
import { answer } from './answer.ts';
import type { AnsweringMachine } from './answering-machine.ts';
import type { OwnAddress } from './icmp-echo-machine.ts';

/** Answers pings to its own IPv6 addresses. @see RFC 4443 §4.2 */
export function icmpv6EchoMachine(o: OwnAddress): AnsweringMachine {
  checkOptions('icmpv6EchoMachine', o, { isOurs: true });
  return answer({
    name: 'ICMPv6 echo',
    when: ICMPv6EchoRequest,
    reply: ({ id, seq, data }) => [ICMPv6EchoReply({ id, seq, data })],
    isOurs: o.isOurs,
  });
}
