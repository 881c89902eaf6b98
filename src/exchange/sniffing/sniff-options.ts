/** What can be asked of `sniff`. */
import type { PacketSource } from '../../capture/batch.ts';
import type { Host, LinkOptions } from '../../host/host.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import type { Session } from '../../packet/object/session.ts';

/** What to listen to, which packets count, and when it is enough. */
export interface SniffOptions {
  /** Whose interfaces. Default: this machine, opened at first use. */
  readonly host?: Host;
  /** One interface, or several, whose packets are merged by time. Default: the first that is up and no loopback. */
  readonly iface?: string | readonly string[];
  /** Instead of interfaces: a capture that is open, a segment of a lab, any source. It stays its owner's to close. */
  readonly source?: PacketSource<Packet> | readonly PacketSource<Packet>[];
  /** A capture filter in libpcap's language: run by the kernel; over a source by us, for the link type that each packet came with. */
  readonly filter?: LinkOptions['filter'];
  /** Return false to leave a packet out; it is not counted. scapy's `lfilter`. */
  readonly accept?: (packet: Packet) => boolean;
  /** Ends after so many packets. 0, as in scapy: after none in particular. */
  readonly count?: number;
  /** Ends so many ms after listening began. */
  readonly timeoutMs?: number;
  /** Ends after the packet for which this returns true; that one is still given. scapy's `stop_filter`. */
  readonly stop?: (packet: Packet) => boolean;
  /** Called with each packet as it comes. Then nobody needs to read the packets. */
  readonly prn?: (packet: Packet) => unknown;
  /** With `prn`: false keeps no packets. Default true. */
  readonly store?: boolean;
  /** Also packets for other hosts. Default true. */
  readonly promiscuous?: boolean;
  /** What earlier packets told is used for later ones. Default: every packet on its own. */
  readonly session?: Session;
  /** Ends it, quietly. */
  readonly signal?: AbortSignal;
}
