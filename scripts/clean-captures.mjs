// Which captures of the corpus are clean, as tshark sees it: `node scripts/clean-captures.mjs`; `--check` says whether the list is up to date.
//
// Writes test/fixtures/clean-captures.txt: all captures of ../shared/corpus in which tshark, with all checksums and TCP's numbers looked at, has
// nothing to remark. Nothing of ours takes part, so the list can measure how often `explain` blames what is well. Takes some minutes.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FORM, rowsOf, textOf, tsharkEnvironment } from './lib/tshark.mjs';
import { finish, root, standsAs } from './lib/tree.mjs';

const LIST = 'test/fixtures/clean-captures.txt';
const CORPUS = join(dirname(root), 'shared', 'corpus');

const CHECKS = ['ip.check_checksum', 'tcp.check_checksum', 'udp.check_checksum', 'tcp.analyze_sequence_numbers'].flatMap((o) => [
  '-o',
  `${o}:TRUE`,
]);
const FIELDS = [
  'frame.protocols',
  '_ws.expert.severity',
  '_ws.expert.message',
  'tcp.analysis.flags',
  'tcp.analysis.window_update',
  'tcp.flags.reset',
  'icmp.type',
  'icmpv6.type',
  'dns.flags.rcode',
  'dhcp.option.dhcp',
  'sctp.chunk_type',
];
/** Wireshark's PI_NOTE: a remark. Below it are comments and the chat of a conversation, such as "Connection establish request (SYN)". */
const NOTE = 0x400000;
/** Notes on what every connection does at its end. */
const HARMLESS = new Set(['This frame initiates the connection closing', 'This frame undergoes the connection closing']);
/** Of ICMP: unreachable, source quench, redirect, time exceeded, parameter problem (RFC 792). Of ICMPv6 all errors are below 128 (RFC 4443 §2.1). */
const ICMP_ERRORS = new Set([3, 4, 5, 11, 12]);
/** DHCP's DECLINE and NAK (RFC 2132 §9.6). */
const DHCP_NO = new Set([4, 6]);
const SCTP_ABORT = 6;
/** Without one of these no cause can be told, and silence measures nothing. */
const ADDRESSED = new Set(['ip', 'ipv6', 'arp']);

/** Every occurrence of a field in a packet. @param {ReadonlyMap<string, string>} row @param {string} field */
const all = (row, field) => row.get(field)?.split('\x02') ?? [];
/** @param {ReadonlyMap<string, string>} row @param {string} field */
const numbers = (row, field) => all(row, field).map(Number);

/** Whether tshark remarks something in a packet, or the packet says that something went wrong. @param {ReadonlyMap<string, string>} row */
function isRemarkable(row) {
  const messages = all(row, '_ws.expert.message');
  return (
    numbers(row, '_ws.expert.severity').some((severity, i) => severity >= NOTE && !HARMLESS.has(messages[i] ?? '')) ||
    (row.has('tcp.analysis.flags') && !row.has('tcp.analysis.window_update')) ||
    numbers(row, 'tcp.flags.reset').includes(1) ||
    numbers(row, 'icmp.type').some((type) => ICMP_ERRORS.has(type)) ||
    numbers(row, 'icmpv6.type').some((type) => type < 128) ||
    numbers(row, 'dns.flags.rcode').some((rcode) => rcode !== 0) ||
    numbers(row, 'dhcp.option.dhcp').some((type) => DHCP_NO.has(type)) ||
    numbers(row, 'sctp.chunk_type').includes(SCTP_ABORT)
  );
}

/**
 * What tshark reads in a capture; undefined where it cannot read it to its end.
 *
 * @param {string} file
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<readonly ReadonlyMap<string, string>[] | undefined>}
 */
function read(file, env) {
  const args = ['-n', '-r', join(CORPUS, file), ...CHECKS, '-T', 'fields', ...FORM, ...FIELDS.flatMap((field) => ['-e', field])];
  return new Promise((resolve, reject) => {
    const child = spawn('tshark', args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (status) => resolve(status === 0 ? rowsOf(Buffer.concat(chunks).toString(), FIELDS) : undefined));
  });
}

const home = mkdtempSync(join(tmpdir(), 'packetwright-tshark-'));
const env = tsharkEnvironment(home);
const captures = readFileSync(join(CORPUS, 'INDEX.tsv'), 'utf8')
  .split('\n')
  .slice(1)
  .map((line) => line.split('\t'))
  .filter(([, , , format = '']) => format.startsWith('pcap') || format === 'snoop')
  .map(([file]) => /** @type {string} */ (file));
/** @type {string[]} */
const clean = [];
let packets = 0,
  long = 0;
for (const file of captures) {
  const rows = await read(file, env);
  const isAddressed = rows?.some((row) => (row.get('frame.protocols') ?? '').split(':').some((name) => ADDRESSED.has(name)));
  if (rows === undefined || isAddressed !== true || rows.some(isRemarkable)) continue;
  clean.push(file);
  packets += rows.length;
  if (rows.length >= 10) long++;
}
const version = /\d+\.\d+\.\d+/.exec(await textOf('tshark', ['--version'], env))?.[0];
rmSync(home, { recursive: true, force: true });
const text = `# Made by scripts/clean-captures.mjs with tshark ${version}: of ${captures.length} captures, tshark has nothing to remark in these ${clean.length}, with ${packets} packets; ${long} have 10 or more.
${clean.sort().join('\n')}
`;
if (process.argv.includes('--check')) {
  finish(standsAs(LIST, text) ? [] : [`${LIST} is not what tshark says; run: node scripts/clean-captures.mjs`], `${LIST} is up to date`);
} else {
  writeFileSync(join(root, LIST), text);
  console.log(`${LIST}: ${clean.length} of ${captures.length} captures`);
}
