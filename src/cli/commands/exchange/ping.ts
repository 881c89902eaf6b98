/** `pkw ping`: echo requests and their answers, with the flags and the text of iputils' ping. */
import { lookupService } from 'node:dns/promises';
import { isIpv4, isIpv6 } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { printable } from '../../../bytes/escape.ts';
import { utf8Octets } from '../../../bytes/text.ts';
import { splitZone } from '../../../bytes/zone.ts';
import { DEFAULT_SIZE } from '../../../exchange/ping/echo-request.ts';
import type { PingEvent } from '../../../exchange/ping/ping-events.ts';
import { MAX_SIZE, type PingOptions, tosOf } from '../../../exchange/ping/ping-options.ts';
import { ping } from '../../../exchange/ping/ping.ts';
import { isNetwork } from '../../../exchange/ping/sweep-options.ts';
import type { Host } from '../../../host/host.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { hostOf } from '../../command-host.ts';
import { VERSION } from '../../common-options.ts';
import { jsonLine } from '../../json-line.ts';
import { numberBetween, secondsOption } from './numbers.ts';
import { sweepCommand } from './ping-sweep.ts';
import { PingText, withoutZone } from '../../../exchange/ping/ping-text.ts';

interface PingCommandOptions {
  readonly lab?: string | true;
  readonly json?: boolean;
  readonly ipv4?: boolean;
  readonly ipv6?: boolean;
  readonly audible?: boolean;
  readonly adaptive?: boolean;
  readonly broadcast?: boolean;
  readonly bind?: boolean;
  readonly elapsed?: boolean;
  readonly count?: number;
  readonly times?: boolean;
  readonly ident?: number;
  readonly flood?: boolean;
  readonly flow?: number;
  readonly interval?: number;
  readonly I?: string;
  readonly preload?: number;
  readonly pmtudisc?: 'do' | 'want' | 'dont' | 'probe';
  readonly numeric?: boolean;
  readonly outstanding?: boolean;
  readonly pattern?: Uint8Array;
  readonly q?: boolean;
  readonly tos?: number;
  readonly recordRoute?: boolean;
  readonly size?: number;
  readonly ttl?: number;
  readonly timestamps?: 'tsonly' | 'tsandaddr' | 'tsprespec';
  readonly verbose?: boolean;
  readonly r?: boolean;
  readonly U?: boolean;
  readonly deadline?: number;
  readonly timeout?: number;
}

async function run({ operands, options }: Args, io: CommandIo): Promise<number> {
  const o = options as PingCommandOptions;
  const to = operands.at(-1) as string;
  // Addresses before the destination are those of -T tsprespec.
  const hops = o.timestamps === 'tsprespec' ? operands.slice(0, -1) : [];
  const isSweep = hops.length === 0 && (operands.length > 1 || isNetwork(to));
  const host = await hostOf(options);
  try {
    const given = await optionsOf(o, hops, host, io.signal);
    if (!isSweep) return await one(to, given, o, io);
    return await sweepCommand(operands, given, { json: o.json ?? false, quiet: o.q ?? false, elapsed: o.elapsed ?? false }, io);
  } finally {
    await host.close();
  }
}

async function optionsOf(o: PingCommandOptions, hops: readonly string[], host: Host, signal: AbortSignal): Promise<PingOptions> {
  const { I: from } = o;
  const isAddress = from !== undefined && (isIpv4(from) || isIpv6(splitZone(from).address));
  if (isAddress && !(await host.interfaces()).some(({ addresses = [] }) => addresses.some((own) => own.split('/')[0] === from)))
    throw new PacketwrightError('ERR_ADDRESS', `-I ${from}: no interface of this host has the address`, {
      address: from,
      remedy: 'pkw ifaces lists them',
    });
  return {
    host,
    signal,
    ...(from !== undefined && (isAddress ? { source: from } : { iface: from })),
    ...(o.ipv4 && { family: 4 as const }),
    ...(o.ipv6 && { family: 6 as const }),
    ...(o.count !== undefined && { count: o.count }),
    ...(o.interval !== undefined && { intervalMs: o.interval }),
    ...(o.deadline !== undefined && o.deadline > 0 && { deadlineMs: o.deadline }),
    ...(o.timeout !== undefined && { timeoutMs: o.timeout }),
    ...(o.size !== undefined && { size: o.size }),
    ...(o.pattern !== undefined && { pattern: o.pattern }),
    ...(o.ttl !== undefined && { ttl: o.ttl }),
    ...(o.tos !== undefined && { tos: o.tos }),
    ...(o.flow !== undefined && { flowLabel: o.flow === 0 ? host.random.below(0x10_0000) : o.flow }),
    ...(o.ident !== undefined && { id: o.ident }),
    ...(o.preload !== undefined && { preload: o.preload }),
    ...((o.pmtudisc === 'do' || o.pmtudisc === 'probe') && { mayFragment: false }),
    ...(o.recordRoute && { recordRoute: true }),
    ...(o.timestamps !== undefined && { timestamps: TIMESTAMPS[o.timestamps] ?? hops }),
    ...(o.flood && { flood: true }),
    ...(o.adaptive && { adaptive: true }),
    ...(o.broadcast && { broadcast: true }),
    ...(o.r && { neighboursOnly: true }),
    ...(o.U && { userLatency: true }),
  };
}

const TIMESTAMPS: Readonly<Record<string, 'times' | 'addresses' | undefined>> = { tsonly: 'times', tsandaddr: 'addresses' };

/** One destination: 0 somebody answered, 1 nobody did, or not as many as were to. */
async function one(to: string, given: PingOptions, o: PingCommandOptions, io: CommandIo): Promise<number> {
  // Names of addresses are the machine's affair, and nobody's in a lab.
  const isNumeric = o.numeric === true || o.lab !== undefined || isNumber(to);
  const ident = given.id ?? Math.trunc((given.host as Host).random.float() * 0x1_0000);
  // A flood shows one dot for each request, taken away again by its answer. The first may leave before the heading is written.
  let isHeaded = false;
  let early = '';
  const onSent = (): void => {
    if (isHeaded) void io.write('.');
    else early += '.';
  };
  const dot = o.flood && !o.q && !o.json ? { onSent } : {};
  const pinger = ping(to, { ...given, id: ident, ...dot });
  const target = await pinger.ready;
  const { size = DEFAULT_SIZE } = given;
  const text = new PingText(target, {
    name: to,
    size,
    optionOctets: target.family === 4 && (o.recordRoute || o.timestamps !== undefined) ? 40 : 0,
    flowLabel: given.flowLabel,
    showSource: o.I !== undefined || o.bind === true,
    iface: given.iface,
    times: o.times ?? false,
    bell: o.audible ?? false,
    verbose: o.verbose ?? false,
    floods: o.flood ?? false,
    reportsSilence: o.outstanding ?? false,
    ident,
    nameOf: isNumeric ? (address) => Promise.resolve(address) : nameAndAddress,
  });
  if (!o.json) {
    if (o.pattern !== undefined) await io.write(`PATTERN: 0x${Buffer.from(o.pattern).toString('hex')}\n`);
    if (target.group && o.broadcast && target.family === 4) io.warn('WARNING: pinging broadcast address');
    await io.write(`${text.header()}${early}`);
    isHeaded = true;
  }
  for await (const event of pinger) {
    const local = o.json || o.q ? undefined : text.localError(event);
    if (local !== undefined) {
      io.warn(local);
      continue;
    }
    const line = o.json ? eventLine(event) : o.q ? '' : await text.event(event);
    // The bell and the backspaces of a flood are for the terminal, which gets no controls in a text.
    if (line !== '' && !(await io.write((o.audible || o.flood) && !o.json ? utf8Octets(line) : line))) break;
  }
  const counts = pinger.stats();
  await io.write(o.json ? jsonLine({ event: 'statistics', to, ...counts }) : text.statistics(counts, !o.flood && !o.adaptive));
  // Who ends it has not found that nobody answers: `cli()` makes 130 of it.
  if (io.signal.aborted) return 0;
  return counts.received === 0 || (given.deadlineMs !== undefined && counts.received < (given.count ?? 0)) ? 1 : 0;
}

function eventLine(event: PingEvent): string {
  const { kind, packet: _, reason, ...rest } = event as PingEvent & { packet?: unknown; reason?: PacketwrightError };
  return jsonLine({ event: kind, ...rest, ...(reason && { reason: reason.code, message: reason.message }) });
}

/** `localhost (127.0.0.1)`; an address without a name stands alone. */
async function nameAndAddress(address: string): Promise<string> {
  try {
    const { hostname } = await lookupService(withoutZone(address), 0);
    return hostname === address ? address : printable(`${hostname} (${address})`);
  } catch {
    return address;
  }
}

/** Hexadecimal digits; a single one at the end is an octet of its own. Of more than 16 octets the first 16, as iputils' ping takes them. */
function patternOf(text: string): Uint8Array {
  if (!/^[0-9a-fA-F]+$/.test(text))
    throw new PacketwrightError('ERR_USAGE', `-p ${text}: expected 1 to 16 octets as hexadecimal digits`, { value: text });
  return Uint8Array.from((text.match(/..?/g) ?? []).slice(0, 16), (pair) => Number.parseInt(pair, 16));
}

/** An address in whatever form: inet_aton(3) takes numbers for some of the octets, too (`127.1`), and there is no name to be shown for them. */
const isNumber = (to: string): boolean =>
  isIpv4(to) || isIpv6(splitZone(to).address) || /^(?:0x[\da-f]+|\d+)(?:\.(?:0x[\da-f]+|\d+)){0,3}$/i.test(to);

/** A number, or a DSCP's name. */
const tosOption = (text: string): number => (/^\d|^0x/i.test(text) ? numberBetween('-Q', 0, 255)(text) : tosOf(text));

export const pingCommand: Command = {
  name: 'ping',
  follows: "iputils' ping",
  summary: 'ask whether a host answers, and how fast; of several or a network, which: ICMP echo, IPv4 and IPv6',
  operands: 'DESTINATION...',
  common: ['json', 'netns', 'private', 'lab'],
  failure: 2,
  inWords: { broadcast: '-b', iface: '-I NAME', neighboursOnly: '-r' },
  options: [
    { flags: '-4, --ipv4', help: 'use IPv4 only' },
    { flags: '-6, --ipv6', help: 'use IPv6 only' },
    { flags: '-a, --audible', help: 'ring the bell with each answer' },
    { flags: '-A, --adaptive', help: 'send the next request when the last one is answered' },
    { flags: '-b, --broadcast', help: 'allow a broadcast address' },
    { flags: '-B, --bind', help: 'show the source address' },
    {
      flags: '-c, --count <n>',
      help: 'stop after so many requests and their answers; of a sweep, requests to a host without answer (default: 4)',
      parse: numberBetween('-c', 1, Number.MAX_SAFE_INTEGER),
    },
    { flags: '-d', help: 'taken, without effect: packet sockets have nothing to debug' },
    { flags: '-D, --times', help: 'print the time in front of each line' },
    { flags: '-e, --ident <n>', help: 'identifier of the requests (default: a random one)', parse: numberBetween('-e', 0, 0xffff) },
    { flags: '--elapsed', help: 'of a sweep: print round trips too' },
    { flags: '-f, --flood', help: 'send as fast as the other end answers; only in networks of yours' },
    {
      flags: '-F, --flow <n>',
      help: 'flow label of IPv6; 0: a random one',
      parse: numberBetween('-F', 0, 0xfffff),
    },
    { flags: '-i, --interval <seconds>', help: 'from one request to the next (default: 1, of a sweep 0.01)', parse: secondsOption('-i') },
    { flags: '-I <interface>', help: 'the interface, or the source address' },
    { flags: '-l, --preload <n>', help: 'send so many requests without waiting', parse: numberBetween('-l', 1, 65_536) },
    { flags: '-L', help: 'taken: requests to a group do not come back to this host in any case' },
    {
      flags: '-M, --pmtudisc <how>',
      help: 'do, probe: never fragment; want, dont: fragment what is too large',
      choices: ['do', 'want', 'dont', 'probe'],
    },
    { flags: '-n, --numeric', help: 'print addresses without names' },
    { flags: '-O, --outstanding', help: 'say so where a request has no answer when the next one leaves' },
    { flags: '-p, --pattern <hex>', help: 'fill the data with these octets', parse: patternOf },
    { flags: '-q', help: 'print the first and the last lines only' },
    { flags: '-Q, --tos <tos>', help: 'type of service or traffic class: a number, or a DSCP by name: EF, AF41, CS1', parse: tosOption },
    { flags: '-r', help: 'ask neighbours only: an address behind a gateway is refused' },
    { flags: '-R, --record-route', help: 'have routers write down their addresses (IPv4)' },
    { flags: '-s, --size <octets>', help: `octets of data (default: ${DEFAULT_SIZE})`, parse: numberBetween('-s', 0, MAX_SIZE) },
    {
      flags: '-S <octets>',
      help: 'taken, without effect: requests do not wait in a send buffer',
      parse: numberBetween('-S', 1, 0x7fff_ffff),
    },
    { flags: '-t, --ttl <n>', help: 'time to live, or hop limit (default: 64)', parse: numberBetween('-t', 1, 255) },
    {
      flags: '-T, --timestamps <which>',
      help: 'have routers write down the time (IPv4); tsprespec: only those that stand before the destination',
      choices: ['tsonly', 'tsandaddr', 'tsprespec'],
    },
    { flags: '-U', help: "measure as this program sees it, from sending to reading, not by the kernel's stamps" },
    { flags: '-v, --verbose', help: 'print the identifier too' },
    VERSION,
    { flags: '-w, --deadline <seconds>', help: 'end after so long, whatever came', parse: secondsOption('-w') },
    {
      flags: '-W, --timeout <seconds>',
      help: 'how long to wait for the last answers (default: 10); of a sweep, for the first (default: 0.5)',
      parse: secondsOption('-W'),
    },
  ],
  examples: [
    'pkw ping -c 3 192.0.2.1',
    'pkw ping -Q EF -i 0.2 -c 10 2001:db8::1',
    'pkw ping 192.0.2.0/28',
    'pkw ping --lab -c 3 www.example.org',
  ],
  run,
};
