/**
 * Why there was no answer, or not the one that was hoped for: every cause that `explain` knows. docs/explain.md is made from this table
 * (`node scripts/pages/explain-page.mjs`). The order says which is more basic: of two findings that are equally sure, the earlier cause comes first.
 */

interface Cause {
  /** One sentence. */
  readonly means: string;
  readonly remedy: string;
  /** Nothing is wrong: it explains what looks wrong. */
  readonly isNote?: true;
}

export const CAUSES = {
  // Before anything left
  'no-route': {
    means: 'The host has no route to the destination.',
    remedy: 'Add a route, or name the interface: { iface }. pkw routes lists the routes.',
  },
  'interface-down': {
    means: 'The interface does not exist, is down, or has no carrier.',
    remedy: 'Bring it up: ip link set NAME up. pkw ifaces lists the interfaces.',
  },
  'own-address': {
    means: "The frame was for one of this host's own addresses, and no frame that leaves for those comes back.",
    remedy: 'Send it without a link header and without an interface: sr, sr1.',
  },
  'neighbour-silent': {
    means: 'Nobody on the link answered when the address was asked for (ARP, Neighbour Discovery).',
    remedy: 'Check the address, the cable, the VLAN and that the host is up. arping shows who answers.',
  },
  'off-link-asked': {
    means: 'ARP asked for an address that is not on the link: only a router can bring packets there.',
    remedy: 'Correct the prefix length of the asking host, or give it a route by a gateway.',
  },
  'two-hosts': {
    means: 'Two hosts answer for one address, so packets go now to one, now to the other.',
    remedy: 'Find both by their MAC addresses, and give one of them another address.',
  },
  // What was sent
  'own-checksum': {
    means: 'A checksum of a packet is wrong, and receivers drop such packets without a word.',
    remedy: 'Leave the checksum out, so that it is computed; for a packet that was read: set({ chksum: auto }).',
  },
  'other-header-checksum': {
    means: 'A checksum was made for another header: it is right for other addresses than those of the packet.',
    remedy: 'Compute it after the addresses are final: leave it out, or set({ chksum: auto }).',
  },
  'spoofed-source': {
    means: "The packet has a source address that is not the sender's, so answers go to somebody else, or to nobody.",
    remedy: 'Leave the source out, so that the host fills its own in; or answer ARP for that address (arpMachine).',
  },
  'too-big': {
    means: 'The packet is larger than a link on its way carries, and must not be fragmented (DF, or IPv6).',
    remedy: 'Send smaller packets, as large as the MTU that was told; or without DF.',
  },
  'black-hole': {
    means: 'Large packets vanish on their way while small ones pass, and nobody says that they are too big.',
    remedy:
      'Let ICMP "fragmentation needed" (IPv6: packet too big) pass, or lower the MTU: ip link set NAME mtu 1280; or sysctl net.ipv4.tcp_mtu_probing=1.',
  },
  // Handshakes by hand
  'own-kernel-reset': {
    means: "The asking host's own kernel reset the connection: it saw the SYN-ACK, and has no socket for it.",
    remedy:
      "Block it while you speak: await guard({ protocol: 'tcp', localPort }); or pkw firewall guard --protocol tcp --local-port PORT.",
  },
  'own-kernel-unreachable': {
    means: 'The asking host\'s own kernel refused the answer with "port unreachable": no socket has that port.',
    remedy: "Block it while you speak: await guard({ protocol: 'udp', localPort }); or keep a socket open on the port.",
  },
  'other-source-port': {
    means: 'A segment carries the numbers of one connection and the source port of another, so the server resets it.',
    remedy: 'Draw the source port once, and use the same in all segments: a random value is drawn anew for each packet.',
  },
  'ack-missing': {
    means: 'A segment of an open connection acknowledges nothing: its ack is 0, or its flag A is not set.',
    remedy: "Give ack: the other end's seq, plus the octets it sent, plus 1 for a SYN or FIN; and flags: 'A'.",
  },
  'ack-not-counting-syn': {
    means: "The ACK repeats the SYN-ACK's seq: it must be one more, for a SYN counts as one octet.",
    remedy: 'ack: synack.seq + 1 (at 2^32 it goes on at 0).',
  },
  'seq-not-counting-syn': {
    means: "The first segment repeats the SYN's seq: it must be one more, for a SYN counts as one octet.",
    remedy: "seq: synack.ack, which is the SYN's seq + 1.",
  },
  'ack-of-unsent': {
    means: 'A segment acknowledges what the other end never sent.',
    remedy: "ack: the other end's last seq, plus the octets it sent, plus 1 for a SYN or FIN.",
  },
  'outside-window': {
    means: "A segment lies outside the receiver's window, so it is dropped.",
    remedy: 'seq: what the other end last acknowledged; send no more than its window lets you.',
  },
  // What came instead
  'port-closed': {
    means: 'The host is there, and nothing listens on that port: it refused (RST, or ICMP port unreachable).',
    remedy: 'Start the service, or ask another port.',
  },
  'no-connection': {
    means: 'A segment belongs to no connection that the other end knows, so it was reset, whether the port is open or not.',
    remedy:
      'Make the handshake first (a SYN, then the ACK of its SYN-ACK), and give explain all its results. To ask whether a port is open, send a SYN.',
  },
  'icmp-unreachable': {
    means: 'A host or router on the way says that the packet cannot be delivered.',
    remedy: 'The message says who, and why: a missing route, a host that is down, or a firewall.',
  },
  'ttl-exceeded': {
    means: "The packet's time to live ran out on its way.",
    remedy: 'Send it with a higher ttl; with a high one, look for a routing loop (traceroute).',
  },
  'dhcp-other-client': {
    means: 'The DHCP answer is for another hardware address than the one that asked.',
    remedy: "chaddr must be the MAC of the interface that asks, as an address: chaddr: '02:00:5e:00:53:01'.",
  },
  'other-source': {
    means: 'The answer came from another port or address than the one that was asked.',
    remedy: 'Accept it with multi and a filter of your own, or ask the address that answers.',
  },
  'other-destination-port': {
    means: 'The answer went to another port than the one that asked.',
    remedy: 'Ask from the port that the server answers to, and use one source port for all.',
  },
  'other-vlan': {
    means: 'The answer came back on another VLAN than the question went out on.',
    remedy: 'Give both directions the same VLAN: check the ports of the switch, and the tags that you send.',
  },
  'other-interface': {
    means: 'The answer came in by another interface than the question went out by.',
    remedy: 'Correct the routes of the host, or let the kernel choose the interface: leave iface out.',
  },
  late: { means: 'The answer came, but later than was waited for.', remedy: 'Wait longer: { timeoutMs }.' },
  'filtered-by-you': { means: 'The answer came, and the filter that was given refused it.', remedy: 'Correct the option filter.' },
  'nothing-came': {
    means: 'Nothing came back at all: a firewall drops it, the host is down, or an answer was lost.',
    remedy: 'Try again (retry), try another port, and capture at the other end.',
  },
  // What only looks wrong
  offload: {
    means: 'Checksums look wrong because the network card fills them in after the capture sees the packet.',
    remedy: 'Nothing is wrong. To see true checksums: ethtool -K NAME tx off, or capture at the other end.',
    isNote: true,
  },
  'dns-said-no': {
    means: 'The name server answered: the name does not exist, or it will not answer such questions.',
    remedy: 'It is an answer, not a missing one: check the name, or ask another server.',
    isNote: true,
  },
} as const satisfies Record<string, Cause>;

/** Why: a key of the table of causes, which docs/explain.md shows. Stable, for programs to look at. */
export type CauseCode = keyof typeof CAUSES;

/** How basic each cause is: 0 is looked at first. */
export const CAUSE_ORDER: Readonly<Record<CauseCode, number>> = Object.fromEntries(
  Object.keys(CAUSES).map((code, i) => [code, i]),
) as Record<CauseCode, number>;
