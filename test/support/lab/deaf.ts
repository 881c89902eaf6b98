/** Hosts of a lab that say nothing where a host would. */
import type { LabHost } from '../../../src/lab/lab-host.ts';
import type { Packet } from '../../../src/packet/laid/packet.ts';
import { IP } from '../../../src/protocols/network/ipv4/ipv4.ts';

/** What it tells about ARP, and nothing else: IP packets (of a kind) are kept from its stack. */
export function deafen(host: LabHost, to: (received: Packet) => boolean = () => true): void {
  host.ignore((received) => received.has(IP) && to(received));
}
