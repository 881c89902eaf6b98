/** `pkw dhcp`: an address by DHCP, shown, applied and given back. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { printableLine } from '../../../bytes/escape.ts';
import {
  changeLine,
  type LeaseChange,
  leaseChanges,
  makeChanges,
  prefixLengthOf,
  resolvConf,
} from '../../../exchange/clients/dhcp/apply-lease.ts';
import { type DhcpOptions, dhcp, dhcpInform } from '../../../exchange/clients/dhcp/dhcp.ts';
import type { DhcpLease, DhcpSettings } from '../../../exchange/clients/dhcp/dhcp-lease.ts';
import { dhcpMemory } from '../../../exchange/clients/dhcp/dhcp-memory.ts';
import { dhcpMessage } from '../../../exchange/clients/dhcp/dhcp-messages.ts';
import type { LeaseClient } from '../../../exchange/clients/dhcp/held-lease.ts';
import { leaseChanges6 } from '../../../exchange/clients/dhcp6/apply-lease6.ts';
import { dhcp6, dhcp6Inform } from '../../../exchange/clients/dhcp6/dhcp6.ts';
import type { Dhcp6Lease, Dhcp6Settings } from '../../../exchange/clients/dhcp6/dhcp6-lease.ts';
import { dhcp6Memory, dhcp6Message } from '../../../exchange/clients/dhcp6/dhcp6-messages.ts';
import { defaultInterface } from '../../../host/default-interface.ts';
import type { Host } from '../../../host/host.ts';
import { otherDhcpClients } from '../../../host/linux/other-dhcp-clients.ts';
import { noInterface } from '../../../host/no-interface.ts';
import type { Args, Command, CommandIo, CommonOptions } from '../../command.ts';
import { hostOf } from '../../command-host.ts';
import { jsonLine } from '../../json-line.ts';
import { type DhcpState, readState, removeState, resolverPath, takeBackFile, writeFileKeeping, writeState } from './dhcp-state.ts';
import { secondsOption } from './numbers.ts';

interface DhcpCommandOptions extends CommonOptions {
  readonly apply?: boolean;
  readonly release?: boolean;
  readonly renew?: boolean;
  readonly inform?: boolean;
  readonly script?: boolean;
  readonly ipv6?: boolean;
  readonly prefix?: boolean;
  readonly rapidCommit?: boolean;
  readonly hostname?: string;
  readonly address?: string;
  readonly timeout?: number;
  readonly probe?: boolean;
  readonly leaseFile?: string;
}

type AnyLease = DhcpLease | Dhcp6Lease;
type AnyClient = LeaseClient<DhcpLease> | LeaseClient<Dhcp6Lease>;

const ACTIONS = ['apply', 'release', 'renew', 'inform', 'script'] as const;

async function run({ options }: Args, io: CommandIo): Promise<0 | 1 | 2> {
  const o = options as DhcpCommandOptions;
  const actions = ACTIONS.filter((name) => o[name]);
  if (actions.length > 1)
    throw new PacketwrightError('ERR_USAGE', `--${actions[0]} and --${actions[1]} cannot be used together`, {
      remedy: 'see: pkw help dhcp',
    });
  if (o.lab !== undefined && (o.apply || o.renew || o.release))
    throw new PacketwrightError('ERR_USAGE', `--${actions[0]} and --lab cannot be used together: a host in memory has nothing to set`, {
      remedy: 'leave out --lab, or ask only',
    });
  if (o.prefix && !o.ipv6) throw new PacketwrightError('ERR_USAGE', '--prefix needs -6', { remedy: 'add -6, or leave out --prefix' });
  const host = await hostOf(options);
  try {
    const all = await host.interfaces();
    const found = o.interface === undefined ? await defaultInterface(host) : all.find(({ name }) => name === o.interface);
    if (found === undefined) throw noInterface(o.interface ?? '');
    const iface = found.name;
    for (const other of o.lab === undefined ? otherDhcpClients(iface, found.index, netnsOf(o)) : [])
      io.warn(`pkw dhcp: ${iface} already has a DHCP client: ${other}; stop it, or both change the interface`);
    if (o.dryRun) return await dryRun(host, iface, found.mac ?? '', o, io);
    const path = o.leaseFile ?? `/run/packetwright/dhcp/${(o.netns ?? 'own').replaceAll('/', '-')}-${iface}-${o.ipv6 ? 6 : 4}.json`;
    const state = o.release || o.renew || o.apply ? readState(path) : undefined;
    if (o.inform) {
      const place = { host, iface, signal: io.signal, ...(o.timeout !== undefined && { timeoutMs: o.timeout }) };
      await show(o.ipv6 ? await dhcp6Inform({ ...place, delayMs: 0 }) : await dhcpInform(place), { iface, event: 'settings' }, o, io);
      return 0;
    }
    if ((o.release || o.renew) && state === undefined)
      throw new PacketwrightError('ERR_VALUE', `${iface} has no lease of pkw dhcp: there is no ${path}`, {
        path,
        remedy: 'pkw dhcp --apply',
      });
    const client = await ask(host, iface, state, o, io);
    if (client.lease === undefined) throw new PacketwrightError('ERR_CLOSED', `${iface}: the lease is lost`);
    if (o.release) {
      const { lease } = client;
      await client.release();
      await takeBack(host, state as DhcpState, io);
      removeState(path);
      await show(lease, { iface, event: 'released' }, o, io);
      return 0;
    }
    const lease = o.renew ? await client.renew() : client.lease;
    if (o.apply || o.renew) {
      if (state !== undefined) await takeBack(host, state, io);
      writeState(path, await apply(host, iface, lease, o, io));
      await client.stop();
    } else if (o.script) await client.stop();
    else await client.release();
    if (o.script) await io.write(scriptOf(lease, iface, o));
    else await show(lease, { iface, event: o.renew ? 'renewed' : o.apply ? 'applied' : 'lease' }, o, io);
    return 0;
  } finally {
    await host.close();
  }
}

const netnsOf = ({ netns }: CommonOptions): string | number | undefined =>
  netns !== undefined && /^\d+$/.test(netns) ? Number(netns) : netns;

function ask(host: Host, iface: string, state: DhcpState | undefined, o: DhcpCommandOptions, io: CommandIo): Promise<AnyClient> {
  const common = {
    ...{ host, iface, signal: io.signal },
    ...(o.timeout !== undefined && { timeoutMs: o.timeout }),
    ...(o.rapidCommit && { rapidCommit: true }),
    // What the interface has already, nobody else has.
    ...((o.probe === false || state !== undefined) && { probeMs: 0 }),
  };
  if (o.ipv6) {
    const store = state && { load: () => state.lease as Dhcp6Lease, save: () => undefined };
    // One host that somebody works at, not a thousand that start together.
    return dhcp6({ ...common, delayMs: 0, ...(o.prefix && { prefix: true }), ...(store && { store }) });
  }
  const store: DhcpOptions['store'] = state && { load: () => state.lease as DhcpLease, save: () => undefined };
  const wishes = { ...(o.hostname !== undefined && { hostname: o.hostname }), ...(o.address !== undefined && { address: o.address }) };
  return dhcp({ ...common, ...wishes, ...(store && { store }) });
}

const isV4 = (lease: DhcpSettings | Dhcp6Settings): lease is DhcpLease => 'routers' in lease;
const changesOf = (lease: AnyLease, iface: string): LeaseChange[] => (isV4(lease) ? leaseChanges(lease, iface) : leaseChanges6(lease));

async function apply(host: Host, iface: string, lease: AnyLease, o: DhcpCommandOptions, io: CommandIo): Promise<DhcpState> {
  const changes = changesOf(lease, iface);
  const mtu = (await host.interfaces()).find(({ name }) => name === iface)?.mtu;
  const undo = await makeChanges(host, iface, changes);
  const text = resolvConf(lease);
  const path = resolverPath(o.netns);
  if (text !== undefined && path === undefined)
    io.warn(`pkw dhcp: a namespace without a name has no resolv.conf of its own: the resolver is not set`);
  const resolver = text !== undefined && path !== undefined ? writeFileKeeping(path, text) : undefined;
  undo.keep?.();
  return { schema: 1, iface, lease, changes, ...(mtu !== undefined && { mtu }), ...(resolver && { resolver }) };
}

/** As it was before; what is gone already is no matter. */
async function takeBack(host: Host, { iface, changes, mtu, resolver }: DhcpState, io: CommandIo): Promise<void> {
  const { admin } = host;
  for (const change of changes.toReversed()) {
    try {
      const undo =
        change.kind === 'route'
          ? await admin?.routes.delete(change.route)
          : change.kind === 'address'
            ? await admin?.links.deleteAddress(iface, change.address)
            : await admin?.links.set(iface, mtu === undefined ? {} : { mtu });
      undo?.keep?.();
    } catch (error) {
      io.warn(`pkw dhcp: ${(error as Error).message}`);
    }
  }
  if (resolver !== undefined && !takeBackFile(resolver)) io.warn(`pkw dhcp: ${resolver.path} was changed meanwhile; it stays as it is`);
}

/** The first message, as it would be sent. */
async function dryRun(host: Host, iface: string, mac: string, o: DhcpCommandOptions, io: CommandIo): Promise<0> {
  const common = { mac, random: host.random, now: () => host.clock.now() };
  const v6 = { address: true, prefix: o.prefix === true, rapidCommit: o.rapidCommit === true, inform: o.inform === true };
  const wishes = { ...(o.hostname !== undefined && { hostname: o.hostname }), ...(o.address !== undefined && { address: o.address }) };
  const p = o.ipv6
    ? dhcp6Message(dhcp6Memory({ ...common, source: '::', wishes: v6 }), o.inform ? 'inform' : 'solicit', [], 0)
    : dhcpMessage(dhcpMemory({ ...common, wishes }), {
        ...{ type: o.inform ? 'inform' : 'discover', now: 0 },
        options: o.address === undefined ? [] : [['requested_addr', o.address]],
      });
  await io.write(
    o.json ? jsonLine({ event: 'would send', iface, layers: (JSON.parse(p.json()) as { layers: object }).layers }) : `${p.show()}\n`,
  );
  return 0;
}

function scriptOf(lease: AnyLease, iface: string, o: DhcpCommandOptions): string {
  const { netns } = o;
  const within = netns === undefined ? '' : /^\d+$/.test(netns) ? `nsenter -t ${netns} -n ` : `ip netns exec ${netns} `;
  const text = resolvConf(lease);
  const path = resolverPath(netns);
  const resolver = text === undefined || path === undefined ? [] : [`cat > ${path} <<'END'`, `${text}END`];
  return `${[...changesOf(lease, iface).map((change) => within + changeLine(change, iface)), ...resolver].join('\n')}\n`;
}

const duration = (seconds: number): string => (seconds === Number.POSITIVE_INFINITY ? 'for ever' : `${Math.round(seconds)} s`);

async function show(
  told: AnyLease | DhcpSettings | Dhcp6Settings,
  head: { iface: string; event: string },
  o: DhcpCommandOptions,
  io: CommandIo,
): Promise<void> {
  const { options: _, ...rest } = told;
  if ('notes' in told) for (const note of told.notes) io.warn(`pkw dhcp: ${told.server}: ${note}`);
  await io.write(o.json ? jsonLine({ ...head, ...rest }) : `${[`${head.iface}: ${head.event}`, ...linesOf(told)].join('\n')}\n`);
}

function linesOf(told: AnyLease | DhcpSettings | Dhcp6Settings): string[] {
  const line = (name: string, value: string | number | undefined | readonly string[]): string[] => {
    const text = Array.isArray(value) ? value.join(' ') : String(value ?? '');
    // Servers write what they like: no text of theirs makes a line of its own.
    return text === '' ? [] : [`  ${name.padEnd(12)} ${printableLine(text)}`];
  };
  const common = [...line('server', told.server), ...line('name servers', told.nameServers), ...line('search', told.search)];
  const times =
    'seconds' in told ? [`${duration(told.seconds)}, T1 ${duration(told.renewSeconds)}, T2 ${duration(told.rebindSeconds)}`] : [];
  if (!isV4(told))
    return [
      ...('addresses' in told
        ? [
            ...told.addresses.flatMap(({ address }) => line('address', address)),
            ...told.prefixes.flatMap(({ prefix }) => line('prefix', prefix)),
          ]
        : []),
      ...line('time', times),
      ...common,
    ];
  return [
    ...line('address', told.address === undefined ? undefined : `${told.address}/${prefixLengthOf(told)}`),
    ...line('time', times),
    ...line('routers', told.routers),
    ...told.routes.flatMap(({ destination, gateway }) => line('route', `${destination} via ${gateway}`)),
    ...common,
    ...line('domain', told.domain),
    ...line('hostname', told.hostname),
    ...line('mtu', told.mtu),
    ...line('ntp', told.ntpServers),
  ];
}

export const dhcpCommand: Command = {
  name: 'dhcp',
  summary: 'get an address by DHCP or DHCPv6: show it, apply it, give it back',
  common: ['json', 'interface', 'netns', 'private', 'lab'],
  sends: true,
  options: [
    { flags: '--apply', help: 'keep the lease: set its address, routes and resolver' },
    { flags: '--renew', help: 'ask for more time for what --apply has set' },
    { flags: '--release', help: 'give back what --apply has set, and undo its changes' },
    { flags: '--inform', help: 'ask for settings only' },
    { flags: '--script', help: 'print the commands that would apply the lease; it is kept' },
    { flags: '-6, --ipv6', help: 'DHCPv6' },
    { flags: '--prefix', help: 'with -6: ask for a prefix, too' },
    { flags: '--rapid-commit', help: 'ask for an address in two messages' },
    { flags: '--hostname <name>', help: "tell the server this host's name" },
    { flags: '--address <address>', help: 'the address that is wished for' },
    { flags: '--timeout <seconds>', help: 'how long to wait for the first answer; default 30', parse: secondsOption('--timeout') },
    { flags: '--no-probe', help: 'do not ask by ARP whether another host has the address' },
    { flags: '--lease-file <file>', help: 'where --apply keeps the lease; default: under /run/packetwright/dhcp' },
  ],
  examples: [
    'pkw dhcp -i eth0',
    'pkw dhcp --lab',
    'pkw dhcp -i eth0 --apply',
    'pkw dhcp -i eth0 --release',
    'pkw dhcp -6 --prefix -i eth0 --json',
  ],
  run,
};
