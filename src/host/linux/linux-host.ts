/** The kernel's network stack as a {@link Host}: of this process's network namespace, or of another one. */
import { checkOptions } from '../../bytes/known-options.ts';
import { hostname } from 'node:os';
import type { NativeBinding } from '../../../native/binding.ts';
import { loadNative } from '../../../native/loader.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { type Random, secureRandom } from '../../bytes/random.ts';
import { packetAt } from '../../capture/dissect-batch.ts';
import type { InterfaceInfo } from '../../capture/batch.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { Registry } from '../../packet/chain/registry.ts';
import { protocols } from '../../protocols/protocols.ts';
import type {
  Clock,
  Host,
  HostAdmin,
  HostSockets,
  Link,
  LinkAbilities,
  LinkOptions,
  ResolverConfig,
  RouteAnswer,
  RouteOptions,
  WaitOptions,
} from '../host.ts';
import { checkTimestamps, chosenLinkType, LINK_OPTIONS, ROUTE_OPTIONS, WAIT_OPTIONS } from '../link-choices.ts';
import type { Firewall } from './firewall/firewall.ts';
import { type InterfaceFacts, interfaceFacts } from './links/interface-facts.ts';
import type { KernelLinkChoices } from './links/kernel-link-choices.ts';
import { ANY_INTERFACE } from './links/link-arguments.ts';
import { LINKTYPE_NFLOG, linkTypesOf, NFLOG } from './links/link-type.ts';
import type { ToPacket } from '../../capture/packet-stream.ts';
import type { KernelLink } from './links/kernel-link.ts';
import { openKernelLink } from './links/ring-link.ts';
import { closeNamespace, isOtherNamespace, namespacePath, openNamespace } from './namespaces.ts';
import { hostClosed, OpenThings } from './open-things.ts';
import { requestNeighbour } from './neighbour-request.ts';
import { systemClock } from './system-clock.ts';
import { tableAdmin } from './table-admin.ts';
import { listInterfaces } from './tables/interfaces.ts';
import { NeighbourLookup } from './tables/neighbour-lookup.ts';
import { lookUpRoute } from './tables/route-lookup.ts';
import { Rtnetlink } from './tables/rtnetlink.ts';
import { Changes } from './undo/changes.ts';
import { replayJournals } from './undo/replay.ts';

/** Options of {@link linuxHost}. */
export interface LinuxHostOptions {
  /** Network namespace: its name (`ip netns`), a path, or the number of a process in it. Default: this process's own. */
  readonly netns?: string | number;
  /** For tests. Default: the addon, loaded at first use. */
  readonly native?: NativeBinding;
  /** What packets are dissected with. Default: all protocols. */
  readonly registry?: Registry;
}

/** This machine. Unlike other hosts it always has `admin`, whose calls need the right to change it. */
export interface LocalHost extends Host {
  readonly admin: HostAdmin;
  readonly sockets: HostSockets;
}

/**
 * A host for this machine, or for one of its network namespaces. It opens nothing before it is used; only links that are being read keep
 * the process alive. The process itself stays in its own namespace: only sockets are opened in the other one.
 *
 * @throws ERR_VALUE for unknown options, and nothing else; if something is missing (addon, namespace, permission), the first call that needs it throws
 */
export function linuxHost(o: LinuxHostOptions = {}): LocalHost {
  checkOptions('linuxHost', o, { netns: true, native: true, registry: true });
  return new LinuxHost(o);
}

class LinuxHost implements LocalHost {
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random = secureRandom();
  readonly sockets: HostSockets;
  readonly admin: HostAdmin;
  readonly #options: LinuxHostOptions;
  readonly #toPacket: ToPacket<Packet>;
  readonly #rtnetlink: Rtnetlink;
  readonly #neighbours: NeighbourLookup;
  readonly #changes: Changes;
  readonly #open = new OpenThings();
  #firewall: Promise<Firewall> | undefined;
  #native: NativeBinding | undefined;
  #netnsFd = -1;
  #closed = false;
  #closing: Promise<void> | undefined;

  constructor(o: LinuxHostOptions) {
    this.#options = o;
    this.name = o.netns === undefined ? hostname() : `netns ${o.netns}`;
    this.clock = systemClock(() => this.#addon().now());
    // Loaded at first use, for the same reason as the resolver.
    const plain = async (): Promise<Required<HostSockets>> => {
      const { plainSockets } = await import('./sockets/plain-sockets.ts');
      return plainSockets(() => ({ native: this.#addon(), netnsFd: this.#namespace(), things: this.#open }));
    };
    this.sockets = {
      connect: async (to, port, wait) => (await plain()).connect(to, port, wait),
      udp: async (bound) => (await plain()).udp(bound),
      listen: async (where, on) => (await plain()).listen(where, on),
      reserve: async (where) => (await plain()).reserve(where),
    };
    this.#rtnetlink = new Rtnetlink(
      () => this.#addon(),
      () => this.#namespace(),
    );
    this.#neighbours = new NeighbourLookup(this.#rtnetlink, (iface, address, wait) => this.#askNeighbour(iface, address, wait));
    const netnsFd = (): number => this.#namespace();
    const native = (): NativeBinding => this.#addon();
    this.#changes = new Changes(native, this.#rtnetlink, netnsFd, o.netns === undefined ? undefined : namespacePath(o.netns));
    this.#toPacket = (batch, i, interfaces) => packetAt(batch, i, interfaces, o.registry ?? protocols);
    this.admin = tableAdmin({
      rtnetlink: this.#rtnetlink,
      changes: this.#changes,
      // Loaded with the first rule: it costs an importing program more than a millisecond.
      firewall: () => (this.#firewall ??= import('./firewall/firewall.ts').then((module) => new module.Firewall(native, netnsFd))),
      native,
      netnsFd,
      keep: (link) => this.#keep(link),
      toPacket: this.#toPacket,
    });
  }

  async interfaces(): Promise<InterfaceInfo[]> {
    return listInterfaces(this.#rtnetlink);
  }

  async open(iface: string, options: LinkOptions = {}): Promise<Link> {
    checkOptions('open', options, LINK_OPTIONS);
    // The namespace is asked for last: the host may be closed while something else is awaited.
    const opening = () => ({ native: this.#addon(), netnsFd: this.#namespace(), toPacket: this.#toPacket });
    if (iface.startsWith(NFLOG)) {
      const { nflogGroup, openNflogLink } = await import('./links/nflog-link.ts');
      const group = nflogGroup(iface);
      if (group !== undefined) {
        const choices = await this.#withProgram(options, iface, LINKTYPE_NFLOG);
        return this.#keep(openNflogLink({ ...opening(), group, options: choices }));
      }
    }
    const facts = this.#facts(iface);
    const { timestamps = 'host' } = options;
    if (timestamps !== 'host') checkTimestamps(iface, (await this.abilities(iface)).timestamps, timestamps);
    const linkType = chosenLinkType(iface, linkTypesOf(facts.arphrd), options.linkType);
    const choices = await this.#withProgram(options, iface, linkType);
    return this.#keep(openKernelLink({ ...opening(), facts, options: choices }));
  }

  /** It is closed with the host. */
  #keep<P>(link: KernelLink<P>): KernelLink<P> {
    link.onClosed(this.#open.add(() => link.close()));
    return link;
  }

  async pseudoInterfaces(): Promise<InterfaceInfo[]> {
    const { pseudoInterfaces } = await import('./links/pseudo-interfaces.ts');
    return pseudoInterfaces(this.#addon(), this.#namespace());
  }

  async abilities(iface: string): Promise<LinkAbilities> {
    if (iface.startsWith(NFLOG)) {
      const { nflogAbilities, nflogGroup } = await import('./links/nflog-link.ts');
      if (nflogGroup(iface) !== undefined) return nflogAbilities();
    }
    const { linkAbilities } = await import('./links/abilities.ts');
    return linkAbilities(this.#addon(), this.#facts(iface), this.#namespace());
  }

  async route(to: string, o: RouteOptions = {}): Promise<RouteAnswer> {
    checkOptions('route', o, ROUTE_OPTIONS);
    return lookUpRoute(this.#rtnetlink, to, o.iface, o.source);
  }

  async neighbour(iface: string, address: string, o: WaitOptions = {}): Promise<string | undefined> {
    checkOptions('neighbour', o, WAIT_OPTIONS);
    return this.#neighbours.find(iface, address, o);
  }

  async resolve(name: string, o: WaitOptions = {}): Promise<string[]> {
    checkOptions('resolve', o, WAIT_OPTIONS);
    // Loaded when the first name is asked for: Node's resolver and child_process cost an importing program 3 ms.
    const { resolveName } = await import('./resolve.ts');
    const ended = new AbortController();
    const forget = this.#open.add(() => ended.abort(hostClosed()));
    try {
      return await resolveName(name, this.#options.netns, {
        ...o,
        signal: AbortSignal.any([ended.signal, ...(o.signal ? [o.signal] : [])]),
      });
    } finally {
      forget();
    }
  }

  get isolated(): boolean {
    return this.#options.netns !== undefined && isOtherNamespace(this.#options.netns);
  }

  async resolverConfig(): Promise<ResolverConfig> {
    const { readResolvConf } = await import('./read-resolv-conf.ts');
    return readResolvConf(this.#options.netns);
  }

  /**
   * Undoes all changes made through it that are not undone yet, and closes everything that it has opened: links (their readers end, and
   * calls that wait for an answer reject with ERR_CLOSED), watches and sockets. When it resolves, none of its sockets is open.
   */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    this.#changes.takeAllBack();
    this.#closed = true;
    await this.#open.closeAll();
    this.#rtnetlink.close();
    if (this.#netnsFd >= 0) closeNamespace(this.#netnsFd);
    this.#netnsFd = -1;
    (await this.#firewall)?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #askNeighbour(iface: string, address: string, o: { timeoutMs: number; signal?: AbortSignal }): Promise<string | undefined> {
    const { source } = lookUpRoute(this.#rtnetlink, address, iface);
    const link = await this.open(iface, { immediate: true, direction: 'in' });
    try {
      return await requestNeighbour(link, address, source, o);
    } finally {
      await link.close();
    }
  }

  /** The options with a filter that was given as text compiled. The compiler is loaded with the first of them. */
  async #withProgram({ filter, ...rest }: LinkOptions, iface: string, linkType: number): Promise<KernelLinkChoices> {
    if (filter === undefined) return rest;
    if (typeof filter !== 'string') return { ...rest, filter };
    const { compileForLink } = await import('./links/link-filter.ts');
    const program = await compileForLink(filter, {
      linkType,
      kernel: linkType !== LINKTYPE_NFLOG,
      resolve: (name) => this.resolve(name),
      addresses: async () => (await this.interfaces()).find(({ name }) => name === iface)?.addresses ?? [],
    });
    return { ...rest, filter: program };
  }

  #facts(iface: string): InterfaceFacts {
    return iface === ANY_INTERFACE.name ? ANY_INTERFACE : interfaceFacts(this.#addon(), iface, this.#namespace());
  }

  #addon(): NativeBinding {
    if (this.#native === undefined) {
      this.#native = this.#options.native ?? loadNative();
      if (this.#options.native === undefined) cleanUpOnce(this.#native);
    }
    return this.#native;
  }

  /** Its descriptor, kept open until the host is closed: a namespace that loses its name meanwhile is still ours. */
  #namespace(): number {
    if (this.#closed) throw new PacketwrightError('ERR_CLOSED', `the host ${this.name} is closed`);
    const { netns } = this.#options;
    if (netns !== undefined && this.#netnsFd < 0) this.#netnsFd = openNamespace(netns);
    return this.#netnsFd;
  }
}

let cleaned = false;

/** What processes left in the kernel's tables that were killed, and whose undoing child was killed too. */
function cleanUpOnce(native: NativeBinding): void {
  if (cleaned) return;
  cleaned = true;
  replayJournals(native);
}
