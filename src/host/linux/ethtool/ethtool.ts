/** What the ethtool command asks the kernel about a network card, over generic netlink (kernel 5.6 and later). */
import { noInterface } from '../../no-interface.ts';
import type { NativeBinding } from '../../../../native/binding.ts';
import type { GivenOf, Layer, ViewOf } from '../../../packet/spec/spec.ts';
import { ENODEV, ENOENT, EOPNOTSUPP } from '../errno.ts';
import { readBody, request } from '../netlink/message.ts';
import { NETLINK_GENERIC, NetlinkSocket, refusalError } from '../netlink/socket.ts';
import {
  CTRL_CMD_GETFAMILY,
  ETHTOOL_FAMILY,
  ETHTOOL_MSG_FEATURES_GET,
  ETHTOOL_MSG_TSINFO_GET,
  FamilyMessage,
  FeaturesMessage,
  GENL_ID_CTRL,
  TimeStampMessage,
} from './messages.ts';

/** What is known of one card, in ethtool's own names. */
export interface CardFacts {
  /** Features in force, as `ethtool -k` names the indented ones: `tx-checksum-ip-generic`, `rx-gro` … */
  readonly features: ReadonlySet<string>;
  /** As `ethtool -T`: `hardware-receive`, `hardware-raw-clock` …, and the receive filters: `all`, `ptpv2-event` … */
  readonly timeStamps: ReadonlySet<string>;
  readonly receiveFilters: ReadonlySet<string>;
}

/**
 * Asks about the interface `name` of the namespace `netnsFd` (-1: this process's).
 *
 * @returns undefined when this kernel has no ethtool over netlink
 * @throws ERR_INTERFACE when there is no such interface
 */
export function cardFacts(native: NativeBinding, name: string, netnsFd: number): CardFacts | undefined {
  const socket = new NetlinkSocket({ native, protocol: NETLINK_GENERIC, netnsFd });
  try {
    const family = ask(socket, GENL_ID_CTRL, FamilyMessage, { command: CTRL_CMD_GETFAMILY, attributes: { name: ETHTOOL_FAMILY } }, name);
    const id = family?.attributes.id;
    if (id === undefined) return undefined;
    const device = { name };
    const features = ask(socket, id, FeaturesMessage, { command: ETHTOOL_MSG_FEATURES_GET, attributes: { device } }, name);
    const stamps = ask(socket, id, TimeStampMessage, { command: ETHTOOL_MSG_TSINFO_GET, attributes: { device } }, name);
    return {
      features: namesOf(features?.attributes.active),
      timeStamps: namesOf(stamps?.attributes.capabilities),
      receiveFilters: namesOf(stamps?.attributes.receiveFilters),
    };
  } finally {
    socket.close();
  }
}

/** The answer; undefined where the family or the question is unknown to this kernel or card. */
function ask<L extends Layer<any, any, any>>(
  socket: NetlinkSocket,
  type: number,
  spec: L,
  values: GivenOf<L>,
  iface: string,
): Readonly<ViewOf<L>> | undefined {
  let answer: Readonly<ViewOf<L>> | undefined;
  const refused = socket.tryAsk(request(type, 0, spec, values), ({ body }) => {
    // A view of its own octets: the socket's buffer is used again.
    answer = readBody(spec, body.slice());
  });
  if (refused === undefined || refused.errno === ENOENT || refused.errno === EOPNOTSUPP) return answer;
  if (refused.errno === ENODEV) throw noInterface(iface);
  throw refusalError(refused, `ask about ${iface}`);
}

type Bits = NonNullable<ViewOf<typeof FeaturesMessage>['attributes']['active']>;

function namesOf(set: Bits | undefined): ReadonlySet<string> {
  const listed = set?.bits?.filter((bit) => set.noMask === true || bit.set === true) ?? [];
  return new Set(listed.flatMap(({ name }) => (name === undefined ? [] : [name])));
}
