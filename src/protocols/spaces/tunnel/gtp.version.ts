/** Versions of GTP's control plane. @see 3GPP TS 29.274 §5.1 */
import { bindVariants } from '../../../packet/chain/bindings.ts';
import { GTPHeader, GTPv2 } from '../../tunnel/gtp/gtp.ts';

export const gtpVersions = bindVariants(GTPHeader, 'version', [[2, GTPv2]]);
