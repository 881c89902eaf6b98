/** One packet as a writer takes it. */

export interface PacketRecord {
  readonly octets: Uint8Array;
  /** Seconds since 1970. */
  readonly sec: number;
  /** Nanoseconds, 0 to 999,999,999. */
  readonly nsec: number;
  /** Octets on the wire, when these are not all. */
  readonly wire?: number;
  /** LINKTYPE_… number, where it is known: a pcap file takes one only. */
  readonly linkType?: number;
}

/** Which packets of a batch: all of them, or those that are not 0 in a bitmap of octets or for which a function says so. */
export type Selection = Uint8Array | ((i: number) => boolean);

export function isSelected(selection: Selection | undefined, i: number): boolean {
  if (selection === undefined) return true;
  return typeof selection === 'function' ? selection(i) : selection[i] !== 0;
}
