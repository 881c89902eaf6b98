/** `conf.L3socket()`, `L2socket(iface="eth0")`: what recipes send through. Packets leave as by send() and sendp(). */
import { type Behaviour, CALL, GET, REPR, TYPE_NAME, UNKNOWN } from '../../python/behaviour.ts';
import { Builtin } from '../../python/callable.ts';
import { notImplemented, PyError } from '../../python/errors.ts';
import type { Named } from '../../runtime.ts';
import { ScapyList } from '../../lists/scapy-list.ts';
import type { Shell } from '../../session.ts';

/** Calls of a socket, and the functions of the prompt that do the same at layer 3 and 2. */
const CALLS: Readonly<Record<string, readonly [three: string, two: string]>> = {
  send: ['send', 'sendp'],
  sr: ['sr', 'srp'],
  sr1: ['sr1', 'srp1'],
  sniff: ['sniff', 'sniff'],
};

class PacketSocket implements Behaviour {
  readonly #shell: Shell;
  readonly #name: string;
  readonly #level: 2 | 3;
  readonly #iface: unknown;
  constructor(shell: Shell, name: string, level: 2 | 3, iface: unknown) {
    this.#shell = shell;
    this.#name = name;
    this.#level = level;
    this.#iface = iface;
  }
  get [TYPE_NAME](): string {
    return this.#name;
  }
  [REPR](): string {
    return `<${this.#name}: packets of layer ${this.#level}>`;
  }
  #call(what: string, positions: readonly unknown[], named: Named): unknown {
    const iface = this.#iface === undefined || this.#iface === null ? {} : { iface: this.#iface };
    return this.#shell.runtime.call(this.#shell.names.get(what), positions, { ...iface, ...named });
  }
  [GET](name: string): unknown {
    const same = Object.hasOwn(CALLS, name) ? CALLS[name]?.[this.#level === 3 ? 0 : 1] : undefined;
    if (same !== undefined)
      return new Builtin(`${name}(*args, **kargs)`, (async (args: readonly unknown[], kargs: Named) => {
        const done = await this.#call(same, args, name === 'send' ? { verbose: 0, return_packets: true, ...kargs } : kargs);
        if (name !== 'send' || !(done instanceof ScapyList)) return done;
        return (done.items as { octets(): Uint8Array }[]).reduce((n, p) => n + p.octets().length, 0);
      }) as never);
    if (name === 'recv')
      return new Builtin('recv(x=65535)', (async () => {
        const heard = await this.#call('sniff', [], { count: 1 });
        return heard instanceof ScapyList ? (heard.items[0] ?? null) : null;
      }) as never);
    return name === 'close' ? new Builtin('close()', (() => null) as never) : UNKNOWN;
  }
}

/** `conf.L2socket`: called it gives one; sockets of the system are opened when packets leave. */
export class SocketClass implements Behaviour {
  readonly #shell: Shell;
  readonly #name: string;
  readonly #level: 2 | 3;
  constructor(shell: Shell, name: string, level: 2 | 3) {
    this.#shell = shell;
    this.#name = name;
    this.#level = level;
  }
  get [TYPE_NAME](): string {
    return 'type';
  }
  [REPR](): string {
    return `<class '${this.#name}'>`;
  }
  [GET](name: string): unknown {
    return name === '__name__' ? this.#name : UNKNOWN;
  }
  [CALL](positions: readonly unknown[], { iface = positions[0], ...others }: Record<string, unknown>): unknown {
    if (others['filter'] !== undefined && others['filter'] !== null)
      throw new PyError(notImplemented, [`${this.#name}(filter=…) is not here: sniff(filter=…) listens`]);
    return new PacketSocket(this.#shell, this.#name, this.#level, iface);
  }
}

export function socketClasses(shell: Shell): Record<string, SocketClass> {
  const of = (level: 2 | 3, names: string): [string, SocketClass][] =>
    names.split(' ').map((name) => [name, new SocketClass(shell, name, level)]);
  return Object.fromEntries([
    ...of(3, 'L3RawSocket L3RawSocket6 L3PacketSocket L3pcapSocket L3socket'),
    ...of(2, 'L2Socket L2socket L2ListenSocket L2pcapSocket L2pcapListenSocket'),
  ]);
}
