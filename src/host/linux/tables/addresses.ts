/** Addresses of interfaces. */
import type { ViewOf } from '../../../packet/spec/spec.ts';
import { bodyOf, NLM_F_CREATE, NLM_F_EXCL, type NetlinkMessage, readBody, request, valuesOf } from '../netlink/message.ts';
import { AddressMessage, RTM_GETADDR, RTM_NEWADDR } from './address-message.ts';
import { AF_UNSPEC } from './kinds.ts';
import type { Rtnetlink } from './rtnetlink.ts';

type AddressView = Readonly<ViewOf<typeof AddressMessage>>;

/** An address of an interface: `address/prefix`, and the other end's address, where that has one of its own. */
export interface ListedAddress {
  readonly index: number;
  readonly text: string;
  readonly peer?: string;
}

/** Addresses of all interfaces. */
export function listAddresses(rtnetlink: Rtnetlink): ListedAddress[] {
  return dump(rtnetlink, (message) => {
    const text = addressText(message);
    if (text === undefined) return undefined;
    const { local, address } = message.attributes;
    const peer = local !== undefined && address !== undefined && address !== local ? address : undefined;
    return { index: message.index, text, ...(peer === undefined ? {} : { peer }) };
  });
}

/** The messages that make the addresses of an interface again. */
export function addressesOf(rtnetlink: Rtnetlink, index: number): NetlinkMessage[] {
  return dump(rtnetlink, (message) =>
    message.index === index
      ? request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, AddressMessage, valuesOf(AddressMessage, message))
      : undefined,
  );
}

function dump<T>(rtnetlink: Rtnetlink, on: (message: AddressView) => T | undefined): T[] {
  return rtnetlink.socket.dump(
    { type: RTM_GETADDR, body: bodyOf(AddressMessage, { family: AF_UNSPEC }) },
    'list the addresses',
    ({ body }) => {
      const message = readBody(AddressMessage, body);
      return message === undefined ? undefined : on(message);
    },
  );
}

/** `address/prefix`, of this host's end where the other end has one too. */
export function addressText(message: AddressView): string | undefined {
  const { local, address } = message.attributes;
  const own = local ?? address;
  return own === undefined ? undefined : `${own}/${message.prefixLength}`;
}
