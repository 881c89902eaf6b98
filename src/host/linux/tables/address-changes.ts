/** Adds addresses to interfaces, and takes them away. */
import { isIpv4, isIpv6, isLoopbackAddress } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { GivenOf } from '../../../packet/spec/spec.ts';
import type { Undo } from '../../host.ts';
import { NLM_F_CREATE, NLM_F_EXCL, request } from '../netlink/message.ts';
import { refusalError } from '../netlink/socket.ts';
import type { Changes } from '../undo/changes.ts';
import { AddressMessage, RTM_DELADDR, RTM_NEWADDR } from './address-message.ts';
import { type ListedAddress, listAddresses } from './addresses.ts';
import { familyOf } from './kinds.ts';
import { linkState } from './link-state.ts';
import type { Rtnetlink } from './rtnetlink.ts';

/** RT_SCOPE_HOST: as iproute2 gives to loopback addresses of IPv4, and the kernel to the first; it wants one scope in a network. */
const SCOPE_HOST = 254;

/** `address/prefix`; without a prefix it is a host's. With a peer's address, the prefix is of that. @throws ERR_ADDRESS */
function given(index: number, text: string, peer?: string): GivenOf<typeof AddressMessage> {
  const [address = '', prefix, ...more] = text.split('/');
  const width = isIpv4(address) ? 32 : isIpv6(address) ? 128 : -1;
  const prefixLength = prefix === undefined ? width : /^\d+$/.test(prefix) ? Number(prefix) : -1;
  if (width < 0 || prefixLength < 0 || prefixLength > width || more.length > 0) {
    throw new PacketwrightError('ERR_ADDRESS', `'${text}' is not an address with a prefix length, such as 192.0.2.1/24 or 2001:db8::1/64`, {
      value: text,
    });
  }
  if (peer !== undefined && ((!isIpv4(peer) && !isIpv6(peer)) || familyOf(peer) !== familyOf(address)))
    throw new PacketwrightError('ERR_ADDRESS', `'${peer}' is not a valid peer address for ${text}: expected one of the same family`, {
      value: peer,
    });
  const scope = isIpv4(address) && isLoopbackAddress(address) ? SCOPE_HOST : 0;
  return { family: familyOf(address), prefixLength, scope, index, attributes: { local: address, address: peer ?? address } };
}

/** @throws ERR_BUSY when it is there; ERR_INTERFACE, ERR_ADDRESS, ERR_PERMISSION, ERR_SYSTEM */
export function addAddress(rtnetlink: Rtnetlink, changes: Changes, name: string, text: string, o: { peer?: string } = {}): Undo {
  const index = rtnetlink.indexOf(name);
  const values = given(index, text, o.peer);
  const what = `add the address ${text} to ${name}`;
  // The steps back must not take away somebody else's.
  if (find(rtnetlink, values) !== undefined)
    throw new PacketwrightError('ERR_BUSY', `cannot ${what}: it already exists`, { iface: name, address: text });
  return changes.make(what, [request(RTM_DELADDR, 0, AddressMessage, values)], () => {
    const refused = rtnetlink.socket.tryAsk(request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, AddressMessage, values));
    if (refused !== undefined) throw refusalError(refused, what);
  });
}

/** What goes with an address comes back with it: further ones of its network, routes. @throws ERR_ADDRESS when it is not there; ERR_INTERFACE, ERR_PERMISSION */
export function deleteAddress(rtnetlink: Rtnetlink, changes: Changes, name: string, text: string): Undo {
  const index = rtnetlink.indexOf(name);
  const values = given(index, text);
  const what = `delete the address ${text} of ${name}`;
  const there = find(rtnetlink, values);
  if (there === undefined)
    throw new PacketwrightError('ERR_ADDRESS', `cannot ${what}: the interface has no such address`, {
      iface: name,
      address: text,
      remedy: 'pkw ifaces lists the addresses',
    });
  return changes.make(what, linkState(rtnetlink, index), () => {
    const refused = rtnetlink.socket.tryAsk(request(RTM_DELADDR, 0, AddressMessage, given(index, text, there.peer)));
    if (refused !== undefined) throw refusalError(refused, what);
  });
}

function find(rtnetlink: Rtnetlink, { index, prefixLength, attributes }: GivenOf<typeof AddressMessage>): ListedAddress | undefined {
  const wanted = `${String((attributes as { local?: string }).local)}/${String(prefixLength)}`;
  return listAddresses(rtnetlink).find((one) => one.index === index && one.text === wanted);
}
