/** `pkw bridge`: two interfaces joined by a line that is as bad as one likes. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { Impairments } from '../../../lab/impair/impairments.ts';
import { type BothCounts, type ImpairedCounts, impairedBridge } from '../../../tools/impaired-bridge.ts';
import type { Args, Command, CommandIo } from '../../command.ts';
import { becomeUser, kernelHost } from '../../command-host.ts';
import { jsonLine } from '../../json-line.ts';
import { wholeNumber } from '../../whole-number.ts';
import { chanceOption, durationOption, rateOption } from './line-words.ts';
import { secondsOption } from './numbers.ts';

interface BridgeCommandOptions extends Impairments {
  readonly json?: boolean;
  readonly seed?: number;
  readonly there?: boolean;
  readonly back?: boolean;
  readonly delay?: number;
  readonly jitter?: number;
  readonly timeout?: number;
}

async function run({ operands: [a = '', b = ''], options }: Args, io: CommandIo): Promise<number> {
  const o = options as BridgeCommandOptions;
  if (o.there && o.back)
    throw new PacketwrightError('ERR_USAGE', '--there and --back cannot be used together', { remedy: 'without them both ways are bad' });
  const host = await kernelHost(options);
  const end = new AbortController();
  let cancel: (() => void) | undefined;
  try {
    const impair = impairmentsOf(o);
    const line = await impairedBridge(
      { host, iface: a },
      { host, iface: b },
      {
        ...(!o.back && { there: impair }),
        ...(!o.there && { back: impair }),
        ...(o.seed !== undefined && { seed: o.seed }),
        onError: once((error) => io.warn(`pkw bridge: ${(error as Error).message}`)),
      },
    );
    try {
      await becomeUser(options);
      io.warn(`${a} and ${b} are joined; seed ${line.seed}; Ctrl-C ends it`);
      if (o.timeout !== undefined) cancel = host.clock.timer(o.timeout, () => end.abort());
      await aborted(AbortSignal.any([end.signal, io.signal]));
    } finally {
      await line.stop();
    }
    await told(line.stats(), a, b, o, io);
    return 0;
  } finally {
    cancel?.();
    await host.close();
  }
}

function impairmentsOf(o: BridgeCommandOptions): Impairments {
  const { loss, delay: delayMs, jitter: jitterMs, reorder, duplicate, corrupt, rate, queue, mtu } = o;
  const all = { loss, delayMs, jitterMs, reorder, duplicate, corrupt, rate, queue, mtu };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function once(tell: (error: unknown) => void): (error: unknown) => void {
  let isTold = false;
  return (error) => {
    if (!isTold) tell(error);
    isTold = true;
  };
}

async function told({ there, back }: BothCounts, a: string, b: string, o: BridgeCommandOptions, io: CommandIo): Promise<void> {
  for (const [from, to, counts] of [
    [a, b, there],
    [b, a, back],
  ] as const)
    await io.write(o.json ? jsonLine({ from, to, ...counts }) : `${from} > ${to}: ${inWords(counts)}\n`);
}

function inWords({
  received,
  sent,
  failed,
  lost,
  crowdedOut,
  tooLarge,
  duplicated,
  reordered,
  corrupted,
  waiting,
}: ImpairedCounts): string {
  const further = { duplicated, reordered, corrupted, 'crowded out': crowdedOut, 'too large': tooLarge, failed, 'on their way': waiting };
  return [
    `${received} received`,
    `${sent} sent`,
    `${lost} lost`,
    ...Object.entries(further)
      .filter(([, n]) => n > 0)
      .map(([name, n]) => `${n} ${name}`),
  ].join(', ');
}

export const bridgeCommand: Command = {
  name: 'bridge',
  summary: 'join two interfaces by a line that loses, delays, reorders, repeats and damages frames',
  operands: 'INTERFACE INTERFACE',
  common: ['json', 'netns', 'private', 'seed'],
  holdsSockets: true,
  options: [
    { flags: '--loss <chance>', help: 'frames that are lost: 5% or 0.05', parse: chanceOption('--loss') },
    { flags: '--delay <time>', help: 'how long a frame is on its way: 20ms, 1.5s', parse: durationOption('--delay') },
    {
      flags: '--jitter <time>',
      help: 'how much longer or shorter by chance; frames may overtake each other',
      parse: durationOption('--jitter'),
    },
    { flags: '--reorder <chance>', help: 'frames that are held back behind others, for 10 ms', parse: chanceOption('--reorder') },
    { flags: '--duplicate <chance>', help: 'frames that come twice', parse: chanceOption('--duplicate') },
    { flags: '--corrupt <chance>', help: 'frames in which one bit is turned, behind the link header', parse: chanceOption('--corrupt') },
    { flags: '--rate <bits>', help: 'bits a second: 10mbit, 500kbit', parse: rateOption('--rate') },
    {
      flags: '--queue <octets>',
      help: 'octets that wait for the rate; more are lost (default: 256000)',
      parse: wholeNumber('--queue', 'octets'),
    },
    { flags: '--mtu <octets>', help: 'larger IP packets are lost', parse: wholeNumber('--mtu', 'octets') },
    { flags: '--there', help: 'only what goes from the first interface to the second; the way back is good' },
    { flags: '--back', help: 'only what goes from the second interface to the first' },
    { flags: '--timeout <seconds>', help: 'end after so long', parse: secondsOption('--timeout') },
  ],
  examples: ['pkw bridge veth1 veth2 --loss 5% --delay 20ms', 'pkw bridge veth1 veth2 --rate 10mbit --jitter 5ms --there --seed 7'],
  run,
};
