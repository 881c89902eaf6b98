/** The reference interpreter of classic BPF. */
import { checkProgram } from './check-program.ts';
import {
  A,
  ABS,
  ADD,
  ANCILLARY,
  ANCILLARY_FACTS,
  AND,
  B,
  DIV,
  H,
  IMM,
  IND,
  JA,
  JEQ,
  JGE,
  JGT,
  JMP,
  JSET,
  K,
  LD,
  LDX,
  LEN,
  LSH,
  MEM,
  MEMORY_WORDS,
  MISC,
  MOD,
  MSH,
  MUL,
  OR,
  RET,
  RSH,
  ST,
  STX,
  SUB,
  TAX,
  TXA,
  unpackProgram,
  W,
  X,
  XOR,
  CLASS_MASK,
  SIZE_MASK,
} from './instructions.ts';
import type { BpfProgram } from './program.ts';

/** What a packet socket knows of a packet besides its octets. Whatever is not given is 0. */
export interface PacketFacts {
  /** Octets on the wire (`len`); default: as many as there are. */
  readonly wireLength?: number;
  /** The VLAN tag that the kernel took out of the frame: its TCI (priority, DEI, number). Absent: no tag was taken out. */
  readonly vlan?: number | undefined;
  /** EtherType of the tag that was taken out. Default 0x8100. */
  readonly vlanType?: number;
  /** PACKET_HOST 0, PACKET_BROADCAST 1, PACKET_MULTICAST 2, PACKET_OTHERHOST 3, PACKET_OUTGOING 4. */
  readonly packetType?: number;
  readonly ifindex?: number;
  /** The packet's EtherType, as the kernel has it. */
  readonly protocol?: number;
  readonly mark?: number;
  /** ARPHRD_… of the interface. */
  readonly hardwareType?: number;
  readonly queue?: number;
}

/** A program made ready: gives the number of octets to keep of a packet, 0 when it does not match. */
export type FilterRunner = (octets: Uint8Array, facts?: PacketFacts) => number;

const NO_FACTS: PacketFacts = {};
/** Programs of libpcap's that jump backwards end here. One that only jumps forward takes as many steps as it has instructions at most. */
const MAX_STEPS = 65_536;

const ready = new WeakMap<BpfProgram, FilterRunner>();

/**
 * Runs a program over one packet with the kernel's semantics: a load beyond the packet's end and a division by 0 return 0; arithmetic is
 * of 32 bits without sign. Never throws on a packet. Facts that it cannot know (CPU, random number, receive hash, netlink attributes) are 0.
 *
 * @returns octets to keep, 0 when the packet does not match.
 * @throws PacketwrightError ERR_FILTER at a program's first use, when {@link checkProgram} refuses it. Jumps backwards are taken, within bounds.
 */
export function runFilter(program: BpfProgram, octets: Uint8Array, facts: PacketFacts = NO_FACTS): number {
  let run = ready.get(program);
  if (run === undefined) {
    run = filterRunner(program);
    ready.set(program, run);
  }
  return run(octets, facts);
}

/** Checks a program once and gives a function that runs it. @throws PacketwrightError ERR_FILTER */
export function filterRunner(program: BpfProgram): FilterRunner {
  checkProgram(program, { interpreted: true });
  const instructions = unpackProgram(program);
  const codes = Uint16Array.from(instructions, ({ code }) => code);
  const jumps = Uint8Array.from(instructions.flatMap(({ jt, jf }) => [jt, jf]));
  const operands = Uint32Array.from(instructions, ({ k }) => k);
  const memory = new Uint32Array(MEMORY_WORDS);
  const remembers = codes.some((code) => (code & CLASS_MASK) === ST || (code & CLASS_MASK) === STX);
  return (octets, facts = NO_FACTS) => {
    if (remembers) memory.fill(0);
    return interpret(codes, jumps, operands, memory, octets, facts);
  };
}

function interpret(
  codes: Uint16Array,
  jumps: Uint8Array,
  operands: Uint32Array,
  memory: Uint32Array,
  octets: Uint8Array,
  facts: PacketFacts,
): number {
  const size = octets.length;
  let a = 0;
  let x = 0;
  let pc = 0;
  for (let steps = Math.max(MAX_STEPS, codes.length); steps > 0; steps--) {
    const code = codes[pc] as number;
    const k = operands[pc] as number;
    const i = pc++;
    switch (code) {
      case RET | K:
        return k;
      case RET | A:
        return a;

      case LD | W | ABS:
      case LD | H | ABS:
      case LD | B | ABS:
        if (k >= ANCILLARY) {
          a = fact(k - ANCILLARY, a, x, facts);
          break;
        }
        if (k + octetsOf(code) > size) return 0;
        a = load(octets, k, code);
        break;
      case LD | W | IND:
      case LD | H | IND:
      case LD | B | IND: {
        const at = (x + k) >>> 0;
        if (at + octetsOf(code) > size) return 0;
        a = load(octets, at, code);
        break;
      }
      case LDX | B | MSH:
        if (k >= size) return 0;
        x = ((octets[k] as number) & 0xf) << 2;
        break;
      case LD | W | LEN:
        a = facts.wireLength ?? size;
        break;
      case LDX | W | LEN:
        x = facts.wireLength ?? size;
        break;
      case LD | IMM:
        a = k;
        break;
      case LDX | IMM:
        x = k;
        break;
      case LD | MEM:
        a = memory[k] as number;
        break;
      case LDX | MEM:
        x = memory[k] as number;
        break;
      case ST:
        memory[k] = a;
        break;
      case STX:
        memory[k] = x;
        break;
      case MISC | TAX:
        x = a;
        break;
      case MISC | TXA:
        a = x;
        break;

      case JMP | JA:
        pc += k | 0;
        break;
      case JMP | JEQ | K:
        pc += jumps[2 * i + (a === k ? 0 : 1)] as number;
        break;
      case JMP | JEQ | X:
        pc += jumps[2 * i + (a === x ? 0 : 1)] as number;
        break;
      case JMP | JGT | K:
        pc += jumps[2 * i + (a > k ? 0 : 1)] as number;
        break;
      case JMP | JGT | X:
        pc += jumps[2 * i + (a > x ? 0 : 1)] as number;
        break;
      case JMP | JGE | K:
        pc += jumps[2 * i + (a >= k ? 0 : 1)] as number;
        break;
      case JMP | JGE | X:
        pc += jumps[2 * i + (a >= x ? 0 : 1)] as number;
        break;
      case JMP | JSET | K:
        pc += jumps[2 * i + ((a & k) !== 0 ? 0 : 1)] as number;
        break;
      case JMP | JSET | X:
        pc += jumps[2 * i + ((a & x) !== 0 ? 0 : 1)] as number;
        break;

      default: {
        const right = (code & X) === 0 ? k : x;
        const operator = code & 0xf0;
        if ((operator === DIV || operator === MOD) && right === 0) return 0;
        a = calculate(operator, a, right);
      }
    }
  }
  return 0;
}

/** Arithmetic of the ALU class: 32 bits without sign. A shift takes the lowest five bits of its right side, as the kernel does. */
export function calculate(operator: number, a: number, b: number): number {
  switch (operator) {
    case ADD:
      return (a + b) >>> 0;
    case SUB:
      return (a - b) >>> 0;
    case MUL:
      return Math.imul(a, b) >>> 0;
    case DIV:
      return Math.floor(a / b);
    case MOD:
      return a % b;
    case AND:
      return (a & b) >>> 0;
    case OR:
      return (a | b) >>> 0;
    case XOR:
      return (a ^ b) >>> 0;
    case LSH:
      return (a << b) >>> 0;
    case RSH:
      return a >>> b;
    default:
      return -a >>> 0; // NEG
  }
}

function octetsOf(code: number): number {
  const size = code & SIZE_MASK;
  return size === W ? 4 : size === H ? 2 : 1;
}

function load(octets: Uint8Array, at: number, code: number): number {
  const first = octets[at] as number;
  const size = code & SIZE_MASK;
  if (size === B) return first;
  const two = (first << 8) | (octets[at + 1] as number);
  if (size === H) return two;
  return ((two << 16) | ((octets[at + 2] as number) << 8) | (octets[at + 3] as number)) >>> 0;
}

function fact(number: number, a: number, x: number, facts: PacketFacts): number {
  switch (number) {
    case ANCILLARY_FACTS.proto:
      return facts.protocol ?? 0;
    case ANCILLARY_FACTS.type:
      return facts.packetType ?? 0;
    case ANCILLARY_FACTS.ifidx:
      return facts.ifindex ?? 0;
    case ANCILLARY_FACTS.mark:
      return facts.mark ?? 0;
    case ANCILLARY_FACTS.queue:
      return facts.queue ?? 0;
    case ANCILLARY_FACTS.hatype:
      return facts.hardwareType ?? 0;
    case ANCILLARY_FACTS.xor_x:
      return (a ^ x) >>> 0;
    case ANCILLARY_FACTS.vlan_tci:
      return facts.vlan ?? 0;
    case ANCILLARY_FACTS.vlanp:
      return facts.vlan === undefined ? 0 : 1;
    case ANCILLARY_FACTS.vlan_tpid:
      return facts.vlan === undefined ? 0 : (facts.vlanType ?? 0x8100);
    default:
      return 0;
  }
}
