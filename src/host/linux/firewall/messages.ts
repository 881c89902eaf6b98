/** nf_tables' messages over netlink: tables, chains, rules and their expressions. linux/netfilter/nf_tables.h; numbers are in network byte order. */
import type { GiveOf } from '../../../packet/spec/field.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { i32, u16, u32, u64, u8 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { attribute, attributes, elements, nest, nulText } from '../netlink/attributes.ts';

/** nfnetlink: what stands between is done as a whole or not at all. */
export const NFNL_MSG_BATCH_BEGIN = 0x10;
export const NFNL_MSG_BATCH_END = 0x11;
/** The subsystem of nf_tables: the upper octet of its message types, and what a batch is for. */
export const NFNL_SUBSYS_NFTABLES = 10;

const message = (number: number): number => (NFNL_SUBSYS_NFTABLES << 8) | number;
export const NFT_MSG_NEWTABLE = message(0);
export const NFT_MSG_GETTABLE = message(1);
export const NFT_MSG_DELTABLE = message(2);
export const NFT_MSG_NEWCHAIN = message(3);
export const NFT_MSG_NEWRULE = message(6);
export const NFT_MSG_GETRULE = message(7);
export const NFT_MSG_DELRULE = message(8);

/** The kernel sends what it made, with the numbers that it gave. linux/netlink.h */
export const NLM_F_ECHO = 0x008;
/** Family of tables that see IPv4 and IPv6. */
export const NFPROTO_INET = 1;
/** The table belongs to the socket that made it, and goes with it. */
export const NFT_TABLE_F_OWNER = 2;
/** Where a chain hooks in. */
export const HOOKS = { in: 1, forward: 2, out: 3 } as const;
export const NF_ACCEPT = 1;
export const NF_DROP = 0;

/** struct nfgenmsg */
const head = () => ({ family: u8(), version: u8(), resource: u16() });

export const BatchMessage = layer('NftBatch', () => ({ source: 'linux/netfilter/nfnetlink.h', fields: head() }));

export const TableMessage = layer('NftTable', () => ({
  source: 'linux/netfilter/nf_tables.h, enum nft_table_attributes',
  fields: {
    ...head(),
    attributes: attributes({
      name: attribute(1, nulText()),
      flags: attribute(2, u32()),
      use: attribute(3, u32()),
      handle: attribute(4, u64()),
      owner: attribute(7, u32()),
    }),
  },
}));

export const ChainMessage = layer('NftChain', () => ({
  source: 'linux/netfilter/nf_tables.h, enum nft_chain_attributes',
  fields: {
    ...head(),
    attributes: attributes({
      table: attribute(1, nulText()),
      name: attribute(3, nulText()),
      hook: nest(4, attributes({ number: attribute(1, u32()), priority: attribute(2, i32()) })),
      policy: attribute(5, u32()),
      type: attribute(7, nulText()),
    }),
  },
}));

/** enum nft_data_attributes: octets, or what becomes of the packet. */
const data = () => attributes({ value: attribute(1, octets()), verdict: nest(2, attributes({ code: attribute(1, i32()) })) });

/** What each kind of expression says, by its name. */
const expressionData = choose(
  ({ name }) => name as string,
  {
    meta: attributes({ to: attribute(1, u32()), key: attribute(2, u32()) }),
    payload: attributes({
      to: attribute(1, u32()),
      base: attribute(2, u32()),
      offset: attribute(3, u32()),
      length: attribute(4, u32()),
    }),
    cmp: attributes({ from: attribute(1, u32()), op: attribute(2, u32()), data: nest(3, data()) }),
    bitwise: attributes({
      from: attribute(1, u32()),
      to: attribute(2, u32()),
      length: attribute(3, u32()),
      mask: nest(4, data()),
      xor: nest(5, data()),
    }),
    counter: attributes({ octets: attribute(1, u64()), packets: attribute(2, u64()) }),
    immediate: attributes({ to: attribute(1, u32()), data: nest(2, data()) }),
    reject: attributes({ type: attribute(1, u32()), code: attribute(2, u8()) }),
  },
  octets(),
);

const expression = attributes({ name: attribute(1, nulText()), data: nest(2, expressionData) });
/** One expression, as it is given. */
export type Expression = GiveOf<typeof expression>;

export const RuleMessage = layer('NftRule', () => ({
  source: 'linux/netfilter/nf_tables.h, enum nft_rule_attributes',
  fields: {
    ...head(),
    attributes: attributes({
      table: attribute(1, nulText()),
      chain: attribute(2, nulText()),
      handle: attribute(3, u64()),
      expressions: nest(4, elements(1, expression)),
      note: attribute(7, octets()),
    }),
  },
}));
