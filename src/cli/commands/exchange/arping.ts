/** `pkw arping`: who has an address on this link, with the flags and the text of iputils' arping. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { type ArpingOptions, type ArpingReply, arping } from '../../../exchange/ping/arping.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { hostOf } from '../../command-host.ts';
import { VERSION } from '../../common-options.ts';
import { jsonLine } from '../../json-line.ts';
import { numberBetween, secondsOption } from './numbers.ts';

interface ArpingCommandOptions {
  readonly json?: boolean;
  readonly answer?: boolean;
  readonly broadcast?: boolean;
  readonly count?: number;
  readonly detect?: boolean;
  readonly first?: boolean;
  readonly interval?: number;
  readonly I?: string;
  readonly q?: boolean;
  readonly source?: string;
  readonly announce?: boolean;
  readonly deadline?: number;
}

async function run({ operands: [to = ''], options }: Args, io: CommandIo): Promise<number> {
  const o = options as ArpingCommandOptions;
  const modes = [o.detect && 'detect', o.announce && 'announce', o.answer && 'answer'].filter((mode) => typeof mode === 'string');
  if (modes.length > 1) throw new PacketwrightError('ERR_USAGE', '-D, -U and -A cannot be used together', { remedy: 'give one of them' });
  const mode = (modes[0] ?? 'ask') as NonNullable<ArpingOptions['mode']>;
  const host = await hostOf(options);
  try {
    const arpinger = arping(to, {
      host,
      mode,
      signal: io.signal,
      ...(o.I !== undefined && { iface: o.I }),
      ...(o.source !== undefined && { source: o.source }),
      ...(o.count !== undefined && { count: o.count }),
      ...(o.interval !== undefined && { intervalMs: o.interval }),
      ...(o.deadline !== undefined && o.deadline > 0 && { deadlineMs: o.deadline }),
      ...(o.broadcast && { keepBroadcasting: true }),
      ...(o.first && { first: true }),
    });
    const { address, source, iface } = await arpinger.ready;
    const isQuiet = o.q === true && !o.json;
    if (!isQuiet && !o.json) await io.write(`ARPING ${address} from ${source} ${iface}\n`);
    for await (const reply of arpinger) if (!isQuiet && !(await io.write(o.json ? replyJson(reply) : replyLine(reply)))) break;
    const { sent, broadcasts, received } = arpinger.stats();
    if (o.json) await io.write(jsonLine({ event: 'statistics', to, sent, broadcasts, received }));
    else if (!isQuiet) await io.write(`Sent ${sent} probes (${broadcasts} broadcast(s))\nReceived ${received} response(s)\n`);
    // Who ends it has found nothing out: `cli()` makes 130 of it.
    if (io.signal.aborted) return 0;
    if (mode === 'detect') return received > 0 ? 1 : 0;
    if (mode !== 'ask') return 0;
    // Of a number of requests each has to have its answer, and one only: two are two hosts.
    return (o.count === undefined ? received > 0 : received === sent) ? 0 : 1;
  } finally {
    await host.close();
  }
}

const replyLine = ({ broadcast, op, from, mac, rttMs }: ArpingReply): string =>
  `${broadcast ? 'Broadcast' : 'Unicast'} ${op} from ${from} [${mac.toUpperCase()}]  ${(Math.floor(rttMs * 1000) / 1000).toFixed(3)}ms\n`;

const replyJson = ({ packet: _, ...reply }: ArpingReply): string => jsonLine({ event: 'reply', ...reply });

export const arpingCommand: Command = {
  name: 'arping',
  follows: "iputils' arping",
  summary: 'ask who has an IPv4 address on this link, by ARP',
  operands: 'DESTINATION',
  common: ['json', 'netns', 'private', 'lab'],
  failure: 2,
  inWords: { iface: '-I NAME' },
  options: [
    { flags: '-A, --answer', help: 'tell all neighbours that the address is here, with ARP replies' },
    { flags: '-b, --broadcast', help: 'ask all, even when the answer is known' },
    {
      flags: '-c, --count <n>',
      help: 'stop after so many requests; with -w, after so many answers',
      parse: numberBetween('-c', 1, 0x7fff_ffff),
    },
    { flags: '-D, --detect', help: 'detect whether somebody has the address; exit status 0 when nobody has' },
    { flags: '-f, --first', help: 'stop with the first answer' },
    { flags: '-i, --interval <seconds>', help: 'from one request to the next (default: 1)', parse: secondsOption('-i') },
    { flags: '-I <interface>', help: 'the interface' },
    { flags: '-q', help: 'print nothing' },
    { flags: '-s, --source <address>', help: 'the address to ask from' },
    { flags: '-U, --announce', help: 'tell all neighbours that the address is here, with ARP requests' },
    VERSION,
    { flags: '-w, --deadline <seconds>', help: 'end after so long', parse: secondsOption('-w') },
  ],
  examples: ['pkw arping -c 3 -I eth0 192.0.2.1', 'pkw arping -D -c 2 -I eth0 192.0.2.7'],
  run,
};
