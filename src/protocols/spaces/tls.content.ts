/** What TLS records carry, by their type. Where it is no whole message it is encrypted, or a part of one. @see RFC 8446 §5.1 */
import { bindAll } from '../../packet/chain/bindings.ts';
import { TLSHandshake } from '../application/tls/handshake.ts';
import { TLSAlert, TLSApplicationData, TLSChangeCipherSpec, TLSHeartbeat, TLSOpaque } from '../application/tls/tls.ts';

export const tlsContents = [
  // First, so that it is what opaque octets are sent as.
  ...bindAll('tls.content', { 22: [TLSHandshake, TLSOpaque] }),
  ...bindAll('tls.content', {
    20: [TLSChangeCipherSpec, TLSOpaque],
    21: [TLSAlert, TLSOpaque],
    23: TLSApplicationData,
    24: [TLSHeartbeat, TLSOpaque],
  }),
];
