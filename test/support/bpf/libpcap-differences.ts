/** Where libpcap 1.10.3 does otherwise than we, and why. Each must be met in a full run (docs/design/capture-filters.md tells of them). */

export interface Difference {
  readonly linkType: string;
  readonly filter: string;
  /** Who refuses; or both take it and the programs differ. */
  readonly kind: 'we refuse' | 'they refuse' | 'differ';
  /** The words of whoever refuses. */
  readonly words: string;
}

interface Reason {
  readonly why: string;
  readonly is: (difference: Difference) => boolean;
}

/** Headers before the network layer whose length libpcap keeps in memory words. */
const VARIABLE = /^(IEEE802_11|IEEE802_11_RADIO|IEEE802_11_RADIO_AVS|PRISM_HEADER|PPI|PFLOG)$/;
const JUNIPER = /^JUNIPER_/;
const ISO = /\b(iso|clnp|isis|is-is|esis|es-is|l1|l2|iih|lsp|snp|csnp|psnp)\b/;

export const REASONS: readonly Reason[] = [
  // The newest libpcap has it as we do (its own test cases say so).
  {
    why: 'numbers that a field cannot hold are refused',
    is: ({ kind, words }) => kind === 'we refuse' && words.includes('is greater than'),
  },
  {
    why: 'DECnet addresses are an area and a node',
    is: ({ kind, words }) => kind === 'we refuse' && words.includes('is not a DECnet address'),
  },
  {
    why: 'types of IS-IS packets are compared without their reserved bits',
    is: ({ kind, filter }) => kind === 'differ' && /\b(l1|l2|iih|lsp|snp|csnp|psnp)\b|is-?is proto/.test(filter),
  },
  { why: "'byte N & M' and 'byte N | M' look at the octet", is: ({ kind, filter }) => kind === 'differ' && /^byte 5 [&|] 3$/.test(filter) },
  {
    why: 'AX.25, switch tags and MS/TP can be asked',
    is: ({ kind, linkType }) => kind === 'they refuse' && /^(AX25|DSA_TAG_BRCM|DSA_TAG_DSA|BACNET_MS_TP)$/.test(linkType),
  },
  { why: '802.11 types can be asked behind PPI', is: ({ kind, linkType }) => kind === 'they refuse' && linkType === 'PPI' },
  { why: 'codes and addresses of ARCNET', is: ({ linkType }) => /^ARCNET/.test(linkType) },
  {
    why: "'!=' of SS7's and ATM's fields means unequal",
    is: ({ kind, filter }) => kind === 'differ' && /\b(h?(sio|opc|dpc|sls)|vpi|vci) != /.test(filter),
  },
  { why: "names that only one system's pf has", is: ({ kind, filter }) => kind === 'they refuse' && /^(reason|action) /.test(filter) },
  { why: "'outbound' on SLIP is direction 1", is: ({ linkType, filter }) => linkType === 'SLIP' && filter === 'outbound' },
  // libpcap's faults.
  {
    why: 'a memory word is read that nothing has set, or that arithmetic has overwritten',
    is: ({ kind, linkType, filter }) => kind === 'differ' && VARIABLE.test(linkType) && /pppoes|geneve/.test(filter),
  },
  {
    why: 'behind a tunnel the offset of ISO protocols is still that of the outer link type',
    is: ({ kind, filter }) => kind === 'differ' && /geneve and isis/.test(filter),
  },
  {
    why: 'where there is no offset it computes with -1',
    is: ({ kind, linkType, filter }) =>
      kind === 'differ'
        ? JUNIPER.test(linkType) && ISO.test(filter)
        : kind === 'we refuse' && /^(JUNIPER_|BACNET_MS_TP|MPLS)/.test(linkType),
  },
  {
    why: "behind 'lane' ATM's fields are looked for in the Ethernet inside",
    is: ({ kind, filter }) => kind === 'differ' && /^lane and (lane|vpi)/.test(filter),
  },
  {
    why: "behind 'pppoes' and 'geneve' the packet's direction is forgotten",
    is: ({ kind, filter }) => kind === 'they refuse' && /(pppoes|geneve) and inbound/.test(filter),
  },
  {
    why: 'the family of IPv6 in a log of pf is taken for that of Linux, and byte order for that of this file',
    is: ({ kind, linkType }) => kind === 'differ' && /^(PFLOG|NULL|ENC)$/.test(linkType),
  },
  // Ours on purpose.
  { why: 'LLC protocols on Linux cooked v2 stand behind an LLC header, as on v1', is: ({ linkType }) => linkType === 'LINUX_SLL2' },
  { why: 'a direction above 3 matches nothing', is: ({ kind, filter }) => kind === 'we refuse' && /^dir (4|255)$/.test(filter) },
  {
    why: "'ip type' and the like mean 'wlan type' there",
    is: ({ kind, filter }) => kind === 'we refuse' && /^ip (type|subtype|dir) /.test(filter),
  },
  { why: 'more names of 802.11 subtypes', is: ({ kind, filter }) => kind === 'they refuse' && /\b(bar|ba|pspoll)$/.test(filter) },
];
