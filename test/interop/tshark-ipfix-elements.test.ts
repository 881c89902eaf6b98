/** The table of IPFIX's information elements against what tshark knows of them: numbers and names by its lists, types by a record of each element. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ElementType, informationElement, informationElements } from '../../src/protocols/registries/ipfix-elements.ts';
import { Ether } from '../../src/protocols/link/ethernet.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { packet } from '../../src/protocols/protocols.ts';
import { UDP } from '../../src/protocols/transport/udp.ts';
import { describeIf, requireProgram } from '../support/require.ts';

const tshark = (...args: string[]): string[] =>
  execFileSync('tshark', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 30 }).split('\n');

/** tshark's names of the types of template fields, by number. */
let known: ReadonlyMap<number, string> | undefined;
const listed = (): ReadonlyMap<number, string> =>
  (known ??= new Map(
    tshark('-G', 'values')
      .map((line) => line.split('\t'))
      .filter(([kind, field]) => kind === 'V' && field === 'cflow.template_ipfix_field_type')
      .map(([, , number, name]) => [Number(number), name ?? '']),
  ));

/** Octets that a value of the type is given here: such as tshark takes for all of them. */
const OCTETS: Readonly<Record<ElementType, number>> = {
  unsigned: 4,
  signed: 4,
  float: 8,
  boolean: 1,
  mac: 6,
  string: 4,
  octets: 4,
  ipv4: 4,
  ipv6: 16,
  seconds: 4,
  milliseconds: 8,
  microseconds: 8,
  nanoseconds: 8,
};

/** What tshark calls a type. Of lists and sections, whose octets it looks into, it says nothing. */
const FORMS: Readonly<Record<ElementType, RegExp>> = {
  unsigned: /^FT_(UINT\d+|BOOLEAN|CHAR|FRAMENUM|RELATIVE_TIME)$/,
  signed: /^FT_INT\d+$/,
  float: /^FT_(FLOAT|DOUBLE)$/,
  boolean: /^FT_(BOOLEAN|UINT8)$/,
  mac: /^FT_ETHER$/,
  string: /^FT_STRING/,
  octets: /^FT_(BYTES|NONE|OID)$/,
  ipv4: /^FT_IPv4$/,
  ipv6: /^FT_IPv6$/,
  seconds: /^FT_ABSOLUTE_TIME$/,
  milliseconds: /^FT_ABSOLUTE_TIME$/,
  microseconds: /^FT_ABSOLUTE_TIME$/,
  nanoseconds: /^FT_ABSOLUTE_TIME$/,
};

/** Where the record begins: behind Ethernet, IPv4, UDP, the message's header, a template of one field, the head of the data set. */
const RECORD = 14 + 20 + 8 + 16 + 12 + 4;

/** A message with a template of one element, and a record of it (RFC 7011 §3). */
function message(id: number, template: number, octets: number): Uint8Array {
  const b = new Uint8Array(32 + octets);
  const d = new DataView(b.buffer);
  for (const [at, n] of [10, b.length, 0, 0, 0, template, 0, 1, 2, 12, template, 1, id, octets, template, 4 + octets].entries())
    d.setUint16(2 * at, n);
  return packet(Ether(), IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP({ sport: 4739, dport: 4739 }), b).bytes;
}

/** A capture of Ethernet frames. @see draft-ietf-opsawg-pcap §4, §5 */
function pcap(frames: readonly Uint8Array[]): Buffer {
  const head = (numbers: readonly number[]): Buffer => Buffer.from(Uint32Array.from(numbers).buffer);
  return Buffer.concat([head([0xa1b2c3d4, 0x40002, 0, 0, 65_535, 1]), ...frames.flatMap((b) => [head([1, 0, b.length, b.length]), b])]);
}

/** The type of tshark's field where each element's value stands; undefined where it has none for it. */
function typesOf(ids: readonly number[]): (string | undefined)[] {
  const types = new Map(
    tshark('-G', 'fields')
      .map((line) => line.split('\t'))
      .map(([, , field, type]) => [field, type]),
  );
  const folder = mkdtempSync(join(tmpdir(), 'ipfix-'));
  try {
    const file = join(folder, 'elements.pcap');
    writeFileSync(file, pcap(ids.map((id, i) => message(id, 256 + i, OCTETS[informationElement(id)?.type ?? 'octets']))));
    const frames = tshark('-n', '-r', file, '-T', 'pdml', '-J', 'cflow').join('\n').split('<packet>').slice(1);
    return frames.map((frame, i) => {
      const size = OCTETS[informationElement(ids[i] as number)?.type ?? 'octets'];
      const [, field] = new RegExp(`<field name="(cflow\\.[^"]+)"[^>]* size="${size}" pos="${RECORD}"`).exec(frame) ?? [];
      return types.get(field);
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Where tshark has words of its own: two of Cisco's names, and two that are no longer to be used (IANA: they are layer2OctetDeltaCount and …TotalCount). */
const OTHER_NAMES = new Set([313, 314, 416, 419]);
/**
 * Where tshark shows a number as something else: milliseconds since the start as a time (21, 22), microseconds before the export as one (158, 159), sets of
 * flags as octets (173, 208, 209, 285). They are unsigned in IANA's registry.
 */
const OTHER_TYPES = new Set([21, 22, 158, 159, 173, 208, 209, 285]);

describeIf(requireProgram('tshark'), "IPFIX's information elements against tshark", () => {
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

  it('have its numbers, and its names from 210 on; those before are of NetFlow 9', () => {
    const theirs = listed();
    const wrong: string[] = [];
    for (const [id, name] of theirs) {
      const ours = informationElement(id)?.name;
      if (id > 0 && id < 600 && ours === undefined) wrong.push(`${id}: no ${name}`);
      if (id >= 210 && id < 600 && ours !== undefined && !OTHER_NAMES.has(id) && plain(ours) !== plain(name))
        wrong.push(`${id}: ${ours}, ${name}`);
    }
    expect(wrong).toEqual([]);
    expect(theirs.size).toBeGreaterThan(400);
  });

  it('have its types', () => {
    // What it does not know it shows as octets.
    const theirs = listed();
    const ids = [...informationElements.entries()].map(([id]) => id).filter((id) => theirs.has(id) && !OTHER_TYPES.has(id));
    const wrong: string[] = [];
    let compared = 0;
    for (const [i, type] of typesOf(ids).entries()) {
      const id = ids[i] as number;
      const ours = informationElement(id);
      if (ours === undefined || type === undefined) continue;
      compared++;
      if (!FORMS[ours.type].test(type)) wrong.push(`${id} ${ours.name}: ${ours.type}, ${type}`);
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(400);
  });
});
