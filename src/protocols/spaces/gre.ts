/** Forms of GRE, by its version. @see RFC 2637 §4.1 */
import { bindVariants } from '../../packet/chain/bindings.ts';
import { GRE, GRE_PPTP } from '../tunnel/gre.ts';

export const greVersions = [...bindVariants(GRE, 'version', [[1, GRE_PPTP]]), ...bindVariants(GRE_PPTP, 'version', [[0, GRE]])];
