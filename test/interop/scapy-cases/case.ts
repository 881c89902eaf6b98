/** One packet written twice: for scapy and for us. */
export interface ScapyCase {
  /** What scapy evaluates. Every address is given, so that it looks nothing up. */
  readonly scapy: string;
  /** The same packet's parts. */
  readonly ours: () => readonly unknown[];
  /** Why our summary() is another line; absent: it must be scapy's. */
  readonly otherSummary?: string;
}
