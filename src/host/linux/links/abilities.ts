/** What an interface can be opened with (pcap_list_datalinks, pcap_list_tstamp_types), and which offloads are in force. */
import type { NativeBinding } from '../../../../native/binding.ts';
import type { LinkAbilities, Offloads, TimestampSource } from '../../host.ts';
import { type CardFacts, cardFacts } from '../ethtool/ethtool.ts';
import type { InterfaceFacts } from './interface-facts.ts';
import { linkTypesOf } from './link-type.ts';

const NANOSECONDS = 1e9;

/** @throws ERR_INTERFACE */
export function linkAbilities(native: NativeBinding, facts: InterfaceFacts, netnsFd: number): LinkAbilities {
  const card = facts.ifindex === 0 ? undefined : cardFacts(native, facts.name, netnsFd);
  return {
    linkTypes: linkTypesOf(facts.arphrd),
    timestamps: timestampsOf(card),
    ticksPerSecond: NANOSECONDS,
    ...(card === undefined ? {} : { offloads: offloadsOf(card) }),
  };
}

/** As libpcap counts: a card's stamps are worth something only where it can stamp every packet. */
export function timestampsOf(card: CardFacts | undefined): TimestampSource[] {
  const all: TimestampSource[] = ['host'];
  if (card === undefined || !card.receiveFilters.has('all')) return all;
  if (card.timeStamps.has('hardware-legacy-clock')) all.push('adapter');
  if (card.timeStamps.has('hardware-raw-clock')) all.push('adapter-unsynced');
  return all;
}

/** Kernel features under one of ethtool's short names; one of them in force is enough. */
const FEATURES: Readonly<Record<keyof Offloads, RegExp>> = {
  rx: /^rx-checksum$/,
  tx: /^tx-checksum-/,
  sg: /^tx-scatter-gather/,
  tso: /^tx-tcp.*-segmentation$/,
  gso: /^tx-generic-segmentation$/,
  gro: /^rx-gro$/,
  lro: /^rx-lro$/,
  rxvlan: /^rx-vlan-hw-parse$/,
  txvlan: /^tx-vlan-hw-insert$/,
};

function offloadsOf({ features }: CardFacts): Offloads {
  const on = [...features];
  return Object.fromEntries(
    Object.entries(FEATURES).map(([name, kernel]) => [name, on.some((one) => kernel.test(one))]),
  ) as unknown as Offloads;
}
