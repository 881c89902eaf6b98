/** Capture filters: libpcap's language, compiled to classic BPF. */
import { checkOptions, type OptionNames } from '../../bytes/known-options.ts';
import { parseIpv4 } from '../../bytes/address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { assemble } from './conditions/assemble.ts';
import { type Block, blocksOf, inOrder, returning, stepsBefore } from './conditions/blocks.ts';
import { filterError } from './text/filter-error.ts';
import { generate } from './terms/generate.ts';
import { Generator, type NameResolver } from './link/generator.ts';
import { MAX_INSTRUCTIONS } from './program/codes.ts';
import { packProgram } from './program/instructions.ts';
import { always, type Condition, constant, type Step } from './conditions/intermediate.ts';
import { parseExpression } from './text/parse-expression.ts';
import { type BpfProgram, WHOLE } from './program/program.ts';
import { registerUse } from './conditions/registers.ts';
import { simplify } from './conditions/simplify.ts';
import { wlanRequirements } from './link/wlan-header.ts';

/** What a filter is compiled for. */
export interface CompileOptions {
  /** LINKTYPE_… of the packets. Default 1, Ethernet. */
  linkType?: number;
  /** Octets to keep of a packet that matches: what the program returns. Default 262144. */
  snaplen?: number;
  /**
   * For a packet socket of Linux: VLAN tags that the kernel removed from the frame are found, and `inbound`, `outbound` and `ifindex` work.
   * Default false: for packets of a file.
   */
  kernel?: boolean;
  /** Mask of the network, for `ip broadcast`: 255.255.255.0. */
  netmask?: string;
  /** Looks up names of hosts, networks and link-layer hosts ({@link filterNames} lists them). Default: none is known. */
  resolve?: NameResolver;
  /** Accept a filter that no packet can match. Default false. */
  emptyAllowed?: boolean;
}

const OPTIONS: OptionNames<CompileOptions> = {
  linkType: true,
  snaplen: true,
  kernel: true,
  netmask: true,
  resolve: true,
  emptyAllowed: true,
};

/**
 * Compiles a capture filter, in the language of pcap-filter(7) with libpcap's semantics (docs/design/capture-filters.md has them, and where
 * this differs). An empty text takes every packet.
 *
 * @throws PacketwrightError ERR_FILTER with the column, what was expected there and, for a misspelt word, the nearest one
 * @example compile('tcp dst port 80 and not host 192.0.2.1')
 */
export function compile(text: string, o: CompileOptions = {}): BpfProgram {
  checkOptions('compile', o, OPTIONS);
  const { linkType = 1, snaplen = WHOLE, kernel = false, netmask, resolve, emptyAllowed = false } = o;
  if (!Number.isInteger(snaplen) || snaplen < 1 || snaplen > 0xffffffff)
    throw new PacketwrightError('ERR_RANGE', `snaplen must be from 1 to 4294967295, not ${snaplen}`, { snaplen });
  const expression = parseExpression(text);
  const mask = netmask === undefined ? undefined : parseIpv4(netmask);
  for (let i = 0; ; i++) {
    const chainLength = CHAIN_LENGTHS[i] as number;
    const g = new Generator(text, { linkType, kernel, resolve, netmask: mask, chainLength });
    // Before the terms: they move on to other layouts.
    const required = expression === undefined ? [] : wlanRequirements(g.layout.wlan);
    const condition = expression === undefined ? always : generate(g, expression);
    const root = program(g, required, condition, snaplen);
    if (!emptyAllowed && !inOrder(root).some((block) => block.kind === 'return' && block.octets > 0))
      throw filterError(text, 0, `no packet of link type ${g.linkName} can match`, { remedy: 'remove the terms that exclude each other' });
    const instructions = assemble(root);
    if (instructions.length <= MAX_INSTRUCTIONS) return packProgram(instructions, text);
    // Shorter chains of headers may help.
    if (g.chains && chainLength !== CHAIN_LENGTHS.at(-1)) continue;
    if (kernel)
      throw filterError(text, 0, `the program has ${instructions.length} instructions; the kernel takes at most ${MAX_INSTRUCTIONS}`, {
        remedy: 'make the filter shorter, or filter the packets after capturing them',
      });
    return packProgram(instructions, text);
  }
}

/** Longer lists than anybody has; every question is an instruction or two. */
const MOST_BLOCKS = 65_536;

/** Headers that `protochain` looks through: as many of these as the program has room for. */
const CHAIN_LENGTHS = [128, 32, 8];

/** The blocks of a condition, with what must be done before it. */
function program(g: Generator, required: readonly Step[], condition: Condition, snaplen: number): Block {
  const reject = returning(0);
  const body = blocksOf(condition, returning(snaplen), reject);
  const { length } = inOrder(body);
  if (length > MOST_BLOCKS)
    throw filterError(g.text, 0, `the filter has ${length} tests; at most ${MOST_BLOCKS} are possible`, {
      length,
      remedy: 'make the filter shorter',
    });
  const set = g.beginnings(registerUse(body).read);
  const begun = stepsBefore(set, body, reject);
  // What a term moves, a later one may look at on a way that did not meet the first: it then reads from the packet's start, as in libpcap.
  const clear = [...registerUse(begun).readUnwritten].map((register): Step => ({ kind: 'assign', register, value: constant(0) }));
  return simplify(stepsBefore([...required, ...clear], begun, reject));
}
