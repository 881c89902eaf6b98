/** What is behind a label; under the bottom one other layers than IP may stand, which their first bits tell. @see RFC 3032 §2.1 */
import { bindAll } from '../../packet/chain/bindings.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { MPLS } from '../tunnel/mpls.ts';

export const mplsBottom = bindAll('mpls.bottom', { 0: MPLS, 1: IP });
