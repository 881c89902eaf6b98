/** What follows TFTP's opcode. @see RFC 1350 §5; RFC 2347 */
import { bindAll } from '../../packet/chain/bindings.ts';
import { TFTP_ACK, TFTP_DATA, TFTP_ERROR, TFTP_OACK, TFTP_RRQ, TFTP_WRQ } from '../application/tftp.ts';

export const tftpOpcodes = bindAll('tftp.op', { 1: TFTP_RRQ, 2: TFTP_WRQ, 3: TFTP_DATA, 4: TFTP_ACK, 5: TFTP_ERROR, 6: TFTP_OACK });
