/** A stack on an interface of a host: with a spare address that no kernel has. */
import { isIpv4, isIpv6 } from '../bytes/address.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import { checkOptions, type OptionNames } from '../bytes/known-options.ts';
import { defaultHost } from '../exchange/default-host.ts';
import { defaultInterface } from '../host/default-interface.ts';
import { orSignal } from '../host/or-signal.ts';
import type { Address, Host, Link, WaitOptions } from '../host/host.ts';
import { AddressKeeper, type OnLost, type Probe } from './addressing/keeper.ts';
import { SharedPorts, shareAddresses } from './addressing/shared-ports.ts';
import { leased } from './addressing/leased.ts';
import { slaac } from './addressing/slaac.ts';
import { type ClaimPort, type ConnectOptions, listenOn, type ListenSettings, openConnection, type StackListener } from './connections.ts';
import type { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import { LinkWire } from './link-wire.ts';
import { Stack } from './stack.ts';
import type { StackConnection } from './stack-connection.ts';
import { StackHost } from './stack-host.ts';
import type { TcpSettings } from './tcp/tcb.ts';
import { tcpSettings } from './tcp/tcp-settings.ts';

/** Where a stack runs, and what it is. */
export interface StackOptions {
  /** Default: the first that is up and no loopback. */
  readonly iface?: string;
  /**
   * `192.0.2.7/24`, `2001:db8::7/64`: none that anybody on the link has. `dhcp`: one that a DHCP server lends, as long as the stack is open. `slaac`: one of
   * each prefix that a router advertises. Absent: those that the interface has. Then connections are on ports that the kernel uses for nothing, and what the
   * kernel would say for them is held back (`guard`).
   */
  readonly address?: string | readonly string[];
  /** Default: as DHCP or the router says. */
  readonly gateway?: Address | readonly Address[];
  /** Whom names are asked of. Default: as DHCP or the router says; else those of the machine that are not on itself. */
  readonly nameServers?: readonly Address[];
  /** How it is asked whether somebody has an address. Default `quick`. */
  readonly probe?: Probe;
  /** How long DHCP's server or a router may take, ms. Default 30,000. */
  readonly timeoutMs?: number;
  /** Ends the wait for an address. */
  readonly signal?: AbortSignal;
  readonly tcp?: Partial<TcpSettings>;
  /** Is shown each frame that comes and that leaves; it is valid during the call. */
  readonly onFrame?: OnFrame;
}

/** What is done with a frame that is shown. */
export type OnFrame = (octets: Uint8Array, way: 'in' | 'out') => void;

const NAMES: OptionNames<StackOptions> = {
  ...{ iface: true, address: true, gateway: true, nameServers: true, probe: true, timeoutMs: true, tcp: true, onFrame: true, signal: true },
};
const TIMEOUT_MS = 30_000;

/** A host of our own on an interface. */
export class OpenStack implements AsyncDisposable {
  readonly stack: Stack;
  readonly link: Link;
  readonly settings: TcpSettings;
  /** For whatever takes a host: clients of DNS, NTP, SNMP and others, over this stack. */
  readonly host: Host;
  readonly keeper: AddressKeeper;
  /** Whom names are asked of. */
  nameServers: readonly Address[] = [];
  /** Called when an address is lost: another host has it, or its lease has ended. The stack has it no more then. */
  onLost: OnLost | undefined;
  /** Keeps a port from the kernel, where both have the same address; undefined where the stack has its own. */
  readonly shared: SharedPorts | undefined;
  readonly #stop: () => void;
  /** For streams: keeps an end for a connection. */
  readonly claimPort: ClaimPort | undefined;
  readonly #resolveByKernel: Host | undefined;
  readonly #atClose: (() => Promise<unknown>)[] = [];

  constructor(stack: Stack, link: Link, settings: TcpSettings, on: Host, onFrame?: OnFrame) {
    this.stack = stack;
    this.link = link;
    this.settings = settings;
    this.keeper = new AddressKeeper(stack, (address, error) => this.onLost?.(address, error));
    this.host = new StackHost({
      ...{ name: `the stack on ${link.name}`, iface: link.name, stack, settings, clock: on.clock, random: on.random },
      nameServers: () => this.nameServers,
      open: (iface, o) => on.open(iface, o),
    });
    this.shared = stack.isShared ? new SharedPorts(on, link.name, stack.addresses) : undefined;
    this.claimPort = this.shared?.claim;
    this.#resolveByKernel = stack.isShared ? on : undefined;
    this.#stop = link.listen((batch) => {
      if (onFrame !== undefined)
        for (let i = 0; i < batch.n; i++) {
          const at = batch.offset[i] as number;
          onFrame(batch.data.subarray(at, at + (batch.captured[i] as number)), 'in');
        }
      stack.receive(batch);
    });
  }

  /** Which way connections go, in words. */
  get way(): string {
    const own = this.stack.addresses.all.map(({ address }) => address).join(', ');
    return this.shared === undefined
      ? `${own} on ${this.link.name}: an address of its own, the kernel never hears of it`
      : `${own} on ${this.link.name}: the kernel's own address, on a port that it does not use, its resets held back`;
  }

  /** What is to be done when it is closed, while packets still pass. */
  atClose(f: () => Promise<unknown>): void {
    this.#atClose.push(f);
  }

  /** Addresses of a name, by DNS over this stack; as the machine does it, where the stack has the machine's own address. @throws ERR_RESOLVE */
  resolve(name: string, o?: WaitOptions): Promise<Address[]> {
    return (this.#resolveByKernel ?? this.host).resolve(name, o);
  }

  /**
   * Opens a connection.
   * @param to an address, or a name: its addresses are tried one after the other
   * @throws ERR_ROUTE, ERR_REFUSED, ERR_TIMEOUT, ERR_RESOLVE
   */
  async connect(to: string, port: number, o: ConnectOptions = {}): Promise<StackConnection> {
    o.signal?.throwIfAborted();
    let last: unknown;
    for (const address of await this.resolve(to, o.signal && { signal: o.signal }))
      try {
        return await openConnection(this.stack, this.settings, address, port, o, this.claimPort);
      } catch (error) {
        o.signal?.throwIfAborted();
        last = error;
      }
    throw last;
  }

  /** Takes connections on a port. @throws ERR_BUSY */
  listen(port: number, o: ListenSettings = {}): StackListener {
    return listenOn(this.stack, this.settings, port, o);
  }

  async close(): Promise<void> {
    for (const f of this.#atClose.splice(0)) await f();
    this.keeper.close();
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
 * Takes a spare address on an interface of this machine, and is a host of its own there. The kernel never hears of it: no firewall rule is needed, and none of its
 * resets. Without an address it uses the machine's own, under a guard.
 *
 * ```ts
 * await using own = await stack({ iface: 'eth0', address: 'dhcp' });
 * const connection = await own.connect('example.org', 80);
 * ```
 *
 * @param o.host where it runs. Default: this machine
 * @throws ERR_ADDRESS when somebody has the address; ERR_NEIGHBOUR when no DHCP server or router answers in time; ERR_INTERFACE, ERR_PERMISSION; the signal's reason
 */
export async function stack({ host, ...o }: StackOptions & { readonly host?: Host }): Promise<OpenStack> {
  return await stackOn(host ?? (await defaultHost()), o);
}

/** {@link stack} on a host. */
export async function stackOn(host: Host, o: StackOptions): Promise<OpenStack> {
  checkOptions('stack', o, NAMES);
  const wanted: readonly string[] = typeof o.address === 'string' ? [o.address] : (o.address ?? []);
  const gateways = o.gateway === undefined ? [] : typeof o.gateway === 'string' ? [o.gateway] : o.gateway;
  for (const address of [...gateways, ...(o.nameServers ?? [])])
    if (!isIpv4(address) && !isIpv6(address))
      throw new PacketwrightError('ERR_ADDRESS', `'${address}' is no address: a router or a name server was expected`, { text: address });
  o.signal?.throwIfAborted();
  const settings = tcpSettings('stack', o.tcp ?? {});
  const iface = o.iface ?? (await defaultInterface(host)).name;
  await mustBeSpare(host, iface, wanted);
  // Frames to the groups of IPv6 addresses reach a card that was told of no group only so.
  const promiscuous = wanted.some((text) => text === 'slaac' || text.includes(':'));
  const link = await host.open(iface, { direction: 'in', immediate: true, promiscuous });
  await link.ready;
  const wire = o.onFrame === undefined ? new LinkWire(link) : new ShownWire(link, o.onFrame);
  const isShared = o.address === undefined;
  const made = new Stack(wire, { clock: host.clock, random: host.random }, { addresses: [], gateways, isShared });
  const open = new OpenStack(made, link, settings, host, o.onFrame);
  try {
    if (isShared) await shareAddresses(host, iface, made.addresses);
    open.nameServers = o.nameServers ?? [];
    await orSignal(Promise.all(wanted.map((text) => obtain(open, host, text, o))), o.signal);
    if (open.nameServers.length === 0) open.nameServers = await othersOf(host);
    return open;
  } catch (error) {
    await open.close();
    throw error;
  }
}

/** Shows what leaves. */
class ShownWire extends LinkWire {
  readonly #show: OnFrame;

  constructor(link: Link, show: OnFrame) {
    super(link);
    this.#show = show;
  }

  override transmit(frames: FrameBuffer): FrameBuffer {
    for (let i = 0; i < frames.n; i++) {
      const at = frames.offset[i] as number;
      this.#show(frames.data.subarray(at, at + (frames.length[i] as number)), 'out');
    }
    return super.transmit(frames);
  }
}

async function obtain(open: OpenStack, host: Host, wanted: string, o: StackOptions): Promise<void> {
  const { probe = 'quick', timeoutMs = TIMEOUT_MS } = o;
  const { addresses } = open.stack;
  if (wanted === 'dhcp') await leased(open, host, timeoutMs, o);
  else if (wanted === 'slaac') {
    const { router, nameServers } = await slaac(open.stack, open.keeper, probe, timeoutMs);
    addresses.gateway6 ??= router;
    if (o.nameServers === undefined) open.nameServers = [...open.nameServers, ...nameServers];
  } else await open.keeper.claim(wanted, probe);
}

/** Name servers of the machine that the stack can reach: one on the machine itself it cannot. */
async function othersOf(host: Host): Promise<readonly Address[]> {
  const { servers = [] } = (await host.resolverConfig?.().catch(() => undefined)) ?? {};
  return servers.filter((server) => !server.startsWith('127.') && server !== '::1');
}

/** An interface that other hosts are on; and of what its kernel has nothing is taken: that needs the guard. */
async function mustBeSpare(host: Host, iface: string, wanted: readonly string[]): Promise<void> {
  const info = (await host.interfaces()).find(({ name }) => name === iface);
  if (info?.loopback === true)
    throw new PacketwrightError('ERR_INTERFACE', `${iface} is a loopback: a kernel takes no frames there but its own`, {
      iface,
      remedy: 'give an interface that leads to other hosts',
    });
  for (const text of wanted) {
    const address = text.split('/')[0] as string;
    if (info?.addresses?.some((own) => own.split('/')[0] === address) === true)
      throw new PacketwrightError('ERR_ADDRESS', `${iface} has the address ${address} already: a stack needs one of its own`, {
        address,
        iface,
        remedy: 'give an address that nobody has',
      });
  }
}
