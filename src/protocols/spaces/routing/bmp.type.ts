/** Messages of BMP, by their type. @see RFC 7854 §4; IANA: "BMP Message Types" */
import { bindAll } from '../../../packet/chain/bindings.ts';
import * as B from '../../routing/bgp/bmp.ts';

export const bmpMessages = bindAll('bmp.type', {
  0: B.BMPRouteMonitoring,
  1: B.BMPStatistics,
  2: B.BMPPeerDown,
  3: B.BMPPeerUp,
  4: B.BMPInitiation,
  5: B.BMPTermination,
  6: B.BMPRouteMirroring,
});
