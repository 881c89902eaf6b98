/** The loopback interface of a new network namespace, which is down at first. */
import { loadNative } from '../../../../native/loader.ts';
import { request } from '../netlink/message.ts';
import { refusalError } from '../netlink/socket.ts';
import { IFF_UP, LinkMessage, RTM_NEWLINK } from '../tables/link-message.ts';
import { Rtnetlink } from '../tables/rtnetlink.ts';

/** For good: nobody takes it back, since the namespace goes with its processes. @throws ERR_ADDON, ERR_PERMISSION */
export function bringUpLoopback(): void {
  const native = loadNative();
  const rtnetlink = new Rtnetlink(
    () => native,
    () => -1,
  );
  try {
    const values = { index: rtnetlink.indexOf('lo'), flags: IFF_UP, change: IFF_UP };
    const refused = rtnetlink.socket.tryAsk(request(RTM_NEWLINK, 0, LinkMessage, values));
    if (refused !== undefined) throw refusalError(refused, 'bring up the loopback interface');
  } finally {
    rtnetlink.close();
  }
}
