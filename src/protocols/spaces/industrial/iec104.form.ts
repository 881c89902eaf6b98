/** Forms of IEC 60870-5-104, by the end of the control field: 0, 01 or 11. @see IEC 60870-5-104:2006 §5.1 */
import { bindVariants } from '../../../packet/chain/bindings.ts';
import { IEC104_I_Message, IEC104_S_Message, IEC104_U_Message } from '../../industrial/iec104.ts';

export const iec104Forms = bindVariants(IEC104_U_Message, 'octet_1_1_2', [
  [0, IEC104_I_Message],
  [1, IEC104_S_Message],
  [2, IEC104_I_Message],
]);
