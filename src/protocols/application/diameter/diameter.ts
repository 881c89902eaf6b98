/** Diameter: who may use a network, and for how long it was used; over TCP and SCTP. */
import { mix } from '../../../bytes/hash.ts';
import { flags, u24, u32, u8 } from '../../../packet/fields/integers.ts';
import { aligned } from '../../../packet/fields/aligned.ts';
import { list, record } from '../../../packet/fields/lists.ts';
import { padding } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { Flags } from '../../../packet/spec/flags.ts';
import { names } from '../../../packet/spec/names.ts';
import { AVP } from './avp.ts';

/** RFC 6733 §3.1; RFC 4004, 4005, 4006, 4072; 3GPP TS 29.272. */
const COMMANDS = {
  'Capabilities-Exchange': 257,
  'Re-Auth': 258,
  'AA-Mobile-Node': 260,
  AA: 265,
  'Diameter-EAP': 268,
  Accounting: 271,
  'Credit-Control': 272,
  'Abort-Session': 274,
  'Session-Termination': 275,
  'Device-Watchdog': 280,
  'Disconnect-Peer': 282,
  'Update-Location': 316,
  'Cancel-Location': 317,
  'Authentication-Information': 318,
  'Insert-Subscriber-Data': 319,
  'Delete-Subscriber-Data': 320,
  'Purge-UE': 321,
  Reset: 322,
  Notify: 323,
} as const;

/** Octets of a header. */
const LEAST = 20;

const commandOf = (code: number): string => Object.entries(COMMANDS).find(([, n]) => n === code)?.[0] ?? `command ${code}`;

type Pair = { readonly avpFlags: Flags; readonly val: unknown };

/** Whether each pair has a flag, those of groups behind the group that they stand in. */
const pairFlags = (pairs: readonly unknown[], flag: string): boolean[] =>
  pairs.flatMap((pair) => {
    const { avpFlags, val } = (pair instanceof Object && 'padding' in pair && 'value' in pair ? pair.value : pair) as Pair;
    return [avpFlags.has(flag), ...(Array.isArray(val) ? pairFlags(val, flag) : [])];
  });

/** A message: its header, and pairs of attributes and values. @see RFC 6733 §3 */
export const DiamG = layer('DiamG', () => ({
  title: 'Diameter',
  about: 'Diameter: authentication, authorisation and accounting.',
  source: 'RFC 6733 §3',
  wireshark: 'diameter',
  repeats: true,
  // A segment may begin within a message (RFC 6733 §3: version 1, whole words, reserved flags that are zero).
  begins: (b, start, end) => {
    if (end - start < LEAST || b[start] !== 1 || ((b[start + 4] as number) & 15) !== 0) return false;
    const n = ((b[start + 1] as number) << 16) | ((b[start + 2] as number) << 8) | (b[start + 3] as number);
    return n >= LEAST && n % 4 === 0;
  },
  fields: {
    version: u8({ default: 1, hex: true, wireshark: 'diameter.version' }),
    drLen: u24({ measures: 'header', wireshark: 'diameter.length', about: 'octets of the message' }),
    drFlags: flags(8, ['r7', 'r6', 'r5', 'r4', 'T', 'E', 'P', 'R'], { default: 'R', wireshark: 'diameter.flags' }),
    drCode: u24({ default: 257, names: names(COMMANDS), wireshark: 'diameter.cmd.code' }),
    drAppId: u32({ wireshark: 'diameter.applicationId' }),
    drHbHId: u32({ hex: true, wireshark: 'diameter.hopbyhopid', about: 'the same in request and answer' }),
    drEtEId: u32({ hex: true, wireshark: 'diameter.endtoendid', about: 'detects a request that arrives twice' }),
    avpList: list(
      aligned(
        4,
        record(() => AVP),
      ),
    ),
    pad: padding(4, { about: 'of the last pair' }),
  },
  columns: {
    'diameter.flags.request': ({ drFlags }) => drFlags.has('R'),
    'diameter.flags.proxyable': ({ drFlags }) => drFlags.has('P'),
    'diameter.flags.error': ({ drFlags }) => drFlags.has('E'),
    'diameter.flags.T': ({ drFlags }) => drFlags.has('T'),
    'diameter.flags.vendorspecific': ({ avpList }) => pairFlags(avpList, 'V'),
    'diameter.flags.mandatory': ({ avpList }) => pairFlags(avpList, 'M'),
    'diameter.avp.flags.protected': ({ avpList }) => pairFlags(avpList, 'P'),
  },
  match: {
    about: 'the hop-by-hop number; an answer',
    hash: ({ drHbHId }, _role, seed) => mix(seed, drHbHId),
    answers: (reply, request) =>
      request.drFlags.has('R') && !reply.drFlags.has('R') && reply.drCode === request.drCode && reply.drHbHId === request.drHbHId,
  },
  summary: ({ drCode, drFlags }) => `Diameter ${commandOf(drCode)} ${drFlags.has('R') ? 'request' : 'answer'}`,
}));
