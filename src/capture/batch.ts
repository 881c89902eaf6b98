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
/** Bit of {@link PacketBatch.flags}: the kernel had removed the VLAN tag; it was put back. */
export const FLAG_VLAN_RESTORED = 4;
/** Bit of {@link PacketBatch.flags}: fewer octets than were on the wire. */
export const FLAG_CUT = 8;
/** Bit of {@link PacketBatch.flags}: there is no time stamp (pcapng's simple packets); `sec` and `nsec` are 0. */
export const FLAG_NO_TIME = 16;

/** Hundreds or thousands of packets: the memory, and for each packet its place, time and interface. */
export interface PacketBatch {
  /** The memory that holds all packets of this batch. It belongs to the source. */
  readonly data: Uint8Array;
  /** How many packets. The arrays below may be longer. */
  readonly n: number;
  /** True when `data` is reused after {@link release}: copy what you want to keep. */
  readonly recycled: boolean;
  /** Where packet i starts in `data`. */
  readonly offset: Uint32Array;
  /** How many of its octets were captured. */
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
  /** Gives the memory back to the source, which may reuse it. Calling it twice does nothing. */
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
  /** The address of the other end, if one was set: for point-to-point interfaces. */
  readonly peer?: string;
  readonly up?: boolean;
  readonly running?: boolean;
  readonly loopback?: boolean;
  readonly pointToPoint?: boolean;
  readonly broadcast?: boolean;
  readonly multicast?: boolean;
  /** False if neighbours are not looked up (ARP, ND): on point-to-point links, or when that is turned off. */
  readonly arp?: boolean;
  /** Octets kept of each packet. */
  readonly snaplen?: number;
  /** Ticks per second of its time stamps (1e6, 1e9 …). */
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

/** Counters of a source. No loss is silent: dropped packets are counted here. */
export interface SourceStats {
  readonly received: number;
  readonly dropped: number;
  /** How often the kernel's queue was full (TPACKET_V3's freeze count). */
  readonly frozen: number;
}

/** A source of packets: a file, a link, a lab segment. `P` is the packet type. */
export interface PacketSource<P> extends AsyncDisposable {
  readonly interfaces: readonly InterfaceInfo[];
  /** Batches of packets; each is valid until the next is requested. */
  batches(o?: { signal?: StopSignal }): AsyncIterable<PacketBatch>;
  /** Dissected packets that stay valid. */
  packets(o?: { signal?: StopSignal }): AsyncIterable<P>;
  stats(): SourceStats;
  close(): Promise<void>;
}
