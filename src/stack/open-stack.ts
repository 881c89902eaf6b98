/** A stack on an interface of a host: a spare address that no kernel has. */
import { PacketwrightError } from '../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../bytes/known-options.ts';
import type { Address, Host, Link } from '../host/host.ts';
import { type ConnectOptions, listenOn, type ListenSettings, openConnection, type StackListener } from './connections.ts';
import { LinkWire } from './link-wire.ts';
import { Stack, type StackSpec } from './stack.ts';
import type { StackConnection } from './stack-connection.ts';
import type { TcpSettings } from './tcp/tcb.ts';
import { tcpSettings } from './tcp/tcp-settings.ts';

/** Where a stack runs, and what it is. */
export interface StackOptions {
  readonly iface: string;
  /** `192.0.2.7/24`, `2001:db8::7/64`: none that anybody on the link has. */
  readonly address: string | readonly string[];
  readonly gateway?: Address | readonly Address[];
  readonly tcp?: Partial<TcpSettings>;
}

const NAMES: OptionNames<StackOptions> = { iface: true, address: true, gateway: true, tcp: true };

/** How long an address is asked for before it is taken, ms (RFC 5227 §2.1.1 has three probes; one answer is enough). */
const PROBE_MS = 600;

/** A host of our own on an interface. */
export class OpenStack implements AsyncDisposable {
  readonly stack: Stack;
  readonly link: Link;
  readonly settings: TcpSettings;
  readonly #stop: () => void;

  constructor(stack: Stack, link: Link, settings: TcpSettings) {
    this.stack = stack;
    this.link = link;
    this.settings = settings;
    this.#stop = link.listen((batch) => stack.receive(batch));
  }

  /** Opens a connection. @throws ERR_ROUTE, ERR_REFUSED, ERR_TIMEOUT */
  connect(to: Address, port: number, o: ConnectOptions = {}): Promise<StackConnection> {
    return openConnection(this.stack, this.settings, to, port, o);
  }

  /** Takes connections on a port. @throws ERR_BUSY */
  listen(port: number, o: ListenSettings = {}): StackListener {
    return listenOn(this.stack, this.settings, port, o);
  }

  async close(): Promise<void> {
    this.#stop();
    this.stack.close();
    await this.stack.wire.idle?.();
    await this.link.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * Takes a spare address on an interface, and is a host of its own there. The kernel never hears of it: no firewall rule is needed, and none of its resets.
 *
 * @throws ERR_ADDRESS when somebody has the address; ERR_INTERFACE, ERR_PERMISSION
 */
export async function stackOn(host: Host, o: StackOptions): Promise<OpenStack> {
  checkOptions('stackOn', o, NAMES);
  const addresses: readonly string[] = typeof o.address === 'string' ? [o.address] : o.address;
  const gateways = o.gateway === undefined ? [] : typeof o.gateway === 'string' ? [o.gateway] : o.gateway;
  const settings = tcpSettings('stackOn', o.tcp ?? {});
  for (const text of addresses) await mustBeSpare(host, o.iface, text.split('/')[0] as string);
  const link = await host.open(o.iface, { direction: 'in', immediate: true });
  await link.ready;
  const spec: StackSpec = { addresses, gateways };
  return new OpenStack(new Stack(new LinkWire(link), { clock: host.clock, random: host.random }, spec), link, settings);
}

async function mustBeSpare(host: Host, iface: string, address: string): Promise<void> {
  const info = (await host.interfaces()).find(({ name }) => name === iface);
  if (info?.addresses?.some((own) => own.split('/')[0] === address) === true)
    throw new PacketwrightError('ERR_ADDRESS', `${iface} has the address ${address} already: a stack needs one of its own`, {
      address,
      iface,
      remedy: 'give an address that nobody has',
    });
  const mac = await host.neighbour(iface, address, { timeoutMs: PROBE_MS }).catch(() => undefined);
  if (mac !== undefined)
    throw new PacketwrightError('ERR_ADDRESS', `${address} is in use: ${mac} answers for it`, {
      address,
      iface,
      remedy: 'give an address that nobody has',
    });
}
