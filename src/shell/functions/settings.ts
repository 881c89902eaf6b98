/** What conf tells of the machine: conf.iface, conf.ifaces, conf.route. */
import { type Behaviour, BINARY, GET, ITERATE, REPR, STR, TYPE_NAME, UNKNOWN } from '../python/behaviour.ts';
import { Builtin } from '../python/callable.ts';
import { Tuple } from '../python/behaviour.ts';
import { parsePrefix } from '../../bytes/prefix.ts';
import type { Undo } from '../../host/host.ts';
import type { Shell } from '../session.ts';
import type { Tables } from './known-ways.ts';

/** The lines of a table, columns as wide as they need, as scapy prints them. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows.map((row) => row.map((text, i) => text.padEnd(widths[i] ?? 0)).join('  ')).join('\n');
}

export class RouteTable implements Behaviour {
  readonly #shell: Shell;
  readonly #tables: () => Tables;
  readonly #undos = new Map<string, Undo>();
  constructor(shell: Shell, tables: () => Tables) {
    this.#shell = shell;
    this.#tables = tables;
  }
  get [TYPE_NAME](): string {
    return 'Route';
  }
  [BINARY](): unknown {
    return UNKNOWN;
  }
  [STR](): string {
    return this[REPR]();
  }
  [REPR](): string {
    const rows = this.#tables()
      .routes.filter((r) => !r.destination.includes(':') && (r.table === undefined || r.table === 254))
      .map((r) => {
        const prefix = parsePrefix(r.destination, { short: true });
        return [
          prefix.network,
          prefix.netmask,
          r.gateway ?? '0.0.0.0',
          r.iface ?? '',
          r.source ?? this.#shell.place.ways.source(prefix.network) ?? '',
          String(r.metric ?? 0),
        ];
      });
    return columns([['Network', 'Netmask', 'Gateway', 'Iface', 'Output IP', 'Metric'], ...rows]);
  }
  [GET](name: string): unknown {
    switch (name) {
      case 'route':
        return new Builtin('route(dst="0.0.0.0", verbose=None)', (async (to: string) => {
          const { iface, source, gateway } = await (await this.#shell.host()).route(to === '0.0.0.0' ? '192.0.2.254' : to);
          return new Tuple([iface, source ?? '0.0.0.0', gateway ?? '0.0.0.0']);
        }) as never);
      case 'resync':
        return new Builtin('resync()', (() => this.#shell.refresh().then(() => null)) as never);
      case 'add':
        return new Builtin('add(host=None, net=None, gw=None, dev=None, metric=1)', (async (
          host: string | null,
          network: string | null,
          gw: string | null,
          dev: string | null,
        ) => {
          const destination = network ?? `${host ?? ''}/32`;
          const admin = (await this.#shell.host()).admin;
          if (admin !== undefined)
            this.#undos.set(
              destination,
              await admin.routes.add({ destination, ...(gw !== null && { gateway: gw }), ...(dev !== null && { iface: dev }) }),
            );
          await this.#shell.refresh();
          return null;
        }) as never);
      case 'delt':
        return new Builtin('delt(host=None, net=None, gw=None, dev=None)', (async (host: string | null, network: string | null) => {
          const destination = network ?? `${host ?? ''}/32`;
          const undo = this.#undos.get(destination);
          if (undo !== undefined) await undo.undo();
          else await (await this.#shell.host()).admin?.routes.delete({ destination });
          await this.#shell.refresh();
          return null;
        }) as never);
      default:
        return UNKNOWN;
    }
  }
}

/** `conf.ifaces`: a table of interfaces; its items are their names. */
export class InterfaceTable implements Behaviour {
  readonly #tables: () => Tables;
  constructor(tables: () => Tables) {
    this.#tables = tables;
  }
  get [TYPE_NAME](): string {
    return 'NetworkInterfaceDict';
  }
  [ITERATE](): Iterable<unknown> {
    return this.#tables().interfaces.map(({ name }) => name);
  }
  [STR](): string {
    return this[REPR]();
  }
  [REPR](): string {
    const rows = this.#tables().interfaces.map((i) => {
      const of = (v6: boolean): string =>
        (i.addresses ?? []).filter((a) => a.includes(':') === v6).map((a) => a.replace(/\/.*$/, ''))[0] ?? '';
      return ['sys', String(i.index ?? ''), i.name, i.mac ?? '00:00:00:00:00:00', of(false), of(true)];
    });
    return columns([['Source', 'Index', 'Name', 'MAC', 'IPv4', 'IPv6'], ...rows]);
  }
}
