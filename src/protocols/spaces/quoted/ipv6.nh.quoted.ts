/** Next headers of an IPv6 header that an ICMPv6 error quotes. @see RFC 4443 §2.4 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { quotedSpace } from '../../../packet/layer/quote.ts';
import {
  DCCPerror,
  GREerror,
  ICMPv6error,
  IPerror,
  IPerror6,
  IPv6ExtHdrDestOpterror,
  IPv6ExtHdrFragmenterror,
  IPv6ExtHdrHopByHoperror,
  IPv6ExtHdrRoutingerror,
  SCTPerror,
  TCPerror,
  UDPerror,
  UDPLiteerror,
} from '../../network/quoted.ts';

export const quotedNextHeaders = bindAll(quotedSpace('ipv6.nh'), {
  0: IPv6ExtHdrHopByHoperror,
  4: IPerror,
  6: TCPerror,
  17: UDPerror,
  33: DCCPerror,
  41: IPerror6,
  43: IPv6ExtHdrRoutingerror,
  44: IPv6ExtHdrFragmenterror,
  47: GREerror,
  58: ICMPv6error,
  60: IPv6ExtHdrDestOpterror,
  132: SCTPerror,
  136: UDPLiteerror,
});
