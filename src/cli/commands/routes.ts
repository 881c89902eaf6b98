/** `pkw routes`: the routes, as `ip route` lists them; `pkw routes get ADDR`: the way that the kernel would take. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { RouteEntry } from '../../host/host.ts';
import type { Args, Command, CommandIo } from '../command.ts';
import { kernelHost } from '../command-host.ts';
import { ipAddress } from './ip-address.ts';
import { refuseWithout } from './only-with.ts';
import { checkInterface } from './check-interface.ts';
import { orSignal } from '../../host/or-signal.ts';
import { jsonLine } from '../json-line.ts';

const MAIN = 254;
/** linux/rtnetlink.h and iproute2's rt_protos: what made the route. */
const PROTOCOLS: Readonly<Record<number, string>> = {
  1: 'redirect',
  2: 'kernel',
  4: 'static',
  9: 'ra',
  16: 'dhcp',
  186: 'bgp',
  188: 'ospf',
  189: 'rip',
};
const TABLES: Readonly<Record<string, number>> = { default: 253, main: MAIN, local: 255 };
const BOOT = 3;

const toAddress = ipAddress('get');

interface RoutesOptions {
  readonly json?: boolean;
  readonly interface?: string;
  readonly from?: string;
  readonly table?: number | 'all';
  readonly ipv4?: boolean;
  readonly ipv6?: boolean;
}

function parseTable(text: string): number | 'all' {
  const table = TABLES[text] ?? Number(text);
  if (text === 'all') return text;
  if (Number.isInteger(table) && table >= 1 && table < 2 ** 32) return table;
  throw new PacketwrightError('ERR_USAGE', `--table ${text}: expected main, local, default, all or a number`, { value: text });
}

async function run({ operands, options }: Args, io: CommandIo): Promise<0 | 1 | 2> {
  const o = options as RoutesOptions;
  const [word, address, ...more] = operands;
  if (word !== undefined && (word !== 'get' || address === undefined || more.length > 0))
    throw new PacketwrightError('ERR_USAGE', `'${operands.join(' ')}': expected get ADDR, or nothing for the list of routes`, {
      remedy: 'see: pkw help routes',
    });
  if (address === undefined) refuseWithout('get ADDR', { '--from': o.from });
  else toAddress(address);
  const host = await kernelHost(options);
  try {
    if (address !== undefined) {
      const given = { ...(o.interface === undefined ? {} : { iface: o.interface }), ...(o.from === undefined ? {} : { source: o.from }) };
      const { iface, source, gateway, mtu } = await orSignal(host.route(address, given), io.signal);
      const text = `${address}${gateway === undefined ? '' : ` via ${gateway}`} dev ${iface}${source === '' ? '' : ` src ${source}`} mtu ${mtu}`;
      await io.write(o.json ? jsonLine({ to: address, iface, source, gateway, mtu }) : `${text}\n`);
      return 0;
    }
    await checkInterface(host, o.interface, io.signal);
    const wanted = (host.admin === undefined ? [] : await orSignal(host.admin.routes.list(), io.signal)).filter(
      (route) =>
        (o.ipv4 === o.ipv6 || route.destination.includes(':') === (o.ipv6 === true)) &&
        (o.table === 'all' || route.table === (o.table ?? MAIN)) &&
        (o.interface === undefined || route.iface === o.interface || route.nextHops?.some(({ iface }) => iface === o.interface)),
    );
    await io.write(wanted.map((route) => (o.json ? jsonLine(route) : routeLine(route, o.table === 'all'))).join(''));
    return 0;
  } finally {
    await host.close();
  }
}

/** As `ip route` words it, without the metrics that a route may set (mtu, rtt …). */
function routeLine(route: RouteEntry, withTable: boolean): string {
  const { destination, type = 'unicast', gateway, iface, table, protocol = 0, scope = 'global', source, metric, nextHops = [] } = route;
  const v6 = destination.includes(':');
  const words = [
    ...(type === 'unicast' ? [] : [type]),
    destination === '0.0.0.0/0' || destination === '::/0' ? 'default' : destination.replace(v6 ? /\/128$/ : /\/32$/, ''),
    ...hopWords(gateway, iface, v6),
    ...(withTable && table !== undefined && table !== MAIN
      ? ['table', nameOr(Object.entries(TABLES).find(([, n]) => n === table)?.[0], table)]
      : []),
    ...(protocol === BOOT ? [] : ['proto', nameOr(PROTOCOLS[protocol], protocol)]),
    ...(scope === 'global' || v6 ? [] : ['scope', scope]),
    ...(source === undefined ? [] : ['src', source]),
    ...(metric === undefined ? [] : ['metric', String(metric)]),
  ];
  const hops = nextHops.map(
    (hop) => `\tnexthop ${[...hopWords(hop.gateway, hop.iface, v6), 'weight', String(hop.weight ?? 1)].join(' ')}\n`,
  );
  return `${words.join(' ')}\n${hops.join('')}`;
}

/** A gateway of the other address family is named with its own. */
function hopWords(gateway: string | undefined, iface: string | undefined, v6: boolean): string[] {
  const family = gateway?.includes(':') && !v6 ? ['inet6'] : [];
  return [...(gateway === undefined ? [] : ['via', ...family, gateway]), ...(iface === undefined ? [] : ['dev', iface])];
}

const nameOr = (name: string | undefined, number: number): string => name ?? String(number);

export const routes: Command = {
  name: 'routes',
  follows: 'ip route',
  summary: 'the routes, or the route to an address',
  operands: '[get ADDR]',
  common: ['json', 'interface', 'netns', 'private'],
  options: [
    { flags: '--table <table>', help: 'the table: main (the default), local, default, all or a number', parse: parseTable },
    { flags: '--from <address>', help: 'with get: the route of packets from this address of the host', parse: ipAddress('--from') },
    { flags: '-4, --ipv4', help: 'list IPv4 routes only; without -4 and -6 both are listed' },
    { flags: '-6, --ipv6', help: 'list IPv6 routes only' },
  ],
  examples: ['pkw routes', 'pkw routes get 192.0.2.7', 'pkw routes get fe80::1%eth0', 'pkw routes --table all --json'],
  run,
};
