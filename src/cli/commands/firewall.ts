/** `pkw firewall`: the rules that this package holds in nftables; `clear`; and `guard`, which keeps this kernel's resets back. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { FirewallEntry, FirewallRule, GuardRequest, Host, HostAdmin } from '../../host/host.ts';
import type { Args, Command, CommandIo } from '../command.ts';
import { becomeUser, kernelHost } from '../command-host.ts';
import { ipAddress } from './ip-address.ts';
import { refuseWithout } from './only-with.ts';
import { orSignal } from '../../host/or-signal.ts';
import { runProgram } from '../run-program.ts';
import { jsonLine } from '../json-line.ts';

interface FirewallOptions {
  readonly json?: boolean;
  readonly netns?: string;
  readonly user?: string;
  readonly protocol?: 'tcp' | 'udp';
  readonly localPort?: number;
  readonly localAddress?: string;
  readonly remoteAddress?: string;
  readonly remotePort?: number;
}

type Filter = Required<Pick<HostAdmin, 'firewall' | 'guard'>>;

/** Longer than any timer may be set to keeps a process waiting. */
const FOR_EVER_MS = 2 ** 31 - 1;

const portOf =
  (flag: string) =>
  (text: string): number => {
    const port = Number(text);
    if (!/^\d+$/.test(text) || port < 1 || port > 65535)
      throw new PacketwrightError('ERR_USAGE', `${flag} '${text}': expected 1 … 65535`, { value: text });
    return port;
  };

async function run({ operands, options }: Args, io: CommandIo): Promise<number> {
  const o = options as FirewallOptions;
  const [what = 'list', ...program] = operands;
  if (!['list', 'clear', 'guard'].includes(what) || (what !== 'guard' && program.length > 0))
    throw new PacketwrightError('ERR_USAGE', `'${operands.join(' ')}': expected list, clear or guard`, {
      remedy: 'see: pkw help firewall',
    });
  if (what !== 'guard')
    refuseWithout('guard', {
      '--protocol': o.protocol,
      '--local-port': o.localPort,
      '--local-address': o.localAddress,
      '--remote-address': o.remoteAddress,
      '--remote-port': o.remotePort,
    });
  const host = await kernelHost(options);
  try {
    const filter = filterOf(host);
    if (what === 'clear') return await clear(filter);
    if (what === 'guard') return await guard(filter, o, program, io);
    const entries = await orSignal(filter.firewall.list(), io.signal);
    await io.write(entries.map((entry) => (o.json ? jsonLine(entry) : `${entryLine(entry)}\n`)).join(''));
    return 0;
  } finally {
    await host.close();
  }
}

function filterOf({ admin, name }: Host): Filter {
  if (admin?.firewall === undefined || admin.guard === undefined)
    throw new PacketwrightError('ERR_PLATFORM', `${name} has no packet filter`);
  return { firewall: admin.firewall, guard: (request) => (admin.guard as Filter['guard'])(request) };
}

/** Rules go with the process that made them; no other can take them away. */
async function clear(filter: Filter): Promise<number> {
  await filter.firewall.clear();
  const left = await filter.firewall.list();
  if (left.length === 0) return 0;
  const pids = [...new Set(left.map((entry) => String(entry.pid)))].join(', ');
  throw new PacketwrightError('ERR_BUSY', `${left.length} rules belong to running processes (${pids}) and are removed when those end`, {
    remedy: `stop them with Ctrl-C, or: kill ${pids.replaceAll(',', '')}`,
  });
}

async function guard(filter: Filter, o: FirewallOptions, program: readonly string[], io: CommandIo): Promise<number> {
  const { protocol = 'tcp', localPort, localAddress, remoteAddress, remotePort } = o;
  if (localPort === undefined)
    throw new PacketwrightError('ERR_USAGE', 'guard: --local-port is missing', { remedy: 'see: pkw help firewall' });
  const request: GuardRequest = {
    protocol,
    localPort,
    ...(localAddress === undefined ? {} : { localAddress }),
    ...(remoteAddress === undefined ? {} : { remoteAddress }),
    ...(remotePort === undefined ? {} : { remotePort }),
  };
  const { netns, user } = o;
  if (user !== undefined && netns !== undefined && program.length > 0)
    throw new PacketwrightError('ERR_USAGE', `--user, --netns and a command: only root can start the command in ${netns}`, {
      remedy: `start everything there: ip netns exec ${netns} pkw firewall guard --user ${user} …`,
    });
  await filter.guard(request);
  const own = async (): Promise<FirewallEntry[]> => (await filter.firewall.list()).filter(({ pid }) => pid === process.pid);
  const handles = (await own()).map(({ handle }) => handle);
  await becomeUser(o);
  let status = 0;
  if (program.length > 0) status = await runProgram(program, { netns });
  else {
    await io.write(o.json ? jsonLine({ event: 'guard', ...request, handles }) : `${guardLine(request)}; Ctrl-C ends it\n`);
    await until(io.signal);
  }
  if (user !== undefined) {
    // The kernel tells rules and their counters to CAP_NET_ADMIN only.
    if (program.length === 0 && o.json) await io.write(jsonLine({ event: 'end' }));
    return status;
  }
  const held = await own();
  const packets = held.reduce((sum, entry) => sum + entry.packets, 0);
  const octets = held.reduce((sum, entry) => sum + entry.octets, 0);
  // What a program wrote to standard output is its own.
  if (program.length > 0) io.warn(`pkw firewall: blocked ${packets} packets, ${octets} octets`);
  else await io.write(o.json ? jsonLine({ event: 'end', packets, octets }) : `blocked ${packets} packets, ${octets} octets\n`);
  return status;
}

function until(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => undefined, FOR_EVER_MS);
    const end = (): void => {
      clearInterval(timer);
      resolve();
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
}

function guardLine({ protocol, localPort, localAddress = 'any', remoteAddress = 'any', remotePort }: GuardRequest): string {
  const what = protocol === 'tcp' ? 'resets' : 'port unreachables';
  return `blocking ${what}: ${protocol}, local ${localAddress} port ${localPort}, remote ${remoteAddress} port ${remotePort ?? 'any'}`;
}

/** A rule in words, its counters, and whose it is. */
function entryLine(entry: FirewallEntry): string {
  const { direction, action, iface, family, icmpType, icmpCode, tcpFlags, protocol } = entry;
  const words = [
    direction,
    action,
    ...(iface === undefined ? [] : ['iface', iface]),
    ...(family === undefined ? [] : [`ipv${family}`]),
    ...(protocol === undefined ? [] : [typeof protocol === 'number' ? `protocol ${protocol}` : protocol]),
    ...endWords('from', entry.source, entry.sourcePort),
    ...endWords('to', entry.destination, entry.destinationPort),
    ...(tcpFlags?.set === undefined ? [] : ['set', tcpFlags.set]),
    ...(tcpFlags?.clear === undefined ? [] : ['clear', tcpFlags.clear]),
    ...(icmpType === undefined ? [] : ['type', icmpType]),
    ...(icmpCode === undefined ? [] : ['code', icmpCode]),
    ...quotedWords(entry.guard),
    `packets ${entry.packets} octets ${entry.octets} handle ${entry.handle} pid ${entry.pid}`,
  ];
  return words.join(' ');
}

function endWords(word: string, address: string | undefined, ports: FirewallRule['sourcePort']): string[] {
  if (address === undefined && ports === undefined) return [];
  const port = ports === undefined ? [] : ['port', typeof ports === 'number' ? String(ports) : ports.join('-')];
  return [word, ...(address === undefined ? [] : [address]), ...port];
}

function quotedWords(guard: GuardRequest | undefined): string[] {
  if (guard === undefined) return [];
  const { protocol, remoteAddress, remotePort, localAddress, localPort } = guard;
  return ['quoting', protocol, ...endWords('from', remoteAddress, remotePort), ...endWords('to', localAddress, localPort)];
}

export const firewall: Command = {
  name: 'firewall',
  summary: "Packetwright's firewall rules, and a guard that blocks this kernel's resets",
  operands: '[list|clear|guard] [COMMAND...]',
  common: ['json', 'netns', 'private'],
  options: [
    {
      flags: '--protocol <protocol>',
      help: 'guard: tcp blocks resets, udp blocks port unreachables; default: tcp',
      choices: ['tcp', 'udp'],
    },
    { flags: '--local-port <port>', help: 'guard: the local port; the kernel must have no socket on it', parse: portOf('--local-port') },
    { flags: '--local-address <address>', help: 'guard: only for this local address', parse: ipAddress('--local-address') },
    { flags: '--remote-address <address>', help: 'guard: only for this peer address', parse: ipAddress('--remote-address') },
    { flags: '--remote-port <port>', help: 'guard: only for this peer port', parse: portOf('--remote-port') },
  ],
  holdsSockets: true,
  examples: [
    'pkw firewall',
    'pkw firewall guard --protocol tcp --local-port 4444',
    'pkw firewall guard --local-port 4444 --remote-address 192.0.2.1 -- node client.js',
    'pkw firewall guard --local-port 4444 --user nobody',
  ],
  run,
};
