/** Which link types (LINKTYPE_… of tcpdump.org's registry) the frames of an interface have. */
import { LINKTYPE } from '../../../capture/link-types.ts';

export const {
  ETHERNET: LINKTYPE_ETHERNET,
  RAW: LINKTYPE_RAW,
  LINUX_SLL: LINKTYPE_LINUX_SLL,
  NFLOG: LINKTYPE_NFLOG,
  LINUX_SLL2: LINKTYPE_LINUX_SLL2,
} = LINKTYPE;

/** What the firewall's log is called as an interface. */
export const NFLOG = 'nflog';

/** A header that is made up where the kernel gives none. */
export type CookedType = typeof LINKTYPE_LINUX_SLL | typeof LINKTYPE_LINUX_SLL2;

/** By ARPHRD_… (linux/if_arp.h). What is missing here has headers that nobody dissects: such an interface is captured cooked. */
const BY_HARDWARE: Readonly<Record<number, readonly number[]>> = {
  // DOCSIS: the same octets, for a cable modem's head end that sends its frames without an Ethernet header.
  1: [LINKTYPE_ETHERNET, LINKTYPE.DOCSIS],
  772: [LINKTYPE_ETHERNET], // loopback: the kernel writes an Ethernet header of zeros
  512: [LINKTYPE_RAW], // PPP: the kernel keeps the PPP header to itself
  519: [LINKTYPE_RAW], // RAWIP (mobile modems)
  768: [LINKTYPE_RAW], // IPIP tunnel
  769: [LINKTYPE_RAW], // IP6IP6 tunnel
  776: [LINKTYPE_RAW], // SIT
  65534: [LINKTYPE_RAW], // NONE: TUN, WireGuard
  801: [LINKTYPE.IEEE802_11],
  803: [LINKTYPE.IEEE802_11_RADIOTAP],
  824: [LINKTYPE.NETLINK], // nlmon
};
const COOKED: readonly CookedType[] = [LINKTYPE_LINUX_SLL2, LINKTYPE_LINUX_SLL];

/** What an interface of that hardware may be opened with (pcap_list_datalinks); the first is the usual one. undefined: `any`. */
export function linkTypesOf(arphrd: number | undefined): readonly number[] {
  return (arphrd === undefined ? undefined : BY_HARDWARE[arphrd]) ?? COOKED;
}

/** Whether the kernel gives the network layer only, and the header is to be made up. */
export function cookedType(linkType: number): CookedType | undefined {
  return COOKED.find((type) => type === linkType);
}
