/** What a host says of its interfaces, kept for a moment: whose addresses are its own, and which interface a zone means. */
import { isIpv6, parseIpv6, readIpv6 } from '../bytes/address.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import { parsePrefix } from '../bytes/prefix.ts';
import { isZoneOf, type Zoned } from '../bytes/zone.ts';
import type { InterfaceInfo } from '../capture/batch.ts';
import type { Host } from '../host/host.ts';

const canonical = (address: string): string => (isIpv6(address) ? readIpv6(parseIpv6(address), 0) : address);

/** An interface's address without its prefix length and its zone. */
export const plain = (own: string): string => own.split(/[/%]/, 1)[0] as string;

export class OwnInterfaces {
  readonly #host: Host;
  readonly #keptMs: number;
  #list: Promise<InterfaceInfo[]> | undefined;
  #until = 0;

  constructor(host: Host, keptMs: number) {
    this.#host = host;
    this.#keptMs = keptMs;
  }

  #now(): Promise<InterfaceInfo[]> {
    const now = this.#host.clock.monotonic();
    if (this.#list === undefined || this.#until <= now) {
      this.#until = now + this.#keptMs;
      this.#list = this.#host.interfaces();
      this.#list.catch(() => (this.#list = undefined));
    }
    return this.#list;
  }

  /** Whether packets may come from this address: the host has it, or all of its network (127.0.0.0/8). `iface`: that interface has it. */
  async has(address: string, iface?: string): Promise<boolean> {
    const wanted = canonical(address);
    return (await this.#now()).some(
      ({ name, addresses = [], loopback }) =>
        (iface === undefined || iface === name || loopback === true) &&
        addresses.some((own) => plain(own) === wanted || (loopback === true && parsePrefix(own).contains(wanted))),
    );
  }

  async isLoopback(iface: string): Promise<boolean> {
    return (await this.#now()).some(({ name, loopback }) => name === iface && loopback === true);
  }

  /**
   * The interface that zones mean, which is `iface` where that is given too.
   *
   * @throws ERR_INTERFACE when there is no interface of that name or number, or it is another one
   */
  async ofZones(zoned: readonly Zoned[], iface: string | undefined): Promise<string | undefined> {
    let through = iface;
    for (const { address, zone } of zoned) {
      if (zone === undefined) continue;
      const found = (await this.#now()).find((one) => isZoneOf(zone, one));
      const text = `${address}%${zone}`;
      if (found === undefined)
        throw new PacketwrightError('ERR_INTERFACE', `${text}: ${this.#host.name} has no interface ${zone}`, { iface: zone, address });
      if (through !== undefined && through !== found.name)
        throw new PacketwrightError('ERR_INTERFACE', `${text} is on ${found.name}, not on ${through}`, {
          iface: through,
          zone: found.name,
          address,
        });
      through = found.name;
    }
    return through;
  }
}
