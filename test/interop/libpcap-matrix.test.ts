/** Every kind of term on every link type: we and the installed libpcap take the same filters, and they decide the same. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PacketwrightError } from '../../src/bytes/errors.ts';
import { LINKTYPE, linkTypeName } from '../../src/capture/link-types.ts';
import { compile } from '../../src/filter/bpf/compile.ts';
import type { BpfProgram } from '../../src/filter/bpf/program/program.ts';
import { FILTER_MATRIX } from '../support/bpf/filter-matrix.ts';
import { askLibpcap, buildAsker, requireLibpcap } from '../support/bpf/libpcap.ts';
import { type Difference, REASONS } from '../support/bpf/libpcap-differences.ts';
import { programDifference } from '../support/bpf/program-difference.ts';
import { all, describeIf, requireProgram } from '../support/require.ts';

/** `PKW_FILTER_MATRIX=all` asks everything, which takes a minute; else every so many-th question is asked, of each link type other ones. */
const EVERYTHING = process.env['PKW_FILTER_MATRIX'] === 'all';
const STEP = EVERYTHING ? 1 : 16;
/** Packets that lead down a program's ways, of each of the two programs. */
const PACKETS = EVERYTHING ? 24 : 6;

const filters = [...new Set(Object.values(FILTER_MATRIX).flat())];
/** Of the link types for private use one is enough; for experimental Ethernet libpcap compiles nothing. */
const linkTypes = Object.values(LINKTYPE).filter((number) => (number < LINKTYPE.USER1 || number > 162) && number !== LINKTYPE.EXP_ETHERNET);

function ours(filter: string, linkType: number): BpfProgram | string {
  try {
    return compile(filter, { linkType, netmask: '255.255.255.0', emptyAllowed: true });
  } catch (error) {
    if (!(error instanceof PacketwrightError) || error.code !== 'ERR_FILTER') throw error;
    return error.message;
  }
}

/**
 * Where something stands before the link-layer header, libpcap 1.10.3 adds its length to the number of the kernel's fact. On SLIP it takes all
 * directions but 0 for outbound, on switch tags it does not look at the tag.
 */
const SOCKET_TYPES = linkTypes.filter(
  (number) => !/^(PPI|IEEE802_11_.*|PRISM_HEADER|NETANALYZER.*|DSA_TAG_(BRCM|DSA)|SLIP|AX25)$/.test(linkTypeName(number)),
);

const nothing = compile('len < 0', { emptyAllowed: true });

function difference(filter: string, linkType: number, theirs: BpfProgram | string): Difference | undefined {
  const mine = ours(filter, linkType);
  const empty = typeof theirs === 'string' && theirs.endsWith('expression rejects all packets');
  const at = { linkType: linkTypeName(linkType), filter };
  if (typeof mine === 'string') return typeof theirs === 'string' ? undefined : { ...at, kind: 'we refuse', words: mine };
  if (typeof theirs === 'string' && !empty) return { ...at, kind: 'they refuse', words: theirs };
  const other = typeof theirs === 'string' ? nothing : theirs;
  // All packets are long enough to hold whatever is asked for: of cut ones the versions of libpcap disagree.
  return programDifference(mine, other, filter, PACKETS, { size: 600 }) === undefined ? undefined : { ...at, kind: 'differ', words: '' };
}

describeIf(all(requireProgram('gcc'), requireLibpcap()), 'every term on every link type, beside libpcap', () => {
  let folder: string;
  let asker: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'packetwright-libpcap-'));
    asker = buildAsker(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('the same filters are taken, and they decide the same', { timeout: 600_000 }, () => {
    expect(filters.length).toBeGreaterThan(2400);
    const unexplained: Difference[] = [];
    const met = new Set<string>();
    let taken = 0;
    for (const [n, linkType] of linkTypes.entries()) {
      const questions = filters.filter((_, i) => (i + n) % STEP === 0).map((filter) => ({ filter, linkType }));
      const answers = askLibpcap(asker, questions);
      for (const [i, { filter }] of questions.entries()) {
        const theirs = answers[i] as BpfProgram | string;
        if (typeof theirs !== 'string') taken++;
        const found = difference(filter, linkType, theirs);
        if (found === undefined) continue;
        const reason = REASONS.find(({ is }) => is(found));
        if (reason === undefined) unexplained.push(found);
        else met.add(reason.why);
      }
    }
    expect(taken).toBeGreaterThan(25_000 / STEP);
    expect(unexplained).toEqual([]);
    if (EVERYTHING) expect(REASONS.map(({ why }) => why).filter((why) => !met.has(why))).toEqual([]);
  });

  it('of a socket: directions and interfaces are asked of the kernel, or of the header where it says them', () => {
    const words = ['inbound', 'outbound', 'ifindex 3', 'not inbound', 'outbound or ifindex 7'];
    const questions = SOCKET_TYPES.flatMap((linkType) => words.map((filter) => ({ filter, linkType, socket: true })));
    const unexplained: object[] = [];
    for (const [i, theirs] of askLibpcap(asker, questions).entries()) {
      const { filter, linkType } = questions[i] as (typeof questions)[number];
      let mine: BpfProgram | string;
      try {
        mine = compile(filter, { linkType, kernel: true, emptyAllowed: true });
      } catch (error) {
        mine = (error as Error).message;
      }
      const at = { filter, linkType: linkTypeName(linkType) };
      if (typeof mine === 'string' || typeof theirs === 'string') {
        if (typeof mine !== typeof theirs)
          unexplained.push({ ...at, mine: typeof mine === 'string' ? mine : '', theirs: typeof theirs === 'string' ? theirs : '' });
      } else if (programDifference(mine, theirs, filter, PACKETS, { size: 600 }) !== undefined) unexplained.push(at);
    }
    expect(unexplained).toEqual([]);
  });
});
