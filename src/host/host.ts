/**
 * Where packets go: the interfaces that a kernel (`host/linux`), a lab host and a test's mock all implement.
 * Nothing here opens anything. Every function that sends or captures takes `{ host }`.
 */
import type { InterfaceInfo, PacketSource } from '../capture/batch.ts';
import type { Random } from '../bytes/random.ts';
import type { BpfProgram } from '../filter/bpf/program/program.ts';
import type { Packet } from '../packet/laid/packet.ts';

export type { BpfProgram };

/** An IPv4 or IPv6 address as canonical text (`192.0.2.1`, `2001:db8::1`; link-local ones may carry `%eth0`). */
export type Address = string;
/** A MAC address as canonical text (`02:00:5e:00:53:01`). */
export type Mac = string;

/** A clock; a lab can have its own. */
export interface Clock {
  /** Milliseconds since 1970, with a fraction. */
  now(): number;
  /** Monotonic milliseconds, with a fraction. */
  monotonic(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `f` once after `ms`, however many; the returned function cancels. Does not keep the process alive. */
  timer(ms: number, f: () => void): () => void;
}

/** How long to wait, and a signal to stop waiting. */
export interface WaitOptions {
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** Frames packed into one buffer, ready for one system call: frame i is `data[offset[i] … offset[i] + length[i])`. */
export interface PackedFrames {
  readonly data: Uint8Array;
  readonly n: number;
  readonly offset: Uint32Array;
  readonly length: Uint32Array;
}

/** What was sent, when, and how fast. */
export interface SendReport {
  /** Frames and octets that the interface accepted. */
  readonly sent: number;
  readonly octets: number;
  /** Seconds from the first frame to the last, and the rate reached (frames a second; 0 for one frame). */
  readonly seconds: number;
  readonly rate: number;
  /** Times (ms since 1970) of the first and the last frame. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** With the option `stamps`: when each frame left, by the clock that stamps what is received. Absent where the host cannot tell. */
  readonly stamps?: SendStamps;
}

/** When frames left: seconds since 1970 and nanoseconds, by the frame's number; 0 and 0 for one that has no stamp. */
export interface SendStamps {
  readonly sec: Float64Array;
  readonly nsec: Uint32Array;
}

export interface SendOptions {
  /** Frames per second; absent: as fast as possible. */
  rate?: number;
  /** Also say when each frame left ({@link SendReport.stamps}), where the host can tell. Default false. */
  stamps?: boolean;
  signal?: AbortSignal;
}

/**
 * The clock for time stamps, by libpcap's names: this machine's kernel, or the network card, with a clock that is synchronised with the
 * system time (`adapter`) or not (`adapter-unsynced`).
 */
export type TimestampSource = 'host' | 'adapter' | 'adapter-unsynced';

/** How an interface is opened. */
export interface LinkOptions {
  /** Deliver each packet at once from a socket, instead of from a ring (which may be 1 ms late). Default false. */
  immediate?: boolean;
  /** Also capture frames for other hosts. Default false. */
  promiscuous?: boolean;
  /** Octets kept of each frame. Default 262144. */
  snaplen?: number;
  /** Default both. */
  direction?: 'in' | 'out' | 'both';
  /** Kernel buffer in octets. Default 16 MB for a ring, 2 MB for a socket. */
  bufferSize?: number;
  /** How long a ring may hold packets back, ms. Default 1. */
  retireMs?: number;
  /**
   * What the kernel lets through: a capture filter in libpcap's language (`tcp port 80 and not host 10.0.0.1`), compiled for this link, its
   * names looked up by the host; or a program that was compiled for this link's type. ERR_FILTER when it is not valid.
   */
  filter?: BpfProgram | string;
  /**
   * LINKTYPE_… of the packets that it gives, one of those that {@link Host.abilities} names: on `any` 276 (Linux cooked v2,
   * the default) or 113 (v1). Another one is ERR_VALUE. Default: the interface's own.
   */
  linkType?: number;
  /**
   * One of those that {@link Host.abilities} names; else ERR_VALUE. Those of a card need a ring, and a card that was told to
   * stamp every packet (`hwstamp_ctl -r 1`). Stamps are nanoseconds, always. Default 'host'.
   */
  timestamps?: TimestampSource;
  /**
   * Receive nothing: the kernel passes no frames to the socket, and sending is a few percent cheaper. Reading from such a link throws
   * ERR_VALUE; the options for receiving are ignored. Default false.
   */
  sendOnly?: boolean;
  /**
   * Send past the interface's queueing discipline (PACKET_QDISC_BYPASS): `tc` rules do not apply, captures on this machine do not see the
   * frames, and there is no queue for them to wait in. Default false.
   */
  bypassQdisc?: boolean;
  /**
   * What is sent is for this host's own routing, as IP packets (raw sockets), and the frame's header is left out. For the loopback interface,
   * where the kernel drops frames to 127.0.0.0/8 or from its own addresses. As `immediate` in receiving. Default false.
   */
  routed?: boolean;
  /** Share the interface's packets with other links of the same group number. */
  fanout?: { group: number; mode?: 'hash' | 'balance' | 'cpu' };
  /** Keep the process alive while this link is open and being read. Default true. */
  referenced?: boolean;
}

/** An open interface: a source of received packets, and a way to send. */
export interface Link extends PacketSource<Packet> {
  readonly name: string;
  /** LINKTYPE_… of the packets it receives and sends. */
  readonly linkType: number;
  readonly mac?: Mac;
  readonly mtu: number;
  /** Resolves when it is receiving: no later packet is missed. */
  readonly ready: Promise<void>;
  /** Sends frames, whole link layer included. Rejects with the interface's name in the message (ERR_TOO_LARGE, ERR_INTERFACE …). */
  send(frames: PackedFrames, o?: SendOptions): Promise<SendReport>;
  /** Replaces the filter; undefined removes it. */
  setFilter(program: BpfProgram | undefined): void;
  /**
   * Synchronous receiving for request and reply: `on` is called with each batch as it comes (valid during the call). Returns a function
   * that stops it.
   */
  listen(on: (batch: import('../capture/batch.ts').PacketBatch) => void, o?: { onError?: (error: Error) => void }): () => void;
}

/** Offloads: work that the kernel or the card does on packets, by the names of `ethtool -K`. Captures show packets before or after it. */
export interface Offloads {
  /** The card checks received checksums. */
  readonly rx: boolean;
  /** The card fills in checksums: what this host sends is captured with a partial sum (FLAG_CHECKSUM_NOT_READY). */
  readonly tx: boolean;
  /** The card gathers frames from several places in memory. */
  readonly sg: boolean;
  /** The card, or the kernel at the last moment, splits large segments: sent packets are captured with up to 64 kB. */
  readonly tso: boolean;
  readonly gso: boolean;
  /** Received segments are joined before they are captured, by the kernel or by the card. */
  readonly gro: boolean;
  readonly lro: boolean;
  /** The card removes VLAN tags from received frames (captures put them back) and inserts them into sent ones. */
  readonly rxvlan: boolean;
  readonly txvlan: boolean;
}

/** The choices for opening an interface, and the offloads of its packets. */
export interface LinkAbilities {
  /** What LinkOptions.linkType may be; the first is the default. */
  readonly linkTypes: readonly number[];
  /** What LinkOptions.timestamps may be; the first is the default. */
  readonly timestamps: readonly TimestampSource[];
  /** Of its time stamps. */
  readonly ticksPerSecond: number;
  /** Absent if there is no card (`any`, `nflog`), or if the kernel cannot say (before 5.6). */
  readonly offloads?: Offloads;
}

/** What else decides about the way. */
export interface RouteOptions {
  /** Only ways through this interface. */
  iface?: string;
  /**
   * The packet's source, an address of this host. Its rules (`ip rule add from …`) may send packets from there another way; the answer is
   * that way. Linux looks up no way for another host's address.
   */
  source?: Address;
}

/** The way to an address. */
export interface RouteAnswer {
  readonly iface: string;
  readonly source: Address;
  readonly gateway?: Address;
  readonly mtu: number;
}

/** Whom a host asks about names, as its resolv.conf says. */
export interface ResolverConfig {
  /** Addresses; the first is asked first. */
  readonly servers: readonly string[];
  /** Domains that are tried behind short names. */
  readonly search: readonly string[];
  /** Names with as many dots are tried as they are first. Default 1. */
  readonly ndots: number;
  /** ms for one server. Default 5000. */
  readonly timeoutMs: number;
  /** Rounds over all servers. Default 2. */
  readonly attempts: number;
}

/** A host that sends and receives packets: this machine, one of its namespaces, or a host in a lab. */
export interface Host extends AsyncDisposable {
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  /** True where packets stay among hosts that were made for them: in a lab, or in another network namespace than the machine's own. */
  readonly isolated?: boolean;
  interfaces(): Promise<InterfaceInfo[]>;
  /** Other names that `open` takes: `any` (all interfaces at once), `nflog` (packets that the firewall logs) … Absent if there are none. */
  pseudoInterfaces?(): Promise<InterfaceInfo[]>;
  /** What an interface or pseudo-interface supports. Absent if a host's links have no choices. Rejects with ERR_INTERFACE. */
  abilities?(iface: string): Promise<LinkAbilities>;
  open(iface: string, o?: LinkOptions): Promise<Link>;
  /** The route that this host would use to an address. Rejects with ERR_ROUTE. */
  route(to: Address, o?: RouteOptions): Promise<RouteAnswer>;
  /** The MAC address of a neighbour, from the table or by asking. Undefined if there is no answer in time (default 1,000 ms). */
  neighbour(iface: string, address: Address, o?: WaitOptions): Promise<Mac | undefined>;
  /** Addresses of a name. Rejects with ERR_RESOLVE. */
  resolve(name: string, o?: WaitOptions): Promise<Address[]>;
  /** The name servers that it asks. Absent if it has no such setting. Rejects with ERR_SYSTEM if that cannot be read. */
  resolverConfig?(): Promise<ResolverConfig>;
  /** Routes, addresses, firewall, guard: every change returns an Undo. Absent if this host cannot be changed. */
  readonly admin?: HostAdmin;
  /** Sockets as a plain program has them: connect, listen, UDP. */
  readonly sockets?: HostSockets;
  close(): Promise<void>;
}

/**
 * Undoes a change. Calling it twice does nothing. If it is never called, the change is undone when the host is closed or the process ends.
 */
export interface Undo extends AsyncDisposable {
  undo(): Promise<void>;
  /** Keeps the change, even after the process ends. Absent if that is not possible. */
  keep?(): void;
  readonly what: string;
}

/** A line of the routing table. */
export interface RouteEntry {
  /** `address/prefix`; `0.0.0.0/0` and `::/0` are the default routes. */
  readonly destination: string;
  readonly iface?: string;
  readonly gateway?: Address;
  readonly source?: Address;
  readonly metric?: number;
  /** Kernel's table number; 254 is main. */
  readonly table?: number;
  readonly type?: 'unicast' | 'local' | 'broadcast' | 'multicast' | 'blackhole' | 'unreachable' | 'prohibit' | 'anycast' | 'throw';
  readonly scope?: 'global' | 'site' | 'link' | 'host' | 'nowhere';
  /** Who made it: 2 the kernel, 3 an administrator ("boot"), 4 static, 9 router advertisements … */
  readonly protocol?: number;
  /** Several next hops that share the route, instead of `iface` and `gateway`. */
  readonly nextHops?: readonly { readonly iface: string; readonly gateway?: Address; readonly weight?: number }[];
}

/** A line of the neighbour table (ARP, ND). */
export interface NeighbourEntry {
  readonly iface: string;
  readonly address: Address;
  readonly mac?: Mac;
  readonly state: 'incomplete' | 'reachable' | 'stale' | 'delay' | 'probe' | 'failed' | 'noarp' | 'permanent' | 'none';
}

/** A rule for the firewall. Absent parts match everything. */
export interface FirewallRule {
  readonly direction: 'in' | 'out' | 'forward';
  readonly action: 'drop' | 'reject' | 'accept' | 'count';
  readonly iface?: string;
  readonly protocol?: 'tcp' | 'udp' | 'icmp' | 'icmpv6' | number;
  readonly family?: 4 | 6;
  /** Address or `address/prefix`. */
  readonly source?: string;
  readonly destination?: string;
  /** A port or an inclusive range. */
  readonly sourcePort?: number | readonly [number, number];
  readonly destinationPort?: number | readonly [number, number];
  /** TCP flags that must be set, and those that must not: `{ set: 'R' }`. */
  readonly tcpFlags?: { readonly set?: string; readonly clear?: string };
  readonly icmpType?: number;
  readonly icmpCode?: number;
}

/** A rule in force, with its counters. */
export interface FirewallEntry extends FirewallRule {
  readonly handle: string;
  readonly packets: number;
  readonly octets: number;
  /** The process that owns the rule; the rule is removed when it ends. */
  readonly pid?: number;
  /** For port unreachables that a guard blocks: which packets they answer. */
  readonly guard?: GuardRequest;
}

/** What the guard blocks: this kernel's own RSTs (tcp) or port unreachables (udp), for one local port or one tuple. */
export interface GuardRequest {
  readonly protocol: 'tcp' | 'udp';
  readonly localPort: number;
  readonly localAddress?: Address;
  readonly remoteAddress?: Address;
  readonly remotePort?: number;
}

/** The kind of interface to make. */
export type LinkKind = { kind: 'veth'; peer: string } | { kind: 'bridge' } | { kind: 'tun' } | { kind: 'tap' };

/** The changes to an interface. */
export interface LinkChange {
  up?: boolean;
  mtu?: number;
  mac?: Mac;
  name?: string;
  /** Whether neighbours are looked up (ARP, ND). */
  arp?: boolean;
}

/** How a TUN or TAP device is opened. */
export interface TunOptions {
  /** `tun`: IP packets without a link header (link type 101). `tap`: Ethernet frames. Default tun. */
  kind?: 'tun' | 'tap';
  /** `address/prefix`es that the host has on it. */
  addresses?: readonly string[];
  mtu?: number;
  /** Keep the process alive while the link is open and being read. Default true. */
  referenced?: boolean;
}

/** A change of a kernel table. */
export type TableEvent =
  | { readonly table: 'link'; readonly event: 'new' | 'delete'; readonly entry: InterfaceInfo }
  | { readonly table: 'route'; readonly event: 'new' | 'delete'; readonly entry: RouteEntry }
  | { readonly table: 'neighbour'; readonly event: 'new' | 'delete'; readonly entry: NeighbourEntry }
  | { readonly table: 'address'; readonly event: 'new' | 'delete'; readonly entry: { iface: string; address: string } };

/** Changes to a host: each one returns its Undo. */
export interface HostAdmin {
  readonly routes: { list(): Promise<RouteEntry[]>; add(route: RouteEntry): Promise<Undo>; delete(route: RouteEntry): Promise<Undo> };
  readonly neighbours: {
    list(): Promise<NeighbourEntry[]>;
    add(entry: { iface: string; address: Address; mac: Mac }): Promise<Undo>;
    delete(entry: { iface: string; address: Address }): Promise<Undo>;
  };
  readonly links: {
    list(): Promise<InterfaceInfo[]>;
    set(name: string, change: LinkChange): Promise<Undo>;
    /** `peer`: the address of the other end of a point-to-point interface. */
    addAddress(name: string, address: string, o?: { peer?: Address }): Promise<Undo>;
    deleteAddress(name: string, address: string): Promise<Undo>;
    create(name: string, kind: LinkKind): Promise<Undo>;
    /**
     * Moves an interface to another network namespace, given by name, path, or the PID of a process in it. The interface is down there and
     * has no addresses.
     */
    moveTo(name: string, netns: string | number): Promise<Undo>;
    /**
     * The other end of a TUN or TAP device: the link reads what this host sends to the device, and this host receives what the link sends.
     * Makes the device (`tun%d`: the kernel picks a number), or uses an existing one, and brings it up; a device that it made is removed
     * when the link is closed.
     */
    openTun(name: string, o?: TunOptions): Promise<Link>;
  };
  /** Absent, as is guard, where the host has no packet filter. */
  readonly firewall?: {
    list(): Promise<FirewallEntry[]>;
    add(rule: FirewallRule): Promise<Undo>;
    delete(handle: string): Promise<void>;
    clear(): Promise<void>;
  };
  guard?(request: GuardRequest): Promise<Undo>;
  /** Changes to the tables from now on, no matter who makes them. */
  watch(o?: { signal?: AbortSignal }): AsyncIterable<TableEvent>;
}

/** A TCP connection, as octets both ways. */
export interface TcpConnection extends AsyncDisposable {
  readonly localAddress: Address;
  readonly localPort: number;
  /** Resolves when the kernel has taken all octets. Rejects with ERR_CLOSED, or ERR_SYSTEM when the other end reset the connection. */
  write(data: Uint8Array): Promise<void>;
  /** What the other end sends, as it comes, until it has sent all; yours to keep. For one reader. Rejects with ERR_SYSTEM after a reset. */
  chunks(o?: { readonly signal?: AbortSignal }): AsyncIterable<Uint8Array>;
  /** Ends both ways. Calling it twice does nothing. */
  close(): void;
}

/** Which TCP port listens. */
export interface ListenOptions {
  /** An address of this host. Default: all of them. */
  readonly address?: Address;
  /** Default: a free one. */
  readonly port?: number;
}

/** A connection that somebody opened to a port that listens. */
export interface TcpAccepted {
  readonly connection: TcpConnection;
  readonly from: Address;
  readonly port: number;
}

/** A TCP port that listens. */
export interface TcpListener {
  readonly port: number;
  /** No further connections; those that are there are closed. */
  close(): void;
}

/** What came to a UDP port; the octets are yours to keep. */
export interface Datagram {
  readonly data: Uint8Array;
  readonly from: Address;
  readonly port: number;
  /** When the kernel got it: ms since 1970, with a fraction. */
  readonly at: number;
}

/** Which UDP port is opened. */
export interface UdpOptions {
  /** An address of this host. Default: all of them, IPv4 unless `to` is of IPv6. */
  readonly address?: Address;
  /** Default: a free one. */
  readonly port?: number;
  /** The only end that it talks with. What others send is not seen, and an ICMP error is told: `messages` rejects with ERR_SYSTEM. */
  readonly to?: { readonly address: Address; readonly port: number };
  /** Without `to`: an ICMP error for what was sent is told, too. Default false. */
  readonly errors?: boolean;
}

/** An open UDP port. */
export interface UdpPort {
  readonly port: number;
  /** Resolves when it has left. With `to` it goes there, whatever is said here. */
  send(data: Uint8Array, to: Address, port: number): Promise<void>;
  /** What comes, until the port is closed or the signal comes. For one reader; 10,000 wait for him, then the oldest are dropped. */
  messages(o?: { readonly signal?: AbortSignal }): AsyncIterable<Datagram>;
  close(): void;
}

/** A TCP port that no program of a host gets while it is kept. */
export interface ReservedPort {
  readonly port: number;
  close(): void;
}

/** Sockets as a plain program would have them (connect scans, clients, exporters, collectors). */
export interface HostSockets {
  /** Default time-out: 10 s. */
  connect(to: Address, port: number, o?: WaitOptions): Promise<TcpConnection>;
  udp(o?: UdpOptions): Promise<UdpPort>;
  /** `on` is given each connection that is opened to the port. Absent where a host cannot listen. */
  listen?(o: ListenOptions, on: (accepted: TcpAccepted) => void): Promise<TcpListener>;
  /** Keeps a TCP port from this host's own programs, without listening. Rejects with ERR_BUSY where one has it. Absent where no kernel is. */
  reserve?(o: ListenOptions): Promise<ReservedPort>;
}
