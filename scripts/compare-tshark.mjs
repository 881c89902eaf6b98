// How much of some protocols reads as tshark reads it: `node scripts/compare-tshark.mjs [options] PROTOCOL[,PROTOCOL…] CAPTURE…`
//
// Compares, packet by packet, every field of ours under these protocols' names that tshark has too, and `frame.protocols` down to the last of
// them. What stands in a protocol that we have no layer for, or behind what is encrypted, is not compared. tshark puts nothing together from
// several packets. It is asked by our rules, each told with its reason in docs/conformance.md: what a message looks like counts before its port,
// no key of the capture is used, a segment that tshark joins to a record of TLS is TLS, and a conversation is of SSL 2.0 only if it still is when
// segments are joined. With QUIC, the hellos of TLS in its Initials are compared too: both programs open these.
// Prints a line a field, worst first, and the whole.
//   --defaults    tshark by its own rules instead
//   --stateless   nothing is learned from earlier packets (tshark always does)
//   --max N       packets of each capture, 2000 by default
//   --show N      prints the first N differences of each capture
//   --least P     ends with 1 where less than P % agree
//   --pkw PATH    the program `pkw`; without it dist/ as `node scripts/build.mjs` makes it
// Needs tshark.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadSource } from './lib/load-source.mjs';
import { withoutSecrets } from './lib/pcapng-secrets.mjs';
import { root } from './lib/tree.mjs';
import { ALONE, FORM, JOINED, OUR_RULES, protocolsOf, rowsOf, textOf, tsharkEnvironment } from './lib/tshark.mjs';
import { asJoined, PARTS, STREAM } from './lib/tshark-joined.mjs';

const { values: o, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    defaults: { type: 'boolean', default: false },
    stateless: { type: 'boolean', default: false },
    max: { type: 'string', default: '2000' },
    show: { type: 'string', default: '0' },
    least: { type: 'string', default: '0' },
    pkw: { type: 'string' },
  },
});
const [asked = '', ...captures] = positionals;
const protocols = asked.split(',');
/** @param {string} field */
const isAsked = (field) => protocols.some((p) => field.startsWith(`${p}.`));
/** Values of the hellos that stand in QUIC's Initials. @param {string} field */
const isInInitials = (field) => protocols.includes('quic') && field.startsWith('tls.handshake.');
/** What tshark may have decrypted, with keys or without, or expanded, is not compared. */
const ENCRYPTED = new Set(['tls', 'dtls', 'quic', 'esp', 'ipcomp']);

/** Layers in front that are ours to read. @param {string | undefined} chain */
function seenOf(chain) {
  const layers = protocolsOf(chain);
  const unknown = layers.findIndex((l) => !ourLayers.has(l)),
    encrypted = layers.findIndex((l) => ENCRYPTED.has(l));
  const seen = layers.slice(0, Math.min(unknown < 0 ? layers.length : unknown, encrypted < 0 ? layers.length : encrypted + 1));
  return { seen, isWhole: !layers.slice(seen.length).some((l) => protocols.includes(l)) };
}
/** Down to the last of the protocols that are asked; nothing where there is none. @param {readonly string[]} layers */
const downToAsked = (layers) => layers.slice(0, layers.findLastIndex((l) => protocols.includes(l)) + 1).join(':');

const home = mkdtempSync(join(tmpdir(), 'packetwright-tshark-'));
const env = tsharkEnvironment(home);
const { fieldNames } = await loadSource('src/filter/field-names.ts');
const registry = (await loadSource('src/protocols/protocols.ts')).protocols;
/** What tshark calls our layers. @type {ReadonlySet<string>} */
const ourLayers = new Set([
  ...protocols,
  // What stands for the octets of a link type that has no header.
  'raw',
  ...registry.soundLayers().flatMap((/** @type {any} */ layer) => (layer.spec.wireshark ?? '').split(':')),
]);
const theirs = new Set((await textOf('tshark', ['-G', 'fields'], env)).split('\n').map((line) => line.split('\t')[2]));
const fields = ['frame.protocols', ...fieldNames(registry).keys()].filter(
  (f) => theirs.has(f) && (f === 'frame.protocols' || isAsked(f) || isInInitials(f)),
);
const read = [...fields, 'tcp.len'];
/** Only where it decrypted a packet of QUIC are there frames. */
const DECRYPTED = 'quic.frame_type';
const wanted = read.flatMap((f) => ['-e', f]);
const DAMAGE = ['_ws.malformed', '_ws.short'];
/** Where it put TLS together from messages of EAP, which no preference of its own prevents. */
const PIECES = 'eap.tls.fragments';

/** @type {Map<string, { same: number, all: number }>} */
const counts = new Map();
const damaged = { same: 0, all: 0 };
let cut = 0,
  pieces = 0,
  undivided = 0;

/**
 * Whether the last record of TLS goes on in a later segment: tshark leaves its fields out, we read what is there.
 *
 * @param {ReadonlyMap<string, string>} ours
 */
const isCut = (ours) =>
  (ours.get('tls.record.length') ?? '').split('\x02').reduce((sum, n) => sum + 5 + Number(n), 0) > Number(ours.get('tcp.len') ?? Infinity);

/**
 * Whether tshark has the octets that we have, but does not divide the last packet into id and payload, as it did not see the id in clear; or
 * leaves out the payloads that it decrypted.
 *
 * @param {string} field
 * @param {ReadonlyMap<string, string>} theirs
 * @param {ReadonlyMap<string, string>} ours
 */
function isUndivided(field, theirs, ours) {
  /** @param {ReadonlyMap<string, string>} row @param {string} name */
  const listOf = (row, name) => row.get(name)?.split('\x02') ?? [];
  const [payloads, ourPayloads] = [listOf(theirs, 'quic.remaining_payload'), listOf(ours, 'quic.remaining_payload')];
  const [ids, ourIds] = [listOf(theirs, 'quic.dcid'), listOf(ours, 'quic.dcid')];
  const whole = `${ourIds.at(-1) ?? ''}${ourPayloads.at(-1) ?? ''}`;
  const isWhole = ids.length < ourIds.length && payloads.at(-1) === whole;
  if (field === 'quic.dcid') return isWhole && [...ids, ourIds.at(-1)].join() === ourIds.join();
  if (field !== 'quic.remaining_payload') return false;
  const divided = isWhole ? [...payloads.slice(0, -1), ourPayloads.at(-1)] : payloads;
  if (divided.join() === ourPayloads.join()) return true;
  let from = 0;
  // In order, some left out.
  return theirs.has(DECRYPTED) && divided.every((one) => (from = ourPayloads.indexOf(String(one), from) + 1) > 0);
}

/** The capture without the keys that it may have: a copy where it has any. @param {string} path */
function withoutKeys(path) {
  if (o.defaults) return path;
  const capture = readFileSync(path),
    keyless = withoutSecrets(capture);
  if (keyless.length === capture.length) return path;
  const to = join(home, 'keyless.pcapng');
  writeFileSync(to, keyless);
  return to;
}

/** What tshark says of each packet. @param {string} path @param {readonly string[]} rules @param {readonly string[]} asked */
async function tsharkRows(path, rules, asked) {
  const args = ['-n', '-r', path, ...rules, '-c', o.max, '-T', 'fields', ...FORM, ...asked.flatMap((f) => ['-e', f])];
  return rowsOf(await textOf('tshark', args, env), asked);
}

/** What tshark says of each packet, by our rules if they are asked. @param {string} path */
async function askTshark(path) {
  const from = withoutKeys(path);
  const rules = o.defaults ? ALONE : [...ALONE, ...OUR_RULES];
  const rows = await tsharkRows(from, rules, [...read, DECRYPTED, PIECES, STREAM, ...DAMAGE]);
  if (o.defaults || !protocols.includes('tls')) return rows;
  return asJoined(rows, await tsharkRows(from, JOINED, [...read, STREAM, PARTS]));
}

/** @param {string} path */
async function compare(path) {
  const [want, ours] = await Promise.all([
    askTshark(path),
    textOf(o.pkw ?? process.execPath, [
      ...(o.pkw === undefined ? [join(root, 'dist/cli/main.js')] : []),
      ...['read', path, '-n', '-c', o.max, '-T', 'fields', ...FORM, ...wanted],
      ...(o.stateless ? ['--stateless'] : []),
    ]),
  ]);
  const got = rowsOf(ours, read);
  let shown = 0,
    same = 0,
    all = 0;
  for (const [i, w] of want.entries()) {
    const g = got[i] ?? new Map();
    if (w.has(PIECES) && !o.defaults) {
      pieces++;
      continue;
    }
    const theirChain = seenOf(w.get('frame.protocols')),
      ourChain = seenOf(g.get('frame.protocols'));
    for (const field of fields) {
      const isChain = field === 'frame.protocols';
      const their = isChain ? downToAsked(theirChain.seen) : w.get(field);
      const our = isChain ? downToAsked(ourChain.seen) : g.get(field);
      if ((their || our || '') === '' || !theirChain.isWhole) continue;
      if (!isChain && !isAsked(field) && !theirChain.seen.includes('quic')) continue;
      // What it decrypted it shows as frames instead.
      if (field === 'quic.remaining_payload' && their === undefined) continue;
      const isSame = their === our;
      if (!isSame && !o.defaults && field.startsWith('quic.') && isUndivided(field, w, g)) {
        undivided++;
        continue;
      }
      if (!isSame && field.startsWith('tls.') && isCut(g) && (their === undefined || our?.startsWith(`${their}\x02`))) {
        cut++;
        continue;
      }
      const count = DAMAGE.some((f) => w.has(f)) ? damaged : (counts.get(field) ?? { same: 0, all: 0 });
      if (count !== damaged) {
        counts.set(field, count);
        all++;
        same += Number(isSame);
      }
      count.all++;
      count.same += Number(isSame);
      if (!isSame && count !== damaged && shown++ < Number(o.show))
        console.log(`${basename(path)} #${i + 1} ${field}: tshark ${JSON.stringify(their)}, pkw ${JSON.stringify(our)}`);
    }
  }
  if (want.length !== got.length) console.log(`${basename(path)}: tshark has ${want.length} packets, pkw ${got.length}`);
  if (all > 0) console.log(`${basename(path)}: ${share({ same, all })}`);
}

/** @param {{ same: number, all: number }} count */
const share = ({ same, all }) => `${all === 0 ? '100' : ((100 * same) / all).toFixed(3)} % of ${all}`;

try {
  for (const path of captures) await compare(path);
} finally {
  rmSync(home, { recursive: true, force: true });
}
const total = { same: 0, all: 0 };
for (const [field, count] of [...counts].sort(([, a], [, b]) => b.all - b.same - (a.all - a.same))) {
  total.same += count.same;
  total.all += count.all;
  if (count.same < count.all) console.log(`  ${field}: ${count.all - count.same} of ${count.all} differ`);
}
console.log(`agreement ${share(total)} values of ${counts.size} fields; of damaged packets ${share(damaged)}`);
if (cut > 0) console.log(`${cut} values of records that go on in a later segment, which tshark leaves out`);
if (pieces > 0) console.log(`${pieces} packets in which tshark put TLS together from several messages of EAP`);
if (undivided > 0) console.log(`${undivided} values of QUIC that tshark does not divide into id and payload, or decrypted`);
process.exitCode = 100 * total.same < Number(o.least) * total.all ? 1 : 0;
