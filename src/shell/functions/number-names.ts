/** IP_PROTOS, TCP_SERVICES …: names of numbers, `TCP_SERVICES.http` and `TCP_SERVICES[80]`. They are the library's, so all systems have the same. */
import type { Names } from '../../packet/spec/names.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { nearest } from '../../bytes/nearest.ts';
import { type Behaviour, CONTAINS, DIR, GET, ITEM, ITERATE, LENGTH, REPR, TYPE_NAME } from '../python/behaviour.ts';
import { Builtin } from '../python/callable.ts';
import { attributeErrorType, keyError, PyError, suggestionOf } from '../python/errors.ts';

class NumberNames implements Behaviour {
  readonly #title: string;
  readonly #of: () => Names;
  constructor(title: string, of: () => Names) {
    this.#title = title;
    this.#of = of;
  }
  get #all(): [number, string][] {
    return [...this.#of().entries()];
  }
  get [TYPE_NAME](): string {
    return 'DADict';
  }
  [REPR](): string {
    return `<${this.#title} - ${this.#all.length} elements>`;
  }
  [LENGTH](): number {
    return this.#all.length;
  }
  [ITERATE](): Iterable<unknown> {
    return this.#all.map(([value]) => value);
  }
  [CONTAINS](what: unknown): boolean {
    return typeof what === 'number' && this.#of().name(what) !== undefined;
  }
  [ITEM](key: unknown): unknown {
    const name = typeof key === 'number' ? this.#of().name(key) : undefined;
    if (name === undefined) throw keyError(key);
    return name;
  }
  /** A name that is no identifier is written with `_`. */
  [GET](name: string): unknown {
    const all = this.#all;
    const found = all.find(([, known]) => known === name || known.replace(/\W/g, '_') === name);
    if (found !== undefined) return found[0];
    if (name === 'keys') return new Builtin('keys()', () => all.map(([value]) => value));
    if (name === 'values') return new Builtin('values()', () => all.map(([, known]) => known));
    if (name === 'items') return new Builtin('items()', () => all);
    throw new PyError(
      attributeErrorType,
      [name],
      suggestionOf(
        nearest(
          name,
          all.map(([, known]) => known),
        ),
      ),
    );
  }
  [DIR](): readonly string[] {
    return this.#all.map(([, name]) => name.replace(/\W/g, '_'));
  }
}

const namesOf =
  (layer: { readonly layout: { readonly byName: ReadonlyMap<string, { readonly options: { readonly names?: Names } }> } }, field: string) =>
  () =>
    layer.layout.byName.get(field)?.options.names as Names;

export const numberNames = (): Record<string, unknown> => ({
  IP_PROTOS: new NumberNames('protocols of IP', namesOf(IP as never, 'proto')),
  TCP_SERVICES: new NumberNames('services over TCP', namesOf(TCP as never, 'dport')),
  UDP_SERVICES: new NumberNames('services over UDP', namesOf(UDP as never, 'dport')),
  ETHER_TYPES: new NumberNames('types of Ethernet', namesOf(Ether as never, 'type')),
});

/** `conf.services_tcp` and its like. */
export const CONF_NAMES: Readonly<Record<string, string>> = {
  protocols: 'IP_PROTOS',
  services_tcp: 'TCP_SERVICES',
  services_udp: 'UDP_SERVICES',
  ethertypes: 'ETHER_TYPES',
};
