/** File Transfer Protocol: the connection of commands. @see RFC 959 */
import { textLines } from '../../../packet/fields/text-lines.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { beginsText, COMMAND, firstColumn, firstLine, lineSize, REPLY, replySize, type WithLines, wordsBegin } from '../line-protocol.ts';

/** Commands: the registry of RFC 5797 §3 (RFC 959, 2228, 2389, 2428, 2640, 3659, 7151), and those of old (RFC 542, RFC 775). */
const VERBS = [
  ...['USER', 'PASS', 'ACCT', 'CWD', 'CDUP', 'SMNT', 'REIN', 'QUIT', 'PORT', 'PASV', 'TYPE', 'STRU', 'MODE', 'RETR', 'STOR', 'STOU'],
  ...['APPE', 'ALLO', 'REST', 'RNFR', 'RNTO', 'ABOR', 'DELE', 'RMD', 'MKD', 'PWD', 'LIST', 'NLST', 'SITE', 'SYST', 'STAT', 'HELP', 'NOOP'],
  ...['ADAT', 'AUTH', 'CCC', 'CONF', 'ENC', 'MIC', 'PBSZ', 'PROT', 'FEAT', 'OPTS', 'EPRT', 'EPSV', 'LPRT', 'LPSV', 'LANG', 'MDTM', 'MLSD'],
  ...['MLST', 'SIZE', 'HOST', 'ALGS', 'XCUP', 'XCWD', 'XMKD', 'XPWD', 'XRMD', 'MFMT', 'MFCT', 'MFF', 'CLNT', 'XCRC', 'XMD', 'XSHA'],
];

/** Commands. @see RFC 959 §5.3 */
export const FTPRequest = layer('FTPRequest', () => ({
  title: 'FTP Request',
  about: 'Commands of the File Transfer Protocol.',
  source: 'RFC 959 §5.3; RFC 5797',
  wireshark: 'ftp',
  fields: { lines: textLines(COMMAND, { about: '[command, arguments]' }) },
  columns: { 'ftp.request.command': firstColumn(0), 'ftp.request.arg': firstColumn(1) },
  begins: wordsBegin(VERBS),
  messageSize: lineSize,
  summary: (ftp) => `FTP Request '${firstLine(ftp, COMMAND)}'`,
}));

/** The code of the first line; the last line of a reply that began in an earlier segment says it again and is not asked. */
const code = ({ lines: [first] }: WithLines): number | undefined => (first?.[0] ? Number(first[0].slice(0, 3)) : undefined);

/** Replies, or lines of one that began in an earlier segment. @see RFC 959 §4.2 */
export const FTPResponse = layer('FTPResponse', () => ({
  title: 'FTP Response',
  about: 'Replies of the File Transfer Protocol.',
  source: 'RFC 959 §4.2',
  wireshark: 'ftp',
  fields: { lines: textLines(REPLY, { about: "[code, text], the code as '250-' where more lines of the reply follow, '' within one" }) },
  columns: { 'ftp.response.code': code, 'ftp.response.arg': firstColumn(1) },
  begins: beginsText,
  messageSize: replySize,
  summary: (ftp) => `FTP Response '${firstLine(ftp, REPLY)}'`,
}));
