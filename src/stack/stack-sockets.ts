/** A stack's sockets with the words that a kernel's have: what takes a host's `sockets` runs on them. */
import { PacketwrightError } from '../bytes/errors.ts';
import { checkOptions } from '../bytes/known-options.ts';
import type { Address, HostSockets, ListenOptions, TcpAccepted, TcpListener, UdpOptions, UdpPort, WaitOptions } from '../host/host.ts';
import { onConnections, openConnection } from './connections.ts';
import type { Stack } from './stack.ts';
import type { StackConnection } from './stack-connection.ts';
import type { TcpSettings } from './tcp/tcb.ts';
import { TCP_SETTINGS } from './tcp/tcp-settings.ts';

/** As in kernels' clients: so long a connection is waited for, ms. */
const CONNECT_MS = 10_000;

export class StackSockets implements Required<Omit<HostSockets, 'reserve'>> {
  readonly #name: string;
  readonly #stack: Stack;
  readonly #settings: TcpSettings;

  /** @param name who has the stack, for messages */
  constructor(name: string, stack: Stack, settings: TcpSettings = TCP_SETTINGS) {
    this.#name = name;
    this.#stack = stack;
    this.#settings = settings;
  }

  /** @throws ERR_ROUTE, ERR_REFUSED, ERR_TIMEOUT */
  async connect(to: Address, port: number, o: WaitOptions = {}): Promise<StackConnection> {
    checkOptions('connect', o, { timeoutMs: true, signal: true });
    return openConnection(this.#stack, this.#settings, to, port, { timeoutMs: CONNECT_MS, ...o });
  }

  /** @throws ERR_ADDRESS, ERR_BUSY */
  async udp(o: UdpOptions = {}): Promise<UdpPort> {
    checkOptions('udp', o, { address: true, port: true, to: true, errors: true });
    this.#mustBeOurs(o.address);
    return this.#stack.udp.open(o);
  }

  /** @throws ERR_ADDRESS, ERR_BUSY */
  async listen(o: ListenOptions, on: (accepted: TcpAccepted) => void): Promise<TcpListener> {
    checkOptions('listen', o, { address: true, port: true });
    this.#mustBeOurs(o.address);
    const port = this.#stack.tcp.portFor(o.port ?? 0);
    const open = new Set<StackConnection>();
    const stop = onConnections(this.#stack, this.#settings, port, o.address === undefined ? {} : { address: o.address }, (connection) => {
      for (const other of open) if (other.state === 'CLOSED') open.delete(other);
      open.add(connection);
      on({ connection, from: connection.remoteAddress, port: connection.remotePort });
    });
    return {
      port,
      close: () => {
        stop();
        for (const connection of open) connection.close();
      },
    };
  }

  #mustBeOurs(address: Address | undefined): void {
    const { addresses } = this.#stack;
    if (address === undefined || addresses.isOurs(address)) return;
    throw new PacketwrightError(
      'ERR_ADDRESS',
      `${this.#name} has no address ${address}: it has ${addresses.all.map((own) => own.address).join(', ')}`,
      { address },
    );
  }
}
