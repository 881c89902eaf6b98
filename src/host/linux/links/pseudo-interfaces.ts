/** What can be opened beside the interfaces that there are: all of them at once, and the firewall's log. */
import type { NativeBinding } from '../../../../native/binding.ts';
import type { InterfaceInfo } from '../../../capture/batch.ts';
import { ANY_INTERFACE } from './link-arguments.ts';
import { LINKTYPE_LINUX_SLL2, LINKTYPE_NFLOG, NFLOG } from './link-type.ts';
import { hasNflog } from './nflog-link.ts';

export function pseudoInterfaces(native: NativeBinding, netnsFd: number): InterfaceInfo[] {
  const any = { name: ANY_INTERFACE.name, linkType: LINKTYPE_LINUX_SLL2, description: 'all interfaces at once, for captures' };
  const nflog = {
    name: NFLOG,
    linkType: LINKTYPE_NFLOG,
    description: `packets that the firewall logs; ${NFLOG}:GROUP for a group other than 0`,
  };
  return hasNflog(native, netnsFd) ? [any, nflog] : [any];
}
