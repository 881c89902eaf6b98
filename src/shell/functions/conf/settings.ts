/** What conf tells of the machine: conf.iface, conf.ifaces, conf.route, conf.netcache; and conf.layers. */
import { type Behaviour, BINARY, CONTAINS, DIR, GET, ITERATE, LENGTH, REPR, STR, TYPE_NAME, UNKNOWN } from '../../python/behaviour.ts';
import { Builtin } from '../../python/callable.ts';
import { Tuple } from '../../python/behaviour.ts';
import { parsePrefix } from '../../../bytes/prefix.ts';
import type { NeighbourEntry, RouteEntry, Undo } from '../../../host/host.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';
import { protocols } from '../../../protocols/protocols.ts';
import { Dict } from '../../python/containers/dict.ts';
import { notImplemented, PyError, typeError } from '../../python/errors.ts';
import { typeName } from '../../python/kinds.ts';
import type { Shell } from '../../session.ts';
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
  readonly #family: 4 | 6;
  constructor(shell: Shell, tables: () => Tables, family: 4 | 6) {
    this.#shell = shell;
    this.#tables = tables;
    this.#family = family;
  }
  get [TYPE_NAME](): string {
    return this.#family === 4 ? 'Route' : 'Route6';
  }
  #routes(): RouteEntry[] {
    return this.#tables().routes.filter(
      (r) => r.destination.includes(':') === (this.#family === 6) && (r.table === undefined || r.table === 254),
    );
  }
  #source(r: RouteEntry, network: string): string {
    return r.source ?? this.#shell.place.ways.source(network) ?? '';
  }
  [BINARY](): unknown {
    return UNKNOWN;
  }
  [STR](): string {
    return this[REPR]();
  }
  [REPR](): string {
    return this.#family === 4 ? this.#text4() : this.#text6();
  }
  #text4(): string {
    const rows = this.#routes().map((r) => {
      const { network, netmask } = parsePrefix(r.destination, { short: true });
      return [network, netmask, r.gateway ?? '0.0.0.0', r.iface ?? '', this.#source(r, network), String(r.metric ?? 0)];
    });
    return columns([['Network', 'Netmask', 'Gateway', 'Iface', 'Output IP', 'Metric'], ...rows]);
  }
  #text6(): string {
    const rows = this.#routes().map((r) => {
      const { network } = parsePrefix(r.destination, { short: true });
      return [r.destination, r.gateway ?? '::', r.iface ?? '', this.#source(r, network), String(r.metric ?? 0)];
    });
    return columns([['Destination', 'Next Hop', 'Iface', 'Src candidates', 'Metric'], ...rows]);
  }
  [GET](name: string): unknown {
    switch (name) {
      case 'route':
        return new Builtin('route(dst="0.0.0.0", verbose=None)', (async (to: string) => {
          const none = this.#family === 4 ? '0.0.0.0' : '::';
          if (typeof to !== 'string') throw typeError(`route() takes an address, not ${typeName(to)}`);
          const asked = to === '0.0.0.0' ? (this.#family === 4 ? '192.0.2.254' : '2001:db8::fffe') : to;
          const { iface, source, gateway } = await (await this.#shell.host()).route(asked);
          return new Tuple([iface, source ?? none, gateway ?? none]);
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
      case 'routes':
        return this.#routes().map((r) => {
          const { network, netmask } = parsePrefix(r.destination, { short: true });
          return new Tuple([network, netmask, r.gateway ?? '0.0.0.0', r.iface ?? '', this.#source(r, network), r.metric ?? 0]);
        });
      default:
        return UNKNOWN;
    }
  }
  [DIR](): readonly string[] {
    return ['route', 'routes', 'add', 'delt', 'resync'];
  }
}

/** `conf.netcache`: neighbours that the system knows. */
export class NeighbourTable implements Behaviour {
  readonly #tables: () => Tables;
  constructor(tables: () => Tables) {
    this.#tables = tables;
  }
  get [TYPE_NAME](): string {
    return 'NetCache';
  }
  #known(): NeighbourEntry[] {
    return this.#tables().neighbours.filter(({ mac }) => mac !== undefined);
  }
  [REPR](): string {
    const rows = this.#known().map(({ address, mac, iface }) => [address, mac ?? '', iface]);
    return columns([['Address', 'MAC', 'Iface'], ...rows]);
  }
  [STR](): string {
    return this[REPR]();
  }
  [GET](name: string): unknown {
    const of = (v6: boolean): Dict =>
      new Dict(
        this.#known()
          .filter(({ address }) => address.includes(':') === v6)
          .map(({ address, mac }) => [address, mac]),
      );
    if (name === 'arp_cache') return of(false);
    return name === 'in6_neighbor' ? of(true) : UNKNOWN;
  }
  [DIR](): readonly string[] {
    return ['arp_cache', 'in6_neighbor'];
  }
}

/** `conf.layers`: all layers, one a line. */
export class LayerTable implements Behaviour {
  get [TYPE_NAME](): string {
    return 'LayersList';
  }
  #all(): AnyLayer[] {
    return protocols.soundLayers().toSorted((a, b) => (a.layerName < b.layerName ? -1 : 1));
  }
  [ITERATE](): Iterable<unknown> {
    return this.#all();
  }
  [LENGTH](): number {
    return this.#all().length;
  }
  [CONTAINS](what: unknown): boolean {
    return this.#all().includes(what as AnyLayer);
  }
  [REPR](): string {
    return this.#all()
      .map(({ layerName, title }) => `${layerName.padEnd(20)}: ${title}`)
      .join('\n');
  }
  [GET](name: string): unknown {
    if (name === 'filter' || name === 'unfilter')
      throw new PyError(notImplemented, [`conf.layers.${name}() is not here: packets are read as all the layers that they have`]);
    return UNKNOWN;
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
