/** Names and numbers of the registries that this package has, both ways. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { didYouMean, nearest } from '../../bytes/nearest.ts';
import { isNames, lazyNames, type Names, names } from '../../packet/spec/names.ts';
import { shown } from '../../packet/spec/wants.ts';
import { dhcpOptions } from '../application/dhcp/options.ts';
import { extensionNumbers } from '../application/tls/extensions.ts';
import { icmpTypes } from '../network/icmp/icmp-types.ts';
import { icmpv6Types } from '../network/icmpv6/head.ts';
import { dnsClasses, dnsOpcodes, dnsRcodes, dnsTypes } from './dns.ts';
import { eapTypes } from './eap-types.ts';
import { etherTypes } from './ether-types.ts';
import { hardwareTypes } from './hardware-types.ts';
import { ipProtocols } from './ip-protocols.ts';
import { informationElements } from './ipfix-elements.ts';
import { pppProtocols } from './ppp-protocols.ts';
import { serviceName, servicePort, type ServiceProtocol } from './services.ts';
import { tlsCipherSuites } from './tls-cipher-suites.ts';
import { tlsAlerts, tlsGroups, tlsHandshakeTypes, tlsSignatures, tlsVersions } from './tls.ts';

type Table = Pick<Names, 'name' | 'value'>;

const services = (protocol: ServiceProtocol): Table => ({
  name: (port) => serviceName(port, protocol),
  value: (name) => servicePort(name, protocol),
});
const table = (of: Names | Readonly<Record<string, number>>): Table => (isNames(of) ? of : names(of));
const options = (): Table =>
  lazyNames(function* () {
    for (const [n, { name }] of Object.entries(dhcpOptions)) yield [Number(n), name];
  });
const extensions = (): Table =>
  lazyNames(function* () {
    for (const [name, n] of extensionNumbers()) yield [n, name];
  });

const TABLES = {
  /** Services of TCP and UDP: Debian's names, then IANA's. */
  tcp: () => services('tcp'),
  udp: () => services('udp'),
  etherType: () => table(etherTypes),
  ipProtocol: () => table(ipProtocols),
  /** Hardware types of ARP and DHCP. */
  hardwareType: () => table(hardwareTypes),
  pppProtocol: () => table(pppProtocols),
  icmpType: () => table(icmpTypes),
  icmpv6Type: () => table(icmpv6Types),
  dnsType: () => table(dnsTypes),
  dnsClass: () => table(dnsClasses),
  dnsOpcode: () => table(dnsOpcodes),
  dnsRcode: () => table(dnsRcodes),
  dhcpOption: options,
  eapType: () => table(eapTypes),
  tlsVersion: () => table(tlsVersions),
  tlsHandshakeType: () => table(tlsHandshakeTypes),
  tlsAlert: () => table(tlsAlerts),
  tlsCipherSuite: () => table(tlsCipherSuites),
  tlsExtension: extensions,
  tlsGroup: () => table(tlsGroups),
  tlsSignature: () => table(tlsSignatures),
  ipfixElement: () => table(informationElements),
};

/** A registry that `lookup` knows. */
export type LookupTable = keyof typeof TABLES;

const made = new Map<string, Table>();

/**
 * The name of a number, or the number of a name: `lookup('tcp', 443)` is `'https'`, `lookup('etherType', 'IPv6')` is 0x86dd. A name is found by each
 * of its spellings that the registry has (`http`, `www`); of several names for a number the one that the package shows is given. Undefined
 * where the registry has none. Each table is read when it is first asked. Sources: netbase and IANA for services, IANA and IEEE for the others, named where each
 * table stands. Vendors of hardware addresses: `vendorOf` of `packetwright/vendors`.
 *
 * @throws PacketwrightError ERR_VALUE for a registry that there is not, and for a key that is neither number nor text.
 */
export function lookup(table: LookupTable, number: number): string | undefined;
export function lookup(table: LookupTable, name: string): number | undefined;
export function lookup(table: LookupTable, key: number | string): string | number | undefined {
  if (!Object.hasOwn(TABLES, table))
    throw new PacketwrightError(
      'ERR_VALUE',
      `lookup knows no registry ${shown(table)}${didYouMean(nearest(String(table), Object.keys(TABLES)))}`,
      {
        value: table,
      },
    );
  if (!made.has(table)) made.set(table, TABLES[table]());
  const names = made.get(table) as Table;
  if (typeof key === 'number') return names.name(key);
  if (typeof key === 'string') return names.value(key);
  throw new PacketwrightError('ERR_VALUE', `lookup: expected a number or a name, found ${shown(key)}`, { value: key });
}
