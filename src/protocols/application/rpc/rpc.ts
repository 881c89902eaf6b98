/** ONC Remote Procedure Call, version 2: the heads of calls and replies. What the program says follows them. Names as scapy has them. */
import { longWord } from '../../../bytes/words.ts';
import { mix } from '../../../bytes/hash.ts';
import { choose, when } from '../../../packet/fields/conditional.ts';
import { bits, flag, u32 } from '../../../packet/fields/integers.ts';
import { knownOf } from '../../../packet/fields/known.ts';
import { list, record } from '../../../packet/fields/lists.ts';
import { octets, padding, text } from '../../../packet/fields/octets.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';
import { names } from '../../../packet/spec/names.ts';
import { conversationOf } from '../conversation.ts';
import { endsKey } from '../../../packet/spec/knowledge.ts';

const CALL = 0;
const REPLY = 1;
const VERSION = 2;
/** Octets that say who calls, at most (RFC 5531 §8.2). */
const MOST_AUTH = 400;
/** Octets to the length of the caller's credentials, and of a reply's verifier. */
const CALL_AUTH = 28;
const REPLY_AUTH = 16;

/** IANA "RPC Program Numbers": those that are met. */
const PROGRAMS = /* @__PURE__ */ names({
  portmap: 100_000,
  rstat: 100_001,
  rusers: 100_002,
  nfs: 100_003,
  ypserv: 100_004,
  mount: 100_005,
  ypbind: 100_007,
  rquota: 100_011,
  nlm: 100_021,
  status: 100_024,
  nfs_acl: 100_227,
});
const FLAVORS = /* @__PURE__ */ names({ AUTH_NULL: 0, AUTH_UNIX: 1, AUTH_SHORT: 2, AUTH_DH: 3, RPCSEC_GSS: 6, AUTH_TLS: 7 });

/** Whether a message begins: a call of version 2, or a reply, with what says who it is from no longer than it may be. */
export function beginsMessage(b: Uint8Array, start: number, end: number): boolean {
  if (end - start < 12) return false;
  const type = longWord(b, start + 4);
  if (type === CALL)
    return longWord(b, start + 8) === VERSION && (end - start < CALL_AUTH + 4 || longWord(b, start + CALL_AUTH) <= MOST_AUTH);
  if (type !== REPLY) return false;
  const status = longWord(b, start + 8);
  return status === 1 || (status === 0 && (end - start < REPLY_AUTH + 4 || longWord(b, start + REPLY_AUTH) <= MOST_AUTH));
}

/** Octets to the program's number, and to how the caller is named. */
const PROGRAM = 12;
const FLAVOR = 24;

/** Whether it is a call of a program that has a name, by who is named in a known way: replies say too little. */
function isKnownCall(b: Uint8Array, start: number, end: number): boolean {
  if (end - start < CALL_AUTH + 4 || longWord(b, start + 4) !== CALL || PROGRAMS.name(longWord(b, start + PROGRAM)) === undefined)
    return false;
  return FLAVORS.name(longWord(b, start + FLAVOR)) !== undefined && longWord(b, start + CALL_AUTH) % 4 === 0;
}

/** Wireshark's names for programs, where they are not those of IANA. */
const WIRESHARK: Readonly<Record<string, string>> = { status: 'stat', nfs_acl: 'nfsacl' };

/** What arguments and results are of. */
function programName(program: number | undefined): readonly string[] {
  const name = program === undefined ? undefined : PROGRAMS.name(program);
  return name === undefined ? [] : [WIRESHARK[name] ?? name];
}

const head = () => ({
  xid: u32({ hex: true, wireshark: 'rpc.xid', about: 'the same in call and reply' }),
  mtype: u32({ names: { CALL, REPLY }, selects: 'rpc.mtype', wireshark: 'rpc.msgtyp' }),
});
const matching = {
  about: 'the call’s number; a reply',
  hash: ({ xid }: { readonly xid: number }, _role: string, seed: number) => mix(seed, xid),
  answers: (reply: { readonly xid: number; readonly mtype: number }, request: { readonly xid: number; readonly mtype: number }) =>
    reply.xid === request.xid && reply.mtype === REPLY && request.mtype === CALL,
};

/** What calls and replies begin with. @see RFC 5531 §9 */
export const RPC = layer('RPC', () => ({
  about: 'ONC Remote Procedure Call: a call or its reply.',
  source: 'RFC 5531 §9',
  wireshark: 'rpc',
  begins: beginsMessage,
  surely: isKnownCall,
  fields: head(),
  match: matching,
  summary: ({ mtype }) => `RPC ${mtype === CALL ? 'Call' : mtype === REPLY ? 'Reply' : mtype}`,
}));

/** A user and its groups, as a host says them. @see RFC 5531 §8.2 appendix A */
export const Auth_Unix = layer('Auth_Unix', () => ({
  title: 'Auth Unix',
  about: 'A user and its groups, as a host says them.',
  source: 'RFC 5531 appendix A',
  fields: {
    stamp: u32({ hex: true, wireshark: 'rpc.auth.stamp' }),
    mname_length: u32({ measures: 'mname' }),
    mname: text({ wireshark: 'rpc.auth.machinename' }),
    mname_fill: padding(4),
    uid: u32({ wireshark: 'rpc.auth.uid' }),
    gid: u32(),
    num_auxgids: u32({ counts: 'auxgids' }),
    auxgids: list(u32()),
  },
  columns: { 'rpc.auth.gid': ({ gid, auxgids }) => [gid, ...auxgids] },
}));

const flavor = () => u32({ names: FLAVORS, wireshark: 'rpc.auth.flavor' });
const authentication = (by: string) => sized('u32', choose(by, { 1: record(() => Auth_Unix) }, octets()));

/** The call and reply of one number, between two ends. */
function callKey(at: LayerContext): string | undefined {
  const between = conversationOf(at, at.below('TCP') === undefined ? 'UDP' : 'TCP');
  return between === undefined ? undefined : `${endsKey(between)} ${String(at.parent?.fields['xid'])}`;
}
type Called = { readonly program: number; readonly pversion: number; readonly procedure: number };

/** The lengths of what says who calls, and of what proves it. */
function authLengths(b: Uint8Array, start: number): readonly number[] {
  const length = longWord(b, start + 20);
  return [length, longWord(b, start + 24 + Math.ceil(length / 4) * 4 + 4)];
}

/** What is called, and by whom; the arguments follow. @see RFC 5531 §9 */
export const RPC_Call = layer('RPC_Call', () => ({
  title: 'RPC Call',
  about: 'A call: program, procedure, and who calls.',
  source: 'RFC 5531 §9',
  wireshark: '',
  fields: {
    version: u32({ default: VERSION, wireshark: 'rpc.version' }),
    program: u32({ default: 100_003, names: PROGRAMS, wireshark: 'rpc.program' }),
    pversion: u32({ default: 3, wireshark: 'rpc.programversion' }),
    procedure: u32({ wireshark: 'rpc.procedure' }),
    aflavor: flavor(),
    a_unix: authentication('aflavor'),
    a_fill: padding(4),
    vflavor: flavor(),
    v_unix: authentication('vflavor'),
    v_fill: padding(4),
  },
  columns: { 'rpc.auth.length': (_self, { b, start }) => authLengths(b, start) },
  protocols: ({ program }) => programName(program),
  learns: ({ program, pversion, procedure }, at, session) => {
    const key = callKey(at);
    if (key !== undefined) session.remember('rpc.call', key, { program, pversion, procedure });
  },
  summary: (self) => `RPC_Call ${PROGRAMS.name(self.program) ?? self.program} ${self.procedure}`,
}));

const ACCEPTED = { reply_stat: 0 } as const;
const calledOf = (self: object): Called | undefined => knownOf(self) as Called | undefined;

/** Whether the call was done, or why not; the results follow. @see RFC 5531 §9 */
export const RPC_Reply = layer('RPC_Reply', () => ({
  title: 'RPC Response',
  about: 'A reply: whether the call was done.',
  source: 'RFC 5531 §9',
  wireshark: '',
  fields: {
    reply_stat: u32({ names: { MSG_ACCEPTED: 0, MSG_DENIED: 1 }, wireshark: 'rpc.replystat' }),
    flavor: when(ACCEPTED, flavor()),
    length: when(ACCEPTED, u32({ measures: 'verifier', wireshark: 'rpc.auth.length' })),
    verifier: when(ACCEPTED, octets()),
    fill: when(ACCEPTED, padding(4)),
    accept_stat: when(
      ACCEPTED,
      u32({
        names: { SUCCESS: 0, PROG_UNAVAIL: 1, PROG_MISMATCH: 2, PROC_UNAVAIL: 3, GARBAGE_ARGS: 4, SYSTEM_ERR: 5 },
        wireshark: 'rpc.state_accept',
      }),
    ),
    reject_stat: when({ reply_stat: 1 }, u32({ names: { RPC_MISMATCH: 0, AUTH_ERROR: 1 }, wireshark: 'rpc.state_reject' })),
  },
  // The reply does not say what was called: the call does.
  needs: (_self, at, session) => {
    const key = callKey(at);
    return key === undefined ? undefined : session.recall('rpc.call', key);
  },
  columns: {
    'rpc.program': (self) => calledOf(self)?.program,
    'rpc.programversion': (self) => calledOf(self)?.pversion,
    'rpc.procedure': (self) => calledOf(self)?.procedure,
  },
  protocols: (self) => programName(calledOf(self)?.program),
  summary: ({ reply_stat }) => `RPC_Reply ${reply_stat === 0 ? 'accepted' : 'denied'}`,
}));

/** Before each part of a message on a stream: its length, and whether it is the last one. @see RFC 5531 §11 */
export const RM_Header = layer('RM_Header', () => ({
  title: 'RPC Record Marking',
  about: 'The length of a part of an RPC message on a stream.',
  source: 'RFC 5531 §11',
  wireshark: '',
  repeats: true,
  begins: (b, start, end) =>
    end - start >= 16 && ((b[start] as number) & 0x7f) < 4 && longWord(b, start) % 2 ** 31 >= 12 && beginsMessage(b, start + 4, end),
  fields: {
    last: flag({ default: true, wireshark: 'rpc.lastfrag' }),
    rm_length: bits(31, { measures: 'payload', wireshark: 'rpc.fraglen', about: 'octets of the part' }),
  },
  summary: () => 'RM_Header',
}));
