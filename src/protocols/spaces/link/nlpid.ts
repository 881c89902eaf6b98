/** Protocols by ISO's and IEC's numbers. @see ISO/IEC TR 9577; RFC 2427 §3 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { Q931 } from '../../application/h323/h225.ts';
import { SNAP } from '../../link/llc.ts';
import { PPP } from '../../link/ppp/ppp.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { IPv6 } from '../../network/ipv6/ipv6.ts';

export const nlpids = bindAll('nlpid', { 0x08: Q931, 0x80: SNAP, 0x8e: IPv6, 0xcc: IP, 0xcf: PPP });
