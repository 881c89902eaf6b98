/** send, sr, sr1 and their relatives, at layer 3 and at layer 2. */
import { srflood, srpflood } from '../../exchange/flood.ts';
import { typeError } from '../python/errors.ts';
import { explain } from '../../exchange/explain/explain.ts';
import type { ExchangeOptions } from '../../exchange/options.ts';
import { type Sent, send, sendp } from '../../exchange/send.ts';
import { sr, srp } from '../../exchange/send-receive.ts';
import type { ExchangeResult } from '../../exchange/result.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { Builtin } from '../python/callable.ts';
import { functions } from '../python/callable.ts';
import { truth } from '../python/operators.ts';
import { type QueryAnswer, ScapyList } from '../lists/scapy-list.ts';
import { lineOf } from '../lists/methods.ts';
import { ScapyPacket } from '../packets/scapy-packet.ts';
import { Tuple } from '../python/behaviour.ts';
import type { Shell } from '../session.ts';
import { findingText } from './finding-text.ts';
import { filterOf, type Given, Options } from './options.ts';
import { namesGiven, packetsIn, resultPair, sendable, sentPacket } from './packets-to-send.ts';

const LEVELS = { 3: { send, sr }, 2: { send: sendp, sr: srp } } as const;
type Level = keyof typeof LEVELS;

export function sendingFunctions(shell: Shell): Record<string, Builtin> {
  return functions({
    'send(x, *args, **kargs)': sends(shell, 'send', 3),
    'sendp(x, *args, **kargs)': sends(shell, 'sendp', 2),
    'sendpfast(x, *args, **kargs)': sends(shell, 'sendpfast', 2),
    'sr(x, *args, **kargs)': exchanges(shell, 'sr', 3, ({ result, names }) => resultPair(shell.place, result, names)),
    'srp(x, *args, **kargs)': exchanges(shell, 'srp', 2, ({ result, names }) => resultPair(shell.place, result, names)),
    'sr1(x, *args, **kargs)': exchanges(shell, 'sr1', 3, firstOf(shell), true),
    'srp1(x, *args, **kargs)': exchanges(shell, 'srp1', 2, firstOf(shell), true),
    'srflood(x, *args, **kargs)': floods(shell, 'srflood', 3, ({ result, names }) => resultPair(shell.place, result, names)),
    'srpflood(x, *args, **kargs)': floods(shell, 'srpflood', 2, ({ result, names }) => resultPair(shell.place, result, names)),
    'sr1flood(x, *args, **kargs)': floods(shell, 'sr1flood', 3, firstOf(shell), true),
    'srp1flood(x, *args, **kargs)': floods(shell, 'srp1flood', 2, firstOf(shell), true),
    'srloop(pkts, *args, **kargs)': loops(shell, 'srloop', 3),
    'srploop(pkts, *args, **kargs)': loops(shell, 'srploop', 2),
  });
}

type Run = (x: unknown, args: readonly unknown[], kargs: Given) => Promise<unknown>;

/** Dots as packets leave, and how many there were. */
function sends(shell: Shell, what: string, level: Level): Run {
  return async (x, args, kargs) => {
    const o = new Options(what, args, kargs);
    const verbose = isVerbose(shell, o);
    // Of sendpfast, loop is a number of rounds; of the others, it is without end.
    const rounds = what === 'sendpfast' ? o.number('loop') || undefined : undefined;
    const count = o.number('count') ?? rounds;
    const loop = o.flag('loop');
    const keep = o.flag('return_packets');
    const inter = o.number('inter');
    const pps = o.number('pps');
    const common = sendingOptions(shell, o);
    o.take('mbps', 'file_cache', 'parse_results');
    o.done(shell);
    const packets = await packetsIn(shell.place, x);
    const names = namesGiven(packets);
    const sent: ScapyPacket[] = [];
    let n = 0;
    const options = {
      ...common,
      host: await shell.host(),
      keep: true,
      signal: shell.signal,
      ...(inter !== undefined && inter > 0 && { intervalMs: inter * 1000 }),
      ...(pps !== undefined && { rate: pps }),
    };
    for (let round = 0; !shell.signal.aborted && (count !== undefined ? round < count : loop || round === 0); round++) {
      if (round > 0 && inter !== undefined && inter > 0) await options.host.clock.sleep(inter * 1000, shell.signal).catch(() => undefined);
      const leaving = sendable(packets);
      if (round === 0) for (const word of shell.connections.look(packets, leaving)) shell.note(word);
      const done = (await LEVELS[level].send(leaving, options)) as Sent;
      n += done.packets.length;
      if (verbose) shell.write('.'.repeat(done.packets.length));
      if (keep) for (const p of done.packets) sent.push(sentPacket(shell.place, p, names));
    }
    if (verbose) shell.write(`\nSent ${n} packets.\n`);
    await shell.refresh();
    return keep ? new ScapyList(shell.place, sent, 'Sent') : null;
  };
}

interface Exchanged {
  readonly result: ExchangeResult;
  readonly names: ReadonlySet<string>;
  /** Words are wanted. */
  readonly verbose: boolean;
}

function exchanges(shell: Shell, what: string, level: Level, give: (of: Exchanged) => unknown, first = false): Run {
  return async (x, args, kargs) => {
    const o = new Options(what, args, kargs);
    const options = await exchangeOptions(shell, o, level, first);
    o.done(shell);
    return give(await exchange(shell, level, x, options));
  };
}

/** The same packets as fast as they go: for `timeout` seconds, as in scapy, or `count` times. */
function floods(shell: Shell, what: string, level: Level, give: (of: Exchanged) => unknown, first = false): Run {
  return async (x, args, kargs) => {
    const o = new Options(what, args, kargs);
    const count = o.number('count');
    const durationMs = o.number('durationMs');
    const seconds = o.number('timeout');
    const options = await exchangeOptions(shell, o, level, first);
    o.done(shell);
    if (count === undefined && durationMs === undefined && seconds === undefined)
      throw typeError(`${what}() sends without end: it needs timeout=SECONDS or count=TIMES`);
    const packets = await packetsIn(shell.place, x);
    const flood = level === 3 ? srflood : srpflood;
    const result = (await flood(sendable(packets) as never, {
      ...options,
      timeoutMs: options.timeoutMs ?? 0,
      ...(count !== undefined && { count }),
      ...(durationMs !== undefined ? { durationMs } : seconds !== undefined && { durationMs: seconds * 1000, timeoutMs: LINGER_MS }),
    })) as ExchangeResult;
    await shell.refresh();
    return give({ result, names: namesGiven(packets), verbose: options.verbose !== undefined });
  };
}

/** How long a flood waits for the last answers, ms. */
const LINGER_MS = 200;

async function exchange(shell: Shell, level: Level, x: unknown, options: ExchangeOptions): Promise<Exchanged> {
  const packets = await packetsIn(shell.place, x);
  const sent = sendable(packets);
  for (const word of shell.connections.look(packets, sent)) shell.note(word);
  const watched = shell.connections.isBeginning(packets) ? { watch: true, ...options } : options;
  const result = (await LEVELS[level].sr(sent, watched)) as ExchangeResult;
  shell.connections.learn(packets, result);
  await shell.refresh();
  return { result, names: namesGiven(packets), verbose: options.verbose !== undefined };
}

/** The first answer; where there is none, in one line why. */
const firstOf =
  (shell: Shell) =>
  async ({ result, verbose }: Exchanged): Promise<unknown> => {
    const answer = result.answered[0]?.[1];
    if (answer !== undefined) return ScapyPacket.of(shell.place, answer);
    if (verbose && !shell.signal.aborted) {
      const [finding] = await explain(result).catch(() => []);
      if (finding !== undefined) shell.note(findingText(finding));
    }
    return null;
  };

const isVerbose = (shell: Shell, o: Options): boolean => {
  const given = o.take('verbose', 'verb');
  return given === undefined || typeof given === 'function' ? shell.conf.verb > 0 : truth(given);
};

function sendingOptions(shell: Shell, o: Options): Pick<ExchangeOptions, 'iface' | 'via'> {
  const iface = o.take('iface') ?? shell.conf.chosenIface;
  const via = o.take('via', 'gw');
  return { ...(iface !== undefined && { iface: nameOf(iface) }), ...(via !== undefined && { via: String(via) }) };
}

/** An interface by its name, or as `conf.iface` gives it. */
export const nameOf = (iface: unknown): string =>
  typeof iface === 'object' && iface !== null && 'name' in iface ? String((iface as { name: unknown }).name) : String(iface);

async function exchangeOptions(shell: Shell, o: Options, level: Level, first: boolean): Promise<ExchangeOptions> {
  const verbose = isVerbose(shell, o);
  const seconds = o.number('timeout');
  const milliseconds = o.number('timeoutMs');
  const filter = o.take('filter');
  const stop = o.take('stop_filter', 'stop');
  const inter = o.number('inter');
  const retry = o.number('retry');
  const multi = o.flag('multi');
  const one = o.flag('first') || first;
  const watch = o.flag('watch');
  const timeoutMs = milliseconds ?? (seconds === undefined ? shell.conf.timeout : seconds) * (milliseconds === undefined ? 1000 : 1);
  return {
    host: await shell.host(),
    signal: shell.signal,
    ...sendingOptions(shell, o),
    ...(Number.isNaN(timeoutMs) ? {} : { timeoutMs }),
    ...(retry !== undefined && { retry }),
    ...(multi && { multi }),
    ...(one && { first: true }),
    ...(watch && { watch }),
    ...(inter !== undefined && inter > 0 && { intervalMs: inter * 1000 }),
    ...(filter !== undefined && {
      filter:
        typeof filter === 'string'
          ? filterOf(filter, level)
          : (p: Packet) => truth(shell.place.call(filter, [ScapyPacket.of(shell.place, p)])),
    }),
    ...(stop !== undefined && { stop: (p: Packet) => truth(shell.place.call(stop, [ScapyPacket.of(shell.place, p)])) }),
    ...(verbose && told(shell)),
  };
}

/** scapy's words while it works; dots that come before all is sent stand behind that line. */
export function told(shell: Pick<Shell, 'write'>): Pick<ExchangeOptions, 'verbose' | 'progress'> {
  let waiting = '';
  let finished = false;
  return {
    verbose: (line) => {
      if (line.startsWith('Received')) shell.write('\n');
      shell.write(`${line}\n`);
      if (!line.startsWith('Finished')) return;
      finished = true;
      shell.write(waiting);
    },
    progress: (answers) => {
      const mark = answers ? '*' : '.';
      if (finished) shell.write(mark);
      else waiting += mark;
    },
  };
}

/** Sends again and again, and prints each answer: until Ctrl-C, which gives what came. */
function loops(shell: Shell, what: string, level: Level): Run {
  return async (x, args, kargs) => {
    const o = new Options(what, args, kargs);
    const count = o.number('count') ?? Number.POSITIVE_INFINITY;
    const inter = o.number('inter') ?? 1;
    const line = o.take('prn');
    const failed = o.take('prnfail');
    const store = o.take('store') ?? 1;
    const verbose = isVerbose(shell, o);
    const options = await exchangeOptions(shell, o, level, false);
    o.done(shell);
    const { verbose: _, progress: __, ...quiet } = options;
    const timeoutMs = Math.min(quiet.timeoutMs ?? 2000, Math.max(inter * 1000, 200));
    const pairs: QueryAnswer[] = [];
    const silent: ScapyPacket[] = [];
    let [sent, got] = [0, 0];
    const host = await shell.host();
    for (let round = 0; round < count && !shell.signal.aborted; round++) {
      const begun = host.clock.monotonic();
      const { result, names } = await exchange(shell, level, x, { ...quiet, timeoutMs });
      const [answered, unanswered] = resultPair(shell.place, result, names) as unknown as [ScapyList, ScapyList];
      sent += answered.length + unanswered.length;
      got += answered.length;
      for (const item of answered.items as QueryAnswer[]) {
        shell.write(
          `RECV ${result.answered.length}: ${line === undefined ? lineOf(item.answer) : String(await shell.place.call(line, [item.query, item.answer]))}\n`,
        );
        if (truth(store)) pairs.push(item);
      }
      for (const p of unanswered.items as ScapyPacket[]) {
        shell.write(
          `fail ${result.unanswered.length}: ${failed === undefined ? lineOf(p) : String(await shell.place.call(failed, [p]))}\n`,
        );
        if (truth(store)) silent.push(p);
      }
      const rest = inter * 1000 - (host.clock.monotonic() - begun);
      if (round + 1 < count && rest > 0) await host.clock.sleep(rest, shell.signal).catch(() => undefined);
    }
    if (verbose && sent > 0) shell.write(`\nSent ${sent} packets, received ${got} packets. ${((100 * got) / sent).toFixed(1)}% hits.\n`);
    return new Tuple([new ScapyList(shell.place, pairs, 'Results', true), new ScapyList(shell.place, silent, 'PacketList')]);
  };
}
