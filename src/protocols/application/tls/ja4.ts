/**
 * JA4: a client's way to say hello, as one text that does not change with the order of what it lists. JA4S and the others of JA4+ are under a
 * licence that does not allow them here (FoxIO License 1.1); JA4 is under BSD-3-Clause.
 * @see https://github.com/FoxIO-LLC/ja4/blob/main/technical_details/JA4.md
 */
import { toHex } from '../../../bytes/hex.ts';
import { sha256 } from '../../../bytes/crypto/sha256.ts';
import { utf8Octets } from '../../../bytes/text.ts';
import { entriesOf, extensionNumbersOf, type Hello, meaning, valueIn } from './ja3.ts';

/** Versions by two characters; others are 00. */
const VERSIONS: Readonly<Record<number, string>> = {
  0x0304: '13',
  0x0303: '12',
  0x0302: '11',
  0x0301: '10',
  0x0300: 's3',
  2: 's2',
  0xfeff: 'd1',
  0xfefd: 'd2',
  0xfefc: 'd3',
};
/** What is told in the first part, and so not in the last: the server's name, and protocols. */
const SERVER_NAME = 0,
  PROTOCOLS = 16;

const two = (n: number): string => String(Math.min(n, 99)).padStart(2, '0');
const hexList = (numbers: readonly number[]): string => numbers.map((n) => n.toString(16).padStart(4, '0')).join();
const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);
/** The first twelve digits; zeros of nothing. */
const hashed = (text: string): string => (text === '' ? '0'.repeat(12) : toHex(sha256(utf8Octets(text)).subarray(0, 6)));

const isLetterOrDigit = (c: string): boolean => /^[0-9A-Za-z]$/.test(c);

/** The first and the last character of the first protocol, or of its hexadecimal digits where they are neither letters nor digits. */
function endsOf(protocols: unknown): string {
  const first: unknown = Array.isArray(protocols) ? protocols[0] : undefined;
  if (typeof first !== 'string' || first === '') return '00';
  const text = isLetterOrDigit(first[0] as string) && isLetterOrDigit(first.at(-1) as string) ? first : toHex(utf8Octets(first));
  return `${text[0]}${text.at(-1)}`;
}

/** Over what a hello came: TCP, QUIC, DTLS. */
export type HelloTransport = 't' | 'q' | 'd';

/** `t13d1516h2_8daaf6152771_b186095e22b6`: what came over what, suites, and extensions with signature algorithms. */
export function ja4({ version, ciphers, ext }: Hello & { readonly ciphers: unknown }, over: HelloTransport): string {
  const suites = meaning(ciphers),
    extensions = extensionNumbersOf(ext);
  const versions = meaning(valueIn(ext, 'supported_versions'));
  // Versions of DTLS count down.
  const latest = versions.length === 0 ? version : over === 'd' ? Math.min(...versions) : Math.max(...versions);
  const named = entriesOf(ext).some(([name]) => name === 'server_name') ? 'd' : 'i';
  const protocols = endsOf(valueIn(ext, 'application_layer_protocol_negotiation'));
  const rest = hexList(sorted(extensions.filter((n) => n !== SERVER_NAME && n !== PROTOCOLS)));
  const signatures = hexList(meaning(valueIn(ext, 'signature_algorithms')));
  return [
    `${over}${VERSIONS[latest] ?? '00'}${named}${two(suites.length)}${two(extensions.length)}${protocols}`,
    hashed(hexList(sorted(suites))),
    hashed(extensions.length === 0 || signatures === '' ? rest : `${rest}_${signatures}`),
  ].join('_');
}
