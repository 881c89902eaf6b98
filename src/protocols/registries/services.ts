/**
 * TCP and UDP services by port. The table is one packed text, read at the first question: Debian's names, which the resolver, tcpdump
 * and scapy show, then IANA's for the ports that Debian does not name.
 */
import { lazyNames, type Names } from '../../packet/spec/names.ts';
import { debianServices, ianaServices } from './services-table.ts';

export type ServiceProtocol = 'tcp' | 'udp';

interface Services {
  /** The name shown for a port. */
  readonly names: Map<number, string>;
  /** Ports by all their names. */
  readonly ports: Map<string, number>;
}

interface Table {
  readonly tcp: Services;
  readonly udp: Services;
}

/**
 * Reads a packed table: entries with a space between, each the port's distance from the one before in base 36, then T, U or B for TCP, UDP
 * or both, then the names with commas, of which the first is shown.
 */
function unpack(packed: string): Table {
  const table: Table = { tcp: { names: new Map(), ports: new Map() }, udp: { names: new Map(), ports: new Map() } };
  let port = 0;
  for (const entry of packed.split(' ')) {
    let at = 1;
    // Digits of base 36 are small letters, so the first capital ends the number.
    while (entry.charCodeAt(at) > 90 || entry.charCodeAt(at) < 65) at++;
    const letter = entry[at];
    port += Number.parseInt(entry.slice(0, at), 36);
    const text = entry.slice(at + 1);
    const names = text.includes(',') ? text.split(',') : [text];
    if (letter !== 'U') add(table.tcp, port, names);
    if (letter !== 'T') add(table.udp, port, names);
  }
  return table;
}

function add(services: Services, port: number, names: readonly string[]): void {
  services.names.set(port, names[0] as string);
  for (const name of names) if (!services.ports.has(name)) services.ports.set(name, port);
}

let debianTable: Table | undefined;
let ianaTable: Table | undefined;

function debian(protocol: ServiceProtocol): Services {
  debianTable ??= unpack(debianServices());
  return debianTable[protocol];
}

function iana(protocol: ServiceProtocol): Services {
  ianaTable ??= unpack(ianaServices());
  return ianaTable[protocol];
}

/** The service of a port: Debian's name, or else IANA's. */
export function serviceName(port: number, protocol: ServiceProtocol): string | undefined {
  return debian(protocol).names.get(port) ?? iana(protocol).names.get(port);
}

/** The service of a port as a Debian system names it (getservbyport); undefined for the many that only IANA names. */
export function debianServiceName(port: number, protocol: ServiceProtocol): string | undefined {
  return debian(protocol).names.get(port);
}

/** The port of a service by any of its names (`http`, `www`, `ftp-data`); of several, Debian's, then IANA's lowest. */
export function servicePort(name: string, protocol: ServiceProtocol): number | undefined {
  return debian(protocol).ports.get(name) ?? iana(protocol).ports.get(name);
}

/** The port of a service as a Debian system finds it (getservbyname); undefined for the many names that only IANA has. */
export function debianServicePort(name: string, protocol: ServiceProtocol): number | undefined {
  return debian(protocol).ports.get(name);
}

/** scapy's spelling: an identifier, so that a name can be written in the shell without quotes (`ftp_data`). */
function identifier(name: string): string {
  return name.replace(/\W/g, '_');
}

/**
 * Services as a field's names: shown in scapy's spelling. A name that is shown finds its own port, so that what was printed can be read back; any other
 * (the plain spelling, aliases) is {@link servicePort}'s.
 */
function serviceNames(protocol: ServiceProtocol): Names {
  const debianNames = lazyNames(function* () {
    for (const [port, name] of debian(protocol).names) yield [port, identifier(name)];
  });
  const ianaNames = lazyNames(function* () {
    for (const [port, name] of iana(protocol).names) if (debianNames.name(port) === undefined) yield [port, identifier(name)];
  });
  return {
    // Shown as every Debian program shows it (and scapy, tcpdump): a rare name of IANA's on an ephemeral port misleads.
    name: debianNames.name,
    value: (name) => debianNames.value(name) ?? ianaNames.value(name) ?? servicePort(name, protocol),
    entries: debianNames.entries,
  };
}

/** Names of TCP ports. */
export const tcpServices: Names = /* @__PURE__ */ serviceNames('tcp');
/** Names of UDP ports. */
export const udpServices: Names = /* @__PURE__ */ serviceNames('udp');
