/** Protocol numbers of an IPv4 header that an ICMP error quotes. @see RFC 792 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { quotedSpace } from '../../../packet/layer/quote.ts';
import { DCCPerror, GREerror, ICMPerror, IPerror, IPerror6, SCTPerror, TCPerror, UDPerror, UDPLiteerror } from '../../network/quoted.ts';

export const quotedIpProtocols = bindAll(quotedSpace('ip.proto'), {
  1: ICMPerror,
  4: IPerror,
  6: TCPerror,
  17: UDPerror,
  33: DCCPerror,
  41: IPerror6,
  47: GREerror,
  132: SCTPerror,
  136: UDPLiteerror,
});
