/** How the ends of a PPP link show who they are: PAP and CHAP. */
import { u8 } from '../../../packet/fields/integers.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { toHex } from '../../../bytes/hex.ts';
import { answersBy, authenticationHead } from './control.ts';

const PAP_CODES = { 'Authenticate-Request': 1, 'Authenticate-Ack': 2, 'Authenticate-Nak': 3 } as const;
const papHead = (code: number) => authenticationHead(code, PAP_CODES, 'pap');
const papMatch = answersBy({ 1: [2, 3] });
const papTitle = 'PPP Password Authentication Protocol';

/** Password Authentication Protocol: a message that is none of the others. @see RFC 1334 §2.2 */
export const PPP_PAP = layer('PPP_PAP', () => ({
  title: papTitle,
  about: 'Password Authentication Protocol: messages without a layer of their own.',
  source: 'RFC 1334 §2.2',
  wireshark: 'pap',
  fields: { ...papHead(1), data: octets() },
  match: papMatch,
}));

/** Name and password, as they are. @see RFC 1334 §2.2.1 */
export const PPP_PAP_Request = layer('PPP_PAP_Request', () => ({
  title: papTitle,
  about: 'Name and password, in clear text.',
  source: 'RFC 1334 §2.2.1',
  wireshark: 'pap',
  fields: {
    ...papHead(1),
    username_len: u8({ measures: 'username', wireshark: 'pap.peer_id.length' }),
    username: text({ wireshark: 'pap.peer_id' }),
    passwd_len: u8({ measures: 'password', wireshark: 'pap.password.length' }),
    password: text({ wireshark: 'pap.password' }),
  },
  match: papMatch,
  summary: (pap) => `PAP-Request username='${pap.username}' password='${pap.password}'`,
}));

/** Whether the password was right. @see RFC 1334 §2.2.2 */
export const PPP_PAP_Response = layer('PPP_PAP_Response', () => ({
  title: papTitle,
  about: 'Whether the password was right.',
  source: 'RFC 1334 §2.2.2',
  wireshark: 'pap',
  fields: {
    ...papHead(2),
    msg_len: u8({ measures: 'message', wireshark: 'pap.message.length' }),
    message: text({ wireshark: 'pap.message' }),
  },
  match: papMatch,
  summary: ({ code, message }) => `PAP-${code === 2 ? 'Ack' : 'Nak'}${message === '' ? '' : ` msg='${message}'`}`,
}));

const CHAP_CODES = { Challenge: 1, Response: 2, Success: 3, Failure: 4 } as const;
const chapHead = (code: number) => authenticationHead(code, CHAP_CODES, 'chap');
const chapMatch = answersBy({ 1: [2], 2: [3, 4] });
const chapTitle = 'PPP Challenge Handshake Authentication Protocol';

/** Whether the response was right. @see RFC 1994 §4.2 */
export const PPP_CHAP = layer('PPP_CHAP', () => ({
  title: chapTitle,
  about: 'Challenge Handshake Authentication Protocol: whether the response was right.',
  source: 'RFC 1994 §4.2',
  wireshark: 'chap',
  fields: { ...chapHead(3), data: text({ wireshark: 'chap.message' }) },
  match: chapMatch,
  summary: ({ code, data }) => `CHAP ${code === 3 ? 'Success' : code === 4 ? 'Failure' : code} message='${data}'`,
}));

/** Octets to be answered with a hash of them and the secret, and that hash. @see RFC 1994 §4.1 */
export const PPP_CHAP_ChallengeResponse = layer('PPP_CHAP_ChallengeResponse', () => ({
  title: chapTitle,
  about: 'A challenge, or the hash that answers it.',
  source: 'RFC 1994 §4.1',
  wireshark: 'chap',
  fields: {
    ...chapHead(1),
    value_size: u8({ measures: 'value', wireshark: 'chap.value_size' }),
    value: octets({ wireshark: 'chap.value' }),
    optional_name: text({ wireshark: 'chap.name', about: 'who sent it' }),
  },
  match: chapMatch,
  summary: ({ code, value, optional_name }) =>
    `CHAP ${code === 2 ? 'response' : 'challenge'}=0x${toHex(value)} optional_name='${optional_name}'`,
}));
