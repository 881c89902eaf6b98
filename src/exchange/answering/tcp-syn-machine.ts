/** Answers the first segment of a connection: SYN and ACK on an open port, a reset on a closed one. It keeps no connections. */
import { checkOptions } from '../../bytes/known-options.ts';
import type { Random } from '../../bytes/random.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { packet } from '../../protocols/protocols.ts';
import { type AnsweringMachine, answeringMachine } from './answering-machine.ts';
import type { OwnAddress } from './icmp-echo-machine.ts';
import { isForOurs, replyHeaders } from './reply-headers.ts';

/** Which ports a TCP machine has open. */
export interface TcpSynMachineOptions extends OwnAddress {
  readonly isOpen: (port: number) => boolean;
  /** Where initial sequence numbers come from. */
  readonly random: Random;
}

const MSS = 1460;
const WINDOW = 64_240;

/** Answers TCP segments: SYN to an open port with SYN and ACK, all others with a reset where one is due. @see RFC 9293 §3.5, §3.10.7.1 and §3.10.7.2 */
export function tcpSynMachine(o: TcpSynMachineOptions): AnsweringMachine {
  checkOptions('tcpSynMachine', o, { isOurs: true, isOpen: true, random: true });
  const { isOurs, isOpen, random } = o;
  return answeringMachine({
    name: 'TCP SYN',
    isRequest: (received) => received.has(TCP) && isForOurs(received, isOurs),
    makeReply: (received) => {
      const tcp = received.get(TCP);
      const headers = replyHeaders(received, isOurs);
      // A reset is never answered.
      if (tcp === undefined || headers === undefined || tcp.flags.has('R')) return undefined;
      const ports = { sport: tcp.dport, dport: tcp.sport };
      const { flags } = tcp;
      if (isOpen(tcp.dport)) {
        // Segments of a connection: a machine that has none has nothing to say to them.
        // SYN with FIN asks for nothing that there is: Linux drops it, too.
        if (!flags.has('S') || flags.has('A') || flags.has('F')) return undefined;
        return packet(
          ...headers,
          TCP({ ...ports, seq: random.u32(), ack: (tcp.seq + 1) >>> 0, flags: 'SA', window: WINDOW, options: [['MSS', MSS]] }),
        );
      }
      // §3.10.7.1: with an acknowledgement, the reset stands where it points; without one, it acknowledges all there was.
      if (flags.has('A')) return packet(...headers, TCP({ ...ports, seq: tcp.ack, flags: 'R', window: 0 }));
      const length = received.payload(TCP).length + Number(flags.has('S')) + Number(flags.has('F'));
      return packet(...headers, TCP({ ...ports, seq: 0, ack: (tcp.seq + length) >>> 0, flags: 'RA', window: 0 }));
    },
  });
}
