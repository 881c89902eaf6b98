/** What a DATA chunk of SCTP carries. @see IANA "SCTP Payload Protocol Identifiers" */
import { bindAll, bindGuesses } from '../../packet/chain/bindings.ts';
import { DiamG } from '../application/diameter/diameter.ts';

export const sctpPayloads = [
  // 47 is Diameter within DTLS (RFC 6733 §2.1): the octets tell one that came without.
  ...bindAll('sctp.ppid', { 46: DiamG, 47: DiamG }),
  // Senders that tell nothing (0) are found by the shape of what they send, on port 3868 and on any other.
  ...bindGuesses('sctp.ppid', [DiamG]),
];
