/** The interface that a client of DHCP works on: frames in and out, before the host has an address there. */
import { isIpv4 } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { keptPacket } from '../../../capture/dissect-batch.ts';
import { LINKTYPE } from '../../../capture/link-types.ts';
import type { InterfaceInfo } from '../../../capture/batch.ts';
import { defaultInterface } from '../../../host/default-interface.ts';
import type { Address, Host, Link, Mac } from '../../../host/host.ts';
import { interfaceDown, noInterface } from '../../../host/no-interface.ts';
import { FrameBuffer } from '../../../packet/in-bulk/frame-buffer.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { arpMachine } from '../../answering/arp-machine.ts';
import { defaultHost } from '../../default-host.ts';
import { plain } from '../../own-addresses.ts';

/** Where a client runs. */
export interface ClientPlace {
  /** Default: this machine, opened at first use. */
  readonly host?: Host;
  /** Default: the first that is up and no loopback. */
  readonly iface?: string;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

export class ClientLink {
  readonly host: Host;
  readonly iface: string;
  readonly mac: Mac;
  /** The interface as it was when this was opened. */
  readonly info: InterfaceInfo;
  readonly #link: Link;
  #closed = false;
  #stopListening = (): void => undefined;

  private constructor(host: Host, info: InterfaceInfo, mac: Mac, link: Link) {
    this.host = host;
    this.iface = info.name;
    this.info = info;
    this.mac = mac;
    this.#link = link;
  }

  /** @throws ERR_INTERFACE, ERR_PERMISSION; the signal's reason */
  static async open({ host: given, iface, signal }: ClientPlace, filter: string): Promise<ClientLink> {
    signal?.throwIfAborted();
    const host = given ?? (await defaultHost());
    const info = iface === undefined ? await defaultInterface(host) : (await host.interfaces()).find(({ name }) => name === iface);
    if (info === undefined) throw noInterface(iface ?? '');
    if (info.up === false) throw interfaceDown(info.name);
    if (info.loopback === true)
      throw new PacketwrightError('ERR_INTERFACE', `${info.name} is a loopback: only this host is there, and no DHCP server`, {
        iface: info.name,
        remedy: 'name a network interface; pkw ifaces lists them',
      });
    if (info.mac === undefined || info.linkType !== LINKTYPE.ETHERNET)
      throw new PacketwrightError('ERR_INTERFACE', `${info.name} is no Ethernet: DHCP asks there by MAC`, { iface: info.name });
    const link = await host.open(info.name, { immediate: true, direction: 'in', filter });
    await link.ready;
    return new ClientLink(host, info, info.mac, link);
  }

  /** The interface's link-local IPv6 address. @throws ERR_INTERFACE when it has none */
  get linkLocal(): Address {
    const found = this.info.addresses?.map(plain).find((address) => address.startsWith('fe80:'));
    if (found !== undefined) return found;
    throw new PacketwrightError('ERR_INTERFACE', `${this.iface} has no link-local IPv6 address`, {
      iface: this.iface,
      remedy: `sysctl net.ipv6.conf.${this.iface}.disable_ipv6=0`,
    });
  }

  /** The interface's first IPv4 address. */
  get address(): Address | undefined {
    return this.info.addresses?.map(plain).find(isIpv4);
  }

  listen(on: (received: Packet) => void, onError: (error: Error) => void): void {
    this.#stopListening = this.#link.listen(
      (batch) => {
        for (let i = 0; i < batch.n && !this.#closed; i++) on(keptPacket(batch, i, this.#link.interfaces));
      },
      { onError },
    );
  }

  async send(frame: Packet): Promise<void> {
    if (this.#closed) return;
    const frames = new FrameBuffer(1600, 1);
    frames.add(frame);
    await this.#link.send(frames);
  }

  /** Says that we have the address, where the interface has it not: then the kernel does. */
  async answerArp(request: Packet, address: Address): Promise<void> {
    const info = (await this.host.interfaces()).find(({ name }) => name === this.iface);
    if (this.#closed || info?.addresses?.some((own) => plain(own) === address)) return;
    const machine = arpMachine({ macOf: (asked) => (asked === address ? this.mac : undefined) });
    for (const reply of machine.answer(request)) await this.send(reply);
  }

  async stop(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopListening();
    await this.#link.close();
  }
}
