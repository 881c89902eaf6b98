/** A packet written twice: in scapy's words and in ours. */
import type { Packet } from '../../../src/packet/laid/packet.ts';

/** What scapy evaluates, with every address given, so that it looks nothing up; the same packet, or its layers; and what else may differ. */
export type ScapyCase = readonly [scapy: string, ours: () => Packet<any> | readonly unknown[], differs?: Differs | undefined];

/** Beside its octets a packet has more that is to be scapy's. Where it is not, this says why. */
export interface Differs {
  readonly summary?: string;
  readonly layers?: string;
}

/** Cases that need the same of scapy. */
export interface ScapyGroup {
  /** Modules of scapy's, without `scapy.`: `contrib.bgp`. */
  readonly modules: readonly string[];
  readonly cases: readonly ScapyCase[];
  /** `summary()` is compared too: of what was built, or of what was read of its octets. */
  readonly summaries?: 'built' | 'read';
}
