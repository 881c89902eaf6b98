/** Messages that somebody spoilt: nothing throws, nothing is lost, and the work is bounded. */
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { DNSROPT_ALL, RECORDS_OF_ALL_TYPES } from '../../../../test/fixtures/dns-records.ts';
import { readEveryField } from '../../../../test/support/exercise.ts';
import { difference, rebuilt } from '../../../../test/support/rebuild.ts';
import { describeIf, requireShared, sharedPath } from '../../../../test/support/require.ts';
import { seededRandom } from '../../../bytes/random.ts';
import { fieldNames, sourceReader } from '../../../filter/field-names.ts';
import { dissect, packet, protocols } from '../../protocols.ts';
import { objectOf } from '../../../packet/object/packet-object.ts';
import { compress } from './compress.ts';
import { DNS, type DNSRR } from './dns.ts';

/** What is known of a message by Wireshark's names. */
const readers = [...fieldNames(protocols).values()].flatMap((sources) => sources.filter((s) => s.layer === DNS).map(sourceReader));

/** Reads all fields and columns, makes it anew of its values; compresses and reads it again. */
function holds(octets: Uint8Array, columns = false): void {
  const p = dissect(octets, DNS as never);
  readEveryField(p);
  const lost = difference(p, octets, rebuilt(p));
  if (lost !== undefined) throw new Error(lost);
  const view = p.get(DNS);
  if (!columns || view === undefined) return;
  const at = objectOf(p).frame().at(0);
  for (const read of readers) read(view, at);
  compress(p);
}

const message = packet(
  DNS({
    qr: 1,
    qd: [{ qname: 'r.example.org' }],
    an: Object.entries(RECORDS_OF_ALL_TYPES).map(([type, rdata]) => ({ rrname: 'r.example.org', type, rdata })) as Parameters<
      typeof DNSRR
    >[0][] as never,
    ar: DNSROPT_ALL,
  }),
);

describe('spoilt messages', () => {
  const whole = compress(message).bytes;
  // Small messages too: in a large one most changes hit the same few records.
  const small = Object.entries(RECORDS_OF_ALL_TYPES).map(
    ([type, rdata]) =>
      compress(packet(DNS({ qd: [{ qname: 'example.org' }], an: [{ rrname: 'a.example.org', type, rdata } as never] }))).bytes,
  );

  it('100,000 of them', () => {
    const r = seededRandom(53);
    const most = 100_000 * Number(process.env['PKW_MUTATIONS'] ?? 1);
    for (let n = 0; n < most; n++) {
      const source = n % 100 === 0 ? whole : r.pick(small);
      const b = source.slice(0, r.below(8) === 0 ? r.below(source.length + 1) : source.length);
      for (let k = 1 + r.below(4); k > 0; k--) {
        const at = r.below(Math.max(b.length, 1));
        if (r.below(3) === 0) b[at] = 0xc0 | r.below(2);
        else b[at] = r.below(256);
      }
      try {
        holds(b, n % 16 === 0);
      } catch (error) {
        throw new Error(`${Buffer.from(b).toString('hex')}: ${String(error)}`, { cause: error });
      }
    }
  });

  it('made of pointers, as long as TCP carries them', () => {
    const b = new Uint8Array(65_535).fill(0xc0);
    for (const [header, fill] of [
      ['ffffffffffffffff', 12],
      ['0000ffff00000000', 14],
      ['0001ffffffffffff', 0],
    ] as const) {
      for (let i = 12; i + 1 < b.length; i += 2) {
        const target = fill === 0 ? Math.max(i - 2, 12) : fill;
        b[i] = 0xc0 | ((target >> 8) & 63);
        b[i + 1] = target;
      }
      b.set([1, 0x61, 0], 12);
      Buffer.from(header, 'hex').copy(b, 4);
      holds(b);
      expect(dissect(b, DNS as never).get(DNS)?.an.length ?? 0).toBeLessThanOrEqual(65_535 / 11);
    }
  });
});

describeIf(requireShared('corpus/fuzz/zeek+zeek/dns-corpus.zip'), "zeek's corpus of fuzz inputs", () => {
  const files = Object.entries(unzipSync(readFileSync(sharedPath('corpus/fuzz/zeek+zeek/dns-corpus.zip')))).filter(
    ([, data]) => data.length > 0,
  );

  it.each(files)('%s', (_name, data) => {
    // Some of them are several messages, each behind a marker: from every offset one may begin.
    for (const from of [0, 1, 2, 4, 8, 12, 16].filter((o) => o < data.length)) holds(data.subarray(from, from + 65_535), true);
  });
});
