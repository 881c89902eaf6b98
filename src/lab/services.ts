/** What a host of the lab does for others: names, addresses, pages, echoes. */
import { checkOptions, type OptionNames } from '../bytes/known-options.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import type { AnsweringMachine } from '../exchange/answering/answering-machine.ts';
import { type DhcpServerPool, dhcpServer } from '../exchange/answering/dhcp-server.ts';
import { zoneAnswers } from '../exchange/answering/dns/dns-machine.ts';
import type { DnsZone } from '../exchange/answering/dns/zone.ts';
import { lengthPrefixed, withLength } from '../exchange/clients/stream/length-prefixed.ts';
import type { Clock } from '../host/host.ts';
import { onConnections } from '../stack/connections.ts';
import type { Stack } from '../stack/stack.ts';
import type { StackConnection } from '../stack/stack-connection.ts';
import { TCP_SETTINGS } from '../stack/tcp/tcp-settings.ts';
import { type LabPage, servePages } from './http-pages.ts';

/** Addresses that a lab host gives by DHCP: those of `range`. Itself is the router and, with `dns`, the name server, unless it is said otherwise. */
export type LabDhcp = Omit<DhcpServerPool, 'network'> & {
  /** Default 3,600. */
  readonly leaseSeconds?: number;
};

/** The services of a host. */
export interface LabServices {
  /** Names and their records: a DNS server on port 53, UDP and TCP. */
  readonly dns?: DnsZone;
  /** A DHCP server for the network of the host's first IPv4 address. */
  readonly dhcp?: LabDhcp;
  /** Pages by their paths (`/`): a web server on TCP port 80. */
  readonly http?: Readonly<Record<string, LabPage>>;
  /** Sends back what comes: port 7, UDP and TCP (RFC 862). */
  readonly echo?: boolean;
  /** More TCP ports that take connections. What comes there is read, and nothing is said. Every other port answers with a reset. */
  readonly tcp?: readonly number[];
}

const NAMES: OptionNames<LabServices> = { dns: true, dhcp: true, http: true, echo: true, tcp: true };
const DHCP_NAMES: OptionNames<LabDhcp> = {
  ...{ range: true, routers: true, nameServers: true, domain: true, mtu: true, options: true, reserved: true, leaseSeconds: true },
};
const [ECHO, DNS, HTTP] = [7, 53, 80];

/** @throws ERR_OPTION, ERR_VALUE */
export function checkServices(host: string, services: LabServices): void {
  checkOptions(`the services of ${host}`, services, NAMES);
  if (services.dhcp !== undefined) checkOptions(`the DHCP service of ${host}`, services.dhcp, DHCP_NAMES);
  const taken = [
    ...(services.http === undefined ? [] : [HTTP]),
    ...(services.echo === true ? [ECHO] : []),
    ...(services.dns === undefined ? [] : [DNS]),
  ];
  for (const port of services.tcp ?? []) {
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new PacketwrightError('ERR_RANGE', `TCP port ${port} of ${host}: expected 1 to 65535`, { value: port });
    if (taken.includes(port))
      throw new PacketwrightError('ERR_BUSY', `TCP port ${port} of ${host} has two services`, {
        port,
        remedy: 'leave it out of tcp: the other service takes its connections',
      });
    taken.push(port);
  }
}

/** A host that has services. */
export interface Serving {
  readonly stack: Stack;
  readonly mac: string;
  readonly clock: Clock;
  readonly machines: AnsweringMachine[];
}

/** They run until the stack is closed. @throws ERR_BUSY, ERR_ADDRESS */
export function startServices(host: Serving, services: LabServices): void {
  const { dns, dhcp, http, echo, tcp = [] } = services;
  if (dns !== undefined) serveNames(host.stack, dns);
  if (dhcp !== undefined) host.machines.push(addressServer(host, dhcp, dns !== undefined));
  if (http !== undefined) take(host.stack, HTTP, (connection) => servePages(connection, http));
  if (echo === true) {
    take(host.stack, ECHO, echoAll);
    answerDatagrams(host.stack, ECHO, (data) => data);
  }
  for (const port of tcp) take(host.stack, port, swallow);
}

function take(stack: Stack, port: number, serve: (connection: StackConnection) => Promise<void>): void {
  onConnections(stack, TCP_SETTINGS, port, {}, (connection) => {
    // A server that waits for a request makes no time pass.
    connection.isPatient = true;
    // The other end has gone, or says what makes no sense: that is his loss.
    serve(connection).catch(() => connection.abort());
  });
}

function answerDatagrams({ udp }: Stack, port: number, answer: (data: Uint8Array) => Uint8Array | undefined): void {
  const open = udp.open({ port });
  void (async () => {
    for await (const { data, from, port: of } of open.messages()) {
      const said = answer(data);
      // Whom there is no way to gets no answer.
      if (said !== undefined) await open.send(said, from, of).catch(() => undefined);
    }
  })();
}

function serveNames(stack: Stack, zone: DnsZone): void {
  const answers = zoneAnswers(zone);
  answerDatagrams(stack, DNS, (question) => answers.datagram(question));
  take(stack, DNS, async (connection) => {
    for await (const question of lengthPrefixed(connection.chunks())) {
      const said = answers.stream(question);
      if (said !== undefined) await connection.write(withLength(said));
    }
    connection.close();
  });
}

function addressServer({ stack, mac, clock }: Serving, dhcp: LabDhcp, isNameServer: boolean): AnsweringMachine {
  const own = stack.addresses.all.find(({ isV6, address }) => !isV6 && !address.startsWith('127.'));
  if (own === undefined) throw new PacketwrightError('ERR_ADDRESS', 'a DHCP server needs an IPv4 address of its own');
  const { leaseSeconds, routers = [own.address], nameServers = isNameServer ? [own.address] : [], ...pool } = dhcp;
  const network = `${own.prefix.network}/${own.prefix.length}`;
  return dhcpServer({
    address: own.address,
    mac,
    clock,
    pools: [{ network, routers, nameServers, ...pool }],
    ...(leaseSeconds !== undefined && { leaseSeconds }),
  });
}

async function echoAll(connection: StackConnection): Promise<void> {
  for await (const octets of connection.chunks()) await connection.write(octets);
  connection.close();
}

async function swallow(connection: StackConnection): Promise<void> {
  for await (const _ of connection.chunks());
  connection.close();
}
