/** What the generators of a filter's terms share: where the headers are at this point of the filter, and what must be done first. */
import { didYouMean, nearest } from '../../../bytes/nearest.ts';
import { linkTypeName } from '../../../capture/link-types.ts';
import { COMPARE_OCTETS, filterError } from '../text/filter-error.ts';
import { constant, fromRegister, type Position, plus, type Register, type Step } from '../conditions/intermediate.ts';
import { ETHERNET, type LinkLayout, linkLayout, type WlanPrefix } from './link-layouts.ts';
import { wlanHeaderLength, wlanPrefixLength } from './wlan-header.ts';

/** Looks a name up: returns its addresses, or undefined for an unknown name. */
export type NameResolver = (name: string, kind: 'host' | 'net' | 'ether') => readonly string[] | undefined;

export interface GeneratorOptions {
  readonly linkType: number;
  readonly kernel: boolean;
  readonly netmask?: number | undefined;
  readonly resolve?: NameResolver | undefined;
  /** So many headers `protochain` looks through. */
  readonly chainLength: number;
}

/**
 * Positions of headers. As in libpcap, `vlan`, `mpls`, `pppoes`, `geneve` and `vxlan` move them for all terms that come later in the text,
 * whatever brackets and `or` stand between.
 */
export class Generator {
  readonly text: string;
  readonly options: GeneratorOptions;
  layout: LinkLayout;
  /** Where the link-layer header begins, and the first one of all when there are several. */
  link: Position;
  readonly outermost: Position;
  /** The field that says the protocol; undefined where there is none. */
  type: Position | undefined;
  /** What follows the link layer; undefined: nothing that could be looked into. */
  payload: Position | undefined;
  /** From there to the network layer, and the same behind an LLC header without SNAP. */
  network: number;
  networkNoSnap: number;
  vlans = 0;
  labels = 0;
  /** Inside Geneve or VXLAN. */
  encapsulated = false;
  /** A SunATM packet of LAN emulation. */
  lane = false;
  /** The filter follows chains of headers, so {@link GeneratorOptions.chainLength} says how long it gets. */
  chains = false;
  /** What to do before the filter begins, when a register is used that it sets. In this order. */
  readonly #beginnings: { readonly register: Register; readonly needs: readonly Register[]; readonly steps: readonly Step[] }[] = [];
  #registers = 0;
  #chainRegisters: { readonly protocol: Register; readonly offset: Register } | undefined;

  constructor(text: string, options: GeneratorOptions) {
    this.text = text;
    this.options = options;
    this.layout = linkLayout(options.linkType);
    const { header = 0, type, payload, network = 0, networkNoSnap = 0 } = this.layout;
    this.link = { offset: header };
    this.type = type === undefined ? undefined : { offset: type };
    this.payload = payload === undefined ? undefined : { offset: payload };
    this.network = network;
    this.networkNoSnap = networkNoSnap;
    if (this.layout.style === 'pflog') this.payload = { base: fromRegister(this.#pflogHeader()), offset: 0 };
    if (this.layout.wlan !== undefined) this.#wlan(this.layout.wlan);
    this.outermost = this.link;
  }

  /** pf pads its header to a multiple of four; its own length field says how much of it counts. */
  #pflogHeader(): Register {
    const length = { kind: 'load', at: { offset: 0 }, size: 1 } as const;
    const value = { kind: 'binary', operator: '&', left: plus(length, constant(3)), right: constant(0xfffffffc) } as const;
    return this.beginning('pflogHeader', [], (register) => [{ kind: 'assign', register, value }]);
  }

  /** An 802.11 header has a variable length, and so has what stands before it. */
  #wlan(prefix: WlanPrefix): void {
    const before = prefix === 'none' ? undefined : this.beginning('prefix', [], (register) => wlanPrefixLength(prefix, register));
    const base = before === undefined ? undefined : fromRegister(before);
    const header = this.beginning('wlanHeader', before === undefined ? [] : [before], (register) =>
      wlanHeaderLength(prefix, base, register),
    );
    this.link = { base, offset: 0 };
    this.type = { base: fromRegister(header), offset: 0 };
    this.payload = { base: fromRegister(header), offset: 0 };
  }

  /** Nothing of a chain is used after it, so all share two registers. */
  get chainRegisters(): { readonly protocol: Register; readonly offset: Register } {
    this.#chainRegisters ??= { protocol: this.register('protocol'), offset: this.register('offset') };
    return this.#chainRegisters;
  }

  register(name: string): Register {
    return { name: `${name}${this.#registers++}` };
  }

  /** A register that is set before the filter begins, if it is used. @param needs registers that its steps read */
  beginning(name: string, needs: readonly Register[], steps: (register: Register) => readonly Step[]): Register {
    const register = this.register(name);
    this.#beginnings.push({ register, needs, steps: steps(register) });
    return register;
  }

  /** What must be done before a filter that uses these registers. */
  beginnings(used: ReadonlySet<Register>): Step[] {
    const wanted = new Set(used);
    for (const { register, needs } of this.#beginnings.toReversed()) if (wanted.has(register)) for (const need of needs) wanted.add(need);
    return this.#beginnings.filter(({ register }) => wanted.has(register)).flatMap(({ steps }) => steps);
  }

  /** From here on the packet is Ethernet inside something else. */
  enterEthernet(link: Position, type: Position, payload: Position): void {
    this.layout = ETHERNET;
    [this.link, this.type, this.payload] = [link, type, payload];
    [this.network, this.networkNoSnap] = [0, ETHERNET.networkNoSnap ?? 0];
    this.vlans = 0;
  }

  /** The start of the network layer. */
  networkAt(offset: number, at: number): Position {
    if (this.payload === undefined) throw this.error(at, `link type ${this.linkName} has no network layer`, { remedy: COMPARE_OCTETS });
    return { base: this.payload.base, offset: this.payload.offset + this.network + offset };
  }

  get linkName(): string {
    return linkTypeName(this.options.linkType);
  }

  error(at: number, wrong: string, details?: Readonly<Record<string, unknown>>): Error {
    return filterError(this.text, at, wrong, details);
  }

  unsupported(at: number, what: string, remedy = COMPARE_OCTETS): Error {
    return this.error(at, `'${what}' is not supported on link type ${this.linkName}`, { linkType: this.options.linkType, remedy });
  }

  /** A number that must not be greater than its field holds. */
  atMost(at: number, what: string, value: number, most: number): number {
    if (value > most) throw this.error(at, `${what} ${value} is greater than ${most}`, { value, most, remedy: `give 0 to ${most}` });
    return value;
  }

  unknown(at: number, what: string, name: string, known: Iterable<string>): Error {
    const near = name.length <= 32 ? didYouMean(nearest(name, known)) : '';
    return this.error(at, `'${name}' is not a known ${what}${near}`, { name });
  }
}
