/** ping() and sweep() at the prompt: what they give prints as `pkw ping` does when it is shown, and is gone through as in the library. */
import type { PingEvent } from '../../exchange/ping/ping-events.ts';
import type { PingOptions } from '../../exchange/ping/ping-options.ts';
import { PingText } from '../../exchange/ping/ping-text.ts';
import { type Pinger, ping } from '../../exchange/ping/ping.ts';
import type { SweepOptions } from '../../exchange/ping/sweep-options.ts';
import { type Sweeper, type SweepResult, sweep } from '../../exchange/ping/sweep.ts';
import { REPR, TYPE_NAME } from '../python/behaviour.ts';
import { toJavaScript } from '../python/calls.ts';
import { type Builtin, functions } from '../python/callable.ts';
import { typeError } from '../python/errors.ts';
import { asNumber, typeName } from '../python/kinds.ts';
import { str } from '../python/text/repr.ts';
import { Net } from '../packets/net.ts';
import type { Shell } from '../session.ts';
import type { Given } from './options.ts';
import { nameOf } from './sending.ts';

/** Requests of a ping that is shown, where nobody said how many. */
const USUAL_COUNT = 4;
/** iputils' ping and ours: octets of data in a request. */
const USUAL_SIZE = 56;

/** Shown at the prompt it runs to its end, and prints as it goes. */
export abstract class Running {
  abstract readonly [TYPE_NAME]: string;
  abstract run(shell: Shell): Promise<void>;
}

class PingRun extends Running implements Pinger {
  readonly [TYPE_NAME] = 'ping';
  readonly #pinger: Pinger;
  readonly #to: string;
  readonly #o: PingOptions;
  constructor(to: string, o: PingOptions) {
    super();
    this.#to = to;
    this.#o = o;
    this.#pinger = ping(to, o);
    // Who never looks at it is told nothing; who iterates gets the same error there.
    this.#pinger.ready.catch(() => undefined);
  }
  get ready(): Pinger['ready'] {
    return this.#pinger.ready;
  }
  stop(): void {
    this.#pinger.stop();
  }
  stats(): ReturnType<Pinger['stats']> {
    return this.#pinger.stats();
  }
  [Symbol.asyncIterator](): AsyncIterator<PingEvent> {
    return this.#pinger[Symbol.asyncIterator]();
  }
  [REPR](): string {
    const { sent, received } = this.stats();
    return `<ping ${this.#to}: ${sent} sent, ${received} answered>`;
  }

  async run(shell: Shell): Promise<void> {
    const { count, deadlineMs, size = USUAL_SIZE, flowLabel, iface } = this.#o;
    const text = new PingText(await this.ready, {
      name: this.#to,
      size,
      flowLabel,
      iface,
      optionOctets: 0,
      ident: 0,
      showSource: false,
      times: false,
      bell: false,
      verbose: false,
      floods: false,
      reportsSilence: true,
      nameOf: async (address) => address,
    });
    shell.write(text.header());
    const most = count === undefined && deadlineMs === undefined ? USUAL_COUNT : Number.POSITIVE_INFINITY;
    for await (const event of stoppedBy(shell, this)) {
      const line = text.localError(event) ?? (await text.event(event));
      if (line !== '') shell.write(line.endsWith('\n') ? line : `${line}\n`);
      if (event.kind !== 'silence' && event.seq >= most) break;
      if (event.kind === 'silence' && event.seq > most) break;
    }
    shell.write(text.statistics(this.stats(), true));
  }
}

class SweepRun extends Running implements Sweeper {
  readonly [TYPE_NAME] = 'sweep';
  readonly #sweeper: Sweeper;
  constructor(to: string | readonly string[], o: SweepOptions) {
    super();
    this.#sweeper = sweep(to, o);
  }
  stop(): void {
    this.#sweeper.stop();
  }
  stats(): ReturnType<Sweeper['stats']> {
    return this.#sweeper.stats();
  }
  [Symbol.asyncIterator](): AsyncIterator<SweepResult> {
    return this.#sweeper[Symbol.asyncIterator]();
  }
  [REPR](): string {
    const { hosts, alive } = this.stats();
    return `<sweep: ${alive} of ${hosts} hosts alive>`;
  }

  async run(shell: Shell): Promise<void> {
    for await (const { to, alive, rttMs } of stoppedBy(shell, this))
      shell.write(alive ? `${to} is alive${rttMs === undefined ? '' : ` (${rttMs.toFixed(1)} ms)`}\n` : `${to} is unreachable\n`);
    const { hosts, alive } = this.stats();
    shell.write(`${alive} of ${hosts} hosts are alive\n`);
  }
}

/** Until Ctrl-C, also when an earlier command began it. */
async function* stoppedBy<T>({ signal }: Shell, run: AsyncIterable<T> & { stop(): void }): AsyncGenerator<T> {
  const stop = (): void => run.stop();
  signal.addEventListener('abort', stop);
  try {
    yield* run;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Options by name, or as TypeScript writes them; scapy's seconds are milliseconds. */
function optionsOf(what: string, args: readonly unknown[], kargs: Given): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const given of [...args, kargs]) {
    if (typeof given !== 'object' || given === null || Object.getPrototypeOf(given) !== Object.prototype)
      throw typeError(`${what}() takes its options by name, as ${what}(to, count=3)`);
    for (const [name, value] of Object.entries(given)) {
      if (name === 'timeout' || name === 'inter') {
        const seconds = asNumber(value);
        if (seconds === undefined) throw typeError(`${what}(): ${name} must be a number`);
        out[name === 'inter' ? 'intervalMs' : 'timeoutMs'] = seconds * 1000;
      } else if (name === 'iface') out[name] = nameOf(value);
      else out[name] = toJavaScript(value);
    }
  }
  return out;
}

/** An address, a name, a network. */
function target(what: string, to: unknown): string {
  if (typeof to === 'string' || to instanceof Net) return str(to);
  throw typeError(`${what}() takes an address or a name, not ${typeName(to)}; of a packet, write sr1(p)`);
}

export function pingFunctions(shell: Shell): Record<string, Builtin> {
  const common = (): Record<string, unknown> => ({
    signal: shell.signal,
    ...(shell.conf.chosenIface !== undefined && { iface: shell.conf.chosenIface }),
  });
  return functions({
    'ping(to, *args, **kargs)': (to: unknown, args: readonly unknown[], kargs: Given) =>
      new PingRun(target('ping', to), { ...common(), ...optionsOf('ping', args, kargs) }),
    'sweep(to, *args, **kargs)': (to: unknown, args: readonly unknown[], kargs: Given) =>
      new SweepRun(Array.isArray(to) ? Array.from(to as unknown[], (one) => target('sweep', one)) : target('sweep', to), {
        ...common(),
        ...optionsOf('sweep', args, kargs),
      }),
  } as never);
}
