/** What captures say of themselves (names, comments, options, other text) may hold anything: none of it reaches a terminal as a control. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PacketwrightError } from '../../src/bytes/errors.ts';
import { type Random, seededRandom } from '../../src/bytes/random.ts';
import { openCapture, rdpcap, wrpcap } from '../../src/capture/node/captures.ts';
import { memorySink } from '../../src/capture/octet-sink.ts';
import { option, type PcapngOption } from '../../src/capture/pcapng/options.ts';
import { PcapngWriter } from '../../src/capture/pcapng/writer.ts';
import { PacketList } from '../../src/packet/packet-list.ts';
import { runCli } from '../support/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'packetwright-metadata-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Control characters but for line ends and tabs (ECMA-48), and what turns the direction of writing or is not seen (Unicode, UAX #9). */
const CONTROLS = '\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff';
const RAW = new RegExp(`[${CONTROLS}]`);

const NASTY = [
  '\x1b]0;title\x07',
  '\x1b[2J',
  '\x9b31m',
  '\x9d0;x\x9c',
  '\x7f',
  '\x00',
  '\r',
  '\n',
  '\t',
  '\b\b\b',
  '\u202e',
  '\u2066',
  '\u061c',
  '\u200f',
  '\u2028',
  '\ufeff',
  '\u{e0041}',
  '\ud800',
  '"',
  '\\',
  '\\u202e',
  'eth0',
  'ä',
  '日本',
  ' ',
  '%s',
  '--',
  '\x85',
  '\x90q\x9c',
]; // prettier-ignore

const text = (random: Random): string => Array.from({ length: 1 + random.below(6) }, () => random.pick(NASTY)).join('');

/** Ethernet, IPv4, UDP with two octets: RFC 791 §3.1, RFC 768. */
const FRAME = Uint8Array.from(
  Buffer.from('02000000000202000000000108004500001e00010000401100000a0000010a00000200350036000a0000abcd', 'hex'),
);

/** A capture whose every text is a nasty one. */
async function nastyCapture(random: Random): Promise<Uint8Array> {
  const sink = memorySink();
  const t = (): string => text(random);
  const writer = new PcapngWriter(sink, { section: [option('comment', t()), option('shb_hardware', t()), option('shb_userappl', t())] });
  for (let i = 0; i < 2; i++)
    await writer.addInterface({ name: t(), description: t(), os: t(), hardware: t(), filter: t(), comments: [t(), t()], linkType: 1 });
  await writer.writeNames([{ type: 1, address: Uint8Array.of(10, 0, 0, 1), names: [t()] }]);
  for (let i = 0; i < 3; i++) {
    const options: PcapngOption[] = [{ code: 2988, name: 'custom', pen: 1, copy: true, value: t() }];
    await writer.write({ octets: FRAME, sec: i, nsec: 0, iface: i & 1, comments: [t(), t()], options });
  }
  await writer.close();
  return sink.octets();
}

const FIELDS = ['frame.comment', 'frame.interface_name', 'frame.interface_description', 'frame.interface_id', 'ip.src'].flatMap((name) => [
  '-e',
  name,
]);

describe('metadata', () => {
  it('of any text: no raw control in lists, fields, JSON, messages', async () => {
    const random = seededRandom('metadata');
    const shown: [what: string, text: string][] = [];
    for (let round = 0; round < 20; round++) {
      const octets = await nastyCapture(random);
      // Every second one is damaged.
      if (round % 2 === 1) octets[28 + random.below(octets.length - 28)] = random.below(256);
      const path = join(folder, `${round % 4 === 0 ? `${text(random).replaceAll(/[\0/]/g, '')}-` : ''}${round}.pcapng`);
      writeFileSync(path, octets);
      const nowhere = join(folder, 'missing', text(random).replaceAll('\0', ''));
      for (const words of [
        ['read', path],
        ['read', path, '--json'],
        ['read', path, '-T', 'fields', ...FIELDS],
        ['dump', '-r', path],
        ['dump', '-r', path, '--json'],
        ['read', nowhere],
        ['dump', '-r', path, '-w', nowhere],
        ['dump', '-r', path, text(random)],
        [text(random)],
        ['read', '-T', 'fields', '-E', 'header=y', '-e', text(random), path],
        ['read', '-d', text(random), path],
      ]) {
        // prettier-ignore
        const { out, err } = await runCli(words.map((word) => word.replaceAll('\0', '')));
        shown.push([words.join(' '), out], [words.join(' '), err]);
      }
      shown.push(...(await ofLibrary(path)));
    }
    expect(shown.length).toBeGreaterThan(500);
    expect(shown.filter(([, what]) => RAW.test(what)).map(([words, what]) => JSON.stringify([words, what]))).toEqual([]);
  });

  it('in JSON is all there: escapes, not another text', async () => {
    const random = seededRandom('json');
    for (let i = 0; i < 20; i++) {
      const path = join(folder, 'json.pcapng');
      writeFileSync(path, await nastyCapture(random));
      const [p] = await rdpcap(path);
      const { out } = await runCli(['read', path, '--json', '-c', '1']);
      expect(JSON.parse(out).frame).toMatchObject({ comment: p?.meta.comment, iface: p?.meta.iface });
      await wrpcap(join(folder, 'again.pcapng'), await rdpcap(path));
      const [q] = await rdpcap(join(folder, 'again.pcapng'));
      expect(q?.meta).toEqual(p?.meta);
    }
  });
});

/** The library's own texts. */
async function ofLibrary(path: string): Promise<[string, string][]> {
  const shown: [string, string][] = [];
  try {
    const list = await rdpcap(path);
    shown.push(['text', list.text], ['text', new PacketList(list, path).text]);
    for (const p of list) shown.push(['json', p.json()], ['show', p.show()], ['summary', p.summary()], ['command', p.command()]);
    await (await openCapture(path)).close();
  } catch (error) {
    if (!(error instanceof PacketwrightError)) throw error;
    shown.push(['message', error.message], ['line', error.line]);
  }
  return shown;
}
