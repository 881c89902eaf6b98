/** `pkw send`, `sr`, `sr1`, `srloop`: packets as in a program, and their answers. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { ExchangeOptions, Sendable, SendingOptions } from '../../../exchange/options.ts';
import { packetsOf } from '../../../exchange/packets-of.ts';
import { ExchangeResult } from '../../../exchange/result.ts';
import { send, sendp } from '../../../exchange/send.ts';
import { sr, srloop, srp, srploop } from '../../../exchange/send-receive.ts';
import type { Host } from '../../../host/host.ts';
import { jsonOf } from '../../../packet/display/json.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { objectOf } from '../../../packet/object/packet-object.ts';
import type { Args, Command, CommandIo, OptionSpec } from '../../command.ts';
import { hostOf } from '../../command-host.ts';
import { sendableOf } from './expression.ts';
import { jsonLine } from '../../json-line.ts';
import { wholeNumber } from '../../whole-number.ts';
import { secondsOption } from './numbers.ts';
import { writeExchanges, writePackets } from './sent-and-received.ts';

interface SendCommandOptions {
  readonly json?: boolean;
  readonly interface?: string;
  readonly dryRun?: boolean;
  readonly layer2?: boolean;
  readonly via?: string;
  readonly inter?: number;
  readonly rate?: number;
  readonly count?: number;
  readonly write?: string;
  readonly verbose?: boolean;
  readonly timeout?: number;
  readonly retry?: number;
  readonly multi?: boolean;
  readonly lab?: string | true;
}

/** Runs with what the command line says; gives the exit status. */
type Work = (packets: Sendable, o: SendCommandOptions, host: Host, io: CommandIo) => Promise<number>;

const running =
  (work: Work) =>
  async ({ operands, options }: Args, io: CommandIo): Promise<number> => {
    const o = options as SendCommandOptions;
    const packets = await sendableOf(operands.join(' '));
    if (o.dryRun) {
      for (const packet of packetsOf(packets)) if (!(await io.write(o.json ? packetLine(packet) : `${packet.summary()}\n`))) break;
      return 0;
    }
    const host = await hostOf(options);
    try {
      return await work(packets, o, host, io);
    } finally {
      await host.close();
    }
  };

const sendingOptions = (o: SendCommandOptions, host: Host, io: CommandIo): SendingOptions => ({
  host,
  signal: io.signal,
  ...(o.interface !== undefined && { iface: o.interface }),
  ...(o.via !== undefined && { via: o.via }),
  ...(o.inter !== undefined && { intervalMs: o.inter }),
  ...(o.rate !== undefined && { rate: o.rate }),
  ...(o.verbose && { verbose: (line: string) => io.warn(line) }),
});

const exchangeOptions = (o: SendCommandOptions, host: Host, io: CommandIo): ExchangeOptions => ({
  ...sendingOptions(o, host, io),
  ...(o.timeout !== undefined && { timeoutMs: o.timeout }),
  ...(o.retry !== undefined && { retry: o.retry }),
  ...(o.multi && { multi: true }),
});

const json = (packet: Packet): object => {
  const { schema: _, ...rest } = jsonOf(objectOf(packet));
  return rest;
};
const packetLine = (packet: Packet): string => jsonLine({ sent: json(packet) });

async function sending(packets: Sendable, o: SendCommandOptions, host: Host, io: CommandIo): Promise<number> {
  const keep = o.json === true || o.write !== undefined;
  const sendAll = o.layer2 ? sendp : send;
  const report = await sendAll(packets as Packet, {
    ...sendingOptions(o, host, io),
    keep,
    ...(o.count !== undefined && { count: o.count }),
  });
  if (o.write !== undefined) await writePackets(o.write, report.packets);
  if (!o.json) await io.write(`Sent ${report.sent} packet${report.sent === 1 ? '' : 's'}.\n`);
  else for (const packet of report.packets) if (!(await io.write(packetLine(packet)))) break;
  return 0;
}

/** A line for each pair, and for each packet without an answer. False: nobody reads any more. */
async function tell({ answered, unanswered, reasons }: ExchangeResult, o: SendCommandOptions, io: CommandIo): Promise<boolean> {
  for (const [sent, received] of answered) {
    const line = o.json ? jsonLine({ sent: json(sent), received: json(received) }) : `${sent.summary()} ==> ${received.summary()}\n`;
    if (!(await io.write(line))) return false;
  }
  for (const sent of unanswered) {
    const why = reasons.get(sent);
    const line = o.json
      ? jsonLine({ sent: json(sent), ...(why && { reason: why.code, message: why.message }) })
      : `${sent.summary()} ==> no answer${why === undefined ? '' : `: ${why.message}`}\n`;
    if (!(await io.write(line))) return false;
  }
  return true;
}

/** Only a lab's random values have a seed: those of the machine are drawn anew each time. */
const seedOf = async ({ lab }: SendCommandOptions): Promise<number | undefined> =>
  lab === undefined ? undefined : (await import('../../../lab/ready-lab.ts')).READY_SEED;

async function exchanging(packets: Sendable, o: SendCommandOptions, host: Host, io: CommandIo): Promise<number> {
  const told = async (result: ExchangeResult): Promise<number> => {
    if (o.write !== undefined) await writeExchanges(o.write, [result], await seedOf(o));
    await tell(result, o, io);
    return statusOf(result.answered.length, io);
  };
  try {
    return await told(await (o.layer2 ? srp : sr)(packets as Packet, exchangeOptions(o, host, io)));
  } catch (error) {
    // An interface that went down in between: what was answered until then is not lost.
    const { result } = error as { readonly result?: ExchangeResult };
    if (result !== undefined) await told(result);
    throw error;
  }
}

async function firstOnly(packets: Sendable, o: SendCommandOptions, host: Host, io: CommandIo): Promise<number> {
  const result = await (o.layer2 ? srp : sr)(packets as Packet, { ...exchangeOptions(o, host, io), first: true });
  if (o.write !== undefined) await writeExchanges(o.write, [result], await seedOf(o));
  const [pair] = result.answered;
  if (pair !== undefined) {
    const [sent, received] = pair;
    await io.write(o.json ? jsonLine({ sent: json(sent), received: json(received) }) : `${received.show2().trimEnd()}\n`);
    return 0;
  }
  const [why] = result.reasons.values();
  if (why !== undefined) throw why;
  await tell(result, o, io);
  return statusOf(0, io);
}

async function looping(packets: Sendable, o: SendCommandOptions, host: Host, io: CommandIo): Promise<number> {
  const { inter: everyMs, ...rest } = o;
  const kept: ExchangeResult[] = [];
  let sent = 0,
    answered = 0;
  const loop = (o.layer2 ? srploop : srloop)(packets as Packet, {
    ...exchangeOptions(rest, host, io),
    ...(everyMs !== undefined && { everyMs }),
    ...(o.count !== undefined && { count: o.count }),
  });
  for await (const whole of loop) {
    // What Ctrl-C left without its time is not lost.
    const result = io.signal.aborted ? answeredOf(whole) : whole;
    sent += result.stats.answered + result.stats.remaining;
    answered += result.stats.answered;
    if (o.write !== undefined) kept.push(whole);
    if (!(await tell(result, o, io))) break;
  }
  if (o.write !== undefined) await writeExchanges(o.write, kept, await seedOf(o));
  if (!o.json)
    await io.write(
      `\nSent ${sent} packets, received ${answered} packets. ${sent === 0 ? '0.0' : ((100 * answered) / sent).toFixed(1)}% hits.\n`,
    );
  return statusOf(answered, io);
}

/** Who ends it has not found that nobody answers: `cli()` makes 130 of it. */
const statusOf = (answered: number, { signal }: CommandIo): number => (answered > 0 || signal.aborted ? 0 : 1);

/** A round without the packets that were still waiting. */
function answeredOf(round: ExchangeResult): ExchangeResult {
  const unanswered = round.unanswered.filter((packet) => round.reasons.has(packet));
  return new ExchangeResult({ ...round, unanswered, stats: { ...round.stats, remaining: unanswered.length } });
}

const positive =
  (flag: string) =>
  (text: string): number => {
    const n = Number(text);
    if (/^\d*\.?\d+$/.test(text) && n > 0) return n;
    throw new PacketwrightError('ERR_USAGE', `${flag} ${text}: expected a number of packets a second, more than 0`, { value: text });
  };

const wholeOrNegative = (text: string): number => {
  if (/^-?\d{1,9}$/.test(text)) return Number(text);
  throw new PacketwrightError('ERR_USAGE', `--retry ${text}: expected a whole number of rounds`, { value: text });
};

const COUNT = (of: string): OptionSpec => ({ flags: '-c, --count <n>', help: `how many ${of}`, parse: wholeNumber('-c', of) });
const SENDING: readonly OptionSpec[] = [
  { flags: '--layer2', help: 'the packets begin with their link header, as with sendp, srp and srp1' },
  { flags: '--via <address>', help: 'the gateway, whatever the routes say' },
  { flags: '--rate <n>', help: 'packets a second', parse: positive('--rate') },
  { flags: '-w, --write <file>', help: 'write what was sent, and what came back, to a pcapng file' },
  { flags: '--verbose', help: 'say how far it is: Begin emission, …' },
];
const INTER: OptionSpec = { flags: '--inter <seconds>', help: 'pause between one packet and the next', parse: secondsOption('--inter') };
const EXCHANGE: readonly OptionSpec[] = [
  {
    flags: '--timeout <seconds>',
    help: 'how long to wait for answers after the last packet (default: 2)',
    parse: secondsOption('--timeout'),
  },
  { flags: '--retry <n>', help: 'how often to send again what got no answer', parse: wholeOrNegative },
];
const MULTI: OptionSpec = { flags: '--multi', help: 'every answer to a packet, not only the first' };

const common = ['json', 'interface', 'netns', 'private', 'lab'] as const;
const operands = 'EXPR...';
const PROBE = `'packet(IP({ dst: "192.0.2.1" }), ICMP())'`;

export const sendCommand: Command = {
  name: 'send',
  summary: 'send packets that are written as in a program',
  operands,
  common,
  sends: true,
  options: [...SENDING, INTER, COUNT('times')],
  examples: [`pkw send ${PROBE}`, `pkw send --layer2 -i eth0 'packet(Ether(), ARP({ pdst: "192.0.2.1" }))'`],
  run: running(sending),
};

export const srCommand: Command = {
  name: 'sr',
  summary: 'send packets, and list the answers to each',
  operands,
  common,
  sends: true,
  options: [...SENDING, INTER, ...EXCHANGE, MULTI],
  examples: [`pkw sr 'packet(IP({ dst: "192.0.2.1" }), TCP({ dport: [22, 80, 443], flags: "S" }))'`],
  run: running(exchanging),
};

export const sr1Command: Command = {
  name: 'sr1',
  summary: 'send packets, and show the first answer',
  operands,
  common,
  sends: true,
  options: [...SENDING, INTER, ...EXCHANGE],
  examples: [`pkw sr1 ${PROBE}`, `pkw sr1 'IP(dst="192.0.2.1")/ICMP()'`],
  run: running(firstOnly),
};

export const srloopCommand: Command = {
  name: 'srloop',
  summary: 'send packets again and again, and list the answers',
  operands,
  common,
  sends: true,
  options: [...SENDING, { ...INTER, help: 'from one round to the next (default: 1)' }, ...EXCHANGE, MULTI, COUNT('rounds')],
  examples: [`pkw srloop -c 3 ${PROBE}`],
  run: running(looping),
};
