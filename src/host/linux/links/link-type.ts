/** Which link type (LINKTYPE_… of tcpdump.org's registry) the frames of an interface have. */

export const LINKTYPE_ETHERNET = 1;
export const LINKTYPE_RAW = 101;
export const LINKTYPE_LINUX_SLL2 = 276;

/** By ARPHRD_… (linux/if_arp.h). What is missing here has headers that nobody dissects: such an interface is captured cooked. */
const BY_HARDWARE: Readonly<Record<number, number>> = {
  1: LINKTYPE_ETHERNET,
  772: LINKTYPE_ETHERNET, // loopback: the kernel writes an Ethernet header of zeros
  512: LINKTYPE_RAW, // PPP: the kernel keeps the PPP header to itself
  519: LINKTYPE_RAW, // RAWIP (mobile modems)
  768: LINKTYPE_RAW, // IPIP tunnel
  769: LINKTYPE_RAW, // IP6IP6 tunnel
  776: LINKTYPE_RAW, // SIT
  65534: LINKTYPE_RAW, // NONE: TUN, WireGuard
  801: 105, // 802.11
  803: 127, // 802.11 with radiotap
  824: 253, // nlmon
};

/** undefined: to be captured cooked (LINKTYPE_LINUX_SLL2). */
export function linkTypeOf(arphrd: number): number | undefined {
  return BY_HARDWARE[arphrd];
}
