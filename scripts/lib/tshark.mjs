// tshark's values and ours, in one form: what both are asked, and how their lines are read.
import { spawn } from 'node:child_process';

/** Every packet on its own for tshark: nothing put together from several, nothing checked. */
export const ALONE = [
  'ip.defragment:FALSE',
  'ip.check_checksum:FALSE',
  'ip.tso_support:FALSE',
  'ipv6.defragment:FALSE',
  'tcp.desegment_tcp_streams:FALSE',
  'tcp.analyze_sequence_numbers:FALSE',
  'tcp.relative_sequence_numbers:FALSE',
  'tcp.check_checksum:FALSE',
  'udp.check_checksum:FALSE',
  'dns.desegment_dns_messages:FALSE',
  'tls.desegment_ssl_records:FALSE',
  'tls.desegment_ssl_application_data:FALSE',
  'http.desegment_headers:FALSE',
  'http.desegment_body:FALSE',
  'quic.reassemble_crypto_out_of_order:FALSE',
].flatMap((o) => ['-o', o]);

/** What a message looks like counts before its port: our rule (docs/design/sessions.md). */
export const OUR_RULES = ['-o', 'tcp.try_heuristic_first:TRUE'];

/** Segments joined to records of TLS, also those that come out of order. */
export const JOINED = [
  '-o',
  'tcp.desegment_tcp_streams:TRUE',
  '-o',
  'tcp.reassemble_out_of_order:TRUE',
  '-o',
  'tls.desegment_ssl_records:TRUE',
];

/** The form of `-T fields` that loses nothing: every occurrence, between octets that no value has. */
export const FORM = ['-E', 'header=n', '-E', 'separator=\x01', '-E', 'aggregator=\x02', '-E', 'occurrence=a', '-E', 'quote=n'];

/** Names in tshark's chain that stand for no protocol of their own. */
const OWN = new Set(['ethertype', 'data', 'data-text-lines', 'ip.fragments', 'frame']);

/** In front of these `http` stands for the conversation that turned into them, or for the tunnel that carries them. */
const TURNED = new Set(['http2', 'websocket', 'tls', 'smtp']);

/** @param {string | undefined} chain `frame.protocols`, without what stands for no protocol */
export const protocolsOf = (chain) =>
  (chain ?? '')
    .split(':')
    .filter((l) => l !== '' && !OWN.has(l) && !l.startsWith('_ws'))
    .filter((l, i, all) => l !== 'http' || !TURNED.has(all[i + 1] ?? ''));

/**
 * The values of each packet, by their fields.
 *
 * @param {string} text what FORM gives
 * @param {readonly string[]} fields those that were asked, in order
 * @returns {Map<string, string>[]}
 */
export const rowsOf = (text, fields) =>
  text
    .split('\n')
    .slice(0, -1)
    .map(
      (line) =>
        new Map(
          line
            .split('\x01')
            .flatMap((v, k) => (v === '' ? [] : [/** @type {[string, string]} */ ([/** @type {string} */ (fields[k]), v])])),
        ),
    );

/**
 * What a program prints, whatever its status.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>}
 */
export function textOf(program, args, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}

/** What tshark's environment must be, so that no one's preferences count. @param {string} home an empty folder */
export const tsharkEnvironment = (home) => ({ ...process.env, WIRESHARK_CONFIG_DIR: home, LC_ALL: 'C.UTF-8', TZ: 'UTC' });
