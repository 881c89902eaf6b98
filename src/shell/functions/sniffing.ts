/** sniff() and AsyncSniffer. */
import { sniff, type Sniffer } from '../../exchange/sniffing/sniff.ts';
import { openCapture } from '../../capture/node/captures.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { expandHome } from './paths.ts';
import { type Behaviour, CALL, GET, REPR, TYPE_NAME, UNKNOWN } from '../python/behaviour.ts';
import { Builtin, functions } from '../python/callable.ts';
import { truth } from '../python/operators.ts';
import { typeName } from '../python/kinds.ts';
import { str } from '../python/text/repr.ts';
import { ScapyList } from '../lists/scapy-list.ts';
import { ScapyPacket } from '../packets/scapy-packet.ts';
import type { Shell } from '../session.ts';
import { defragmenting, ipSession } from './fragments.ts';
import { notImplementedError } from '../python/errors.ts';
import { filterOf, type Given, Options } from './options.ts';
import { nameOf } from './sending.ts';
import { packetsIn } from './packets-to-send.ts';

export const sniffingFunctions = (shell: Shell): Record<string, unknown> => ({
  ...functions({
    'sniff(*args, **kargs)': (args: readonly unknown[], kargs: Given) => new Sniffing(shell, 'sniff', args, kargs).run(),
    'tshark(*args, **kargs)': (args: readonly unknown[], kargs: Given) =>
      new Sniffing(shell, 'tshark', args, { prn: lineWriter(shell), store: false, ...kargs }).run(),
  }),
  AsyncSniffer: new Builtin(
    'AsyncSniffer(*args, **kargs)',
    ((args: readonly unknown[], kargs: Given) => new AsyncSniffer(shell, args, kargs)) as never,
  ),
});

const lineWriter = (shell: Shell): Builtin => {
  let n = 0;
  return new Builtin('line(p)', ((p: ScapyPacket) => {
    shell.write(`${String(++n).padStart(5)} ${str(p)}\n`);
    return null;
  }) as never);
};

const unknownSession = (session: unknown): Error =>
  notImplementedError(
    `session=${typeName(session)} is not here: session=IPSession puts fragments together; messages of TCP streams come from streamMessages(…), in TypeScript (docs/messages.md)`,
  );

/** One run of listening: packets in the order in which they came, each given to the user's functions one after the other. */
class Sniffing {
  readonly #shell: Shell;
  readonly #o: Options;
  readonly #count: number;
  readonly #store: boolean;
  readonly #prn: unknown;
  readonly #accept: unknown;
  readonly #stopBy: unknown;
  readonly #timeoutMs: number | undefined;
  readonly #offline: unknown;
  readonly #filter: unknown;
  readonly #iface: unknown;
  readonly #started: unknown;
  readonly #promiscuous: unknown;
  readonly #session: unknown;
  readonly packets: ScapyPacket[] = [];
  readonly stopped = new AbortController();
  #sniffer: Sniffer | undefined;

  constructor(shell: Shell, what: string, args: readonly unknown[], kargs: Given) {
    this.#shell = shell;
    this.#o = new Options(
      what,
      args.filter((x) => typeof x === 'object'),
      kargs,
    );
    const o = this.#o;
    this.#count = o.number('count') ?? Number(args.find((x) => typeof x === 'number') ?? 0);
    const store = o.take('store');
    this.#store = store === undefined || truth(store);
    this.#prn = o.take('prn');
    this.#accept = o.take('lfilter', 'accept');
    this.#stopBy = o.take('stop_filter', 'stop');
    const seconds = o.number('timeout');
    this.#timeoutMs = o.number('timeoutMs') ?? (seconds === undefined ? undefined : seconds * 1000);
    this.#offline = o.take('offline');
    this.#filter = o.take('filter');
    this.#iface = o.take('iface') ?? shell.conf.chosenIface;
    this.#started = o.take('started_callback');
    this.#promiscuous = o.take('promisc', 'promiscuous');
    this.#session = o.take('session');
    if (this.#session !== undefined && this.#session !== null && this.#session !== ipSession) throw unknownSession(this.#session);
    o.take('L2socket', 'karg');
    o.done(shell);
  }

  async run(): Promise<ScapyList> {
    const { signal } = this.#shell;
    const end = (): void => this.stop();
    signal.addEventListener('abort', end);
    // Ctrl-C may have come before anybody listened for it.
    if (signal.aborted) end();
    try {
      const whole = this.#session === ipSession ? defragmenting() : undefined;
      for await (const p of this.#offline === undefined ? this.#live() : this.#fromFile(this.#offline)) {
        const made = whole === undefined ? p : whole(p);
        if (made !== undefined && (await this.#take(made))) break;
      }
    } finally {
      signal.removeEventListener('abort', end);
      await this.#sniffer?.stop();
    }
    return new ScapyList(this.#shell.place, this.packets, 'Sniffed');
  }

  stop(): void {
    this.stopped.abort();
    void this.#sniffer?.stop();
  }

  #n = 0;

  /** Whether it is enough. */
  async #take(p: ScapyPacket): Promise<boolean> {
    const { place } = this.#shell;
    if (this.stopped.signal.aborted) return true;
    if (this.#accept !== undefined && !truth(await place.call(this.#accept, [p]))) return false;
    this.#n++;
    if (this.#store) this.packets.push(p);
    if (this.#prn !== undefined) {
      const said = await place.call(this.#prn, [p]);
      if (said !== null && said !== undefined) this.#shell.write(`${str(said)}\n`);
    }
    if (this.#stopBy !== undefined && truth(await place.call(this.#stopBy, [p]))) return true;
    return this.#count > 0 && this.#n >= this.#count;
  }

  async *#live(): AsyncGenerator<ScapyPacket> {
    const iface = Array.isArray(this.#iface) ? this.#iface.map(nameOf) : this.#iface === undefined ? undefined : nameOf(this.#iface);
    const sniffer = sniff({
      host: await this.#shell.host(),
      ...(iface !== undefined && { iface }),
      ...(typeof this.#filter === 'string' && this.#filter !== '' && { filter: this.#filter }),
      ...(this.#timeoutMs !== undefined && { timeoutMs: this.#timeoutMs }),
      ...(this.#promiscuous !== undefined && { promiscuous: truth(this.#promiscuous) }),
    });
    this.#sniffer = sniffer;
    if (this.stopped.signal.aborted) await sniffer.stop();
    await sniffer.ready;
    if (this.#started !== undefined) await this.#shell.place.call(this.#started, []);
    for await (const p of sniffer) yield ScapyPacket.of(this.#shell.place, p);
  }

  async *#fromFile(from: unknown): AsyncGenerator<ScapyPacket> {
    const passes = typeof this.#filter === 'string' && this.#filter !== '' ? filterOf(this.#filter, 2) : (): boolean => true;
    if (typeof from !== 'string' && !(Array.isArray(from) && from.every((x) => typeof x === 'string'))) {
      for (const given of await packetsIn(this.#shell.place, from))
        for (const p of given.isTemplate ? given.concrete() : [given]) if (passes(p.laid().laid as unknown as Packet)) yield p;
      return;
    }
    for (const path of [from].flat() as string[]) {
      await using file = await openCapture(expandHome(path));
      for await (const p of file.packets()) if (passes(p)) yield ScapyPacket.of(this.#shell.place, p);
    }
  }
}

/** Listening beside other work: start(), stop(), join(), results. */
class AsyncSniffer implements Behaviour {
  readonly #shell: Shell;
  readonly #args: readonly unknown[];
  readonly #kargs: Given;
  #running: { readonly sniffing: Sniffing; readonly done: Promise<ScapyList> } | undefined;
  #results: ScapyList | null = null;

  constructor(shell: Shell, args: readonly unknown[], kargs: Given) {
    this.#shell = shell;
    this.#args = args;
    this.#kargs = kargs;
  }

  get [TYPE_NAME](): string {
    return 'AsyncSniffer';
  }
  [REPR](): string {
    return `<AsyncSniffer ${this.#running === undefined ? 'stopped' : 'running'}>`;
  }
  [CALL](): unknown {
    return UNKNOWN;
  }

  async #start(): Promise<null> {
    let ready: () => void = () => undefined;
    const listening = new Promise<void>((resolve) => (ready = resolve));
    const told = this.#kargs['started_callback'];
    const started = new Builtin('started()', (async () => {
      ready();
      if (told !== undefined && told !== null) await this.#shell.place.call(told, []);
      return null;
    }) as never);
    const sniffing = new Sniffing(this.#shell, 'AsyncSniffer', this.#args, { ...this.#kargs, started_callback: started });
    const done = sniffing.run();
    done.then(
      (list) => {
        this.#results = list;
        this.#running = undefined;
        ready();
      },
      () => ready(),
    );
    this.#running = { sniffing, done };
    // Nothing that is sent from now on is missed.
    await listening;
    return null;
  }

  async #join(stop: boolean): Promise<ScapyList | null> {
    const running = this.#running;
    if (running === undefined) return this.#results;
    if (stop) running.sniffing.stop();
    this.#results = await running.done;
    return this.#results;
  }

  [GET](name: string): unknown {
    switch (name) {
      case 'start':
        return new Builtin('start()', (() => this.#start()) as never);
      case 'stop':
        return new Builtin('stop(join=True)', (() => this.#join(true)) as never);
      case 'join':
        return new Builtin('join(*args, **kargs)', (async () => {
          await this.#join(false);
          return null;
        }) as never);
      case 'results':
        return this.#results;
      case 'running':
        return this.#running !== undefined;
      default:
        return UNKNOWN;
    }
  }
}
