/** What DTLS records carry, by their type. Where it is no whole message it is encrypted. @see RFC 6347 §4.1 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { DTLSAlert, DTLSApplicationData, DTLSHandshake } from '../../application/tls/dtls.ts';
import { TLSChangeCipherSpec, TLSOpaque } from '../../application/tls/tls.ts';

export const dtlsContents = bindAll('dtls.content', {
  20: [TLSChangeCipherSpec, TLSOpaque],
  21: [DTLSAlert, TLSOpaque],
  22: [DTLSHandshake, TLSOpaque],
  23: DTLSApplicationData,
  24: TLSOpaque,
  25: TLSOpaque,
  26: TLSOpaque,
});
