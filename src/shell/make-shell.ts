/** A session: names, the host, and running what was typed. Nothing goes to the network, and no host is opened, before something asks. */
import { Script } from 'node:vm';
import { secureRandom } from '../bytes/random.ts';
import { defaultHost, defaultHostForNow } from '../exchange/default-host.ts';
import type { Host } from '../host/host.ts';
import { MACHINE_NAMES, MACHINES } from './functions/answering-machines.ts';
import { Conf } from './functions/conf/conf.ts';
import { ConnectionsSeen } from './functions/connections-seen.ts';
import { knownWays, NO_TABLES, type Tables, tablesOf } from './functions/conf/known-ways.ts';
import { Running } from './functions/pinging.ts';
import { CONF_NAMES, numberNames } from './functions/number-names.ts';
import { SocketClass } from './functions/conf/sockets.ts';
import { InterfaceTable, LayerTable, NeighbourTable, RouteTable } from './functions/conf/settings.ts';
import { Lifter } from './lift.ts';
import { scapyNames } from './names.ts';
import { LOADING_MODULES, SCAPY_MODULES } from './scapy-modules.ts';
import { shownError, type ShownError } from './shown-error.ts';
import './packets/behave.ts';
import './lists/methods.ts';
import './lists/tables.ts';
import './functions/figures.ts';
import { type Rewritten, rewrite, rewriteAll } from './notation/rewrite.ts';
import { calculateBy } from './packets/net.ts';
import { NO_WAYS, type Place } from './packets/place.ts';
import { scapyRegistry } from './packets/scapy-registry.ts';
import { makeRuntime, type PythonRuntime } from './python/runtime.ts';
import { repr } from './python/text/repr.ts';
import { settle } from './python/waiting.ts';
import type { Shell } from './session.ts';

export interface ShellOptions {
  /** Where packets leave from. Default: this machine. */
  readonly host?: () => Promise<Host>;
  /** What is printed. `coloured`: the same with sequences of colours, for a terminal that has them. */
  readonly write: (text: string, coloured?: string) => void;
  /** Shows a PDF where the terminal can. */
  readonly image?: (pdf: () => Uint8Array) => void;
  /** Words beside the output. */
  readonly note: (text: string) => void;
  /** What programs write to `sys.stderr`, as it stands: lines end where they end them. Default: notes, a line each. */
  readonly writeError?: (text: string) => void;
  /** The answer to `input('…')`. Default: there is nobody to ask. */
  readonly input?: (prompt: string) => Promise<string>;
  /** Prints the value of a statement that is an expression. Default: its repr, and nothing for None. */
  readonly show?: (value: unknown) => Promise<void>;
  /** Names that the session begins with besides scapy's. */
  readonly names?: Readonly<Record<string, unknown>>;
  /** `sys.argv`. */
  readonly argv?: readonly string[];
}

/** How a text is run. */
export interface RunOptions {
  /** Its name, for errors. */
  readonly file?: string;
  /** Values of statements that are expressions are printed. */
  readonly interactive?: boolean;
  /** Python's grammar only. */
  readonly python?: boolean;
}

/** Modules that scapy's users have without an import. */
const WITH_SCAPY: ReadonlySet<string> = new Set([
  'random',
  'time',
  'struct',
  'socket',
  'os',
  'sys',
  're',
  'itertools',
  'binascii',
  'math',
  'datetime',
  'string',
  'json',
]);

/** Calls that an error's stack tells. */
const DEEPEST = 60;

/** Tables of routes and neighbours older than this are read again, ms. */
const FRESH_MS = 1000;

export class ShellSession implements Shell {
  readonly place: Place;
  readonly conf: Conf;
  readonly connections = new ConnectionsSeen();
  readonly names = new Map<string, unknown>();
  readonly runtime: PythonRuntime;
  readonly #o: ShellOptions;
  readonly #machines = new Map<string, unknown>();
  #host: Promise<Host> | undefined;
  #abort = new AbortController();
  #tables: Tables = NO_TABLES;
  #refreshed = Number.NEGATIVE_INFINITY;
  /** Every error's text that was run, for the places of errors. */
  #texts = 0;

  constructor(o: ShellOptions) {
    this.#o = o;
    this.conf = new Conf((text) => this.note(text), {
      interfaces: () => this.#tables.interfaces.map(({ name }) => name),
      refresh: () => this.refresh(),
    });
    this.place = {
      random: secureRandom(),
      registry: scapyRegistry(),
      ways: NO_WAYS,
      write: o.write,
      note: o.note,
      ...(o.image !== undefined && { image: o.image }),
      call: (what, positions) => this.runtime.call(what, positions),
    };
    this.conf.settings.set('iface', () => this.#tables.usual?.name ?? null);
    this.conf.settings.set('ifaces', () => new InterfaceTable(() => this.#tables));
    const tables = (): Tables => this.#tables;
    for (const [name, setting] of [
      ['route', new RouteTable(this, tables, 4)],
      ['route6', new RouteTable(this, tables, 6)],
      ['netcache', new NeighbourTable(tables)],
      ['layers', new LayerTable()],
      ['L3socket', new SocketClass(this, 'L3socket', 3)],
      ['L2socket', new SocketClass(this, 'L2socket', 2)],
      ...Object.entries(CONF_NAMES).map(([name, of]) => [name, numberNames()[of]] as const),
    ] as const)
      this.conf.settings.set(name, () => setting);
    const lifter = new Lifter(this.place);
    this.runtime = makeRuntime({
      names: this.names,
      write: o.write,
      writeError: o.writeError ?? ((text) => o.note(text.replace(/\n$/, ''))),
      signal: () => this.signal,
      lift: lifter.lift,
      lower: lifter.lower,
      modules: this.#scapyModules(),
      resolve: async (name) => (await (await this.host()).resolve(name))[0] ?? '',
      ...(o.input !== undefined && { input: o.input }),
      seeded: (random) => (this.place.random = random ?? secureRandom()),
      ...(o.argv !== undefined && { argv: o.argv }),
      // Calls of the library that name no host leave from where this session's do.
      entered: () => defaultHostForNow(o.host === undefined ? undefined : () => this.host()),
      show: (value) => (value instanceof Running ? value.run(this) : (o.show ?? this.#show)(value)),
    });
    calculateBy(this.runtime);
    for (const [name, value] of Object.entries({ ...this.#scapyNames(), ...o.names })) this.names.set(name, value);
  }

  #scapyModules(): Record<string, () => unknown> {
    const loading = ([module, word]: readonly [string, string]): [string, () => unknown] => [
      module,
      async () => {
        await this.runtime.call(this.names.get('load_contrib'), [word]);
        return this.#scapyNames();
      },
    ];
    return {
      ...Object.fromEntries(SCAPY_MODULES.map((name) => [name, () => this.#scapyNames()])),
      ...Object.fromEntries(Object.entries(LOADING_MODULES).map(loading)),
      ...{ scapy: () => ({ VERSION: '2.5.0', __version__: '2.5.0' }), 'scapy.layers': () => ({}), 'scapy.contrib': () => ({}) },
    };
  }

  /** Without the library's `list`, `range` and whatever else would hide Python's own. */
  #scapyNames(): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries({ ...scapyNames(this), ...Object.fromEntries(this.#machines) }).filter(([name]) => !this.runtime.builtins.has(name)),
    );
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  write(text: string): void {
    this.#o.write(text);
  }

  note(text: string): void {
    this.#o.note(text);
  }

  readonly #show = async (value: unknown): Promise<void> => {
    if (value === null || value === undefined) return;
    this.names.set('_', value);
    this.write(`${await settle(() => repr(value))}\n`);
  };

  host(): Promise<Host> {
    this.#host ??= (this.#o.host ?? defaultHost)();
    // One that cannot be opened is tried again.
    this.#host.catch(() => (this.#host = undefined));
    return this.#host;
  }

  /** Also before anybody asks, so that a packet shows the address that it would come from. A machine that cannot be read is left alone. */
  async refresh(): Promise<void> {
    try {
      this.#tables = await tablesOf(await this.host());
      this.place.ways = knownWays(this.#tables);
    } catch {
      this.#tables = NO_TABLES;
      this.place.ways = NO_WAYS;
    }
    this.#refreshed = performance.now();
  }

  /** Reads and runs a text. @throws what went wrong in it: {@link shownError} makes a line of it */
  async run(text: string, o: RunOptions = {}): Promise<void> {
    this.#abort = new AbortController();
    const file = o.file ?? `<input ${++this.#texts}>`;
    const written = await this.rewritten(text, { ...o, file });
    if (performance.now() - this.#refreshed > FRESH_MS && this.#asksWays(written.names.loaded)) await this.refresh();
    await this.#importAsked(written.names.loaded);
    for (const note of written.notes) this.note(note.text);
    if (o.python === true) this.names.set('__doc__', written.doc ?? null).set('__file__', file);
    const body = new Script(written.code, { filename: file, importModuleDynamically: undefined as never }).runInThisContext() as (
      py: unknown,
    ) => Promise<void>;
    // The library is deep, and the place in the user's text stands at the end of an error's stack.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = DEEPEST;
    try {
      this.runtime.beginTurn();
      await body(this.runtime);
    } catch (error) {
      throw new RunError(error, shownError(error, { file, map: written.map, text }));
    } finally {
      Error.stackTraceLimit = limit;
      this.runtime.endTurn();
      defaultHostForNow(undefined);
    }
  }

  rewritten(text: string, o: RunOptions): Promise<Rewritten> {
    return rewriteAll(text, o);
  }

  /** Whether a text may show or send packets: `1 + 1` opens no host. */
  #asksWays(loaded: readonly string[]): boolean {
    return loaded.some((name) => {
      const value = this.names.get(name);
      return (typeof value === 'object' && value !== null) || typeof value === 'function';
    });
  }

  /** `from scapy.all import *` brings Python's modules too, and so the prompt has them: each is made when a text first names it. */
  async #importAsked(loaded: readonly string[]): Promise<void> {
    for (const name of loaded)
      if (WITH_SCAPY.has(name) && !this.names.has(name)) this.names.set(name, await this.runtime.importModule(name, true));
    if (!this.#hasMachines && loaded.some((name) => MACHINE_NAMES.includes(name))) await this.#makeMachines();
  }

  #hasMachines = false;

  /** Classes that are written in the notation: made when a text first names one. */
  async #makeMachines(): Promise<void> {
    this.#hasMachines = true;
    const { code } = rewrite(MACHINES, { python: true });
    await (new Script(code, { filename: 'answering machines' }).runInThisContext() as (py: unknown) => Promise<void>)(this.runtime);
    for (const name of MACHINE_NAMES) this.#machines.set(name, this.names.get(name));
  }

  /** What Ctrl-C does: the command ends with what it has. */
  interrupt(): void {
    this.#abort.abort();
  }

  async close(): Promise<void> {
    const host = this.#host;
    this.#host = undefined;
    if (host !== undefined) await (await host).close().catch(() => undefined);
  }
}

/** What went wrong while a text ran, and the line that tells it. */
export class RunError extends Error {
  readonly shown: ShownError;
  constructor(cause: unknown, shown: ShownError) {
    super(shown.line, { cause });
    this.shown = shown;
  }
}
