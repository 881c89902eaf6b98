/** A stack as a host: what takes a {@link Host} — clients of DNS, NTP, SNMP, TFTP — runs on the stack's own ports. */
import { isIpv4, isIpv6, readMac } from '../bytes/address.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import type { Random } from '../bytes/random.ts';
import type { InterfaceInfo } from '../capture/batch.ts';
import { dnsQuery } from '../exchange/clients/dns/dns-query.ts';
import type { Address, Clock, Host, HostSockets, Link, LinkOptions, Mac, ResolverConfig, RouteAnswer, WaitOptions } from '../host/host.ts';
import { parseResolvConf } from '../host/resolv-conf.ts';
import type { Stack } from './stack.ts';
import { StackSockets } from './stack-sockets.ts';
import type { TcpSettings } from './tcp/tcb.ts';

const RESOLVE_MS = 5000;

/** What a stack's host is made of. */
export interface StackHostParts {
  readonly name: string;
  readonly iface: string;
  readonly stack: Stack;
  readonly settings: TcpSettings;
  readonly clock: Clock;
  readonly random: Random;
  /** Addresses of name servers, as they are now. */
  nameServers(): readonly Address[];
  open(iface: string, o?: LinkOptions): Promise<Link>;
}

export class StackHost implements Host {
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly sockets: HostSockets;
  readonly #o: StackHostParts;

  constructor(o: StackHostParts) {
    this.#o = o;
    this.name = o.name;
    this.clock = o.clock;
    this.random = o.random;
    this.sockets = new StackSockets(o.name, o.stack, o.settings);
  }

  async interfaces(): Promise<InterfaceInfo[]> {
    const { iface, stack } = this.#o;
    const { wire, addresses } = stack;
    return [
      {
        name: iface,
        index: 1,
        linkType: wire.linkType,
        mtu: wire.mtu,
        up: true,
        ...(wire.mac !== undefined && { mac: readMac(wire.mac, 0) }),
        addresses: addresses.all.map(({ address, prefix }) => `${address}/${prefix.length}`),
      },
    ];
  }

  /** All frames of the interface, not those of the stack alone. */
  open(iface: string, o?: LinkOptions): Promise<Link> {
    return this.#o.open(iface, o);
  }

  async route(to: Address): Promise<RouteAnswer> {
    const { stack, iface } = this.#o;
    const { next, source } = stack.addresses.way(to);
    return { iface, source: source.address, mtu: stack.wire.mtu, ...(next !== to && { gateway: next }) };
  }

  /** Of those that it knows already. */
  async neighbour(_iface: string, address: Address): Promise<Mac | undefined> {
    const known = this.#o.stack.neighbours.get(address);
    return known === undefined || known.state === 'incomplete' || known.state === 'failed' ? undefined : readMac(known.mac, 0);
  }

  /** By DNS, over the stack; of the families that it has addresses of. @throws ERR_RESOLVE */
  async resolve(name: string, { timeoutMs = RESOLVE_MS, signal }: WaitOptions = {}): Promise<Address[]> {
    if (isIpv4(name) || isIpv6(name)) return [name];
    const fail = (why: string, cause?: unknown): PacketwrightError =>
      new PacketwrightError('ERR_RESOLVE', `cannot resolve ${name}: ${why}`, { name, ...(cause !== undefined && { cause }) });
    const servers = this.#o.nameServers();
    if (servers.length === 0) throw fail('the stack has no name server');
    const { all } = this.#o.stack.addresses;
    const types = (['A', 'AAAA'] as const).filter((type) => all.some(({ isV6 }) => isV6 === (type === 'AAAA')));
    const found = await Promise.all(
      types.map(async (type) => {
        const { records } = await dnsQuery(name, { host: this, type, servers, timeoutMs, tries: 2, ...(signal && { signal }) });
        return records.map(({ rdata }) => String(rdata));
      }),
    ).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw fail((error as Error).message, error);
    });
    const addresses = found.flat();
    if (addresses.length === 0) throw fail(`${servers[0]} has no address for it`);
    return addresses;
  }

  async resolverConfig(): Promise<ResolverConfig> {
    return { ...parseResolvConf(''), servers: [...this.#o.nameServers()] };
  }

  /** The stack is closed by who opened it. */
  async close(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {}
}
