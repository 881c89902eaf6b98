/** libpcap's own test cases. They are of a newer libpcap than the installed one. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAssembly } from '../../../test/support/bpf/bpf-assembly.ts';
import { filesBelow, framesOf } from '../../../test/support/captured-frames.ts';
import { programDifference } from '../../../test/support/bpf/program-difference.ts';
import { describeIf, requireShared, sharedPath } from '../../../test/support/require.ts';
import { linkTypeByName } from '../../capture/link-types.ts';
import { openCapture } from '../../capture/node/captures.ts';
import { checkProgram } from './program/check-program.ts';
import { compile } from './compile.ts';
import type { NameResolver } from './link/generator.ts';
import { type BpfProgram, WHOLE } from './program/program.ts';
import { filterRunner } from './program/run-filter.ts';

interface Case {
  readonly name: string;
  readonly DLT: string;
  readonly aliases: readonly string[];
  readonly expr: string;
  readonly optunopt?: string;
  readonly unopt?: string;
  readonly snaplen?: number;
  readonly linuxext?: number;
  readonly netmask?: string;
  readonly skip?: string;
  readonly generate_offline_filter?: string;
  readonly savefile?: string;
  readonly results?: readonly number[];
  readonly errstr?: string;
}

const cases = (file: string): Case[] =>
  readFileSync(sharedPath('corpus', 'filter', file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);

/** Of a link type that our table does not have, a number that nobody has: only that it is unknown matters. */
const numberOf = (name: string): number => linkTypeByName(name)?.number ?? 60_000;

/** The files of names that the cases need, as a resolver. */
function resolver(): NameResolver {
  const files = JSON.parse(readFileSync(sharedPath('corpus', 'filter', 'names.json'), 'utf8')) as Record<string, string[]>;
  const rows = (file: string): string[][] => (files[file] as string[]).map((line) => line.toLowerCase().split(' '));
  const tables = { host: rows('/etc/hosts'), ether: rows('/etc/ethers'), net: rows('/etc/networks').map((row) => row.toReversed()) };
  // The C library gives a host's addresses in order.
  return (name, kind) =>
    tables[kind]
      .filter((row) => row[1] === name.toLowerCase())
      .map((row) => row[0] as string)
      .sort();
}

/** Cases that no one program can satisfy, or that we do otherwise on purpose, with the reason. */
function exception({ name, DLT, skip, generate_offline_filter }: Case): string | undefined {
  if (skip === 'big-endian host') return 'for machines of another byte order';
  // The family of IPv4 is 2 nearly everywhere; where the byte order is fixed too, there is one program only.
  const everywhere = /_2_/.test(name) && (DLT === 'LOOP' || DLT === 'PFLOG');
  const families = ['NULL', 'LOOP', 'ENC', 'PFLOG'].includes(DLT) && /^(link_proto_ip6?|ip6|udp|icmp6|icmp)_\d/.test(name) && !everywhere;
  if (families && generate_offline_filter === undefined) return "for one system's own address families; files can come from any system";
  if (DLT === 'IEEE802_11_RADIO' && /(geneve|vxlan)/.test(name)) return "libpcap's program reads registers there that nothing has set";
  if (/^igrp_88/.test(name)) return "for systems whose headers call EIGRP's protocol IGRP (FreeBSD, macOS); elsewhere libpcap takes 9";
  if (name === '_enumerate_bpf_image' || name === 'bpf_image') return 'no filter, but a list of instructions';
  return undefined;
}

const frames = new Map<number, Uint8Array[]>();

/** Captured packets of a link type, cut to what filters look at. */
function captured(linkType: number): Uint8Array[] {
  if (frames.size === 0)
    for (const path of filesBelow(sharedPath('corpus'), /\.(pcap|cap)$/))
      for (const { linkType: type, bytes } of framesOf(path).slice(0, 10)) {
        const list = frames.get(type) ?? [];
        list.push(bytes.subarray(0, 300));
        frames.set(type, list);
      }
  return frames.get(linkType) ?? [];
}

describeIf(requireShared('corpus', 'filter', 'compile.jsonl'), "libpcap's test cases", () => {
  const resolve = resolver();

  const compiled = (c: Case, text: string, linkType: number): BpfProgram =>
    compile(text, {
      linkType,
      snaplen: c.snaplen ?? WHOLE,
      kernel: c.linuxext === 1,
      resolve,
      emptyAllowed: true,
      ...(c.netmask === undefined ? {} : { netmask: c.netmask }),
    });

  describe('compile.jsonl: our program does what theirs does', () => {
    const byType = new Map<string, Case[]>();
    for (const c of cases('compile.jsonl')) byType.set(c.DLT, [...(byType.get(c.DLT) ?? []), c]);
    for (const [type, list] of byType)
      it(`${type}: ${list.filter((c) => exception(c) === undefined).length} of ${list.length}`, () => {
        const linkType = numberOf(type);
        for (const c of list) {
          if (exception(c) !== undefined) continue;
          const theirs = parseAssembly((c.optunopt ?? c.unopt) as string);
          for (const [i, text] of c.aliases.entries()) {
            const ours = compiled(c, text, linkType);
            checkProgram(ours);
            expect({ text, difference: programDifference(ours, theirs, text, i === 0 ? 400 : 40, { bases: captured(linkType) }) }).toEqual({
              text,
              difference: undefined,
            });
          }
        }
      });
  });

  it('apply.jsonl: the same packets match, and as many octets are kept', async () => {
    const all = cases('apply.jsonl');
    expect(all.length).toBeGreaterThan(100);
    for (const c of all) {
      await using source = await openCapture(sharedPath('corpus', 'filter', 'captures', c.savefile as string));
      const results: number[] = [];
      let run: ReturnType<typeof filterRunner> | undefined;
      for await (const batch of source.batches())
        for (let i = 0; i < batch.n; i++) {
          const { linkType, snaplen } = source.interfaces[batch.iface[i] as number] as { linkType: number; snaplen?: number };
          run ??= filterRunner(compiled({ ...c, snaplen: snaplen || WHOLE }, c.expr, linkType));
          const start = batch.offset[i] as number;
          results.push(run(batch.data.subarray(start, start + (batch.captured[i] as number)), { wireLength: batch.wire[i] as number }));
        }
      expect({ filter: c.expr, file: c.savefile, results: results.slice(0, c.results?.length) }).toEqual({
        filter: c.expr,
        file: c.savefile,
        results: c.results,
      });
    }
  });

  it('reject.jsonl: every one is refused, with one line that says where', () => {
    // Four cases are about files, and one is about a libpcap that was built without `protochain`.
    const all = cases('reject.jsonl').filter((c) => c.DLT !== undefined && c.errstr !== 'protochain not supported');
    expect(all.length).toBeGreaterThan(9000);
    const taken: string[] = [];
    for (const c of all)
      try {
        compile(c.expr, { linkType: numberOf(c.DLT), resolve, ...(c.netmask === undefined ? {} : { netmask: c.netmask }) });
        taken.push(`${c.DLT}: ${c.expr} (${c.errstr})`);
      } catch (error) {
        expect(error).toMatchObject({
          code: 'ERR_FILTER',
          message: expect.stringMatching(/^filter '[^\n]*', column \d+: [^\n]+$/) as string,
        });
      }
    expect(taken).toEqual([]);
  });
});
