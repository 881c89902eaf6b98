/** `pkw snmp`: asks an agent, with net-snmp's flags and its text with -On. */
import { isIpv6 } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { splitZone } from '../../../bytes/zone.ts';
import { utf8Octets } from '../../../bytes/text.ts';
import { openSnmp, type SnmpClient, type SnmpOptions } from '../../../exchange/clients/snmp/snmp.ts';
import type { SnmpValue, SnmpVariable } from '../../../exchange/clients/snmp/snmp-pdu.ts';
import { snmpLine } from '../../../exchange/clients/snmp/snmp-text.ts';
import { authenticationOf, privacyOf } from '../../../exchange/clients/snmp/usm-crypto.ts';
import type { SnmpUser } from '../../../exchange/clients/snmp/usm.ts';
import type { Host } from '../../../host/host.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { kernelHost } from '../../command-host.ts';
import { jsonLine } from '../../json-line.ts';
import { numberBetween, secondsOption } from './numbers.ts';

interface SnmpCommandOptions {
  readonly json?: boolean;
  readonly snmpVersion?: '1' | '2c' | '3';
  readonly community?: string;
  readonly user?: string;
  readonly level?: 'noAuthNoPriv' | 'authNoPriv' | 'authPriv';
  readonly a?: string;
  readonly A?: string;
  readonly x?: string;
  readonly X?: string;
  readonly context?: string;
  readonly timeout?: number;
  readonly retries?: number;
  readonly repetitions?: number;
}

const ACTIONS = ['get', 'getnext', 'getbulk', 'walk', 'set'] as const;
/** What a walk begins with where nothing is said: mib-2, as snmpwalk's. */
const MIB_2 = '1.3.6.1.2.1';

async function run({ operands, options }: Args, io: CommandIo): Promise<number> {
  const o = options as SnmpCommandOptions;
  const [action, agent, ...words] = operands;
  if (action === undefined || !(ACTIONS as readonly string[]).includes(action))
    throw new PacketwrightError('ERR_USAGE', `snmp ${action ?? ''}: expected ${ACTIONS.join(', ')}`, {
      value: action,
      remedy: 'see: pkw help snmp',
    });
  if (agent === undefined) throw new PacketwrightError('ERR_USAGE', 'AGENT is missing', { remedy: 'see: pkw help snmp' });
  const oids = action === 'set' ? [] : words.map(oidOf);
  if (oids.length === 0 && action !== 'set' && action !== 'walk')
    throw new PacketwrightError('ERR_USAGE', 'OID is missing', { remedy: 'see: pkw help snmp' });
  const variables = action === 'set' ? variablesOf(words) : [];
  const host = await kernelHost(options);
  try {
    const { name, port } = endOf(agent);
    await using client = await openSnmp(name, optionsOf(o, host, io.signal, port));
    for await (const variable of asked(action, client, oids, variables, o)) {
      // snmpwalk's words for version 1, where an agent says it with an error.
      const text = o.snmpVersion === '1' && variable.value[0] === 'endOfMibView' ? 'End of MIB' : snmpLine(variable);
      const line = o.json ? jsonLine({ oid: variable.oid, ...jsonValue(variable.value) }) : `${text}\n`;
      if (!(await io.write(line))) break;
    }
    return 0;
  } finally {
    await host.close();
  }
}

async function* asked(
  action: string,
  client: SnmpClient,
  oids: readonly string[],
  variables: readonly SnmpVariable[],
  { repetitions }: SnmpCommandOptions,
): AsyncGenerator<SnmpVariable, void, undefined> {
  if (action === 'get') yield* await client.get(...oids);
  else if (action === 'getnext') yield* await client.getNext(...oids);
  else if (action === 'getbulk') yield* await client.getBulk(oids, repetitions ?? 10);
  else if (action === 'set') yield* await client.set(...variables);
  else {
    const root = oids[0] ?? MIB_2;
    let isEmpty = true;
    for await (const variable of client.walk(root, repetitions === undefined ? {} : { repetitions })) {
      isEmpty &&= variable.value[0] === 'endOfMibView';
      yield variable;
    }
    // As snmpwalk: the name may be a variable itself.
    if (isEmpty) yield* await client.get(root);
  }
}

function optionsOf(o: SnmpCommandOptions, host: Host, signal: AbortSignal, port: number | undefined): SnmpOptions {
  const { snmpVersion: version = o.user === undefined ? '2c' : '3' } = o;
  return {
    host,
    signal,
    version,
    ...(port !== undefined && { port }),
    ...(o.community !== undefined && version !== '3' && { community: o.community }),
    ...(o.timeout !== undefined && { timeoutMs: o.timeout }),
    ...(o.retries !== undefined && { retries: o.retries }),
    ...(o.context !== undefined && { context: o.context }),
    ...(version === '3' && { user: userOf(o) }),
  };
}

/** Flags say what is known of the user; the level says what of it is used. */
function userOf({ user, level, a, A, x, X }: SnmpCommandOptions): SnmpUser {
  if (user === undefined) throw new PacketwrightError('ERR_USAGE', '-v 3 needs a user', { remedy: 'give -u NAME' });
  const { password } = { password: A };
  const how = level ?? 'noAuthNoPriv';
  if (how === 'noAuthNoPriv') return { name: user };
  if (password === undefined) throw new PacketwrightError('ERR_USAGE', `-l ${how} needs a password`, { remedy: 'give -A PASSWORD' });
  const authentic = { name: user, authentication: authenticationOf(a ?? 'MD5'), password };
  if (how === 'authNoPriv') return authentic;
  if (X === undefined) throw new PacketwrightError('ERR_USAGE', '-l authPriv needs a password for privacy', { remedy: 'give -X PASSWORD' });
  return { ...authentic, privacy: privacyOf(x ?? 'DES'), privacyPassword: X };
}

/** `HOST`, `HOST:PORT`, `[ADDRESS]:PORT`. */
function endOf(text: string): { readonly name: string; readonly port?: number } {
  const plain = text.replace(/^udp6?:/, '');
  if (isIpv6(splitZone(plain).address)) return { name: plain };
  const [, name = '', port] = /^\[?([^\]]*?)\]?(?::(\d+))?$/.exec(plain) ?? [];
  return port === undefined ? { name } : { name, port: numberBetween('AGENT', 1, 0xffff)(port) };
}

function oidOf(text: string): string {
  if (!/^\.?\d+(\.\d+)*$/.test(text))
    throw new PacketwrightError('ERR_USAGE', `'${text}' is not an object identifier`, {
      value: text,
      remedy: 'give numbers: 1.3.6.1.2.1.1',
    });
  return text.replace(/^\./, '');
}

/** snmpset's letters. */
const TYPES: Readonly<Record<string, (text: string) => SnmpValue>> = {
  i: (text) => ['integer', numberOf(text)],
  u: (text) => ['gauge32', numberOf(text)],
  c: (text) => ['counter32', numberOf(text)],
  C: (text) => ['counter64', BigInt(text)],
  t: (text) => ['time_ticks', numberOf(text)],
  a: (text) => ['ip_address', text],
  o: (text) => ['oid', oidOf(text)],
  s: (text) => ['octets', utf8Octets(text)],
  x: (text) => ['octets', fromHex(text.replaceAll(/[\s:]/g, ''))],
  n: () => ['null', null],
};

function numberOf(text: string): number {
  const n = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(n))
    throw new PacketwrightError('ERR_USAGE', `'${text}' is not a whole number`, { value: text });
  return n;
}

function variablesOf(words: readonly string[]): SnmpVariable[] {
  const out: SnmpVariable[] = [];
  for (let i = 0; i < words.length; i += 3) {
    const [oid, type, text] = words.slice(i, i + 3) as [string, string | undefined, string | undefined];
    const make = type === undefined ? undefined : Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
    if (make === undefined || text === undefined)
      throw new PacketwrightError('ERR_USAGE', `set ${oid}: expected OID TYPE VALUE, with TYPE one of ${Object.keys(TYPES).join(' ')}`, {
        oid,
      });
    out.push({ oid: oidOf(oid), value: make(text) });
  }
  if (out.length === 0) throw new PacketwrightError('ERR_USAGE', 'OID is missing', { remedy: 'see: pkw help snmp' });
  return out;
}

/** Octets as hexadecimal digits, numbers that do not fit as text. */
function jsonValue([type, value]: SnmpValue): { readonly type: string; readonly value?: string | number } {
  if (value === null) return { type };
  if (value instanceof Uint8Array) return { type, value: Buffer.from(value).toString('hex') };
  return { type, value: typeof value === 'bigint' ? String(value) : value };
}

export const snmpCommand: Command = {
  name: 'snmp',
  follows: 'net-snmp',
  summary: 'ask an SNMP agent: get, getnext, getbulk, walk, set; versions 1, 2c and 3',
  operands: '[get|getnext|getbulk|walk|set AGENT OID...]',
  common: ['json', 'netns', 'private'],
  options: [
    { flags: '-v, --snmp-version <version>', help: 'version (default: 2c; 3 with -u)', choices: ['1', '2c', '3'] },
    { flags: '-c, --community <name>', help: 'community of versions 1 and 2c (default: public)' },
    { flags: '-u, --user <name>', help: 'user of version 3' },
    { flags: '-l, --level <level>', help: 'security of version 3', choices: ['noAuthNoPriv', 'authNoPriv', 'authPriv'] },
    { flags: '-a <protocol>', help: 'authentication: MD5, SHA, SHA-224, SHA-256, SHA-384, SHA-512 (default: MD5)' },
    { flags: '-A <password>', help: 'password for authentication' },
    { flags: '-x <protocol>', help: 'privacy: DES, AES (default: DES)' },
    { flags: '-X <password>', help: 'password for privacy' },
    { flags: '-n, --context <name>', help: 'context of version 3' },
    { flags: '-O <letters>', help: 'how names are printed: n, as numbers, which is all there is', choices: ['n'] },
    { flags: '-t, --timeout <seconds>', help: 'how long to wait before asking again (default: 1)', parse: secondsOption('-t') },
    { flags: '-r, --retries <n>', help: 'how often to ask again (default: 5)', parse: numberBetween('-r', 0, 100) },
    {
      flags: '--repetitions <n>',
      help: 'variables in an answer to getbulk and walk (default: 10)',
      parse: numberBetween('--repetitions', 1, 1000),
    },
  ],
  examples: [
    'pkw snmp get -v 2c -c public 192.0.2.1 1.3.6.1.2.1.1.1.0',
    'pkw snmp walk -v 3 -u me -l authPriv -a SHA -A PASSWORD -x AES -X PASSWORD 192.0.2.1 1.3.6.1.2.1.2',
    "pkw snmp set -c private 192.0.2.1 1.3.6.1.2.1.1.6.0 s 'second floor'",
  ],
  run,
};
