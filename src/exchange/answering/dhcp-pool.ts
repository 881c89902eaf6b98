/** The addresses that a DHCP server gives, and who has which. */
import { formatIpv4, parseIpv4 } from '../../bytes/address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { parsePrefix, type Prefix } from '../../bytes/prefix.ts';
import type { Address, Mac } from '../../host/host.ts';

/** Who has an address, or may not have it. */
export interface DhcpBinding {
  readonly address: Address;
  /** `offered`: for some seconds, until it is asked for; `declined`: another host was found to use it. */
  readonly state: 'offered' | 'leased' | 'declined';
  readonly mac: Mac;
  /** Monotonic ms of the server's clock. */
  readonly until: number;
}

interface Kept extends DhcpBinding {
  readonly client: string;
}

/** More addresses than a server of the workshop has to give; each takes memory. */
const MOST = 65_536;

export class DhcpPool {
  readonly network: Prefix;
  readonly #first: number;
  readonly #count: number;
  /** By the address's place in the pool, and where reserved outside of it. */
  readonly #byAddress = new Map<Address, Kept>();
  readonly #byClient = new Map<string, Kept>();
  readonly #reserved: ReadonlyMap<string, Address>;
  /** Where the search for a free one goes on: what was given back last is given last. */
  #next = 0;

  /** @throws ERR_ADDRESS, ERR_RANGE, ERR_VALUE for a range that is not in the network, or too long */
  constructor(network: string, [first, last]: readonly [Address, Address], reserved: Readonly<Record<Mac, Address>> = {}) {
    this.network = parsePrefix(network);
    this.#first = parseIpv4(first);
    this.#count = parseIpv4(last) - this.#first + 1;
    if (!this.network.contains(first) || !this.network.contains(last) || this.#count < 1 || this.#count > MOST)
      throw new PacketwrightError('ERR_VALUE', `a pool from ${first} to ${last}: expected 1 to ${MOST} addresses of ${network}`, {
        network,
        first,
        last,
      });
    this.#reserved = new Map(Object.entries(reserved).map(([mac, address]) => [mac.toLowerCase(), address]));
  }

  has(address: Address): boolean {
    const place = parseIpv4(address) - this.#first;
    return place >= 0 && place < this.#count;
  }

  /** What a client has now. */
  of(client: string, now: number): DhcpBinding | undefined {
    const kept = this.#byClient.get(client);
    return kept !== undefined && kept.until > now ? kept : undefined;
  }

  /** All that is bound now. */
  bindings(now: number): DhcpBinding[] {
    return [...this.#byAddress.values()]
      .filter(({ until }) => until > now)
      .map(({ address, state, mac, until }) => ({ address, state, mac, until }));
  }

  /** Whether this client may have that address. */
  mayHave(client: string, mac: Mac, address: Address, now: number): boolean {
    const reserved = this.#reserved.get(mac);
    if (reserved !== undefined) return reserved === address;
    return this.has(address) && !this.#isReserved(address) && this.#isFree(address, client, now);
  }

  /** An address for a client: the one that it had, the one that it wants, or one that nobody has. Undefined: there is none. */
  choose(client: string, mac: Mac, wanted: Address | undefined, now: number): Address | undefined {
    const reserved = this.#reserved.get(mac);
    if (reserved !== undefined) return reserved;
    // Also when its time is over: as long as nobody else has it, a client gets what it had (RFC 2131 §4.3.1).
    const before = this.#byClient.get(client);
    if (before !== undefined && this.mayHave(client, mac, before.address, now)) return before.address;
    if (wanted !== undefined && this.mayHave(client, mac, wanted, now)) return wanted;
    for (let i = 0; i < this.#count; i++) {
      const address = formatIpv4(this.#first + ((this.#next + i) % this.#count));
      if (this.#isReserved(address) || !this.#isFree(address, client, now)) continue;
      this.#next = (this.#next + i + 1) % this.#count;
      return address;
    }
    return undefined;
  }

  bind(client: string, binding: DhcpBinding): void {
    this.#forget(this.#byClient.get(client));
    this.#forget(this.#byAddress.get(binding.address));
    const kept = { ...binding, client };
    this.#byAddress.set(binding.address, kept);
    this.#byClient.set(client, kept);
  }

  /** It has it no more; the address is remembered for it, until somebody else gets it. */
  release(client: string, address: Address, now: number): boolean {
    const kept = this.#byClient.get(client);
    if (kept === undefined || kept.address !== address) return false;
    this.bind(client, { ...kept, until: now });
    return true;
  }

  /** Nobody gets it until then. */
  decline(client: string, address: Address, mac: Mac, until: number): boolean {
    const kept = this.#byClient.get(client);
    if (kept === undefined || kept.address !== address) return false;
    this.#forget(kept);
    this.#byAddress.set(address, { address, mac, until, state: 'declined', client: '' });
    return true;
  }

  #isFree(address: Address, client: string, now: number): boolean {
    const kept = this.#byAddress.get(address);
    return kept === undefined || kept.client === client || kept.until <= now;
  }

  #isReserved(address: Address): boolean {
    for (const one of this.#reserved.values()) if (one === address) return true;
    return false;
  }

  #forget(kept: Kept | undefined): void {
    if (kept === undefined) return;
    if (this.#byAddress.get(kept.address) === kept) this.#byAddress.delete(kept.address);
    if (this.#byClient.get(kept.client) === kept) this.#byClient.delete(kept.client);
  }
}
