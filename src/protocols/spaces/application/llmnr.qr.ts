/** A message of LLMNR is a question or an answer. @see RFC 4795 §2.1.1 */
import { bindVariants } from '../../../packet/chain/bindings.ts';
import { LLMNRQuery, LLMNRResponse } from '../../application/dns/multicast.ts';

export const llmnrMessages = bindVariants(LLMNRQuery, 'qr', [[1, LLMNRResponse]]);
