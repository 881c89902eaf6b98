/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The unit of flow: some hundreds or thousands of packets at once. Files, rings, sockets and the lab all give batches,
 * so waiting is paid once a batch and the loops inside are synchronous.
 */
import type { StopSignal } from '../bytes/stop-signal.ts';

/** Bit of {@link PacketBatch.flags}: sent by this host. */
export const FLAG_OUTGOING = 1;
/** Bit of {@link PacketBatch.flags}: the checksum was left to the network card (offload): the octets hold a partial sum. */
export const FLAG_CHECKSUM_NOT_READY = 2;
/** Bit of {@link PacketBatch.flags}: the kernel had taken the VLAN tag out; it is back in its place. */
export const FLAG_VLAN_RESTORED = 4;
/** Bit of {@link PacketBatch.flags}: fewer octets than were on the wire. */
export const FLAG_CUT = 8;
/** Bit of {@link PacketBatch.flags}: there is no time stamp (pcapng's simple packets); `sec` and `nsec` are 0. */
export const FLAG_NO_TIME = 16;

/** Some hundreds or thousands of packets: memory, and for each packet where it lies, when it came and over which interface. */
export interface PacketBatch {
  /** The memory that all packets of this batch lie in. Belongs to the source. */
  readonly data: Uint8Array;
  /** How many packets. The arrays below may be longer. */
  readonly n: number;
  /** True when `data` is used again after {@link release}: copy what is to be kept. */
  readonly recycled: boolean;
  /** Where packet i starts in `data`. */
  readonly offset: Uint32Array;
  /** How many octets of it are there. */
  readonly captured: Uint32Array;
  /** How many octets it had on the wire. */
  readonly wire: Uint32Array;
  /** Time stamp: whole seconds since 1970 (a double: any 64-bit second that a file can hold) … */
  readonly sec: Float64Array;
  /** … and nanoseconds, 0 to 999,999,999. */
  readonly nsec: Uint32Array;
  /** Index into the source's `interfaces`, which has the link type. */
  readonly iface: Uint16Array;
  /** FLAG_… bits. */
  readonly flags: Uint16Array;
  /** The octets may be used again. Calling it twice does nothing. */
  release(): void;
}

/** One interface of a host, or of a capture file. */
export interface InterfaceInfo {
  readonly name: string;
  /** LINKTYPE_… number of tcpdump.org's registry (1 Ethernet, 113 Linux cooked v1, 276 v2, 101 raw IP …). */
  readonly linkType: number;
  readonly description?: string;
  /** Kernel's interface index, where there is one. */
  readonly index?: number;
  readonly mac?: string;
  /** Largest layer 3 packet, in octets. */
  readonly mtu?: number;
  /** `address/prefix`, IPv4 and IPv6. */
  readonly addresses?: readonly string[];
  /** The address of the other end, where one was set: of an interface that leads to one host only. */
  readonly peer?: string;
  readonly up?: boolean;
  readonly running?: boolean;
  readonly loopback?: boolean;
  readonly pointToPoint?: boolean;
  readonly broadcast?: boolean;
  readonly multicast?: boolean;
  /** False where neighbours are not asked for (ARP, ND): point-to-point links, and where that was turned off. */
  readonly arp?: boolean;
  /** Octets kept of each packet. */
  readonly snaplen?: number;
  /** Ticks a second of its time stamps (1e6, 1e9 …). */
  readonly ticksPerSecond?: number;
  /** Counters, where they are known. */
  readonly statistics?: {
    readonly rxPackets: number;
    readonly rxOctets: number;
    readonly txPackets: number;
    readonly txOctets: number;
    readonly rxDropped: number;
    readonly txDropped: number;
    readonly rxErrors: number;
    readonly txErrors: number;
  };
}

/** Counters of a source. Never silently lost: what was dropped is here. */
export interface SourceStats {
  readonly received: number;
  readonly dropped: number;
  /** How often the kernel's queue was full (TPACKET_V3's freeze count). */
  readonly frozen: number;
}

/** What gives packets: a file, a link, a lab segment. `P` is the packet type (capture/ knows octets only). */
export interface PacketSource<P> extends AsyncDisposable {
  readonly interfaces: readonly InterfaceInfo[];
  /** Batches; each is valid until the next is asked for. */
  batches(o?: { signal?: StopSignal }): AsyncIterable<PacketBatch>;
  /** Dissected packets that stay valid. */
  packets(o?: { signal?: StopSignal }): AsyncIterable<P>;
  stats(): SourceStats;
  close(): Promise<void>;
}
