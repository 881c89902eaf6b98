/** SMB straight on TCP, without NetBIOS: the length before each message. */
import { u24, u8 } from '../../../packet/fields/integers.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { isSmb } from './smb.ts';

/** What SMB begins with: version 1, version 2 and 3, encrypted, compressed (MS-SMB2 §2.2.1, §2.2.41, §2.2.42). */
const FIRST = [0xff, 0xfe, 0xfd, 0xfc];

/** The length before each message. @see MS-SMB2 §2.1 */
export const SMBDirect = layer('SMBDirect', () => ({
  title: 'SMB over TCP',
  about: 'Length of an SMB message on a stream.',
  source: 'MS-SMB2 §2.1',
  wireshark: 'nbss',
  repeats: true,
  fields: {
    zero: u8({ hex: true, wireshark: 'nbss.type' }),
    length: u24({ measures: 'payload', wireshark: 'nbss.length', about: 'octets of the message' }),
  },
  begins: (b, start, end) => end - start >= 8 && b[start] === 0 && FIRST.some((first) => isSmb(b, start + 4, first)),
}));
