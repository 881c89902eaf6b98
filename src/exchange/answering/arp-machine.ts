/** Answers ARP: who has this address? I have. */
import { checkOptions } from '../../bytes/known-options.ts';
import type { Mac } from '../../host/host.ts';
import { ARP } from '../../protocols/network/arp.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { packet } from '../../protocols/protocols.ts';
import { type AnsweringMachine, answeringMachine } from './answering-machine.ts';
import { ETHERTYPE } from '../../protocols/registries/ether-types.ts';

const WHO_HAS = 1;
const IS_AT = 2;

/** Whose addresses an ARP machine answers for. */
export interface ArpMachineOptions {
  /** The MAC that an address has; undefined for addresses that the machine does not answer for. */
  readonly macOf: (address: string) => Mac | undefined;
}

/** Answers ARP requests for the addresses that `macOf` knows. @see RFC 826 */
export function arpMachine(o: ArpMachineOptions): AnsweringMachine {
  checkOptions('arpMachine', o, { macOf: true });
  const { macOf } = o;
  return answeringMachine({
    name: 'ARP',
    isRequest: (received) => {
      const arp = received.get(ARP);
      // Ethernet and IPv4: whatever else ARP can be asked, we have no address to name.
      return (
        arp !== undefined &&
        arp.op === WHO_HAS &&
        arp.ptype === ETHERTYPE.IPv4 &&
        arp.plen === 4 &&
        arp.hwlen === 6 &&
        macOf(arp.pdst) !== undefined
      );
    },
    makeReply: (received) => {
      const arp = received.get(ARP);
      const mac = arp === undefined ? undefined : macOf(arp.pdst);
      if (arp === undefined || mac === undefined) return undefined;
      return packet(Ether({ dst: arp.hwsrc, src: mac }), ARP({ op: IS_AT, hwsrc: mac, psrc: arp.pdst, hwdst: arp.hwsrc, pdst: arp.psrc }));
    },
  });
}
