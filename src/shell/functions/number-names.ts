/** IP_PROTOS, TCP_SERVICES …: names of numbers, `TCP_SERVICES.http` and `TCP_SERVICES[80]`. They are the library's, so all systems have the same. */
import type { Names } from '../../packet/spec/names.ts';
import { DNSRR } from '../../protocols/application/dns/dns.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { nearest } from '../../bytes/nearest.ts';
import { type Behaviour, CONTAINS, DIR, GET, ITEM, ITERATE, LENGTH, REPR, TYPE_NAME } from '../python/behaviour.ts';
import { Dict } from '../python/containers/dict.ts';
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

/** scapy's dicts of numbers and their names: plain ones, and in the order of the numbers. */
const dictOf = (of: () => Names): Dict => new Dict([...of().entries()].toSorted(([a], [b]) => a - b));

/** Types that only questions have (RFC 1035 §3.2.3). */
const QUESTIONS: readonly (readonly [number, string])[] = [
  [251, 'IXFR'],
  [252, 'AXFR'],
  [253, 'MAILB'],
  [254, 'MAILA'],
  [255, 'ALL'],
];

const dnsTypeNames = (): Dict => {
  const asked = new Set(QUESTIONS.map(([type]) => type));
  return new Dict([...dictOf(namesOf(DNSRR as never, 'type')).entries()].filter(([type]) => !asked.has(type as number)));
};

export const numberNames = (): Record<string, unknown> => ({
  IP_PROTOS: new NumberNames('protocols of IP', namesOf(IP as never, 'proto')),
  TCP_SERVICES: new NumberNames('services over TCP', namesOf(TCP as never, 'dport')),
  UDP_SERVICES: new NumberNames('services over UDP', namesOf(UDP as never, 'dport')),
  dnstypes: dnsTypeNames(),
  dnsqtypes: new Dict([...QUESTIONS, ...dnsTypeNames().entries()]),
  icmptypes: dictOf(namesOf(ICMP as never, 'type')),
  ETHER_TYPES: new NumberNames('types of Ethernet', namesOf(Ether as never, 'type')),
});

/** `conf.services_tcp` and its like. */
export const CONF_NAMES: Readonly<Record<string, string>> = {
  protocols: 'IP_PROTOS',
  services_tcp: 'TCP_SERVICES',
  services_udp: 'UDP_SERVICES',
  ethertypes: 'ETHER_TYPES',
};
