/**
 * The numbers of classic BPF: what a code is made of, and the facts about a packet that a load may ask for. Taken as a namespace (`op.LD`),
 * for the names are short.
 * @see linux/filter.h, linux/bpf_common.h; S. McCanne, V. Jacobson, "The BSD Packet Filter" (1993)
 */

/** Classes: the lowest three bits of a code. */
export const LD = 0x00;
export const LDX = 0x01;
export const ST = 0x02;
export const STX = 0x03;
export const ALU = 0x04;
export const JMP = 0x05;
export const RET = 0x06;
export const MISC = 0x07;

/** What of a code is its class, and of a load the size and the source. */
export const CLASS_MASK = 0x07;
export const SIZE_MASK = 0x18;
export const MODE_MASK = 0xe0;

/** Sizes of loads. */
export const W = 0x00;
export const H = 0x08;
export const B = 0x10;

/** Where a load takes its value from. */
export const IMM = 0x00;
export const ABS = 0x20;
export const IND = 0x40;
export const MEM = 0x60;
export const LEN = 0x80;
export const MSH = 0xa0;

export const ADD = 0x00;
export const SUB = 0x10;
export const MUL = 0x20;
export const DIV = 0x30;
export const OR = 0x40;
export const AND = 0x50;
export const LSH = 0x60;
export const RSH = 0x70;
export const NEG = 0x80;
export const MOD = 0x90;
export const XOR = 0xa0;

export const JA = 0x00;
export const JEQ = 0x10;
export const JGT = 0x20;
export const JGE = 0x30;
export const JSET = 0x40;

/** The operand: k, the index register, or (of RET) the accumulator. */
export const K = 0x00;
export const X = 0x08;
export const A = 0x10;

export const TAX = 0x00;
export const TXA = 0x80;

/** Words of scratch memory. */
export const MEMORY_WORDS = 16;
/** The kernel takes no longer program (BPF_MAXINSNS). */
export const MAX_INSTRUCTIONS = 4096;

/** Absolute loads from here on give a fact about the packet instead of its octets (SKF_AD_OFF). */
export const ANCILLARY = 0xfffff000;

/** Facts, as distances from {@link ANCILLARY}, with the names that listings give them. */
export const ANCILLARY_FACTS = {
  proto: 0,
  type: 4,
  ifidx: 8,
  nla: 12,
  nlan: 16,
  mark: 20,
  queue: 24,
  hatype: 28,
  rxhash: 32,
  cpu: 36,
  xor_x: 40,
  vlan_tci: 44,
  vlanp: 48,
  pay_offset: 52,
  random: 56,
  vlan_tpid: 60,
} as const;

export type AncillaryFact = keyof typeof ANCILLARY_FACTS;
