/** What `pkw read -T fields` says, against tshark. docs/conformance.md explains what differs. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ALONE, FORM, protocolsOf, rowsOf, textOf, tsharkEnvironment } from '../../scripts/lib/tshark.mjs';
import { buildCli, type BuiltCli } from '../support/built-cli.ts';
import { filesBelow } from '../support/captured-frames.ts';
import { engineFields } from '../support/engine-fields.ts';
import { mergeCaptures, packetCounts } from '../support/programs/merged-captures.ts';
import { all, describeIf, requireProgram, requireShared, sharedPath } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

const folder = fileURLToPath(new URL('../fixtures/captures', import.meta.url));
const LISTED = new Set('frame raw eth vlan ieee8021ad arp sll null ip ipv6 icmp icmpv6 udp tcp dns mdns llmnr'.split(' '));
/** Captures whose packets tshark counts otherwise: it takes pcapng's custom blocks for packets. */
const OTHER_COUNT = /hadrielk\+pcapng-test-generator\/output_.e\/(basic\/test01[78]|difficult\/test202)\.pcapng$/;

/** What differs and is explained in docs/conformance.md: capture, field, and the packets (all, where there are none). */
const EXPLAINED: readonly { readonly capture: RegExp; readonly fields: RegExp; readonly packets?: readonly number[] }[] = [
  // The octets of no family that anybody uses; Wireshark takes the last two for an EtherType.
  { capture: /null_loopback\.pcap$/, fields: /./, packets: [3] },
  // The inner IPv6 header of a tunnel that we do not read yet.
  { capture: /ayiya3\.pcap$/, fields: /^ip\.version$/ },
  // BSD's SLIP, whose heads tcpdump reads and Wireshark does not.
  { capture: /icmp6_nodeinfo_oobr\.pcap$/, fields: /^frame\.protocols$/ },
  // What stands around a frame in ISL has the fields of 802.3 for us; tshark has other names for them.
  { capture: /DTP\.pcap$/, fields: /^eth\.(dst|src|len)$/ },
  // More than a second of nanoseconds: tshark's sum has two signs.
  { capture: /timestamp_invalid_nano\.pcap$/, fields: /^frame\.time_epoch$/, packets: [3] },
  // What a quoted datagram carries stays octets.
  { capture: /icmp6\.pcap$/, fields: /^(frame\.protocols|dns\..*)$/, packets: [35] },
];

const isExplained = (path: string, field: string, packet: number): boolean =>
  EXPLAINED.some((e) => e.capture.test(path) && e.fields.test(field) && (e.packets?.includes(packet) ?? true));

/** The layers in front that are all ours to know. */
function front(chain: string | undefined): { known: string[]; behind: string[] } {
  const layers = protocolsOf(chain);
  const end = layers.findIndex((l) => !LISTED.has(l.split('.')[0] as string));
  return end < 0 ? { known: layers, behind: [] } : { known: layers.slice(0, end), behind: layers.slice(end) };
}

function isCounted(chain: string | undefined, field: string): boolean {
  const protocol = field.split('.')[0] as string;
  if (protocol === 'frame') return true;
  const names = protocol === 'dns' ? ['dns', 'mdns', 'llmnr'] : [protocol];
  const { known, behind } = front(chain);
  const has = (layers: readonly string[]): boolean => layers.some((l) => names.includes(l.split('.')[0] as string));
  return has(known) && !has(behind);
}

function isEqual(field: string, want: string | undefined, got: string | undefined): boolean {
  if (field === 'frame.protocols') return front(want).known.join() === front(got).known.join();
  if (field === 'frame.time_epoch') return want?.replace(/0+$/, '') === got?.replace(/0+$/, '');
  return want === got;
}

type Row = ReadonlyMap<string, string>;

/** What tshark says of each packet of each capture; none of a link type or a file that it refuses. It begins once for all pcap files. */
async function tsharkRows(paths: readonly string[], asked: readonly string[], home: string): Promise<{ path: string; rows: Row[] }[]> {
  const isPcap = (path: string): boolean => /^(d4c3b2a1|4d3cb2a1|a1b2c3d4|a1b23c4d)/.test(readFileSync(path).toString('hex', 0, 4));
  // A pcapng file's interfaces would get other numbers.
  const files = [...mergeCaptures(paths.filter(isPcap), home), ...paths.filter((p) => !isPcap(p)).map((p) => ({ path: p, parts: [p] }))];
  const counts = packetCounts(files.flatMap(({ parts }) => (parts.length > 1 ? parts : [])));
  const found: { path: string; rows: Row[] }[] = [];
  for (const { path, parts } of files) {
    const words = ['-n', '-r', path, ...ALONE, '-T', 'fields', ...FORM, ...asked, '-e', '_ws.malformed', '-e', '_ws.short'];
    const rows = rowsOf(await textOf('tshark', words, tsharkEnvironment(home)), [...engineFields, '_ws.malformed', '_ws.short']);
    if (parts.length === 1) {
      if (rows.length > 0) found.push({ path, rows });
      continue;
    }
    let at = 0;
    for (const part of parts) {
      const before = at;
      const own = rows.slice(at, at + (counts.get(part) ?? Number.NaN)).map((row) => {
        const one = new Map(row).set('frame.number', String(Number(row.get('frame.number')) - before));
        // A pcap file has no interfaces; the merged one has.
        one.delete('frame.interface_id');
        return one;
      });
      at += own.length;
      if (own.length > 0) found.push({ path: part, rows: own });
    }
    expect(at).toBe(rows.length);
  }
  return found;
}

describeIf(all(...['tshark', 'mergecap', 'capinfos'].map(requireProgram)), 'the fields of the captures kept here', () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'packetwright-tshark-'));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('are what tshark says, but for what is explained', async () => {
    const wrong: string[] = [];
    let values = 0,
      captures = 0;
    const asked = engineFields.flatMap((f) => ['-e', f]);
    const paths = filesBelow(folder, /\.(pcap|pcapng|cap|dmp|ntar)(\.gz|\.zst)?$/).filter(
      (path) => !OTHER_COUNT.test(path.slice(folder.length + 1)),
    );
    for (const { path, rows: want } of await tsharkRows(paths, asked, home)) {
      const name = path.slice(folder.length + 1);
      const ours = await runCli(['read', path, '-n', '--stateless', '-T', 'fields', ...FORM, ...asked]);
      const got = rowsOf(ours.out, engineFields);
      if (got.length !== want.length) wrong.push(`${name}: tshark has ${want.length} packets, pkw ${got.length}`);
      captures++;
      want.forEach((row, i) => {
        if (row.has('_ws.malformed') || row.has('_ws.short')) return;
        const chain = row.get('frame.protocols');
        for (const field of engineFields) {
          const w = row.get(field),
            g = got[i]?.get(field);
          if ((w === undefined && g === undefined) || !isCounted(chain, field)) continue;
          values++;
          if (!isEqual(field, w, g) && !isExplained(name, field, i + 1)) wrong.push(`${name} #${i + 1} ${field}: tshark ${w}, pkw ${g}`);
        }
      });
    }
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(captures).toBeGreaterThan(80);
    expect(values).toBeGreaterThan(30_000);
  }, 300_000);
});

describeIf(
  all(requireShared('conformance', 'compare.py'), requireProgram('tshark'), requireProgram('python3')),
  'the fields of the corpus',
  () => {
    let built: BuiltCli;
    beforeAll(async () => {
      built = await buildCli('src/cli/main.ts');
    });
    afterAll(() => built.remove());

    it('agree with tshark in 99.5 % of values, and no pcap or pcapng fails', () => {
      // Every tenth, for tshark takes minutes over all of them. docs/conformance.md has been counted over the whole.
      const paths = filesBelow(sharedPath('corpus'), /\.(pcap|pcapng|cap|dmp|ntar|trace)(\.gz)?$/).filter((_, k) => k % 10 === 0);
      const script = [
        sharedPath('conformance', 'compare.py'),
        '--pkw',
        built.path,
        '--only',
        sharedPath('conformance', 'engine.txt'),
        '--max',
        '200',
      ];
      const run = spawnSync('python3', [...script, ...paths], { encoding: 'utf8', maxBuffer: 1 << 28 });
      const total = /agreement ([\d.]+)% of (\d+) values.*captures (\d+).*failed (\d+)/.exec(run.stdout);
      expect(total, run.stdout.slice(-500) + run.stderr).not.toBeNull();
      const [, agreement, values, captures, failed] = total as RegExpExecArray;
      expect(Number(agreement)).toBeGreaterThanOrEqual(99.5);
      expect(Number(values)).toBeGreaterThan(20_000);
      expect(Number(captures)).toBeGreaterThan(40);
      expect(failed).toBe('0');
    }, 600_000);
  },
);
