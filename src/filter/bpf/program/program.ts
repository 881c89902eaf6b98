/** A classic BPF program: what a capture filter is compiled to, and what the kernel takes. */

/** As `SO_ATTACH_FILTER` takes it: 8 octets an instruction (code u16, jt u8, jf u8, k u32; host byte order). */
export interface BpfProgram {
  readonly instructions: Uint8Array;
  /** Number of instructions. */
  readonly length: number;
  /** The expression that it was compiled from. */
  readonly text?: string;
}

/** As many octets of a packet as a filter lets through that cuts nothing: libpcap's MAXIMUM_SNAPLEN. */
export const WHOLE = 262_144;
